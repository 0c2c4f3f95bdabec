package io.saltgate.api.help;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds sections of the help by the words in them. */
final class HelpIndex {

    /** Sections that a search finds at most. */
    static final int MOST_HITS = 20;

    /** Characters of a section's text that a hit shows. */
    private static final int EXCERPT = 200;

    private static final int MOST_WORDS = 10;

    /**
     * A section that has all the words.
     *
     * @param excerpt its text around the first of them, a line long
     */
    record Hit(String page, String title, String path, String excerpt) {}

    private final List<HelpSection> sections;

    HelpIndex(List<HelpSection> sections) {
        this.sections = List.copyOf(sections);
    }

    /** The sections with all words of a query, also within longer words; those with them in their titles first. */
    List<Hit> find(String query) {
        List<String> words = Arrays.stream(query.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}._-]+"))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .toList();
        if (words.isEmpty()) {
            return List.of();
        }
        return sections.stream()
                .filter(section -> words.stream().allMatch(section.lowerCase()::contains))
                .sorted(Comparator.comparing(section -> !isInTitle(section, words)))
                .limit(MOST_HITS)
                .map(section ->
                        new Hit(section.page(), section.title(), section.path(), excerpt(section, words.getFirst())))
                .toList();
    }

    private static boolean isInTitle(HelpSection section, List<String> words) {
        String title = section.title().toLowerCase(Locale.ROOT);
        return words.stream().allMatch(title::contains);
    }

    /** Begins and ends between words. */
    private static String excerpt(HelpSection section, String word) {
        String text = section.text();
        int found = Math.max(0, text.toLowerCase(Locale.ROOT).indexOf(word));
        int from = found < EXCERPT / 2 ? 0 : text.lastIndexOf(' ', found - EXCERPT / 4) + 1;
        int most = Math.min(text.length(), from + EXCERPT);
        int to = most == text.length() ? most : Math.max(text.lastIndexOf(' ', most), from);
        return (from == 0 ? "" : "… ") + text.substring(from, to) + (to == text.length() ? "" : " …");
    }
}
