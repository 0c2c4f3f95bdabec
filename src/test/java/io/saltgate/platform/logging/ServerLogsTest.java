package io.saltgate.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C38: the server's dumps of requests stay off whatever level is set; C9: a client's faults are one line each. */
class ServerLogsTest {

    /** Prints requests at FINE. */
    private final Logger grizzly = Logger.getLogger("org.glassfish.grizzly.http.HttpServerFilter");

    private final Logger root = Logger.getLogger("");
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void guard() {
        root.addHandler(recorder);
        ServerLogs.guard();
    }

    @AfterEach
    void release() throws IOException {
        ServerLogs.release();
        assertThat(Stream.of(root.getHandlers()).map(Handler::getFilter))
                .allMatch(filter -> !(filter instanceof ServerLogFilter));
        root.removeHandler(recorder);
        LogManager.getLogManager().readConfiguration();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.glassfish.grizzly.http.HttpServerFilter",
                "jakarta.enterprise.web",
                "javax.enterprise.web.core",
                "com.hazelcast.internal.ascii",
                "org.apache.hc.client5.http.wire",
                "org.jboss.weld.Bean"
            })
    void whatPrintsRequestsOrResultsIsSilentBelowWarningAtAnyLevel(String name) {
        Logger http = Logger.getLogger(name);
        http.setLevel(Level.ALL);

        for (Level level : List.of(Level.FINEST, Level.FINER, Level.FINE, Level.CONFIG, Level.INFO)) {
            http.log(level, "X-Auth-Token: sg_secret");
        }

        http.warning("that is heard");
        assertThat(recorder.lines).containsExactly("that is heard");
    }

    @Test
    void staysWhenTheConfigurationIsReadAgainAndWhenHandlersAreAdded() throws IOException {
        LogManager.getLogManager().readConfiguration();
        Recorder late = new Recorder();
        root.addHandler(late);
        ServerLogs.keep();
        grizzly.setLevel(Level.ALL);
        try {
            grizzly.fine("X-Auth-Token: sg_secret");

            assertThat(late.lines).isEmpty();
            assertThat(Stream.of(root.getHandlers()).map(Handler::getFilter))
                    .isNotEmpty()
                    .allMatch(filter -> filter instanceof ServerLogFilter);
        } finally {
            root.removeHandler(late);
        }
    }

    @Test
    void theLoggerThatNeverEndsStaysBelowItsFinestLevel() {
        Logger endless = Logger.getLogger("com.sun.ejb.containers.EJBLocalHomeInvocationHandler");
        endless.setLevel(Level.ALL);

        ServerLogs.keep();

        assertThat(endless.isLoggable(Level.FINEST)).isFalse();
    }

    @Test
    void whatOthersSayAtFineLevelsPasses() {
        Logger other = Logger.getLogger("org.flywaydb.core");
        other.setLevel(Level.ALL);

        for (int i = 0; i < 1_000; i++) {
            other.finest("migrating");
        }

        assertThat(recorder.lines).hasSize(1_000);
    }

    @Test
    void aClientThatWentAwayIsOneLineAndOnlySoOften() {
        Throwable gone = new IOException("Connection reset by peer");
        gone.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("sun.nio.ch.SocketDispatcher", "write0", null, 1),
            new StackTraceElement("org.glassfish.grizzly.nio.NIOConnection", "write", null, 1),
            new StackTraceElement("io.saltgate.gate.VerifyServlet", "service", null, 1)
        });

        for (int i = 0; i < 10_000; i++) {
            grizzly.log(Level.SEVERE, "failed\n\tat no.trace.in.it", new IllegalStateException("outer", gone));
        }

        assertThat(recorder.lines)
                .hasSize(10)
                .contains("failed at no.trace.in.it: java.io.IOException: Connection reset by peer");
        assertThat(recorder.traces).isZero();
    }

    @Test
    void aFaultOfOursKeepsItsStackTrace() {
        grizzly.log(Level.SEVERE, "failed", new IllegalStateException("ours"));

        assertThat(recorder.lines).containsExactly("failed");
        assertThat(recorder.traces).isOne();
    }

    private static final class Recorder extends Handler {

        private final List<String> lines = new ArrayList<>();
        private int traces;

        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                lines.add(entry.getMessage());
                traces += entry.getThrown() == null ? 0 : 1;
            }
        }

        @Override
        public void flush() {
            // nothing waits
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
