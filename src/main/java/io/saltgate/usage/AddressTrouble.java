package io.saltgate.usage;

/** What is wrong with the addresses that calls are judged by; each is for the operator to mend. */
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
