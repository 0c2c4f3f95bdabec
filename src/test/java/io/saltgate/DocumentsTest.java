package io.saltgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the repository's Markdown files: that links within it lead somewhere, and that decisions are numbered. */
class DocumentsTest {

    private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```.*?^\\1```$");
    private static final Pattern LINK = Pattern.compile("(?:\\]\\(|(?:src|srcset|href)=\")([^)\"\\s]+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");
    private static final Pattern RECORD = Pattern.compile("(?m)^### (\\d+)\\. ");

    @Test
    void linksLeadToFilesAndHeadings() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            LINK.matcher(prose(document)).results().map(link -> link.group(1)).forEach(target -> {
                if (!target.matches("[a-z]+:.*") && !leadsSomewhere(document, target)) {
                    broken.add(document + ": " + target);
                }
            });
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void decisionsAreNumberedAndInTheIndex() throws IOException {
        String text = prose(Path.of("docs/decisions.md"));
        List<Integer> numbers = RECORD.matcher(text)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
        assertThat(indexed(text)).containsExactlyInAnyOrderElementsOf(numbers);

        String[] records = text.substring(text.indexOf("\n### 1. "), text.indexOf("\n## Libraries"))
                .split("\n### ");
        for (String record : records) {
            assertThat(record)
                    .satisfiesAnyOf(
                            r -> assertThat(r).isEmpty(),
                            r -> assertThat(r).containsSubsequence("**Context:** ", "**Decision:** "));
        }
    }

    /** The numbers that the index names: single ones, and ranges as "[31](#...) to 60". */
    private static List<Integer> indexed(String text) {
        List<Integer> numbers = new ArrayList<>();
        String index = text.substring(text.indexOf("## Index"), text.indexOf("## Records"));
        for (String row : index.lines().filter(line -> line.startsWith("| ")).toList()) {
            String records = row.split("\\|")[2].replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
            for (String part : records.split(",")) {
                int[] ends = Pattern.compile("\\d+")
                        .matcher(part)
                        .results()
                        .mapToInt(n -> Integer.parseInt(n.group()))
                        .toArray();
                if (ends.length > 0) {
                    IntStream.rangeClosed(ends[0], ends[ends.length - 1]).forEach(numbers::add);
                }
            }
        }
        return numbers;
    }

    private static boolean leadsSomewhere(Path document, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty()
                ? document
                : document.resolveSibling(parts[0]).normalize();
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** The anchors that GitHub gives to a document's headings. */
    private static Set<String> anchors(Path document) {
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(prose(document)).results().forEach(heading -> {
            String words = heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                    .replace(' ', '-');
            String anchor = words;
            for (int i = 1; !anchors.add(anchor); i++) {
                anchor = words + "-" + i;
            }
        });
        return anchors;
    }

    private static String prose(Path document) {
        try {
            return FENCED.matcher(Files.readString(document)).replaceAll("");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> config = Files.walk(Path.of("server-config"))) {
            Stream.of(top, docs, config)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(documents::add);
        }
        assertThat(documents).hasSizeGreaterThan(10);
        return documents;
    }
}
