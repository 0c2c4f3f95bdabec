package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ForcedColors;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What docs/accessibility.md says of every page, beside what axe finds in each picture of the stories: zoom, text in
 * other spaces, forced colours, the order in which a screen reader reads, targets, and the keyboard's focus.
 */
class AccessibilityIT {

    /** 1280 by 1024 at 400 %, which WCAG 2.2 names for 1.4.10. */
    private static final int REFLOW_WIDTH = 320;

    private static final Pattern HEADING = Pattern.compile("- heading \"?.*\\[level=([1-6])]");
    private static final Pattern LANDMARK = Pattern.compile("(?m)^- (banner|navigation|main)\\b");
    private static final int MOST_TABS = 150;

    /** Cards whose content stands out of them. */
    private static final String BURST =
            "() => [...document.querySelectorAll('main .card')].filter(card => card.scrollWidth > card.clientWidth)"
                    + ".map(card => card.textContent.trim().slice(0, 80))";

    /** WCAG 1.4.12, set by script since the policy forbids inline styles in the page's text. */
    private static final String SPACED = """
            () => document.querySelectorAll('body *').forEach(each => {
              each.style.lineHeight = '1.5'; each.style.letterSpacing = '.12em'; each.style.wordSpacing = '.16em';
            })""";

    /** Headings, in the order of the document, that stand above the one before: what is seen first is read later. */
    private static final String OUT_OF_ORDER = """
            () => {
              const tops = [...document.querySelectorAll('main :is(h1, h2, h3)')]
                  .filter(each => each.checkVisibility() && !each.closest('.visually-hidden'))
                  .map(each => [each.textContent.trim(), each.getBoundingClientRect().top]);
              return tops.filter(([, top], i) => i > 0 && top < tops[i - 1][1] - 4).map(([text]) => text);
            }""";

    /** What has the focus: what it is if it can't be seen, whole or in part; null if it can, or for the page itself. */
    private static final String HIDDEN_FOCUS = """
            () => {
              const it = document.activeElement;
              if (it === document.body) return null;
              const box = it.getBoundingClientRect();
              const points = [[box.left + 2, box.top + 2], [box.left + box.width / 2, box.top + box.height / 2]];
              const seen = points.some(([x, y]) => {
                const top = document.elementFromPoint(x, y);
                return top && (it.contains(top) || top.contains(it));
              });
              const frame = it.closest('.choice') ?? it; // a choice has the outline around all of it
              const outline = getComputedStyle(frame).outlineStyle;
              return seen && outline !== 'none' ? null : it.outerHTML.slice(0, 120) + ' outline ' + outline;
            }""";

    @AutoClose
    private static Chromium chromium;

    private static TestAccount account;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        account = TestAccount.onShared();
        Console console = account.signIn();
        console.enableApi();
        console.addToWhitelist("198.51.100.0/24", "Office");
        console.addToWhitelist("2001:db8:85a3:8d3:1319:8a2e:370:7348");
        console.postForm(
                console.path("/settings/webhooks/endpoints"),
                "url",
                "https://receiver.example.com/hooks/saltgate/with/a/path/that/is/long",
                "types",
                "");
        account.addPastCalls(1, "allowed", 1_204);
        account.addPastCalls(2, "address.not.whitelisted", 37);
    }

    /** Pages for everyone, of the account, of the person, and of the operator. */
    private static List<String> pages() {
        return Stream.concat(
                        Stream.of("", "/settings/api", "/settings/api/callers", "/settings/ip-whitelist")
                                .map(AccessibilityIT::own),
                        Stream.concat(
                                Stream.of(
                                                "/settings/webhooks",
                                                "/settings/webhooks/deliveries",
                                                "/settings/webhooks/check",
                                                "/settings/usage",
                                                "/settings/team",
                                                "/settings/audit",
                                                "/settings/general",
                                                "/settings/api/token/rotation",
                                                "/settings/api/deactivation")
                                        .map(AccessibilityIT::own),
                                Stream.of("/profile", "/accounts?all=1", "/help/api", "/help/webhooks")))
                .toList();
    }

    private static final List<String> OPERATOR_PAGES = List.of(
            "/operator",
            "/operator/accounts",
            "/operator/people",
            "/operator/operators",
            "/operator/keys",
            "/operator/gateway-check",
            "/operator/audit",
            "/operator/health");

    private static String own(String page) {
        return "/accounts/" + account.slug() + page;
    }

    /** WCAG 1.4.4 at 200 %, and 1.4.10 at 400 %: nothing is lost, and nobody scrolls in two directions. */
    @Test
    void canBeReadAtTwoAndFourHundredPerCent() {
        everywhere((person, page) -> {
            person.page().setViewportSize(REFLOW_WIDTH, 256);
            isNoWiderThan(person, REFLOW_WIDTH, page);
            person.page().setViewportSize(640, 512);
            isNoWiderThan(person, 640, page);
        });
    }

    /** WCAG 1.4.12: lines, letters and words further apart. */
    @Test
    void canBeReadInOtherSpaces() {
        everywhere((person, page) -> {
            for (int width : new int[] {1280, 360}) {
                person.page().setViewportSize(width, 800);
                person.page().evaluate(SPACED);
                isNoWiderThan(person, width, page + " with text spaced out");
            }
        });
    }

    /**
     * WCAG 1.3.1, 1.3.2 and 2.4.6, by the accessibility tree: one first heading, no level left out, landmarks in their
     * order, each with a name where there are several, and what is seen first is read first.
     */
    @Test
    void isReadInTheOrderInWhichItIsSeen() {
        everywhere((person, page) -> {
            for (int width : new int[] {1280, 360}) {
                person.page().setViewportSize(width, 800);
                assertThat((List<?>) person.page().evaluate(OUT_OF_ORDER))
                        .as("headings that stand above what is read before them, at " + width + ", in " + page)
                        .isEmpty();
            }
            String tree = person.page().locator("body").ariaSnapshot();
            List<Integer> levels = levels(tree);
            assertThat(levels.stream().filter(level -> level == 1))
                    .as("first headings of " + page)
                    .hasSize(1);
            String main = person.page().locator("main").ariaSnapshot();
            assertThat(levels(main)).as("headings of " + page).first().isEqualTo(1);
            for (int i = 1; i < levels(main).size(); i++) {
                assertThat(levels(main).get(i))
                        .as("a level that is left out in " + page + ": " + levels(main))
                        .isLessThanOrEqualTo(levels(main).get(i - 1) + 1);
            }
            List<String> landmarks = new ArrayList<>();
            Matcher landmark = LANDMARK.matcher(tree);
            while (landmark.find()) {
                landmarks.add(landmark.group(1));
            }
            assertThat(landmarks).as("landmarks of " + page).contains("banner").endsWith("main");
            assertThat(tree).as("navigation without a name in " + page).doesNotContain("- navigation:");
        });
    }

    /** The main page as it is read out, in outline: who changes its order changes it here too. */
    @Test
    void readsTheApiPageFromItsStateToTheDangerZone() {
        try (Person owner = owner()) {
            owner.open(own("/settings/api"));
            assertThat(owner.page().locator("body")).matchesAriaSnapshot("""
                            - link "Skip to content"
                            - banner:
                              - link "Saltgate"
                              - group
                              - link "Settings"
                              - button "Sign out"
                            - navigation "Sections":
                              - list
                            - main:
                              - heading "API" [level=1]
                              - button "Pause calls"
                              - region "Auth Token":
                                - heading "Auth Token" [level=2]
                                - button "Copy Auth Token"
                                - button "Regenerate Auth Token"
                              - region "Private Salt":
                                - heading "Private Salt" [level=2]
                                - button "Copy Private Salt"
                              - region "Make a call"
                              - region "If a secret has leaked"
                              - region "Danger zone":
                                - heading "Danger zone" [level=2]
                                - button "Disable API"
                            """);
        }
    }

    /** WCAG 2.5.8: targets of 24 by 24 px, or with that much room. The rule is off in axe unless it is asked for. */
    @Test
    void hasTargetsThatAFingerHits() {
        everywhere((person, page) -> {
            person.page().setViewportSize(360, 800);
            assertThat(new AxeBuilder(person.page())
                            .setLegacyMode(true).withRules(List.of("target-size")).analyze().getViolations().stream()
                                    .flatMap(rule -> rule.getNodes().stream())
                                    .map(CheckedNode::getHtml))
                    .as("targets that are too small in " + page)
                    .isEmpty();
        });
    }

    /** WCAG 2.1.1, 2.1.2, 2.4.7 and 2.4.11: Tab goes through the page and out of it, and one sees where it is. */
    @Test
    void showsWhereTheKeyboardIs() {
        everywhere((person, page) -> {
            person.page().setViewportSize(1280, 600);
            person.page().evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }");
            int stops = 0;
            for (; stops < MOST_TABS; stops++) {
                person.page().keyboard().press("Tab");
                if ((boolean) person.page().evaluate("() => document.activeElement === document.body")) {
                    break;
                }
                assertThat(person.page().evaluate(HIDDEN_FOCUS))
                        .as("a focus that can't be seen in " + page)
                        .isNull();
            }
            assertThat(stops).as("stops of Tab in " + page).isBetween(3, MOST_TABS - 1);
        });
    }

    /** Contrast themes: pictures of the main pages, and where one is must be told by more than a colour of ours. */
    @Test
    void canBeSeenInForcedColours() {
        try (Person owner = owner()) {
            owner.page().emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            for (String page : List.of("", "/settings/api", "/settings/ip-whitelist", "/settings/usage")) {
                owner.open(own(page));
                owner.page()
                        .screenshot(new Page.ScreenshotOptions()
                                .setFullPage(true)
                                .setPath(Path.of(
                                        "target",
                                        "screens",
                                        "forced-colours" + page.replace("/settings/", "-") + "-page.png")));
                String current = "getComputedStyle(document.querySelector('.panel [aria-current]'))";
                String other = "getComputedStyle(document.querySelector('.panel a:not([aria-current])'))";
                assertThat((boolean) owner.page()
                                .evaluate("() => " + current + ".color !== " + other + ".color || " + current
                                        + ".backgroundColor !== " + other + ".backgroundColor || " + current
                                        + ".borderInlineStartWidth !== " + other + ".borderInlineStartWidth || "
                                        + current + ".outlineStyle !== " + other + ".outlineStyle"))
                        .as("the current section stands out in " + page)
                        .isTrue();
            }
        }
    }

    /** Does something to each page, as an owner, as the operator, and as someone who isn't signed in. */
    private static void everywhere(Check check) {
        try (Person stranger = Person.at(account.server(), chromium);
                Person owner = owner();
                Person operator = Person.at(account.server(), chromium)) {
            for (String page : List.of("/signin", "/signin/forgotten", "/help/api/reference", "/help/search?q=token")) {
                check.of(stranger.open(page), page);
            }
            for (String page : pages()) {
                check.of(owner.open(page), page);
            }
            operator.signIn(SaltgateServer.EMAIL, SaltgateServer.PASSWORD).seesHeading("Overview");
            for (String page : OPERATOR_PAGES) {
                check.of(operator.open(page), page);
            }
        }
    }

    @FunctionalInterface
    private interface Check {
        void of(Person person, String page);
    }

    private static Person owner() {
        Person owner = Person.at(account.server(), chromium);
        return owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Overview");
    }

    private static void isNoWiderThan(Person person, int width, String what) {
        assertThat(((Number) person.page().evaluate("() => document.documentElement.scrollWidth")).intValue())
                .as("width of " + what + " in a window of " + width)
                .isLessThanOrEqualTo(width);
        assertThat((List<?>) person.page().evaluate(BURST))
                .as("what is wider than its card in " + what + ", " + width)
                .isEmpty();
    }

    private static List<Integer> levels(String tree) {
        List<Integer> levels = new ArrayList<>();
        Matcher heading = HEADING.matcher(tree);
        while (heading.find()) {
            levels.add(Integer.parseInt(heading.group(1)));
        }
        return levels;
    }
}
