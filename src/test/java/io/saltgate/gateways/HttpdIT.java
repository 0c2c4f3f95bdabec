package io.saltgate.gateways;

class HttpdIT extends AnyGateway {
    HttpdIT() {
        super(Gateway.HTTPD);
    }
}
