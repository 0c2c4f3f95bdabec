package io.saltgate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiStates;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.WebhookCheck.Change;
import io.saltgate.webhooks.WebhookCheck.Difference;
import io.saltgate.webhooks.WebhookCheck.Mac;
import io.saltgate.webhooks.WebhookCheck.Received;
import io.saltgate.webhooks.WebhookCheck.Signed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.persistence.EntityManager;
import java.io.StringReader;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells an integrator whether what was received is genuine, and if not, what the likely mistake is. */
@Stateless
@ForOwnAccount
public class WebhookChecks {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final EntityManager em;
    private final ApiStates api;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WebhookChecks() {
        this(null, null, null, null);
    }

    @Inject
    public WebhookChecks(@Database EntityManager em, ApiStates api, KeyRing ring, Clock clock) {
        this.em = em;
        this.api = api;
        this.ring = ring;
        this.clock = clock;
    }

    /** @throws ApiIsOff if there is no salt */
    @RolesAllowed(Permission.REVEAL_SECRETS)
    public WebhookCheck check(Caller caller, Received received) {
        AccountId account = caller.requireAccount();
        ApiStates.Present present = api.findSalt(account).orElseThrow(ApiIsOff::new);
        Signature signature = new Signature(present.salt().open(new Sealing(ring)));
        // A form's text field turns every line end into CR LF: what was pasted may have had either.
        String body = received.body();
        Signed signed = signed(received, body, signature);
        Difference difference = Difference.NONE;
        if (signed == Signed.WRONG) {
            Optional<byte[]> sent = findSent(account, received, signature);
            if (sent.isPresent()) {
                signed = Signed.BODY_CHANGED;
                difference = difference(new String(sent.get(), UTF_8), body);
            } else {
                difference = guess(received, body, signature);
                signed = difference.change() == Change.NONE
                        ? mistake(received, body, signature, present.since())
                        : Signed.BODY_CHANGED;
            }
        }
        if (difference.change() == Change.LINE_ENDS) {
            signed = Signed.MATCHES;
        }
        return new WebhookCheck(
                mac(body, signature), signed, WebhookCheck.clock(received.timestamp(), clock.instant()), difference);
    }

    private static Signed signed(Received received, String body, Signature signature) {
        if (!received.anyHeader()) {
            return Signed.NO_HEADERS;
        }
        String id = received.id();
        String timestamp = received.timestamp();
        String values = received.signature();
        if (values == null) {
            return Signed.NO_SIGNATURE;
        }
        if (id == null) {
            return Signed.NO_ID;
        }
        if (timestamp == null) {
            return Signed.NO_TIMESTAMP;
        }
        if (body.isEmpty()) {
            return Signed.NO_BODY;
        }
        return isOneOf(values, signature.standard(id, timestamp, body.getBytes(UTF_8))) ? Signed.MATCHES : Signed.WRONG;
    }

    /** A header may hold several signatures, with blanks between. */
    private static boolean isOneOf(String values, String right) {
        return Arrays.stream(values.split(" ")).anyMatch(value -> Hashes.sameText(value, right));
    }

    /** The body that was sent under this id, if the signature is that body's. */
    private Optional<byte[]> findSent(AccountId account, Received received, Signature signature) {
        return Exchange.parseId(String.valueOf(received.id()))
                .map(id -> em.find(Delivery.class, new WebhookKey(account.value(), id)))
                .map(delivery -> em.find(WebhookEvent.class, new WebhookKey(account.value(), delivery.eventId())))
                .flatMap(event -> Stream.of(true, false)
                        .map(withMac -> bodyOf(event, withMac ? signature.mac(event.documentId()) : null))
                        .filter(body -> isOneOf(
                                String.valueOf(received.signature()),
                                signature.standard(
                                        String.valueOf(received.id()), String.valueOf(received.timestamp()), body)))
                        .findFirst());
    }

    private static byte[] bodyOf(WebhookEvent event, @Nullable String mac) {
        return event.payload()
                .toBody(
                        new Payload.Facts(event.id(), event.type().value(), event.occurredAt(), event.documentId()),
                        mac);
    }

    private static Difference difference(String sent, String received) {
        int at = 0;
        int both = Math.min(sent.length(), received.length());
        while (at < both && sent.charAt(at) == received.charAt(at)) {
            at++;
        }
        return new Difference(change(sent, received), at, sent.getBytes(UTF_8).length, received.getBytes(UTF_8).length);
    }

    private static Change change(String sent, String received) {
        if (unix(sent).equals(unix(received))) {
            return Change.LINE_ENDS;
        }
        if (received.equals(BYTE_ORDER_MARK + sent)) {
            return Change.BYTE_ORDER_MARK;
        }
        if (unix(sent).stripTrailing().equals(unix(received).stripTrailing())) {
            return received.length() < sent.length() ? Change.END_TRIMMED : Change.END_ADDED;
        }
        Optional<JsonStructure> one = parse(sent);
        Optional<JsonStructure> other = parse(received);
        return one.isPresent() && one.equals(other) ? Change.REWRITTEN : Change.OTHER;
    }

    /** Without knowing what was sent: the ends that bodies gain and lose on their way. */
    private static Difference guess(Received received, String body, Signature signature) {
        String unix = unix(body);
        record Guess(Change change, String body) {}
        return Stream.of(
                        new Guess(Change.LINE_ENDS, unix),
                        new Guess(Change.END_TRIMMED, unix + "\n"),
                        new Guess(Change.END_TRIMMED, unix + "\r\n"),
                        new Guess(Change.END_ADDED, unix.stripTrailing()),
                        new Guess(Change.BYTE_ORDER_MARK, unix.replace(BYTE_ORDER_MARK, "")))
                .filter(guess -> isOneOf(
                        String.valueOf(received.signature()),
                        signature.standard(
                                String.valueOf(received.id()),
                                String.valueOf(received.timestamp()),
                                guess.body().getBytes(UTF_8))))
                .findFirst()
                .map(guess -> new Difference(
                        guess.change(), -1, guess.body().getBytes(UTF_8).length, body.getBytes(UTF_8).length))
                .orElse(Difference.NONE);
    }

    /** What people do instead of what is right; whichever gives the value that was pasted. */
    private static Signed mistake(Received received, String body, Signature signature, Instant saltSince) {
        String value = String.valueOf(received.signature());
        byte[] bytes = body.getBytes(UTF_8);
        byte[] head = (received.id() + "." + received.timestamp() + ".").getBytes(UTF_8);
        byte[] right = signature.hmac("HmacSHA256", head, bytes);
        if (isAny(value, HexFormat.of().formatHex(right))) {
            return Signed.HEX;
        }
        if (isAny(value, Base64.getEncoder().encodeToString(right))) {
            return Signed.NO_VERSION;
        }
        byte[] short1 = signature.hmac("HmacSHA1", head, bytes);
        if (isAny(value, texts(short1))) {
            return Signed.SHA1;
        }
        if (isAny(value, texts(signature.hmac("HmacSHA256", bytes)))
                || isAny(value, texts(signature.hmac("HmacSHA1", bytes)))) {
            return Signed.OF_THE_BODY;
        }
        byte[] timed = (received.timestamp() + ".").getBytes(UTF_8);
        byte[] turned = (received.timestamp() + "." + received.id() + ".").getBytes(UTF_8);
        if (isAny(value, texts(signature.hmac("HmacSHA256", timed, bytes)))
                || isAny(value, texts(signature.hmac("HmacSHA256", turned, bytes)))) {
            return Signed.OTHER_MESSAGE;
        }
        if (isAny(value, texts(signature.bySecretText().hmac("HmacSHA256", head, bytes)))) {
            return Signed.SECRET_AS_TEXT;
        }
        boolean older = received.timestamp() != null
                && received.timestamp().matches("[0-9]{9,11}")
                && Instant.ofEpochSecond(Long.parseLong(received.timestamp()))
                        .isBefore(saltSince.truncatedTo(ChronoUnit.SECONDS));
        return older ? Signed.OLDER_SALT : Signed.WRONG;
    }

    private static Mac mac(String body, Signature signature) {
        if (body.isBlank()) {
            return Mac.NO_BODY;
        }
        if (!(parse(body).orElse(null) instanceof JsonObject object)) {
            return Mac.NOT_JSON;
        }
        if (!(object.get("documentId") instanceof JsonString documentId)) {
            return Mac.NO_DOCUMENT_ID;
        }
        if (!(object.get("mac") instanceof JsonString sent)) {
            return Mac.MISSING;
        }
        return mac(sent.getString().strip(), documentId.getString(), body, signature);
    }

    private static Mac mac(String value, String documentId, String body, Signature signature) {
        String right = signature.mac(documentId);
        byte[] id = documentId.getBytes(UTF_8);
        byte[] bytes = body.getBytes(UTF_8);
        if (Hashes.sameText(value, right)) {
            return Mac.MATCHES;
        }
        if (value.equalsIgnoreCase(right)) {
            return Mac.UPPER_CASE;
        }
        if (isAny(value, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(right)))) {
            return Mac.BASE64;
        }
        if (isAny(value, texts(signature.hmac("HmacSHA256", id)))) {
            return Mac.SHA256;
        }
        if (isAny(value, texts(signature.hmac("HmacSHA1", bytes)))
                || isAny(value, texts(signature.hmac("HmacSHA256", bytes)))) {
            return Mac.OF_THE_BODY;
        }
        boolean plain = Stream.of("SHA-1", "SHA-256")
                .anyMatch(algorithm -> isAny(value, texts(signature.plainHash(algorithm, documentId, true)))
                        || isAny(value, texts(signature.plainHash(algorithm, documentId, false))));
        if (plain) {
            return Mac.PLAIN_HASH;
        }
        if (!documentId.isEmpty() && isAny(value, texts(signature.swapped(documentId)))) {
            return Mac.SWAPPED;
        }
        return Mac.WRONG;
    }

    private static String[] texts(byte[] hash) {
        return new String[] {HexFormat.of().formatHex(hash), Base64.getEncoder().encodeToString(hash)};
    }

    /** With or without the version in front, in any case. */
    private static boolean isAny(String value, String... texts) {
        return Arrays.stream(value.split(" "))
                .map(one -> one.startsWith("v1,") ? one.substring(3) : one)
                .anyMatch(one -> List.of(texts).stream().anyMatch(one::equalsIgnoreCase));
    }

    private static String unix(String text) {
        return text.replace("\r\n", "\n");
    }

    private static Optional<JsonStructure> parse(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return Optional.of(reader.read());
        } catch (RuntimeException e) { // parsers have exceptions of several kinds for what is too deep or too large
            return Optional.empty();
        }
    }
}
