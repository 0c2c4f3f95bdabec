package io.saltgate.signin.passwords;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) with 19 MiB, 2 passes and one lane, as OWASP's password storage guidance has it. How many run at
 * once is up to {@link AttemptQueue}: whatever a request has hashed goes through a place of it. Passwords are hashed
 * in their {@link PasswordForm}.
 */
@ApplicationScoped
public class PasswordHasher {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final String PARAMETERS = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$";
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Hashes work in memory that is kept: 19 MiB that were new each time would have the collector copy those of the
     * hashes under way, for tens of milliseconds in which no call is decided. The generator clears what it gives back.
     */
    private static final Argon2BytesGenerator.BlockPool MEMORY = new Argon2BytesGenerator.FixedBlockPool(
            AttemptQueue.TURNS * Argon2BytesGenerator.getBlockCount(MEMORY_KIB, LANES));

    /** In PHC string form: parameters, salt and hash. */
    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] hash = compute(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return PARAMETERS + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /** With the parameters that the hash names, so that they can be raised later. */
    public boolean matches(String password, String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] actual = compute(
                password,
                salt,
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    /** Whether it was made with other parameters than those of today. */
    public boolean isOutdated(String phc) {
        return !phc.startsWith(PARAMETERS);
    }

    private static byte[] compute(String password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .withBlockPool(MEMORY)
                .build());
        byte[] hash = new byte[length];
        argon2.generateBytes(PasswordForm.of(password).getBytes(UTF_8), hash);
        return hash;
    }
}
