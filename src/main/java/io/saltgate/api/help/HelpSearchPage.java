package io.saltgate.api.help;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Serves {@code /help/search}: the sections of the help that have the words of {@code q}. */
@WebServlet("/help/search")
public class HelpSearchPage extends Page {

    private static final int MOST_CHARACTERS = 100;

    /** Made by the first search; a second one at the same time makes the same. */
    private transient volatile @Nullable HelpIndex index;

    @Override
    protected void get(Exchange exchange) throws IOException {
        String q = exchange.field("q").strip();
        String query = q.substring(0, Math.min(q.length(), MOST_CHARACTERS));
        List<HelpIndex.Hit> hits = query.isEmpty() ? List.of() : index(exchange).find(query);
        exchange.render("help/search", Map.of("q", query, "hits", hits, "more", hits.size() == HelpIndex.MOST_HITS));
    }

    private HelpIndex index(Exchange exchange) throws IOException {
        HelpIndex present = index;
        if (present == null) {
            List<HelpSection> sections = new ArrayList<>();
            // Without the samples of code: a search for words means the text.
            sections.addAll(HelpSections.of("/help/api", exchange.text("help/api", Map.of("samples", List.of()))));
            sections.addAll(
                    HelpSections.of("/help/webhooks", exchange.text("help/webhooks", Map.of("samples", List.of()))));
            sections.addAll(
                    HelpSections.of("/help/api/reference", exchange.text("help/reference", ReferencePage.model())));
            present = new HelpIndex(sections);
            index = present;
        }
        return present;
    }
}
