package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ForcedColors;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The parts that pages are made of, each with its pictures for docs/theme.md. */
class ThemeIT {

    @AutoClose
    private static Chromium chromium;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @Test
    void hasAPictureOfEachPart() {
        TestAccount account = TestAccount.onShared();
        String settings = "/accounts/" + account.slug() + "/settings/";
        try (Person owner = Person.at(account.server(), chromium)) {
            Page page = owner.page();
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).seesHeading("Get started");
            owner.open(settings + "api").seesHeading("API");
            owner.picture(page.locator("main .card"), "card");
            owner.picture(page.locator("header.bar"), "bar");
            owner.picture(page.locator("nav.panel"), "panel");
            owner.picture(page.locator(".badge"), "badge-off");

            owner.press("Enable API").seesHeading("Auth Token");
            owner.picture(page.locator(".note--good"), "flash");
            owner.picture(page.locator(".note--warn"), "note-warn");
            owner.picture(page.locator(".head").first(), "head");
            owner.picture(page.locator(".secret:visible").first(), "copy-field");
            owner.picture(page.locator(".copyable:visible").first(), "sample");
            owner.picture(page.locator(".danger"), "danger");
            page.locator("section[aria-labelledby=leaked] summary").first().click();
            owner.picture(page.locator("section[aria-labelledby=leaked] .steps").first(), "steps");
            owner.press("Regenerate Auth Token").seesHeading("Regenerate the Auth Token?");
            owner.picture(page.locator("main"), "confirm");

            owner.open(settings + "ip-whitelist").picture(page.locator(".choices"), "choices");
            page.getByText("Add entries").click();
            owner.picture(page.locator("main form.fields").nth(1), "form");
            owner.enforce().sees("The list is enforced and empty");
            owner.picture(page.locator(".note--bad"), "note-bad");
            owner.fill("IP address or range", "10.8.0.1/8").press("Add").sees("Nothing has been saved yet");
            owner.picture(page.locator("section[aria-labelledby=review]"), "review");
            owner.fill("IP address or range", "10.0.0.0/8, 198.51.100.7").press("Add");
            assertThat(owner.button("Remove 198.51.100.7")).isVisible();
            owner.picture(page.locator(".entries"), "entries");
            owner.open(settings + "team").picture(page.locator(".table").first(), "table");
            owner.open(settings + "audit").picture(page.locator(".table"), "trail");
        }
    }

    /** Windows' contrast themes and the like: what colour alone says must be said by a border too. */
    @Test
    void canBeUsedInForcedColoursToo() {
        TestAccount account = TestAccount.onShared();
        try (Person owner = Person.at(account.server(), chromium)) {
            Page page = owner.page();
            page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).press("Enable API");
            owner.seesHeading("Auth Token");
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "screens", "forced-colours.png")));
            Locator copy = owner.button("Copy Auth Token");
            assertThat(borderWidth(copy)).isGreaterThan(0);
            owner.follow("IP whitelist");
            assertThat(borderWidth(page.locator("input[type=radio]").first())).isGreaterThan(0);
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "screens", "forced-colours-whitelist.png")));
        }
    }

    private static double borderWidth(Locator part) {
        return ((Number) part.evaluate("part => parseFloat(getComputedStyle(part).borderTopWidth)")).doubleValue();
    }
}
