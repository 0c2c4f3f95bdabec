package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** C7: no body is read but in a place of its own. */
class BodyReaderMappingTest {

    @Test
    void everyPageAndTheApiIsRead() throws Exception {
        Set<String> pages = patterns("securityHeaders");
        pages.removeAll(Set.of("/theme/*", "/help/*", "/error")); // these take no body
        Set<String> read = patterns("bodyReader");

        assertThat(read).containsAll(pages).contains("/api/*");
        assertThat(read).noneMatch(pattern -> pattern.startsWith("/verify") || pattern.equals("/*"));
        assertThat(patterns("unauthenticatedRequestLimit")).isEqualTo(read);
    }

    /** Payara calls a filter once for each pattern that matches. */
    @Test
    void noPathIsNamedTwice() throws Exception {
        for (String filter : List.of("securityHeaders", "formRateLimit", "bodyReader", "unauthenticatedRequestLimit")) {
            Set<String> patterns = patterns(filter);
            assertThat(patterns).as(filter).noneMatch(pattern -> patterns.contains(pattern + "/*"));
        }
    }

    private static Set<String> patterns(String filter) throws Exception {
        Document descriptor = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File("src/main/webapp/WEB-INF/web.xml"));
        NodeList mappings = descriptor.getElementsByTagName("filter-mapping");
        Set<String> patterns = new TreeSet<>();
        for (int i = 0; i < mappings.getLength(); i++) {
            Element mapping = (Element) mappings.item(i);
            if (text(mapping, "filter-name").contains(filter)) {
                patterns.addAll(text(mapping, "url-pattern"));
                patterns.addAll(text(mapping, "servlet-name"));
            }
        }
        return patterns;
    }

    private static Set<String> text(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        Set<String> texts = new TreeSet<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }
}
