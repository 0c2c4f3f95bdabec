package io.saltgate.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the start needs to know before there is an application: the variables of {@code bin/run}, with its defaults.
 *
 * @param gatePort of a second listener, for gateways alone
 * @param bodyThreads how many requests with a body are read at a time; the pool has four times as many threads
 * @param logLevels lines of a logging configuration
 */
record LaunchSettings(
        String host,
        int port,
        Optional<Integer> gatePort,
        String gateHost,
        int bodyThreads,
        Path dataDir,
        List<String> logLevels) {

    private static final Pattern HOST = Pattern.compile("[0-9A-Za-z.:-]+");
    private static final Pattern LEVEL = Pattern.compile("([A-Za-z0-9_.-]+)=([A-Z]+)");
    private static final int MAX_PORT = 65_535;

    /** A variable whose value isn't valid; its message is for people. */
    static final class Invalid extends Exception {

        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }
    }

    /**
     * Reads the variables.
     *
     * @param properties of the JVM, which come before the environment as MicroProfile Config has it
     */
    static LaunchSettings read(Map<String, String> environment, UnaryOperator<@Nullable String> properties)
            throws Invalid {
        String host = host("HOST", environment.getOrDefault("HOST", "127.0.0.1"));
        int port = number("PORT", environment.getOrDefault("PORT", "8080"), 1, MAX_PORT);
        String gate = find(environment, properties, "saltgate.gate.port").orElse("");
        Optional<Integer> gatePort =
                gate.isEmpty() ? Optional.empty() : Optional.of(number("SALTGATE_GATE_PORT", gate, 1, MAX_PORT));
        if (gatePort.filter(other -> other == port).isPresent()) {
            throw new Invalid("SALTGATE_GATE_PORT must be another port than PORT, " + port + ".");
        }
        String threads = find(environment, properties, "saltgate.body.threads").orElse("48");
        return new LaunchSettings(
                host,
                port,
                gatePort,
                host(
                        "SALTGATE_GATE_HOST",
                        find(environment, properties, "saltgate.gate.host").orElse(host)),
                number("SALTGATE_BODY_THREADS", threads, 2, 9_999),
                Path.of(find(environment, properties, "saltgate.data.dir").orElse("data"))
                        .toAbsolutePath()
                        .normalize(),
                levels(environment.getOrDefault("SALTGATE_LOG_LEVELS", "")));
    }

    private static Optional<String> find(
            Map<String, String> environment, UnaryOperator<@Nullable String> properties, String key) {
        String name = key.toUpperCase(Locale.ROOT).replace('.', '_');
        return Optional.ofNullable(properties.apply(key))
                .or(() -> Optional.ofNullable(environment.get(name)))
                .filter(value -> !value.isEmpty());
    }

    private static String host(String name, String value) throws Invalid {
        if (!HOST.matcher(value).matches()) {
            throw new Invalid(name + " must be an address or a name, not '" + value + "'.");
        }
        return value;
    }

    private static int number(String name, String value, int least, int most) throws Invalid {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Invalid(name + " must be a number from " + least + " to " + most + ", not '" + value + "'.");
    }

    private static List<String> levels(String typed) throws Invalid {
        List<String> lines = new ArrayList<>();
        for (String each : typed.isBlank() ? new String[0] : typed.strip().split("\\s+")) {
            var parts = LEVEL.matcher(each);
            if (!parts.matches()) {
                throw new Invalid("SALTGATE_LOG_LEVELS has '" + each + "', which is not like io.saltgate=FINE.");
            }
            String logger = parts.group(1);
            List<String> names = logger.equals("root")
                    ? List.of("", "com", "fish", "io", "jakarta", "javax", "org")
                    : List.of(logger);
            names.forEach(name -> lines.add(name + ".level=" + parts.group(2)));
        }
        return lines;
    }

    /** Where a browser or a health check on this machine reaches the listener. */
    String reach() {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }
}
