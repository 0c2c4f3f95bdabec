package io.saltgate.usage;

/** The problems with client addresses that the operator has to fix. */
public enum AddressTrouble {
    /** A proxy that isn't configured: all its callers have its own address. */
    UNCONFIGURED_PROXY,
    /** A gateway sent no address. */
    NOT_SENT,
    /** The gateways' ranges hold every address that was named, so perhaps the callers too. */
    ONLY_GATEWAYS,
    /** A gateway named something that is not an address. */
    NO_ADDRESS
}
