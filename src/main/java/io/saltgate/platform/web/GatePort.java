package io.saltgate.platform.web;

import io.saltgate.platform.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalInt;

/**
 * The port of a listener for gateways alone. It serves {@code /verify} and health checks and nothing else, so that a
 * firewall can separate gateways and the console. The server opens it; this decides what it serves.
 *
 * @param number empty if there is none
 */
public record GatePort(OptionalInt number) {

    private static final String KEY = "saltgate.gate.port";
    private static final int MAX = 65535;

    public static GatePort from(Settings settings) {
        String text = settings.get(KEY, "");
        if (text.isEmpty()) {
            return new GatePort(OptionalInt.empty());
        }
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > MAX) {
            throw new Settings.InvalidSetting(KEY, "is not a port");
        }
        return new GatePort(OptionalInt.of(Integer.parseInt(text)));
    }

    /** Whether the request came over that port and asks for something else. */
    public boolean refuses(HttpServletRequest request) {
        return number.isPresent()
                && request.getLocalPort() == number.getAsInt()
                && !request.getServletPath().equals("/verify")
                && !request.getServletPath().startsWith("/health");
    }
}
