package io.saltgate.api.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.attoparser.ParseException;
import org.attoparser.config.ParseConfiguration;
import org.attoparser.simple.AbstractSimpleMarkupHandler;
import org.attoparser.simple.SimpleMarkupParser;
import org.jspecify.annotations.Nullable;
import org.unbescape.html.HtmlEscape;

/**
 * Takes a page of the help apart: the page's beginning, and each heading, item of a list and row of a table that has an
 * id, are sections. The first heading, link or code in a section is its title.
 */
final class HelpSections extends AbstractSimpleMarkupHandler {

    private static final Set<String> BEGIN_SECTION = Set.of("h1", "h2", "li", "tr");
    private static final Set<String> END_TITLE = Set.of("h1", "h2", "a", "code");
    private static final Set<String> INLINE = Set.of("a", "b", "code", "em", "span", "strong");

    private final String path;
    private final List<HelpSection> sections = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private String page = "";
    private @Nullable String fragment;
    private @Nullable String title;
    private boolean inside;

    private HelpSections(String path) {
        this.path = path;
    }

    /** @param html a rendered page, whose content is within {@code main} */
    static List<HelpSection> of(String path, String html) {
        HelpSections handler = new HelpSections(path);
        try {
            new SimpleMarkupParser(ParseConfiguration.htmlConfiguration()).parse(html, handler);
        } catch (ParseException e) {
            throw new IllegalArgumentException("no HTML: " + path, e);
        }
        return handler.sections;
    }

    @Override
    public void handleOpenElement(String name, @Nullable Map<String, String> attributes, int line, int column) {
        String id = attributes == null ? null : attributes.get("id");
        if (name.equals("main")) {
            inside = true;
        } else if (inside && BEGIN_SECTION.contains(name) && (id != null || name.equals("h1"))) {
            end();
            fragment = id == null ? "" : "#" + id;
        }
        separate(name);
    }

    @Override
    public void handleCloseElement(String name, int line, int column) {
        if (name.equals("main")) {
            end();
            inside = false;
        } else if (fragment != null && title == null && END_TITLE.contains(name)) {
            title = take();
            page = name.equals("h1") ? title : page;
        }
        separate(name);
    }

    @Override
    public void handleText(char[] buffer, int offset, int length, int line, int column) {
        if (fragment != null) {
            text.append(HtmlEscape.unescapeHtml(new String(buffer, offset, length)));
        }
    }

    private void separate(String element) {
        if (!INLINE.contains(element)) {
            text.append(' ');
        }
    }

    private void end() {
        if (fragment != null && title != null) {
            sections.add(new HelpSection(page, title, path + fragment, take()));
        }
        text.setLength(0);
        fragment = null;
        title = null;
    }

    private String take() {
        String taken = text.toString().strip().replaceAll("\\s+", " ");
        text.setLength(0);
        return taken;
    }
}
