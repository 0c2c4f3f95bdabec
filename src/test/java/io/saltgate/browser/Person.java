package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import io.saltgate.testing.SaltgateServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Somebody at a browser who finds everything by its accessible name alone. A name is looked for as a part of the whole,
 * in any case, and must be found once: what two controls could be meant by is a fault of the page. Whatever the browser
 * complains of, above all the Content-Security-Policy, is one too; so is a page without our headers.
 */
final class Person implements AutoCloseable {

    private static final String WANTED = System.getProperty("saltgate.screens", "");
    private static final boolean ALL_SCREENS = WANTED.equals("all");
    private static final boolean PICTURES = ALL_SCREENS || WANTED.equals("some");
    private static final Path SCREENS = Path.of("target", "screens");
    private static final int MOST_TABS = 40;

    private static final int MOST_BYTES = 60 * 1024;

    /** The page with all that belongs to it, even if the browser had that already; but not what refreshes it. */
    private static final String WEIGHT =
            "() => ['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))"
                    + ".filter(entry => entry.initiatorType !== 'fetch')"
                    + ".reduce((sum, entry) => sum + entry.encodedBodySize, 0)";

    /** Cards whose content stands out of them at the right: the page may be wide enough for that. */
    private static final String BURST =
            "() => [...document.querySelectorAll('main .card')].filter(card => card.scrollWidth > card.clientWidth)"
                    + ".map(card => card.textContent.trim().slice(0, 80))";

    /** An error status, at which the tests look themselves; and headers that count only where there is TLS. */
    private static final List<String> NO_FAULTS = List.of(
            "Failed to load resource",
            "The Cross-Origin-Opener-Policy header has been ignored",
            "Clear-Site-Data header");

    /** What axe may judge by: each kind of element, with where it stands and what it has. */
    private static final String KINDS = """
            () => {
              const kind = element => [element.localName, ...[...element.classList].sort()].join('.');
              const facts = element => [...element.attributes].map(each => each.name).sort().join()
                  + '/' + element.getAttribute('role') + '/' + element.getAttribute('type')
                  + '/' + (element.labels?.length ?? '') + '/' + (element.textContent.trim() !== '');
              return [...new Set([...document.querySelectorAll('body, body *')].map(element =>
                  kind(element.parentElement) + '>' + kind(element) + '[' + facts(element) + ']'))];
            }""";

    private static final Set<String> TAKEN = new HashSet<>();

    /** The kinds of elements that axe has judged in this run. */
    private static final Map<ColorScheme, Set<Object>> JUDGED = new EnumMap<>(ColorScheme.class);

    private final BrowserContext context;
    private final boolean scripts;
    private final Page page;
    private final String url;
    private final List<String> complaints = new ArrayList<>();

    private Person(BrowserContext context, boolean scripts, String url) {
        this.scripts = scripts;
        this.context = context;
        this.url = url;
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && NO_FAULTS.stream().noneMatch(message.text()::startsWith)) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onResponse(response -> {
            if (response.url().startsWith(url) // and not of a provider that people are sent to
                    && response.request().isNavigationRequest()
                    && !"no-store".equals(response.headers().get("cache-control"))) {
                complaints.add("a page that may be kept, and has no other header of ours either: " + response.url());
            }
        });
    }

    static Person at(SaltgateServer server, Chromium chromium) {
        return new Person(chromium.browser().newContext(), true, server.url());
    }

    /** May use the clipboard without being asked. */
    static Person withClipboard(SaltgateServer server, Chromium chromium) {
        return new Person(
                chromium.browser()
                        .newContext(new Browser.NewContextOptions()
                                .setPermissions(List.of("clipboard-read", "clipboard-write"))),
                true,
                server.url());
    }

    static Person withoutJavaScript(SaltgateServer server, Chromium chromium) {
        return new Person(
                chromium.browser().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false)),
                false,
                server.url());
    }

    Page page() {
        return page;
    }

    Person open(String path) {
        page.navigate(url + path);
        return this;
    }

    Person signIn(String email, String password) {
        open("/signin");
        fill("Email", email);
        fill("Password", password);
        return press("Sign in");
    }

    /** Sets the mode of a whitelist, and says yes where that is asked because it stops every call. */
    Person enforce() {
        choose("Enforced");
        page.waitForNavigation(() -> press("Set mode"));
        if (page.getByText("Stop every call?").isVisible()) {
            press("Set mode");
        }
        return this;
    }

    /** Opens the details that hide the field, as a person does. */
    Person fill(String label, String text) {
        Locator folded = page.getByLabel(label).first().locator("xpath=ancestor::details[not(@open)]");
        if (folded.count() > 0) {
            folded.first().locator("summary").click();
        }
        field(label).fill(text);
        return this;
    }

    Person choose(String radio) {
        Locator choice = page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(radio));
        assertThat(choice).hasAccessibleName(radio);
        choice.check();
        return this;
    }

    Person select(String label, String option) {
        list(label).selectOption(new SelectOption().setLabel(option));
        return this;
    }

    /** A list to choose from; by its whole name, since a button that sends it may be called “Change ...”. */
    Locator list(String label) {
        return page.getByRole(
                AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    Person press(String name) {
        button(name).click();
        return this;
    }

    Person follow(String name) {
        Locator link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
        assertThat(link).hasAccessibleName(name);
        link.click();
        return this;
    }

    Locator button(String name) {
        Locator button = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
        assertThat(button).hasAccessibleName(name);
        return button;
    }

    Locator field(String label) {
        Locator field = page.getByLabel(label);
        assertThat(field).hasAccessibleName(label);
        return field;
    }

    /** A row of a table, by a text that stands in it by itself. */
    Locator row(String text) {
        return page.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText(text, new Page.GetByTextOptions().setExact(true))));
    }

    Person sees(String text) {
        assertThat(page.getByText(text)).isVisible();
        return this;
    }

    Person seesHeading(String text) {
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(text).setExact(true)))
                .isVisible();
        return this;
    }

    Person seesNoButton(String name) {
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)))
                .hasCount(0);
        return this;
    }

    Person isAt(String path) {
        page.waitForURL(address -> address.replaceFirst("\\?.*", "").equals(url + path));
        return this;
    }

    String clipboard() {
        return (String) page.evaluate("() => navigator.clipboard.readText()");
    }

    /** What is selected in the field that has the focus. */
    String selection() {
        return (String) page.evaluate("() => { const field = document.activeElement;"
                + " return field.value.substring(field.selectionStart, field.selectionEnd); }");
    }

    /** Presses Tab until the control has the focus, and looks whether one sees that. */
    Person tabTo(Locator control) {
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            if ((boolean) control.evaluate("control => control === document.activeElement")) {
                assertThat((String) control.evaluate("control => getComputedStyle(control).outlineStyle"))
                        .as("the outline of what has the focus")
                        .isEqualTo("solid");
                return this;
            }
        }
        throw new AssertionError("Tab does not come to " + control);
    }

    /**
     * Looks at the page as it is, in both schemes at two widths: it may not have to be scrolled sideways, weigh more
     * than a page should, or have anything that axe finds fault with. Once a name.
     *
     * <p>Of the four, axe judges the narrow dark one and the wide light one, where they show a kind of element that it
     * hasn't judged before. With {@code -Dsaltgate.screens=some} these two are pictured and judged in any case, with
     * {@code all}, as in a full run, all four.
     */
    Person screen(String name) {
        if (!TAKEN.add(name)) {
            return this;
        }
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[] {360, 1280}) {
                page.setViewportSize(width, 800);
                assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                        .as("width of " + name)
                        .isEqualTo(width);
                assertThat((List<?>) page.evaluate(BURST))
                        .as("what is wider than its card in " + name + ", " + width)
                        .isEmpty();
                if (!ALL_SCREENS && width == 360 != (scheme == ColorScheme.DARK)) {
                    continue;
                }
                String file = name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png";
                if (PICTURES) {
                    page.screenshot(
                            new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENS.resolve(file)));
                }
                if (scripts && (showsNewKind(scheme) || PICTURES)) { // axe is a script
                    assertThat(barriers()).as("what axe finds in " + file).isEmpty();
                }
            }
        }
        assertThat((int) page.evaluate(WEIGHT)).as("bytes of " + name).isLessThan(MOST_BYTES);
        return this;
    }

    /** A picture of a part of the page in each scheme, for the documentation. */
    Person picture(Locator part, String name) {
        page.setViewportSize(1280, 800);
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            String file = "part-" + name + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png";
            part.screenshot(new Locator.ScreenshotOptions().setPath(SCREENS.resolve(file)));
        }
        return this;
    }

    private boolean showsNewKind(ColorScheme scheme) {
        return JUDGED.computeIfAbsent(scheme, any -> new HashSet<>()).addAll((List<?>) page.evaluate(KINDS));
    }

    private List<String> barriers() {
        AxeResults found = new AxeBuilder(page)
                .setLegacyMode(true) // nothing is framed, and no second page is opened
                .analyze();
        assertThat(found.getPasses()).as("what axe has looked at").isNotEmpty();
        return found.getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " at "
                        + rule.getNodes().stream().map(CheckedNode::getHtml).toList())
                .toList();
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }
}
