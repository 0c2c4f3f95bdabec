package io.saltgate.testing;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** An authenticator app. It never gives out the same code twice, and waits for the next one instead. */
public final class AuthenticatorApp {

    private static final int STEP = 30;

    private final SecretKeySpec key;
    private long last;

    /** @param secret as the page shows it, in groups of base 32 */
    public AuthenticatorApp(String secret) {
        key = new SecretKeySpec(new Base32().decode(secret.replace(" ", "")), "HmacSHA1");
    }

    public String code() {
        try {
            while (Instant.now().getEpochSecond() / STEP == last) {
                Thread.sleep(500);
            }
            Instant now = Instant.now();
            last = now.getEpochSecond() / STEP;
            return new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(key, now);
        } catch (InvalidKeyException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
