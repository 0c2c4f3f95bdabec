package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern KEY = Pattern.compile("#\\{([a-z0-9.]+)[}(]|#messages\\.msg\\('([a-z0-9.]+)'");

    @Test
    void everyMessageThatATemplateNamesExists() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path template : templates()) {
            Matcher keys = KEY.matcher(Files.readString(template));
            while (keys.find()) {
                named.add(keys.group(1) != null ? keys.group(1) : keys.group(2));
            }
        }
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named)
                .allSatisfy(key -> assertThat(bundle().containsKey(key)).as(key).isTrue());
    }

    @Test
    void everyMessageIsAPatternThatSaysSomething() {
        for (Enumeration<String> keys = bundle().getKeys(); keys.hasMoreElements(); ) {
            String key = keys.nextElement();
            String pattern = bundle().getString(key);
            assertThat(new MessageFormat(pattern, Locale.ENGLISH).format(new Object[] {1, 2, 3}))
                    .as(key)
                    .isNotBlank();
            // A single quote hides what follows from MessageFormat.
            assertThat(pattern.replace("''", "")).as(key).doesNotContain("'");
        }
    }

    /** Inline text would be a sample that replaces nothing, or text that nobody can translate. */
    @Test
    void noTemplateHasTextOfItsOwnOrInlineStyleOrScript() throws IOException {
        for (Path template : templates()) {
            String text = Files.readString(template);
            assertThat(text).as(template.toString()).doesNotContain("[[").doesNotContain("[(");
            assertThat(text)
                    .as(template.toString())
                    .doesNotContainPattern("\\son[a-z]+=|\\sstyle=|<style|<script(?![^>]*th:src)");
        }
    }

    private static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".html")).toList();
        }
    }

    private static ResourceBundle bundle() {
        return ResourceBundle.getBundle("messages", Locale.ENGLISH);
    }
}
