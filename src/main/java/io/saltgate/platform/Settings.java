package io.saltgate.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads configuration for the small typed settings class of each feature. Keys: server-config/README.md. */
public final class Settings {

    private final Config config;

    public Settings(Config config) {
        this.config = config;
    }

    /** What the application is configured with. */
    public static Settings current() {
        // By our own loader: a connection pool may ask on a thread of the server.
        return new Settings(ConfigProvider.getConfig(Settings.class.getClassLoader()));
    }

    /** The value without surrounding blanks; empty if it is not set or blank. */
    public Optional<String> find(String key) {
        return config.getOptionalValue(key, String.class).map(String::strip).filter(value -> !value.isEmpty());
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
