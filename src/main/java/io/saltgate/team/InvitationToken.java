package io.saltgate.team;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;
import java.util.Optional;

/** The secret in an invitation's link: 43 base-62 characters, 256 bits. The database holds its hash alone. */
public final class InvitationToken {

    private static final int LENGTH = 43;

    private final String text;

    private InvitationToken(String text) {
        this.text = text;
    }

    static InvitationToken generate() {
        return new InvitationToken(Base62.random(LENGTH));
    }

    public static Optional<InvitationToken> parse(String text) {
        return text.length() == LENGTH && Base62.isBase62(text)
                ? Optional.of(new InvitationToken(text))
                : Optional.empty();
    }

    /** The hash that the database holds instead of the secret, which can't be had from it. */
    public String hash() {
        return Hashes.sha256("invitation:" + text);
    }

    /** For the link alone. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "invitation token";
    }
}
