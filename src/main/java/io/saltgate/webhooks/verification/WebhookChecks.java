package io.saltgate.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiStates;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.Database;
import io.saltgate.webhooks.ApiIsOff;
import io.saltgate.webhooks.Signature;
import io.saltgate.webhooks.verification.WebhookCheck.Change;
import io.saltgate.webhooks.verification.WebhookCheck.Computed;
import io.saltgate.webhooks.verification.WebhookCheck.Difference;
import io.saltgate.webhooks.verification.WebhookCheck.Mac;
import io.saltgate.webhooks.verification.WebhookCheck.Received;
import io.saltgate.webhooks.verification.WebhookCheck.Signed;
import io.saltgate.webhooks.verification.search.Goal;
import io.saltgate.webhooks.verification.search.Mistake;
import io.saltgate.webhooks.verification.search.MistakeSearch;
import io.saltgate.webhooks.verification.search.MistakeSearch.Finding;
import io.saltgate.webhooks.verification.search.Webhook;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says whether a received webhook is genuine and what its receiver's code does otherwise, never what would be right.
 */
@Stateless
@ForOwnAccount
public class WebhookChecks {

    private final SentBodies sentBodies;
    private final ApiStates api;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WebhookChecks() {
        this(null, null, null, null);
    }

    @Inject
    public WebhookChecks(@Database EntityManager em, ApiStates api, KeyRing ring, Clock clock) {
        this.sentBodies = new SentBodies(em);
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
        MistakeSearch search = signature.searchMistakes(webhook(account, received, signature, present.since()));
        Signed signed = signed(received, body, signature);
        Difference difference = Difference.NONE;
        Optional<Finding> signatureMistakes = Optional.empty();
        if (signed == Signed.WRONG) {
            difference = sentBodies
                    .find(account, received, other -> isSigned(received, other, signature), signature)
                    .map(sent -> BodyChanges.between(sent, body))
                    .orElseGet(() -> BodyChanges.guess(body, other -> isSigned(received, other, signature)));
            if (difference.change() == Change.LINE_ENDS) {
                signed = Signed.MATCHES;
            } else if (difference.change() != Change.NONE) {
                signed = Signed.BODY_CHANGED;
            } else {
                signatureMistakes = signatureMistakes(search, String.valueOf(received.signature()));
                signed = signatureMistakes.isPresent() ? Signed.MISTAKES : unexplained(received, present.since());
            }
        }
        Mac mac = mac(body, signature);
        Optional<Finding> macMistakes = Optional.empty();
        if (mac == Mac.WRONG) {
            macMistakes = findText(body, "mac").flatMap(value -> search.find(value, Goal.MAC));
            mac = macMistakes.isPresent() ? Mac.MISTAKES : Mac.WRONG;
        }
        Optional<Finding> computed = search.find(received.computed());
        return new WebhookCheck(
                mac,
                signed,
                computed(received, signature, computed),
                WebhookCheck.clock(received.timestamp(), clock.instant()),
                difference,
                new WebhookCheck.Mistakes(macMistakes, signatureMistakes, computed),
                present.since());
    }

    /** What is known of it. The body that was sent is looked up by the delivery's id, among the account's own. */
    private Webhook webhook(AccountId account, Received received, Signature signature, Instant saltSince) {
        Optional<String> sent = sentBodies.findLast(account, received, signature, saltSince);
        Optional<String> documentId = Stream.of(Optional.of(received.body()), sent)
                .flatMap(Optional::stream)
                .map(text -> findText(text, "documentId"))
                .flatMap(Optional::stream)
                .findFirst();
        return new Webhook(
                Optional.ofNullable(received.id()),
                Optional.ofNullable(received.timestamp()),
                received.body(),
                sent,
                documentId,
                findText(received.body(), "eventId"),
                documentId.map(signature::mac));
    }

    private static Optional<Finding> signatureMistakes(MistakeSearch search, String value) {
        return search.find(value, Goal.SIGNATURE)
                .map(finding -> value.contains(Signature.VERSION)
                        ? finding
                        : new Finding(
                                finding.goal(),
                                Stream.concat(finding.mistakes().stream(), Stream.of(Mistake.NO_VERSION))
                                        .toList(),
                                finding.number()))
                .filter(finding -> !finding.isRight());
    }

    private static Signed unexplained(Received received, Instant saltSince) {
        boolean older = received.timestamp() != null
                && received.timestamp().matches("[0-9]{9,11}")
                && Instant.ofEpochSecond(Long.parseLong(received.timestamp()))
                        .isBefore(saltSince.truncatedTo(ChronoUnit.SECONDS));
        return older ? Signed.OLDER_SALT : Signed.WRONG;
    }

    private static Computed computed(Received received, Signature signature, Optional<Finding> finding) {
        String value = received.computed();
        if (value.isEmpty()) {
            return Computed.NONE;
        }
        if (signature.isSecret(value)) {
            return Computed.SECRET;
        }
        if (!MistakeSearch.isHash(value)) {
            return Computed.NO_HASH;
        }
        if (finding.isPresent()) {
            boolean mac = finding.get().goal() == Goal.MAC;
            return !finding.get().isRight()
                    ? Computed.MISTAKES
                    : mac ? Computed.MATCHES_MAC : Computed.MATCHES_SIGNATURE;
        }
        if (received.body().isBlank()) {
            return Computed.NEEDS_BODY;
        }
        return received.id() == null || received.timestamp() == null ? Computed.NEEDS_HEADERS : Computed.UNKNOWN;
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

    private static boolean isSigned(Received received, String body, Signature signature) {
        return isOneOf(
                String.valueOf(received.signature()),
                signature.standard(
                        String.valueOf(received.id()), String.valueOf(received.timestamp()), body.getBytes(UTF_8)));
    }

    /** A header may hold several signatures, with blanks between. */
    private static boolean isOneOf(String values, String right) {
        return Arrays.stream(values.split(" ")).anyMatch(value -> Hashes.sameText(value, right));
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
        return Hashes.sameText(sent.getString().strip(), signature.mac(documentId.getString()))
                ? Mac.MATCHES
                : Mac.WRONG;
    }

    private static Optional<String> findText(String body, String member) {
        return parse(body)
                .filter(JsonObject.class::isInstance)
                .map(structure -> structure.asJsonObject().get(member))
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).getString());
    }

    private static Optional<JsonStructure> parse(String body) {
        try (JsonReader reader = SharedJson.createReader(new StringReader(body))) {
            return Optional.of(reader.read());
        } catch (RuntimeException e) { // parsers have exceptions of several kinds for what is too deep or too large
            return Optional.empty();
        }
    }
}
