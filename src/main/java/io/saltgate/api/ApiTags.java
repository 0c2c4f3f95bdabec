package io.saltgate.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** The subjects of the API's calls, in the order in which the reference has them. */
public final class ApiTags {

    static final String CALLER = "Who am I";
    static final String ACCOUNTS = "Accounts";
    static final String TEAM = "Team";
    static final String LINKS = "Console links";
    static final String API = "API access";
    static final String WHITELIST = "IP whitelist";
    static final String WEBHOOKS = "Webhooks";
    static final String EVENTS = "Events";
    static final String DELIVERIES = "Deliveries";
    static final String USAGE = "Usage";
    static final String OPERATOR_EVENTS = "Operator events";
    static final String METRICS = "Metrics";
    static final String REPORTS = "Leaked tokens";

    /** The calls of {@link ForAccountToken}, whatever they are about. */
    public static final String OWN = "Own settings";

    private ApiTags() {}

    /** What each is about, by name. */
    public static Map<String, String> descriptions() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(CALLER, "For integrators of an account, with its Auth Token.");
        tags.put(ACCOUNTS, "Create, find, change, suspend and close accounts.");
        tags.put(TEAM, "Who may sign in to an account's settings, and in which role.");
        tags.put(LINKS, "Lead your customers into Saltgate's settings, as if these were pages of your product.");
        tags.put(API, "Enable, pause and disable an account's API, and rotate its token.");
        tags.put(WHITELIST, "From which addresses an account's token may be used.");
        tags.put(WEBHOOKS, "Where an account's webhooks are sent.");
        tags.put(EVENTS, "Hand in what happened, to be sent as webhooks.");
        tags.put(DELIVERIES, "What was sent, and what came of it.");
        tags.put(USAGE, "How often an account's API is called, and by whom.");
        tags.put(
                OPERATOR_EVENTS,
                "Sends what happens in accounts to the operator's own server, signed and retried as webhooks are, with a"
                        + " secret of its own.");
        tags.put(METRICS, "For monitoring.");
        tags.put(
                OWN,
                "For integrators of an account, with its Auth Token, where an owner of the account has switched on"
                        + " \"Manage by API\" in Settings > General: the operator's calls without the slug.");
        tags.put(REPORTS, "For anyone who finds one.");
        return tags;
    }
}
