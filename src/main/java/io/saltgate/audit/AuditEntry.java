package io.saltgate.audit;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.crypto.Hashes;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened. Its hash is keyed and covers all its fields and the hash of the entry before it, so that a
 * row which is changed or taken out later breaks the chain there.
 */
@Entity
@Table(name = "audit_entry")
@IdClass(AuditEntryId.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class AuditEntry {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Id
    @Column(name = "chain_id")
    private UUID chainId;

    @Id
    private long seq;

    @Column(name = "account_id")
    private @Nullable UUID accountId;

    @Column(name = "happened_at")
    private Instant happenedAt;

    private String code;

    @Column(name = "actor_kind")
    private String actorKind;

    @Column(name = "actor_id")
    private @Nullable UUID actorId;

    @Column(name = "actor_address")
    private @Nullable String actorAddress;

    private @Nullable String subject;
    private String parameters;

    private @Nullable String salt;
    private String digest;
    private @Nullable String erased;

    @Column(name = "key_id")
    private String keyId;

    @Column(name = "previous_hash")
    private String previousHash;

    private String hash;

    protected AuditEntry() {}

    AuditEntry(AuditChain chain, AccountEvent event, Instant now, AuditSeals seals) {
        this.chainId = chain.id();
        this.seq = chain.nextSeq();
        this.accountId = event.account() == null ? null : event.account().value();
        this.happenedAt = now.truncatedTo(ChronoUnit.MICROS); // as both databases keep it, or the hash would not hold
        this.code = event.code();
        this.actorKind = event.by().kind().name();
        this.actorId = event.by().id();
        this.actorAddress = event.by().address();
        this.subject = event.subject();
        JsonObjectBuilder json = SharedJson.createObjectBuilder();
        event.parameters().forEach(json::add);
        this.parameters = json.build().toString();
        this.salt = newSalt();
        this.digest = "";
        this.keyId = seals.currentKey();
        this.previousHash = chain.lastHash();
        this.digest = seals.digest(row());
        this.hash = seals.hash(row());
    }

    private AuditRow row() {
        return new AuditRow(
                chainId,
                seq,
                accountId,
                happenedAt,
                code,
                actorKind,
                actorId,
                actorAddress,
                subject,
                parameters,
                salt,
                digest,
                erased,
                keyId,
                previousHash);
    }

    private static String newSalt() {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return Hashes.base64Url(salt);
    }

    /**
     * Erases personal data: the address, and what {@link PersonalFields} says. The hash stays what it was.
     *
     * @return whether there was any
     */
    boolean erase(AuditSeals seals) {
        String shortSubject = PersonalFields.without(subject);
        String fewer = PersonalFields.without(code, parameters);
        return leave(shortSubject, fewer, seals);
    }

    /**
     * Erases what is personal of one person: as {@link #erase}, but the address of another person whom the entry is
     * about stays.
     *
     * @param email the address that the person had; null if another person has it
     */
    boolean erasePerson(@Nullable String email, AuditSeals seals) {
        boolean own = email != null && email.equals(subject);
        return leave(own ? PersonalFields.ERASED : subject, PersonalFields.without(code, parameters), seals);
    }

    /** What was erased before can be erased further, never be put back. */
    private boolean leave(@Nullable String lessSubject, String fewer, AuditSeals seals) {
        boolean any = actorAddress != null || !Objects.equals(subject, lessSubject) || !parameters.equals(fewer);
        if (salt == null && !any) {
            return false;
        }
        actorAddress = null;
        subject = lessSubject;
        parameters = fewer;
        salt = null;
        erased = seals.erased(row());
        return any;
    }

    UUID chainId() {
        return chainId;
    }

    /** Whether it is what was written, and stands behind the entry with this hash. */
    boolean follows(String previous, AuditSeals seals) {
        return previousHash.equals(previous) && isGenuine(seals);
    }

    boolean isGenuine(AuditSeals seals) {
        return seals.isHash(hash, row());
    }

    long seq() {
        return seq;
    }

    Instant happenedAt() {
        return happenedAt;
    }

    String code() {
        return code;
    }

    String actorKind() {
        return actorKind;
    }

    @Nullable
    UUID actorId() {
        return actorId;
    }

    @Nullable
    String actorAddress() {
        return actorAddress;
    }

    @Nullable
    String subject() {
        return subject;
    }

    /** A JSON object of texts. */
    String parameters() {
        return parameters;
    }

    String keyId() {
        return keyId;
    }

    String hash() {
        return hash;
    }
}
