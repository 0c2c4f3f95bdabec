package io.saltgate.gate;

import java.util.LinkedHashMap;
import java.util.Map;

/** The reasons to refuse a call, in the order in which they are checked. */
public enum Refusal {
    TOKEN_MISSING(401, "token.missing", "Access Denied: the X-Auth-Token header is missing"),
    TOKEN_AMBIGUOUS(401, "token.ambiguous", "Access Denied: there is more than one X-Auth-Token"),
    TOKEN_MALFORMED(401, "token.malformed", "Access Denied: the X-Auth-Token is not a token"),
    TOKEN_UNKNOWN(401, "token.unknown", "Access Denied: the X-Auth-Token is not valid"),
    RECEIPT_UNKNOWN(
            503, "receipt.unknown", "Access Denied: the X-Saltgate-After is not a receipt of this account's changes"),
    ACCOUNT_SUSPENDED(403, "account.suspended", "Access Denied: the account is suspended"),
    API_PAUSED(403, "api.paused", "Access Denied: the account has paused its API"),
    ADDRESS_UNKNOWN(403, "address.unknown", "Access Denied: the caller's IP address can't be determined"),
    ADDRESS_NOT_WHITELISTED(
            403, "address.not.whitelisted", "Access Denied: the caller's IP address is not whitelisted"),
    RATE_LIMITED(429, "rate.limited", "Try again later: there were too many calls"),
    CANNOT_DECIDE(503, "cannot.decide", "Try again: the call can't be judged at the moment");

    private static final String RETRY_SECONDS = "1";

    private final int status;
    private final String code;
    private final String message;

    Refusal(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** As in {@code X-Refusal}. */
    public String code() {
        return code;
    }

    /** The message for the developer who reads the refused call's body; in English, as API messages are. */
    public String message() {
        return message;
    }

    /**
     * The headers that every refusal has.
     *
     * @param address as in {@code X-Judged-Address}
     */
    public Map<String, String> headers(String address) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put("X-Refusal", code);
        headers.put("X-Judged-Address", address);
        if (status == 401) {
            headers.put("WWW-Authenticate", "X-Auth-Token realm=\"api\"");
        }
        if (status == 503 || status == 429) {
            headers.put("Retry-After", RETRY_SECONDS);
        }
        return headers;
    }
}
