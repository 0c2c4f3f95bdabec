package io.saltgate.webhooks.endpoints;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells which header names an endpoint can't set for itself. A name is judged by what is left of it when case and
 * separators are gone: many receivers read {@code X_Forwarded_For}, {@code x.forwarded.for} and {@code X-Forwarded-For}
 * as one (RFC 3875, section 4.1.18, makes all of them {@code HTTP_X_FORWARDED_FOR}).
 */
final class ReservedHeaders {

    private static final Pattern SEPARATORS = Pattern.compile("[^a-z0-9]+");

    /** How a message is framed, and what else the connection or Saltgate decides; with {@code -} between words. */
    private static final Set<String> CONNECTION = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "cookie",
            "date",
            "expect",
            "host",
            "keep-alive",
            "te",
            "trailer",
            "trailers",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "x-auth-token",
            "x-http-method",
            "x-http-method-override",
            "x-method-override");

    private static final Pattern CONNECTION_FAMILIES = Pattern.compile("(?:proxy|sec|x-saltgate)-.*");

    /** The names of Standard Webhooks and Svix, digests, and every name that has "signature" in it. */
    private static final Pattern SIGNATURES =
            Pattern.compile("(?:standard-)?(?:webhooks?|svix)-.*|x-(?:webhooks?|svix)-(?:id|timestamp)"
                    + "|.*signatures?(?:-.*)?|(?:content-|repr-|want-)?digest|content-md5");

    private static final Pattern SIGNATURES_JOINED =
            Pattern.compile("x?(?:standard)?(?:webhooks?|svix)(?:id|timestamp)|.*signatures?(?:input|256)?");

    /** What proxies say of the client, and of the request as it was. */
    private static final Pattern FORWARDING = Pattern.compile(
            "(?:.*-)?forwarded(?:-.*)?|via|(?:.*-)?ip(?:v[46])?|(?:.*-)?remote-(?:addr(?:ess)?|host|user)"
                    + "|x-(?:original|envoy|ssl-client|client-cert)-.*|x-rewrite-ur[il]|x-(?:real|host|scheme|url-scheme|port)"
                    + "|front-end-https|client-cert(?:-.*)?");

    private static final Pattern FORWARDING_JOINED =
            Pattern.compile("x?forwarded(?:for|by|from|host|port|proto|protocol|scheme|server|ssl|prefix|path|ur[il])?"
                    + "|.*(?:client|real|remote|connecting|user|source)ip(?:v[46])?|.*remoteaddr(?:ess)?");

    /** Why a name is reserved. */
    enum Kind {
        /** Framing, and what Saltgate sets of each request. */
        CONNECTION("header.reserved.connection"),
        /** What receivers verify a webhook with. */
        SIGNATURE("header.reserved.signature"),
        /** What proxies set and receivers believe about the client. */
        FORWARDING("header.reserved.forwarding");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    private ReservedHeaders() {}

    /** Empty if an endpoint may have a header of that name. */
    static Optional<Kind> find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String dashed = SEPARATORS.matcher(lower).replaceAll("-").replaceAll("^-|-$", "");
        String joined = SEPARATORS.matcher(lower).replaceAll("");
        if (SIGNATURES.matcher(dashed).matches()
                || SIGNATURES_JOINED.matcher(joined).matches()) {
            return Optional.of(Kind.SIGNATURE);
        }
        if (FORWARDING.matcher(dashed).matches()
                || FORWARDING_JOINED.matcher(joined).matches()) {
            return Optional.of(Kind.FORWARDING);
        }
        boolean connection = CONNECTION.contains(dashed)
                || CONNECTION_FAMILIES.matcher(dashed).matches();
        return connection ? Optional.of(Kind.CONNECTION) : Optional.empty();
    }
}
