package io.saltgate.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What people read in a terminal. */
class TableTest {

    @Test
    void alignsColumns() {
        Table table = Table.withHeadings("SLUG", "NAME", "X")
                .row("a", "Acme \ud83d\ude80 Ltd", "")
                .row("longer", "B", "1");
        assertThat(table.toString()).isEqualTo("""
                SLUG    NAME        X
                a       Acme \ud83d\ude80 Ltd  -
                longer  B           1
                """);
        assertThat(Table.withoutHeadings().row("Slug", "a").row("Name", "B").toString())
                .isEqualTo("Slug  a\nName  B\n");
        assertThat(Table.withHeadings("A").isEmpty()).isTrue();
    }

    @Test
    void letsNoTextControlTheTerminal() {
        String hostile = "a\u001b[31mred\r\nb\u009b2J\u202ec\u2028d";
        assertThat(Table.withoutHeadings().row(hostile).toString()).isEqualTo("a?[31mred??b?2J?c?d\n");
        assertThat(SafeText.ofJson("{\"a\":\"\u009b\u007f\u00e9\"}")).isEqualTo("{\"a\":\"\\u009b\\u007f\u00e9\"}");
    }
}
