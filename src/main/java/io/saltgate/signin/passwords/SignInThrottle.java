package io.saltgate.signin.passwords;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.signin.passwords.TokenBuckets.Bucket;
import io.saltgate.signin.passwords.TokenBuckets.Kind;
import io.saltgate.signin.passwords.TokenBuckets.Taken;
import io.saltgate.team.InvitationToken;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may try to prove who they are, decided before anybody is looked up and anything is hashed, and so alike for
 * people that there are and those that there are not.
 *
 * <p>A try counts against its address and against the name that it is for. One from a device that the person has signed
 * in on before counts against that device alone: whatever others try, and from wherever, that person gets in.
 */
@ApplicationScoped
public class SignInThrottle {

    /** Whether a try may be made. */
    public sealed interface Verdict {

        /** It may, and it counts. */
        record Admitted(List<Bucket> counted) implements Verdict {}

        /** Refused, since there were too many attempts; {@code retryAfter} is the time until another is allowed. */
        record Slowed(Duration retryAfter) implements Verdict {}
    }

    /** There are never more rows of a kind. Names and addresses that share a slot share its tries. */
    static final int SLOTS = 1 << 18;

    private final TokenBuckets buckets;
    private final KnownDevices devices;
    private final Passwords passwords;
    private final KeyRing ring;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SignInThrottle() {
        this(null, null, null, null);
    }

    @Inject
    public SignInThrottle(TokenBuckets buckets, KnownDevices devices, Passwords passwords, KeyRing ring) {
        this.buckets = buckets;
        this.devices = devices;
        this.passwords = passwords;
        this.ring = ring;
    }

    /**
     * @param name the email as typed, whether or not it is anybody's. All tries with it count together, on whatever
     *     page it is typed
     * @param known what the browser keeps, if the person has signed in there ({@link #isKnown}); else null
     * @param address the judged one; null if it can't be told, and then all such share one bucket
     */
    public Verdict admit(String name, @Nullable DeviceId known, @Nullable String address) {
        String person = person(name);
        if (known != null) {
            return take(address, new Limit("DEVICE", person, bucket(Kind.DEVICE, known.hash())));
        }
        return take(address, ofAddress(address), new Limit("NAME", person, bucket(Kind.NAME, person)));
    }

    /**
     * Whether the person has signed in on this device before; null is none.
     *
     * @param account slug of the account on whose page the email was typed; null for the page of all
     */
    public boolean isKnown(String name, @Nullable String account, @Nullable DeviceId device) {
        return device != null && devices.isKnown(device, person(name), account);
    }

    /** Whether the person has signed in on this device before; null is none. */
    public boolean isKnown(UUID user, @Nullable DeviceId device) {
        return device != null && devices.isKnown(device, user);
    }

    /** Whether anyone has signed in on this device before; null is none. */
    public boolean isKnown(@Nullable DeviceId device) {
        return device != null && devices.isKnown(device);
    }

    private static String person(String name) {
        return EmailAddress.parse(name).map(EmailAddress::value).orElse(name);
    }

    /** For the first run, when there is nobody yet. */
    public Verdict admitSetup(@Nullable String address) {
        return take(address, ofAddress(address));
    }

    /** For what comes back from an identity provider, of whom nobody knows yet whose it is. */
    public Verdict admitReturn(@Nullable String address) {
        return take(address, ofAddress(address));
    }

    /** For a new person with an invitation, whether there is such an invitation or not. */
    public Verdict admitInvited(InvitationToken token, @Nullable String address) {
        Bucket bucket = bucket(Kind.NAME, "invitation:" + token.hash());
        return take(address, ofAddress(address), new Limit("INVITATION", "", bucket));
    }

    /**
     * For a recovery link, whether there is such a link or not.
     *
     * @param linkHash of its secret
     */
    public Verdict admitRecovery(String linkHash, @Nullable String address) {
        Bucket bucket = bucket(Kind.NAME, "recovery:" + linkHash);
        return take(address, ofAddress(address), new Limit("RECOVERY", "", bucket));
    }

    /**
     * For a code of a second factor, after a right password. A stranger who has it may try five at once and 20 in all,
     * then one a day; the person isn't kept out by that on a device that is known, which has tries of its own.
     *
     * @param user whose factor it is: two people may have one address, of whom one has proved it
     */
    public Verdict admitCode(UUID user, String email, @Nullable DeviceId device, @Nullable String address) {
        if (device != null && devices.isKnown(device, user)) {
            return take(address, new Limit("CODE", email, bucket(Kind.CODE, "device:" + device.hash())));
        }
        String person = "person:" + user;
        return take(
                address,
                new Limit("CODE", email, bucket(Kind.CODE, person)),
                new Limit("CODE", email, bucket(Kind.CODE_DAY, person)));
    }

    /**
     * For a passkey, which names its person itself. It can't be guessed: what is bounded is the work. A device that is
     * known has tries of its own.
     */
    public Verdict admitPasskey(@Nullable DeviceId device, @Nullable String address) {
        return device != null && devices.isKnown(device)
                ? take(address, new Limit("DEVICE", "", bucket(Kind.DEVICE, device.hash())))
                : take(address, ofAddress(address));
    }

    /** For a request for a link by mail, which counts whether or not anybody has the address. */
    public Verdict admitReset(EmailAddress email, @Nullable String address) {
        Bucket bucket = bucket(Kind.NAME, "reset:" + email.value());
        return take(address, ofAddress(address), new Limit("RECOVERY", "", bucket));
    }

    /**
     * For an invitation of someone who is signed in; apart from strangers' tries, which must not keep that person out.
     */
    public Verdict admitToJoin(Caller caller) {
        return take(
                caller.address(), new Limit("INVITATION", "", bucket(Kind.NAME, "joining:" + caller.requireUser())));
    }

    /**
     * Runs an attempt that was admitted. Only one that fails counts: not one that succeeds, nor one that finds no turn.
     *
     * @param attempt empty if it fails
     * @throws AttemptQueue.Busy as it does
     */
    public <T> Optional<T> run(Verdict.Admitted admitted, Supplier<Optional<T>> attempt) {
        Optional<T> result;
        try {
            result = attempt.get();
        } catch (AttemptQueue.Busy e) {
            giveBack(admitted);
            throw e;
        }
        if (result.isPresent()) {
            giveBack(admitted);
        }
        return result;
    }

    /** The try was no guess: it succeeded, or was not judged at all. */
    public void giveBack(Verdict.Admitted admitted) {
        admitted.counted().forEach(buckets::giveBack);
    }

    /**
     * One of the buckets that a try counts in.
     *
     * @param name what the audit trail calls it
     * @param person the name that it belongs to; empty if it counts no person's attempts
     */
    private record Limit(String name, String person, Bucket bucket) {}

    private Limit ofAddress(@Nullable String address) {
        return new Limit("ADDRESS", "", addressBucket(address));
    }

    private Verdict take(@Nullable String address, Limit... all) {
        List<Bucket> counted = new ArrayList<>();
        for (Limit limit : all) {
            if (buckets.take(limit.bucket()) instanceof Taken.No no) {
                if (no.first()) {
                    passwords.recordThrottled(limit.person(), limit.name(), address);
                }
                return new Verdict.Slowed(no.retryAfter());
            }
            counted.add(limit.bucket());
        }
        return new Verdict.Admitted(counted);
    }

    Bucket addressBucket(@Nullable String address) {
        return bucket(Kind.ADDRESS, network(address));
    }

    private static String network(@Nullable String address) {
        if (address == null) {
            return "unknown";
        }
        return IpAddresses.parse(address)
                .map(IpAddresses::subscriber)
                .map(IPAddress::toCanonicalString)
                .orElse("unknown");
    }

    /** Under the ring's first key, which all nodes have, also while another is being added. */
    Bucket bucket(Kind kind, String counted) {
        byte[] key = ring.keys().getFirst().forPurpose("throttle");
        byte[] hash = Hashes.hmacSha256(key, (kind + ":" + counted).getBytes(StandardCharsets.UTF_8));
        return new Bucket(kind, Math.floorMod(ByteBuffer.wrap(hash).getInt(), SLOTS));
    }
}
