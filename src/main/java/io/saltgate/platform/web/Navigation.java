package io.saltgate.platform.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The panels of links beside the console's pages: an account's, the operator's, the help's. */
public final class Navigation {

    /**
     * A link to a page.
     *
     * @param id by which the page's template says that it is the current one
     * @param path in the panel's part of the console
     * @param text key of its message
     * @param permission without which the link isn't shown; null for everyone
     */
    public record Item(
            String id,
            String path,
            String icon,
            String text,
            @Nullable String permission) {

        private Item(String id, String path, String icon, String text) {
            this(id, path, icon, text, null);
        }
    }

    /**
     * The links of a part of the console.
     *
     * @param title key of its message
     * @param items in their order
     */
    public record Panel(String title, List<Item> items) {

        /** The link to the current page. */
        public Item current(String id) {
            return items.stream()
                    .filter(item -> item.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no page has the id " + id));
        }
    }

    private static final Panel ACCOUNT = new Panel(
            "layout.panel",
            List.of(
                    new Item("overview", "", "layout-dashboard", "overview.title"),
                    new Item("api", "/settings/api", "key-round", "nav.api"),
                    new Item("whitelist", "/settings/ip-whitelist", "shield-check", "nav.whitelist"),
                    new Item("webhooks", "/settings/webhooks", "webhook", "webhooks.title"),
                    new Item("usage", "/settings/usage", "chart-column", "nav.usage"),
                    new Item("team", "/settings/team", "users", "nav.team"),
                    new Item("general", "/settings/general", "settings", "general.title", "account.own"),
                    new Item("audit", "/settings/audit", "scroll-text", "audit.title", "audit.see")));

    private static final Panel OPERATOR = new Panel(
            "operator.panel",
            List.of(
                    new Item("operator-overview", "/operator", "layout-dashboard", "operator.overview"),
                    new Item("operator-accounts", "/operator/accounts", "building-2", "operator.accounts"),
                    new Item("operator-people", "/operator/people", "users", "people.title"),
                    new Item("operator-operators", "/operator/operators", "user-check", "operator.operators"),
                    new Item("operator-keys", "/operator/keys", "key-round", "keys.title"),
                    new Item("operator-gateways", "/operator/gateway-check", "radar", "gateways.title"),
                    new Item("operator-audit", "/operator/audit", "scroll-text", "audit.title"),
                    new Item("operator-health", "/operator/health", "activity", "operator.health")));

    private static final Panel HELP = new Panel(
            "help.panel",
            List.of(
                    new Item("help-api", "/help/api", "key-round", "help.api.title"),
                    new Item("help-reference", "/help/api/reference", "book-open", "help.reference.title"),
                    new Item("help-webhooks", "/help/webhooks", "fingerprint", "help.webhooks.title"),
                    new Item("help-search", "/help/search", "search", "help.search.title")));

    /** The panel beside a page. */
    public Panel panel(String current) {
        if (current.startsWith("operator-")) {
            return OPERATOR;
        }
        return current.startsWith("help-") ? HELP : ACCOUNT;
    }
}
