package io.saltgate.cli.output;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/** Prints results to the standard output, and everything else to the standard error, so that pipes get results only. */
public final class Output {

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    public Output(PrintStream out, PrintStream err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Whether results are JSON. */
    public boolean isJson() {
        return json;
    }

    /** Prints the API's data as JSON, or the text that people get instead. */
    public void result(JsonNode data, String text) {
        if (json) {
            line(SafeText.ofJson(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(data)));
        } else {
            line(text);
        }
    }

    /** Prints the API's data as JSON or as a table; instead of an empty table, a sentence to the standard error. */
    public void table(JsonNode data, Table table, String none) {
        if (json) {
            result(data, "");
        } else if (table.isEmpty()) {
            note(none);
        } else {
            line(table.toString());
        }
    }

    public void line(String text) {
        out.print(text);
        if (!text.endsWith("\n")) {
            out.print('\n');
        }
        out.flush();
    }

    public void note(String text) {
        err.println(text);
    }

    /** Prints a text without a line end, for an answer beside it. */
    public void ask(String question) {
        err.print(question);
        err.flush();
    }
}
