package io.saltgate.platform.start;

import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Checks at start whether the JVM has the options that Saltgate's safety rests on. {@code bin/run} sets them; {@code
 * java -jar} and other servers need them said. server-config/README.md lists them.
 */
final class ServerOptions {

    private static final System.Logger LOG = System.getLogger(ServerOptions.class.getName());

    /**
     * A system property that a server needs.
     *
     * @param without what happens when it is missing
     */
    private record Option(String property, String value, String without) {}

    /** The options that Payara and GlassFish need. */
    private static final List<Option> GLASSFISH_FAMILY = List.of(
            new Option(
                    "org.glassfish.grizzly.http.STRICT_HEADER_VALUE_VALIDATION_RFC_9110",
                    "false",
                    "calls with a header value beyond ASCII are refused with 400, whatever their token"),
            new Option(
                    "org.glassfish.startupThreadPolicy",
                    "USE_NO_THREADS",
                    "one start in a hundred locks itself up before its first line"));

    private ServerOptions() {}

    /** Logs one warning for each that is missing. */
    static void check(ServletContext application) {
        if (MalformedRequestGuard.isOfTheFamily(application)) {
            missing(System::getProperty).forEach(line -> LOG.log(System.Logger.Level.WARNING, line));
        }
    }

    /** Lists a line for each option that isn't as Payara and GlassFish need it. */
    static List<String> missing(UnaryOperator<@Nullable String> properties) {
        return GLASSFISH_FAMILY.stream()
                .filter(option -> !option.value().equals(properties.apply(option.property())))
                .map(option -> "The JVM's options lack -D" + option.property() + "=" + option.value() + ": without it, "
                        + option.without())
                .toList();
    }
}
