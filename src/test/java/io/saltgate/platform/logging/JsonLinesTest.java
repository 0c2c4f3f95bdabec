package io.saltgate.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    @AfterEach
    void clear() {
        LogContext.clear();
    }

    @Test
    void writesOneLineThatAnyReaderTakes() {
        LogRecord entry =
                new LogRecord(Level.WARNING, "a \"quote\", \\, {0}\n\u0000\u2028\u001b[31m, \ud83d\ude00 and \ud800");
        entry.setLoggerName("io.saltgate.Test");
        entry.setParameters(new Object[] {"a parameter"});
        entry.setThrown(new IllegalStateException("why"));
        LogContext.set("r-1", "4bf92f3577b34da6a3ce929d0e0e4736");

        String line = new JsonLines().format(entry);

        assertThat(line).endsWith("}\n").doesNotContain("\u001b").containsOnlyOnce("\n");
        JsonObject read = Json.createReader(new StringReader(line)).readObject();
        assertThat(read.getString("message"))
                .isEqualTo("a \"quote\", \\, a parameter\n\u0000\u2028\u001b[31m, \ud83d\ude00 and \ufffd");
        assertThat(read.getString("level")).isEqualTo("warning");
        assertThat(read.getString("logger")).isEqualTo("io.saltgate.Test");
        assertThat(read.getString("requestId")).isEqualTo("r-1");
        assertThat(read.getString("traceId")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(read.getString("exception")).startsWith("java.lang.IllegalStateException: why");
        assertThat(read.getString("time")).endsWith("Z");
    }

    @Test
    void saysNothingOfARequestWhereThereIsNone() {
        String line = new JsonLines().format(new LogRecord(Level.INFO, "x"));

        assertThat(line).contains("\"message\":\"x\"").doesNotContain("requestId", "traceId", "exception");
    }
}
