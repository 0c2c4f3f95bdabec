package io.saltgate.gateways;

class CaddyIT extends AnyGateway {
    CaddyIT() {
        super(Gateway.CADDY);
    }
}
