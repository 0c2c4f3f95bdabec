package io.saltgate.accounts;

/**
 * What a caller may do. Constants, since {@code @RolesAllowed} needs them: the {@code ServerAuthModule} hands these to
 * the container as the caller's groups, and a use case names the one that it asks for.
 */
public final class Permission {

    /** See API status, whitelist, webhooks and usage. */
    public static final String SEE_API = "api.see";

    /** Copy the Auth Token and the Private Salt. */
    public static final String REVEAL_SECRETS = "secrets.reveal";

    /** Pause and resume calls. */
    public static final String PAUSE_API = "api.pause";

    /** Enable and disable the API, regenerate the token. */
    public static final String CHANGE_API = "api.change";

    /** Add and remove whitelist entries, set the mode. */
    public static final String CHANGE_WHITELIST = "whitelist.change";

    /** Change webhook endpoints, test and replay. */
    public static final String CHANGE_WEBHOOKS = "webhooks.change";

    /** See the audit trail. */
    public static final String SEE_AUDIT = "audit.see";

    /** Invite and remove members, change roles that are not owners'. */
    public static final String CHANGE_TEAM = "team.change";

    /** Make and remove owners, "Manage by API", second-factor policy, display name, close the account. */
    public static final String OWN_ACCOUNT = "account.own";

    /** See that one's account is closed, and until when it can be reopened. All that is left of a role then. */
    public static final String SEE_CLOSED = "account.closed.see";

    /** Reopen a closed account: what is left of an owner's role. */
    public static final String REOPEN = "account.reopen";

    /** Act for oneself: own sessions, own password. Everybody who has signed in. */
    public static final String BE_SIGNED_IN = "self";

    /**
     * Be a guest: someone whom a console link has led into one account. It stands in the place of {@link
     * #BE_SIGNED_IN}, so that nothing of what people do for themselves, everywhere, is theirs.
     */
    public static final String BE_GUEST = "guest";

    /** Run Saltgate: give out and revoke operator keys. A person's alone, or a key could make a stronger one. */
    public static final String OPERATE = "operate";

    /** Make accounts, see and change them, suspend them and lift that. */
    public static final String PROVISION_ACCOUNTS = "accounts.provision";

    /** Every operator key has it, whatever its scopes. */
    public static final String BE_OPERATOR_KEY = "operator.key";

    /** The operator's calls on accounts and their settings. */
    public static final String SCOPE_ACCOUNTS = "scope.accounts";

    /** The operator's calls that make and end tokens and salts. */
    public static final String SCOPE_CREDENTIALS = "scope.credentials";

    /** The operator's calls that hand in events. */
    public static final String SCOPE_EVENTS = "scope.events";

    /** The operator's call that leads people into an account. */
    public static final String SCOPE_SESSIONS = "scope.sessions";

    /** Every account token has it where its owner has switched on "Manage by API". */
    public static final String BE_ACCOUNT_TOKEN = "account.token";

    private Permission() {}
}
