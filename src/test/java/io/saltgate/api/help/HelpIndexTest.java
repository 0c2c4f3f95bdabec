package io.saltgate.api.help;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpIndexTest {

    private static final HelpIndex INDEX = new HelpIndex(HelpSections.of("/help/page", """
            <!doctype html><html><body><nav><h2 id="not">Not in it: token</h2></nav>
            <main id="main"><h1>Call &amp; check</h1><p>Every call has a <code>X-Auth-Token</code>.</p>
            <section><h2 id="send">Send the token</h2><p>In <b>one</b> header.<br>Two are<em> refused</em>.</p>
            <pre><code>curl</code></pre>
            <ul><li>no section of its own</li><li id="create"><a href="x">Create an account</a> <code>POST /accounts</code></li></ul>
            <table><tr id="token.unknown"><td>401</td><td><code>token.unknown</code></td><td>Not valid.</td></tr></table>
            </section></main><p>Not in it: token.</p></body></html>
            """));

    @Test
    void findsSectionsByTheirWords() {
        assertThat(paths("refused header")).containsExactly("/help/page#send");
        assertThat(paths("POST /accounts")).containsExactly("/help/page#create");
        assertThat(paths("one two are refused")).containsExactly("/help/page#send");
        assertThat(paths("section of its own")).containsExactly("/help/page#send");
        assertThat(paths("401 valid")).as("a row").containsExactly("/help/page#token.unknown");
        assertThat(paths("refused valid")).as("of two sections").isEmpty();
    }

    @Test
    void namesThemByTheirTitles() {
        assertThat(INDEX.find("every"))
                .containsExactly(new HelpIndex.Hit(
                        "Call & check", "Call & check", "/help/page", "Every call has a X-Auth-Token."));
        assertThat(INDEX.find("create").getFirst().title()).isEqualTo("Create an account");
        assertThat(INDEX.find("401").getFirst().title()).isEqualTo("401 token.unknown");
        assertThat(paths("token"))
                .as("titles first")
                .containsExactly("/help/page#send", "/help/page#token.unknown", "/help/page");
    }

    @Test
    void showsTheTextAroundTheFirstWord() {
        String text = "before ".repeat(100) + "needle " + "after ".repeat(100);
        HelpIndex index = new HelpIndex(List.of(new HelpSection("Page", "Title", "/p#t", text.strip())));
        assertThat(index.find("Needle").getFirst().excerpt())
                .matches("… before (before )+needle (after )+…")
                .hasSizeBetween(150, 210);
        assertThat(index.find("title").getFirst().excerpt())
                .startsWith("before before")
                .endsWith("before …");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<>", "/", "\u0000", "\uD800", "\"'"})
    void findsNothingByWhatIsNoWord(String query) {
        assertThat(INDEX.find(query)).isEmpty();
    }

    private static List<String> paths(String query) {
        return INDEX.find(query).stream().map(HelpIndex.Hit::path).toList();
    }
}
