package io.saltgate.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Reads configuration for the small typed settings class of each feature. Keys: server-config/README.md. */
public final class Settings {

    private final Function<String, Optional<String>> lookup;

    /** @param lookup the value of a key, as it was set */
    public Settings(Function<String, Optional<String>> lookup) {
        this.lookup = lookup;
    }

    /** What the application is configured with, inside a server. */
    public static Settings current() {
        // By our own loader: a connection pool may ask on a thread of the server.
        Config config = ConfigProvider.getConfig(Settings.class.getClassLoader());
        return new Settings(key -> config.getOptionalValue(key, String.class));
    }

    /** For commands, which run outside of any server: the same keys, from system properties and the environment. */
    public static Settings ofEnvironment() {
        return from(System.getProperties(), System.getenv());
    }

    /** In the order and by the names of MicroProfile Config 3.1 (Default ConfigSources, Environment Variables Mapping). */
    static Settings from(Properties properties, Map<String, String> environment) {
        return new Settings(key -> {
            String underscored = key.replaceAll("[^0-9A-Za-z]", "_");
            @Nullable String value = properties.getProperty(key);
            for (String name : List.of(key, underscored, underscored.toUpperCase(Locale.ROOT))) {
                value = value == null ? environment.get(name) : value;
            }
            return Optional.ofNullable(value);
        });
    }

    /** The value without surrounding blanks; empty if it is not set or blank. */
    public Optional<String> find(String key) {
        return lookup.apply(key).map(String::strip).filter(value -> !value.isEmpty());
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

    /** Where the embedded database and the key ring live. */
    public Path dataDir() {
        return Path.of(get("saltgate.data.dir", "./data")).toAbsolutePath().normalize();
    }

    /** Where the key ring is. */
    public Path keyRing() {
        return find("saltgate.keyring").map(Path::of).orElseGet(() -> dataDir().resolve("keyring"));
    }

    /** A key is set to something that can't be meant. */
    public static final class InvalidSetting extends RuntimeException {
        public InvalidSetting(String key, String complaint, Throwable cause) {
            super(key + " " + complaint, cause);
        }

        public InvalidSetting(String key, String complaint) {
            super(key + " " + complaint);
        }
    }
}
