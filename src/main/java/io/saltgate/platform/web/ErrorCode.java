package io.saltgate.platform.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The codes with which the JSON API refuses calls: each that it answers with is one of these. Where a feature's rule
 * has the code, it is the feature's too; a test compares.
 */
public enum ErrorCode {
    REQUEST_MALFORMED(400, "The request can't be understood"),
    BODY_MISSING(400, "The call needs a body"),
    JSON_MALFORMED(400, "The body is not JSON"),
    JSON_DUPLICATE_MEMBER(400, "The body has a member twice"),
    JSON_TOO_DEEP(400, "The body is nested too deeply"),
    JSON_NOT_UTF_EIGHT(400, "The body is not UTF-8"),
    IDEMPOTENCY_KEY_INVALID(400, "The Idempotency-Key is not a valid key"),

    KEY_UNKNOWN(401, "There is no valid operator key"),
    TOKEN_MISSING(401, "The Auth Token is missing"),
    TOKEN_AMBIGUOUS(401, "There is more than one Auth Token"),
    TOKEN_MALFORMED(401, "The Auth Token is not a token"),
    TOKEN_UNKNOWN(401, "The Auth Token is not valid"),
    KEY_NOT_ACCEPTED(401, "The call takes an Auth Token, and no operator key"),

    SCOPE_MISSING(403, "The operator key lacks the scope"),
    ACCOUNT_SUSPENDED(403, "The account is suspended"),
    TOKEN_API_PAUSED(403, "api.paused", "The account has paused its API"),
    ADDRESS_UNKNOWN(403, "The caller's IP address can't be determined"),
    ADDRESS_NOT_WHITELISTED(403, "The caller's IP address is not whitelisted"),
    MANAGE_BY_API_OFF(403, "No owner has switched on \"Manage by API\""),

    NOT_FOUND(404, "There is no such path, account or entry"),
    METHOD_NOT_ALLOWED(405, "The path has no such method"),

    SLUG_TAKEN(409, "The slug is another account's, or was"),
    EXTERNAL_ID_TAKEN(409, "The external id is another account's"),
    ACCOUNT_CLOSED(409, "The account is closed"),
    ACCOUNT_NOT_REOPENABLE(409, "The account can no longer be reopened"),
    ACCOUNT_MEMBER_ALREADY(409, "The address is a member's already"),
    TEAM_LAST_OWNER(409, "The member is the account's last owner"),
    TEAM_ROLE_BY_LINK(409, "The member's role comes with console links"),
    ACCOUNT_NEEDS_SECOND_FACTOR(409, "The account requires a second factor of everyone"),
    TEAM_INVITATIONS_FULL(409, "Too many invitations of the account are open"),
    API_ON(409, "The API is on"),
    API_PAUSED(409, "The API is paused"),
    API_OFF(409, "The API is off"),
    API_CHANGED(409, "The API was changed at the same time"),
    WHITELIST_SHUTS_OUT_ALL(409, "The list would stop every call"),
    WHITELIST_CHANGED(409, "The whitelist was changed at the same time"),
    WEBHOOK_ENDPOINT_OFF(409, "The endpoint is switched off"),
    WEBHOOK_ENDPOINT_CHANGED(409, "The endpoint was changed at the same time"),
    OPERATOR_EVENTS_OFF(409, "No endpoint is set for operator events"),
    IDEMPOTENCY_KEY_REUSED(409, "The Idempotency-Key came before with another body"),
    IDEMPOTENCY_IN_PROGRESS(409, "The first call with this Idempotency-Key is still being done"),
    IDEMPOTENCY_ANSWER_GONE(409, "The answer can't be given again"),

    BODY_TOO_LARGE(413, "The body is too large"),
    PATH_TOO_LONG(414, "The path is too long"),
    MEDIA_TYPE_UNSUPPORTED(415, "The body is not application/json in UTF-8"),
    CONTENT_ENCODING_UNSUPPORTED(415, "The body is compressed"),

    FIELD_UNKNOWN(422, "There is no such field"),
    FIELD_MISSING(422, "A field is missing"),
    FIELD_TYPE_WRONG(422, "A field is of the wrong type"),
    QUERY_UNKNOWN(422, "There is no such query parameter"),
    Q_INVALID(422, "The search text is not valid"),
    CURSOR_INVALID(422, "The cursor is not valid"),
    NAME_INVALID(422, "The name is not valid"),
    SUSPENSION_REASON_INVALID(422, "The reason of the suspension is not valid"),
    SLUG_INVALID(422, "The slug is not valid"),
    EXTERNAL_ID_INVALID(422, "The external id is not valid"),
    OWNER_EMAIL_INVALID(422, "The owner's email address is not valid"),
    EXTERNAL_ID_REPEATED(422, "The external id is in the call twice"),
    ACCOUNTS_COUNT(422, "There are no accounts, or too many"),
    EMAIL_INVALID(422, "The email address is not valid"),
    ROLE_INVALID(422, "The role is not valid"),
    RETURN_URL_INVALID(422, "The return URL is not one that may be led back to"),
    THEME_INVALID(422, "The theme is not valid"),
    SOURCE_INVALID(422, "The source is not valid"),
    KEEP_OLD_FOR_INVALID(422, "keepOldFor is not a duration"),
    KEEP_OLD_FOR_TOO_LONG(422, "keepOldFor is too long"),
    REPLACES_INVALID(422, "replaces is not a token's id"),
    ENTRIES_EMPTY(422, "There are no entries"),
    ADDRESS_INVALID(422, "The address is not an IP address"),
    DRY_RUN_INVALID(422, "dryRun is neither true nor false"),
    WHITELIST_MODE_INVALID(422, "The mode is not valid"),
    WHITELIST_FULL(422, "The whitelist is full"),
    WHITELIST_LABEL_INVALID(422, "The label is not valid"),
    WHITELIST_EXPIRES_INVALID(422, "The end is not a time to come"),
    WHITELIST_RANGE_EMPTY(422, "The address is empty"),
    WHITELIST_RANGE_LEADING_ZERO(422, "The address has a leading zero"),
    WHITELIST_RANGE_ZONE(422, "The address has a zone"),
    WHITELIST_RANGE_INVISIBLE(422, "The address has an invisible character"),
    WHITELIST_RANGE_HOST_BITS(422, "The range has bits set behind its prefix"),
    WHITELIST_RANGE_INVALID(422, "The address is not an IP address or range"),
    DESCRIPTION_INVALID(422, "The description is not valid"),
    EVENT_TYPE_INVALID(422, "The event type is not valid"),
    EVENT_TYPES_INVALID(422, "The event types are not valid"),
    DOCUMENT_ID_INVALID(422, "The document id is not valid"),
    PAYLOAD_RESERVED(422, "The payload has a member that each webhook has of its own"),
    WEBHOOK_ENDPOINTS_FULL(422, "The account has as many endpoints as it can"),
    URL_EMPTY(422, "The URL is empty"),
    URL_LONG(422, "The URL is too long"),
    URL_CHARACTERS(422, "The URL has a character that must be percent-encoded"),
    URL_FORM(422, "The URL is not a URL"),
    URL_SCHEME(422, "The URL is neither http nor https"),
    URL_USER(422, "The URL has a user"),
    URL_FRAGMENT(422, "The URL has a fragment"),
    URL_HOST(422, "The URL's host is not valid"),
    URL_PORT(422, "The URL's port is not valid"),
    TARGET_ADDRESS(422, "The URL leads to a private or special address"),
    TARGET_PLAIN(422, "The URL is not https"),
    TARGET_PORT(422, "Webhooks aren't sent to the URL's port"),
    TARGET_UNKNOWN(422, "The URL's host has no address"),
    TARGET_UNRESOLVED(422, "The URL's host can't be looked up at the moment"),
    TARGET_INVALID(422, "The target is not an address or range"),
    TARGET_METADATA(422, "The target is link-local or a metadata service"),
    TARGETS_FULL(422, "There are too many targets"),
    WEBHOOK_INVALID(422, "The webhook's id is not valid"),
    STATE_INVALID(422, "The state is not valid"),
    TYPE_INVALID(422, "The type is not valid"),

    RATE_LIMITED(429, "There were too many calls"),
    REPORTS_TOO_MANY(429, "There were too many reports from one address"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    INTERNAL_ERROR(500, "Something went wrong in Saltgate"),
    METHOD_UNKNOWN(501, "The method is not known"),
    UNAVAILABLE(503, "The call can't be served at the moment"),
    CANNOT_DECIDE(503, "The call can't be judged at the moment"),
    RECEIPT_UNKNOWN(503, "X-Saltgate-After is not a receipt of the account's changes");

    private final int status;
    private final String code;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.code = name().toLowerCase(Locale.ROOT).replace('_', '.');
        this.title = title;
    }

    ErrorCode(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    /** HTTP status of an answer that has it. */
    public int status() {
        return status;
    }

    /** Dotted lower case. */
    public String code() {
        return code;
    }

    /** What it means, the same in every answer (RFC 9457, section 3.1.4). */
    public String title() {
        return title;
    }

    /** Where the reference explains it (RFC 9457, section 3.1.1). */
    public String type() {
        return "/help/api/reference#" + code;
    }

    public static Optional<ErrorCode> find(String code) {
        return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }
}
