package io.saltgate.apiaccess;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.KeyRing;
import java.util.zip.CRC32;

/** Tokens by the product's own code, as enabling makes them. */
public final class MadeTokens {

    private static final int RANDOM_AND_TAG = 43;

    private MadeTokens() {}

    public static AuthToken next(KeyRing ring) {
        return AuthToken.generate("sg_", ring);
    }

    /** Well-formed, and its checksum is right: only the tag tells that nobody issued it. */
    public static String forged() {
        String text = "sg_" + Base62.random(RANDOM_AND_TAG);
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(US_ASCII));
        return text + Base62.encode(crc.getValue(), 6);
    }
}
