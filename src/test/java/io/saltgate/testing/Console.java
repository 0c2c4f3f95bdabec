package io.saltgate.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser without eyes: it keeps the session cookie, and sends forms with what their pages hold. The named actions go
 * through the pages as a person does and fail unless they succeed; {@link #get} and {@link #post} answer whatever
 * comes.
 */
public final class Console {

    private static final Pattern SESSION = Pattern.compile("(?:__Host-)?saltgate-[0-9]+(?:-[0-9A-Za-z_-]{8})?");
    private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]+)\"");

    /** Where a Saltgate is: what a browser and a gateway need to know of it. */
    public interface Site {

        /** The public address. */
        String url();

        /** Where it listens. */
        String address();

        default Answer verify(String token, String... headers) {
            List<String> all = new ArrayList<>(List.of(headers));
            if (token != null) {
                all.addAll(List.of("X-Auth-Token", token));
            }
            return Http.get(address() + "/verify", all.toArray(String[]::new));
        }
    }

    private final Site server;
    private String account = SaltgateServer.ACCOUNT;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    private Console(Site server) {
        this.server = server;
    }

    /** Nobody yet. */
    public static Console at(Site server) {
        return new Console(server);
    }

    /** From here on the account actions are about this account. */
    public Console on(String slug) {
        account = slug;
        return this;
    }

    /** Another browser with this one's session, maybe at another node; the cookie's name carries that node's port. */
    public Console at(SaltgateServer node, String sessionCookie) {
        Console other = new Console(node);
        other.account = account;
        other.keepCookie(sessionCookie.replaceFirst("saltgate-[0-9]+", "saltgate-" + node.port()));
        return other;
    }

    /** Signs in; as a person does, once more after a second when this machine sent too many forms. */
    public Console signIn(String email, String password) {
        Answer answer = post("/signin", "email", email, "password", password);
        for (int tries = 1; tries < 10 && isRateLimited(answer); tries++) {
            Eventually.pause(1_000);
            answer = post("/signin", "email", email, "password", password);
        }
        expectRedirect(answer);
        if (cookie() == null) {
            throw new AssertionError("signed in without a cookie");
        }
        return this;
    }

    public void signOut() {
        expectRedirect(post("/signout", "_csrf", csrf()));
    }

    /** {@code name=value} of the session cookie; null if there is none. */
    public String cookie() {
        return cookies.entrySet().stream()
                .filter(each -> SESSION.matcher(each.getKey()).matches())
                .map(each -> each.getKey() + "=" + each.getValue())
                .findFirst()
                .orElse(null);
    }

    /** The receipt of the last change, until a page has shown it; null if there is none. */
    public String receipt() {
        return cookies.entrySet().stream()
                .filter(each -> each.getKey().contains("saltgate-receipt-"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Of a sign-in, a new browser on the same machine. */
    public void forgetCookies() {
        cookies.clear();
    }

    /** The token that forms of this session carry. */
    public String csrf() {
        return get("/accounts?all=1").field("_csrf");
    }

    /** The path of a page of the account at hand: {@code path("/settings/api")}. */
    public String path(String page) {
        return "/accounts/" + account + page;
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** Sends a form as a browser does from a page of ours. */
    public Answer post(String path, String... fields) {
        return send(
                "POST",
                path,
                Http.form(fields),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                server.url());
    }

    /** The same with the session's token. */
    public Answer postForm(String path, String... fields) {
        List<String> all = new ArrayList<>(Arrays.asList(fields));
        all.addAll(List.of("_csrf", csrf()));
        return post(path, all.toArray(String[]::new));
    }

    public Answer send(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(Arrays.asList(headers));
        if (!cookies.isEmpty()) {
            StringJoiner sent = new StringJoiner("; ");
            cookies.forEach((name, value) -> sent.add(name + "=" + value));
            all.addAll(List.of("Cookie", sent.toString()));
        }
        Answer answer = Http.send(method, server.address() + path, body, all.toArray(String[]::new));
        keepCookie(answer);
        return answer;
    }

    /**
     * Sends a form with a file as a browser does.
     *
     * @param file of the field {@code file}; null for none
     */
    public Answer upload(String path, String file, String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append("--limit\r\nContent-Disposition: form-data; name=\"" + fields[i] + "\"\r\n\r\n" + fields[i + 1])
                    .append("\r\n");
        }
        if (file != null) {
            body.append("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n")
                    .append("Content-Type: text/csv\r\n\r\n" + file + "\r\n");
        }
        return send(
                "POST",
                path,
                body + "--limit--\r\n",
                "Content-Type",
                "multipart/form-data; boundary=limit",
                "Origin",
                server.url());
    }

    public Answer apiPage() {
        return get(path("/settings/api"));
    }

    public Answer whitelistPage() {
        return get(path("/settings/ip-whitelist"));
    }

    public void enableApi() {
        Answer page = apiPage();
        expectRedirect(
                post(path("/settings/api/activation"), "_csrf", page.field("_csrf"), "change", page.field("change")));
    }

    /** Copies the token. */
    public String authToken() {
        return disclose("token");
    }

    /** Copies the salt. */
    public String privateSalt() {
        return disclose("salt");
    }

    public void regenerate() {
        expectRedirect(submitRegenerate(tokenId()));
    }

    /** What a Regenerate form is bound to. */
    public String tokenId() {
        return get(path("/settings/api/token/rotation")).field("token");
    }

    /** What forms to pause, resume and disable are bound to. */
    public String enablingId() {
        return get(path("/settings/api/deactivation")).field("enabling");
    }

    /** @param duration one that the page offers, such as {@code PT1H} */
    public void regenerateAndKeepOldFor(String duration) {
        expectRedirect(postForm(path("/settings/api/token/rotation"), "token", tokenId(), "keepOldFor", duration));
    }

    /** What a form to end the old token is bound to. */
    public String oldTokenId() {
        return apiPage().field("old");
    }

    public void endOverlap() {
        expectRedirect(submitEndOverlap(oldTokenId()));
    }

    public Answer submitEndOverlap(String oldTokenId) {
        return postForm(path("/settings/api/token/overlap/end"), "old", oldTokenId);
    }

    public Answer submitRegenerate(String tokenId) {
        return postForm(path("/settings/api/token/rotation"), "token", tokenId);
    }

    public void pause() {
        expectRedirect(
                postForm(path("/settings/api/pause"), "enabling", apiPage().field("enabling")));
    }

    public void resume() {
        expectRedirect(
                postForm(path("/settings/api/resumption"), "enabling", apiPage().field("enabling")));
    }

    public void disable() {
        expectRedirect(postForm(path("/settings/api/deactivation"), "enabling", enablingId()));
    }

    public void addToWhitelist(String range) {
        addToWhitelist(range, "");
    }

    public void addToWhitelist(String range, String label) {
        expectRedirect(postForm(path("/settings/ip-whitelist/entries"), "range", range, "label", label));
    }

    /** As {@link #addToWhitelist(String)}, and says yes when the page asks whether it is meant. */
    public void addAllToWhitelist(String ranges) {
        expectRedirect(postForm(path("/settings/ip-whitelist/entries"), "range", ranges, "confirmed", "yes"));
    }

    public void removeFromWhitelist(String range) {
        submitSurely(path("/settings/ip-whitelist/entries/" + entryId(range) + "/removal"));
    }

    /** The id of an entry, from the button that removes it. */
    public String entryId(String range) {
        Matcher button =
                Pattern.compile("<button\\b[^>]*>").matcher(whitelistPage().body());
        while (button.find()) {
            Matcher removal =
                    Pattern.compile("/entries/([0-9a-f-]{36})/removal").matcher(button.group());
            if (button.group().contains("aria-label=\"Remove " + range + "\"") && removal.find()) {
                return removal.group(1);
            }
        }
        throw new AssertionError(range + " is not on the whitelist");
    }

    /** @param mode {@code OFF}, {@code REPORT_ONLY} or {@code ENFORCED} */
    public void setMode(String mode) {
        submitSurely(
                path("/settings/ip-whitelist/mode"),
                "mode",
                mode,
                "version",
                whitelistPage().field("version"));
    }

    /** Sends a form, and says yes when the page asks whether every call is to stop. */
    private void submitSurely(String path, String... fields) {
        Answer answer = postForm(path, fields);
        if (answer.status() == 422 && answer.body().contains("name=\"confirmed\"")) {
            List<String> all = new ArrayList<>(List.of("confirmed", "yes", "version", answer.field("version")));
            for (int i = 0; i < fields.length; i += 2) {
                if (!fields[i].equals("version")) {
                    all.addAll(List.of(fields[i], fields[i + 1]));
                }
            }
            answer = postForm(path, all.toArray(String[]::new));
        }
        expectRedirect(answer);
    }

    /** A gateway's question; nothing of this browser goes with it. */
    public Answer verify(String token, String... headers) {
        return server.verify(token, headers);
    }

    private String disclose(String which) {
        Answer answer = send(
                "POST",
                path("/settings/api/" + which + "/disclosure"),
                Http.form("_csrf", csrf()),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                server.url(),
                "Accept",
                "application/json");
        Matcher value = VALUE.matcher(answer.body());
        if (answer.status() != 200 || !value.find()) {
            throw new AssertionError("the " + which + " was not disclosed: " + answer);
        }
        return value.group(1);
    }

    private void keepCookie(Answer answer) {
        answer.headers("Set-Cookie").forEach(this::keepCookie);
    }

    private void keepCookie(String line) {
        String[] pair = line.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    /** Whether the form wasn't read; too many wrong passwords are answered with a longer time. */
    private static boolean isRateLimited(Answer answer) {
        return answer.status() == 429 && answer.headers("Retry-After").equals(List.of("1"));
    }

    private static void expectRedirect(Answer answer) {
        if (answer.status() != 303) {
            throw new AssertionError("303 was expected: " + answer);
        }
    }
}
