package io.saltgate.webhooks.endpoints;

import io.saltgate.platform.crypto.Sealing;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A header that an endpoint's deliveries carry. Its value is sealed, and goes nowhere but to the receiver. */
@Entity
@Table(name = "webhook_header")
@IdClass(EndpointHeader.Key.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class EndpointHeader {

    /** Headers that an endpoint may have. */
    public static final int MOST = 10;

    public static final int MAX_NAME = 64;
    public static final int MAX_VALUE = 1_000;

    /** A token (RFC 9110, section 5.6.2). */
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z!#$%&'*+.^_`|~-]{1," + MAX_NAME + "}");

    /** Visible ASCII with blanks inside: no line can end in it. */
    private static final Pattern VALUE = Pattern.compile("[!-~](?:[ -~]{0," + (MAX_VALUE - 2) + "}[!-~])?");

    /** The account, the endpoint and the name. */
    public static class Key implements Serializable {
        private @Nullable UUID accountId;
        private @Nullable UUID endpointId;
        private @Nullable String name;

        protected Key() {}

        Key(UUID accountId, UUID endpointId, String name) {
            this.accountId = accountId;
            this.endpointId = endpointId;
            this.name = name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && Objects.equals(accountId, key.accountId)
                    && Objects.equals(endpointId, key.endpointId)
                    && Objects.equals(name, key.name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(accountId, endpointId, name);
        }
    }

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    @Column(name = "endpoint_id")
    private UUID endpointId;

    @Id
    private String name;

    @SuppressWarnings("UnusedVariable") // the sender reads it, by SQL
    private String sealed;

    protected EndpointHeader() {}

    EndpointHeader(Endpoint endpoint, String name) {
        this.accountId = endpoint.accountId();
        this.endpointId = endpoint.id();
        this.name = canonical(name);
    }

    void seal(String value, Sealing sealing) {
        sealed = sealing.seal(value, place(accountId, endpointId, name));
    }

    public static String open(UUID account, UUID endpoint, String name, String sealed, Sealing sealing) {
        return sealing.open(sealed, place(account, endpoint, name));
    }

    static Sealing.Place place(UUID account, UUID endpoint, String name) {
        return new Sealing.Place(account, endpoint, "webhook-header:" + name);
    }

    /** Names are the same in any case (RFC 9110, section 5.1). */
    static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The code of why an endpoint can't have a header of that name; empty if it can. */
    public static Optional<String> findReservation(String name) {
        return ReservedHeaders.find(name).map(ReservedHeaders.Kind::code);
    }

    public static boolean isValue(String text) {
        return VALUE.matcher(text).matches();
    }

    public String name() {
        return name;
    }
}
