package io.saltgate.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server answered. Header names in any case; every line of a repeated header is kept. */
public final class Answer {

    private final int status;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final String body;

    Answer(int status, Map<String, List<String>> headers, String body) {
        this.status = status;
        headers.forEach((name, values) -> {
            if (!name.startsWith(":")) {
                this.headers.computeIfAbsent(name, any -> new ArrayList<>()).addAll(values);
            }
        });
        this.body = body;
    }

    public int status() {
        return status;
    }

    public String body() {
        return body;
    }

    public Map<String, List<String>> headers() {
        return headers;
    }

    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The one value; empty if there is none. Two lines of one name are a fault of the server. */
    public Optional<String> find(String name) {
        List<String> values = headers(name);
        if (values.size() > 1) {
            throw new AssertionError(name + " came " + values.size() + " times: " + values);
        }
        return values.stream().findFirst();
    }

    /** The one value, or null: made for AssertJ. */
    public String header(String name) {
        return find(name).orElse(null);
    }

    /** The path, with its query, that a redirect to one of our own pages leads to. */
    public String location() {
        String location = find("Location").orElseThrow(() -> new AssertionError("no redirect: " + this));
        return location.replaceFirst("^https?://[^/]+", "");
    }

    /** The value of the first form field of that name, as the browser would send it. */
    public Optional<String> findField(String name) {
        Matcher tag = Pattern.compile("<(?:input|button)\\b[^>]*\\bname=\"" + Pattern.quote(name) + "\"[^>]*>")
                .matcher(body);
        if (!tag.find()) {
            return Optional.empty();
        }
        Matcher value = Pattern.compile("\\bvalue=\"([^\"]*)\"").matcher(tag.group());
        return Optional.of(value.find() ? unescape(value.group(1)) : "");
    }

    public String field(String name) {
        return findField(name).orElseThrow(() -> new AssertionError("no field " + name + " in " + this));
    }

    /** The page's text as a person would see it: without tags, white space as one blank. */
    public String text() {
        return unescape(body.replaceAll("<[^>]*>", " ")).replaceAll("\\s+", " ").strip();
    }

    private static String unescape(String html) {
        Matcher numeric = Pattern.compile("&#(x?)([0-9A-Fa-f]+);").matcher(html);
        return numeric.replaceAll(found -> Matcher.quoteReplacement(Character.toString(
                        Integer.parseInt(found.group(2), found.group(1).isEmpty() ? 10 : 16))))
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    @Override
    public String toString() {
        return "HTTP " + status + "\n" + headers + "\n\n" + body;
    }
}
