package io.saltgate.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/** Reads configuration for the small typed settings class of each feature. Keys: server-config/README.md. */
public final class Settings {

    private final Function<String, Optional<String>> source;
    private final boolean complete;

    /** @param source the value of a key, as it was set */
    public Settings(Function<String, Optional<String>> source) {
        this(source, true);
    }

    private Settings(Function<String, Optional<String>> source, boolean complete) {
        this.source = source;
        this.complete = complete;
    }

    /**
     * What the application is configured with. While a server has not set up MicroProfile Config yet - GlassFish first
     * connects to the database - the system properties and the environment alone.
     */
    public static Settings current() {
        ConfigProviderResolver resolver;
        try {
            resolver = ConfigProviderResolver.instance();
        } catch (IllegalStateException e) {
            return new Settings(from(System.getProperties(), System.getenv()), false);
        }
        // By our own loader: a connection pool may ask on a thread of the server.
        Config config = resolver.getConfig(Settings.class.getClassLoader());
        return new Settings(key -> config.getOptionalValue(key, String.class), true);
    }

    /**
     * Creates settings for commands, which run outside of any server: the same keys, from system properties and the
     * environment.
     */
    public static Settings ofEnvironment() {
        return new Settings(from(System.getProperties(), System.getenv()));
    }

    /** Looks a key up as MicroProfile Config 3.1 does, with its precedence and mapping of names. */
    static Function<String, Optional<String>> from(Properties properties, Map<String, String> environment) {
        return key -> {
            String name = key.replaceAll("[^A-Za-z0-9]", "_");
            return Stream.of(
                            properties.getProperty(key),
                            environment.get(key),
                            environment.get(name),
                            environment.get(name.toUpperCase(Locale.ROOT)))
                    .filter(Objects::nonNull)
                    .findFirst();
        };
    }

    /** Whether every source of MicroProfile Config was asked. */
    public boolean isComplete() {
        return complete;
    }

    /** The value without surrounding blanks; empty if it is not set or blank. */
    public Optional<String> find(String key) {
        return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String get(String key, String byDefault) {
        return find(key).orElse(byDefault);
    }

    /** @throws InvalidSetting if the value is not an ISO 8601 duration such as {@code PT1S} */
    public Duration duration(String key, Duration byDefault) {
        try {
            return find(key).map(Duration::parse).orElse(byDefault);
        } catch (RuntimeException e) {
            throw new InvalidSetting(key, "is not a duration such as PT1S", e);
        }
    }

    /** Values separated by commas or blanks. */
    public List<String> list(String key) {
        return find(key).map(value -> Arrays.asList(value.split("[,\\s]+"))).orElse(List.of()).stream()
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The folder of the embedded database and the key ring. */
    public Path dataDir() {
        return Path.of(get("saltgate.data.dir", "./data")).toAbsolutePath().normalize();
    }

    /** The file of the key ring. */
    public Path keyRing() {
        return find("saltgate.keyring").map(Path::of).orElseGet(() -> dataDir().resolve("keyring"));
    }

    /** Thrown if a key has an invalid value. */
    public static final class InvalidSetting extends RuntimeException {
        public InvalidSetting(String key, String complaint, Throwable cause) {
            super(key + " " + complaint, cause);
        }

        public InvalidSetting(String key, String complaint) {
            super(key + " " + complaint);
        }
    }
}
