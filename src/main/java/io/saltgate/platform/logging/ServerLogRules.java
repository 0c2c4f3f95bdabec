package io.saltgate.platform.logging;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps clients from filling the log, and their secrets out of it, whatever levels are set:
 *
 * <ul>
 * <li>What speaks HTTP prints whole requests below WARNING, tokens and cookies too, and what calls beans prints what
 * they give back: dropped. <li>What it says of a request that broke or of a client that went away is one line without a
 * stack trace. <li>Warnings and errors of one kind are limited to so many a minute; the next one tells how many were
 * left out.
 * </ul>
 */
final class ServerLogRules {

    /** Loggers of what reads and writes HTTP, by their beginnings; of the servers, and of libraries in the WAR. */
    private static final List<String> HTTP = List.of(
            "org.glassfish.grizzly",
            "org.glassfish.jersey",
            "org.apache.catalina",
            "org.apache.coyote",
            "org.apache.hc",
            "jakarta.enterprise.web",
            "javax.enterprise.web",
            "javax.enterprise.system.container.web",
            "com.hazelcast",
            "com.sun.net.httpserver",
            "jdk.httpclient",
            "jdk.internal.httpclient",
            "sun.net.www.protocol.http",
            "io.undertow",
            "org.xnio",
            "org.jboss.resteasy");

    /** Loggers that print what beans are called with and give back. */
    private static final List<String> CALLS = List.of("org.jboss.weld");

    /** Classes that find faults of clients: an exception created in these is no fault of ours. */
    private static final List<String> SERVER_CODE =
            List.of("org.glassfish.", "org.apache.catalina.", "org.apache.coyote.", "com.sun.");

    private static final List<String> JAVA_CODE = List.of("java.", "javax.", "jakarta.", "jdk.", "sun.");

    /**
     * What was judged last on this thread: each handler asks about the same entry. Of Java's own types, since threads
     * outlive us.
     */
    private static final ThreadLocal<Map.Entry<WeakReference<LogRecord>, Boolean>> LAST = new ThreadLocal<>();

    private static final String OURS = "io.saltgate";
    private static final int OURS_A_MINUTE = 100;
    private static final int OTHERS_A_MINUTE = 10;
    private static final int LONGEST = 400;

    private final Formatter formatter = new SimpleFormatter();
    private final RepeatLimit ours = new RepeatLimit(OURS_A_MINUTE);
    private final RepeatLimit others = new RepeatLimit(OTHERS_A_MINUTE);

    /** Whether it may be written; shortens it where it must. */
    boolean judge(LogRecord entry) {
        Map.Entry<WeakReference<LogRecord>, Boolean> before = LAST.get();
        if (before != null && before.getKey().refersTo(entry)) {
            return before.getValue();
        }
        boolean passes = passes(entry);
        LAST.set(Map.entry(new WeakReference<>(entry), passes));
        return passes;
    }

    private boolean passes(LogRecord entry) {
        String logger = String.valueOf(entry.getLoggerName());
        boolean http = isOf(logger, HTTP);
        if (entry.getLevel().intValue() < Level.WARNING.intValue()) {
            return !http && !isOf(logger, CALLS);
        }
        Throwable root = root(entry.getThrown());
        String kind = logger
                + ' '
                + entry.getLevel()
                + ' '
                + (root == null ? "" : root.getClass().getName());
        RepeatLimit.Answer answer = (logger.startsWith(OURS) ? ours : others).ask(kind);
        if (!answer.passes()) {
            return false;
        }
        if (http && (root == null || isOf(origin(root), SERVER_CODE))) {
            entry.setThrown(null);
            say(entry, oneLine(text(entry) + (root == null ? "" : ": " + root)));
        }
        if (!answer.note().isEmpty()) {
            say(entry, text(entry) + answer.note());
        }
        return true;
    }

    /** The number of entries left out so far, because too many were alike. */
    long leftOut() {
        return ours.leftOut() + others.leftOut();
    }

    private String text(LogRecord entry) {
        return String.valueOf(formatter.formatMessage(entry));
    }

    private static void say(LogRecord entry, String text) {
        entry.setResourceBundle(null);
        entry.setParameters(null);
        entry.setMessage(text);
    }

    private static @Nullable Throwable root(@Nullable Throwable thrown) {
        return Stream.iterate(thrown, each -> each != null, each -> each.getCause())
                .limit(20)
                .reduce((outer, inner) -> inner)
                .orElse(null);
    }

    /** The class that made it, beyond those of Java itself. */
    private static String origin(Throwable thrown) {
        return Stream.of(thrown.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !isOf(name, JAVA_CODE))
                .findFirst()
                .orElse(OURS);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    private static boolean isOf(String name, List<String> beginnings) {
        return beginnings.stream().anyMatch(name::startsWith);
    }
}
