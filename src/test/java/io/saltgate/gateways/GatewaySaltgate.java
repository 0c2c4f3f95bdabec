package io.saltgate.gateways;

import io.saltgate.testing.SaltgateServer;

/** The one Saltgate behind all gateways of this machine; it ends with the tests. */
final class GatewaySaltgate {

    private static SaltgateServer server;

    private GatewaySaltgate() {}

    static synchronized SaltgateServer shared() {
        if (server == null) {
            server = SaltgateServer.configure()
                    .postgres()
                    .env("SALTGATE_GATEWAYS", "127.0.0.1")
                    .start();
        }
        return server;
    }
}
