package io.saltgate.platform.mail;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * The server that mail is given to, and the sender that it has.
 *
 * @param host empty if no mail is sent
 * @param user empty if the server asks for no sign-in
 * @param from the sender's address, with or without a name
 */
public record MailSettings(
        Optional<String> host, int port, Tls tls, Optional<String> user, String password, String from) {

    /** How the connection is encrypted. */
    public enum Tls {
        /** It begins in clear and goes on only if the server can encrypt it (RFC 3207). */
        STARTTLS,
        /** From the beginning (RFC 8314). */
        TLS,
        /** Not at all, for a server on this machine. */
        NONE
    }

    private static final String TLS = "saltgate.mail.tls";
    private static final String PORT = "saltgate.mail.port";
    private static final String FROM = "saltgate.mail.from";

    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;
    private static final int MAX_PORT = 65_535;

    public static MailSettings from(Settings settings) {
        Optional<String> host = settings.find("saltgate.mail.host");
        Tls tls = tls(settings.get(TLS, "starttls"));
        String from = settings.get(FROM, "");
        if (host.isPresent()) {
            requireAddress(from);
        }
        return new MailSettings(
                host,
                port(settings.get(PORT, Integer.toString(tls == Tls.TLS ? SUBMISSIONS : SUBMISSION))),
                tls,
                settings.find("saltgate.mail.user"),
                settings.get("saltgate.mail.password", ""),
                from);
    }

    /** Whether mail is sent at all. */
    public boolean isOn() {
        return host.isPresent();
    }

    private static Tls tls(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "starttls" -> Tls.STARTTLS;
            case "tls" -> Tls.TLS;
            case "none" -> Tls.NONE;
            default -> throw new Settings.InvalidSetting(TLS, "is none of starttls, tls, none");
        };
    }

    private static int port(String text) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new Settings.InvalidSetting(PORT, "is not a port");
        }
        return port;
    }

    private static void requireAddress(String text) {
        try {
            new InternetAddress(text, true);
        } catch (AddressException e) {
            throw new Settings.InvalidSetting(
                    FROM, "is not an address to send from, such as Saltgate <saltgate@example.com>", e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return host.map(name -> name + ":" + port).orElse("no mail");
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        MailSettings settings() {
            return from(Settings.current());
        }
    }
}
