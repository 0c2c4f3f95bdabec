package io.saltgate.gateways;

class HaproxyIT extends AnyGateway {
    HaproxyIT() {
        super(Gateway.HAPROXY);
    }
}
