package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console says each thing in one plain word. What reads like a translation, or like its author, is found here. */
class WordsTest {

    /** Wordings that texts for people don't use; beside each, what to say. */
    private static final List<String> NOT = List.of(
            "can.{0,2}t be told", // can't be determined
            "\\bmend(s|ed|ing)?\\b", // fix
            "\\bmakes\\b|(?<!changes were )\\bmade\\b|\\bmake (a )?(key|link|token)\\b", // create
            "\\bpresent (one|token|address)\\b", // current
            "\\bprograms?\\b|\\bback ends?\\b", // apps
            "\\b(somebody|whoever|anybody)\\b", // someone, anyone
            "\\bblanks?\\b", // a space
            "\\b(told|tells)\\b", // shown, shows
            "\\bgood token\\b", // valid token
            "\\bholds\\b|\\bfrom now on\\b", // contains, takes effect
            "\\bone a line\\b", // one per line
            "\\bno account.{1,2}s\\b", // without a valid token
            "\\bprove to be genuine\\b", // couldn't be verified
            "\\bnothing was done\\b", // no changes were made
            "\\bvoid\\b", // no longer valid
            "(?<!audit )\\btrail\\b", // the audit trail
            "\\bin clear\\b"); // leave it out

    private static final Pattern WORDS = Pattern.compile(String.join("|", NOT), Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile(">([^<>]+)<");

    /** A quoted text of at least two words, which is the kind that people read. */
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)* (?:[^\"\\\\\\n]|\\\\.)*)\"");

    /** What is for operators and engineers to read in a log, or is no text at all. */
    private static final Pattern NO_TEXT = Pattern.compile(
            "LOG|Level\\.|log\\(|Exception\\(|InvalidSetting|select |update |insert |delete |\\.matches\\(");

    @Test
    void findsNoneInTheMessages() {
        ResourceBundle messages = ResourceBundle.getBundle("messages", Locale.ENGLISH);
        TreeMap<String, String> found = new TreeMap<>();
        messages.keySet().forEach(key -> {
            if (WORDS.matcher(messages.getString(key)).find()) {
                found.put(key, messages.getString(key));
            }
        });
        assertThat(found).isEmpty();
    }

    @Test
    void findsNoneInTheTemplates() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path template : files("src/main/resources/templates", ".html")) {
            Matcher texts =
                    TEXT.matcher(COMMENT.matcher(Files.readString(template)).replaceAll(""));
            while (texts.find()) {
                collect(template, texts.group(1), found);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void findsNoneInWhatPagesApiAndCommandLineSay() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : files("src/main/java/io/saltgate", ".java")) {
            if (!source.toString().matches(".*/(web|api|gate|cli)/.*")) {
                continue;
            }
            for (String line : Files.readAllLines(source)) {
                Matcher quoted = QUOTED.matcher(line);
                while (!NO_TEXT.matcher(line).find() && quoted.find()) {
                    collect(source, quoted.group(1), found);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void findsNoneInTheCommentsOfTheSamples() throws IOException {
        List<String> found = new ArrayList<>();
        Pattern comment = Pattern.compile("(?:^\\s*|\\s)(?://|#|/\\*\\*)\\s*(.*)");
        for (Path sample : files("src/main/resources/help", "")) {
            for (String line : Files.readAllLines(sample)) {
                Matcher text = comment.matcher(line);
                if (text.find()) {
                    collect(sample, text.group(1), found);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static void collect(Path file, String text, List<String> found) {
        boolean isCode = text.contains("==") || text.contains("()"); // between two texts of one line
        if (!isCode && WORDS.matcher(text).find()) {
            found.add(file.getFileName() + ": " + text.strip());
        }
    }

    private static List<Path> files(String folder, String end) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(end))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }
}
