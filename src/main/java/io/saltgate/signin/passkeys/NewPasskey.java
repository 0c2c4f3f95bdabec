package io.saltgate.signin.passkeys;

import java.time.Instant;

/**
 * A credential that a browser has just made, and that was found to be in order.
 *
 * @param credentialId in base64url
 * @param credentialData its id and public key, as WebAuthn has them (section 6.5.1), in base64url
 * @param backupEligible whether it may be copied to the person's other devices
 * @param transports how its device is reached, separated by commas
 * @param challengeHash of the challenge that it answers
 */
record NewPasskey(
        String credentialId,
        String credentialData,
        long signCount,
        boolean backupEligible,
        boolean backedUp,
        String transports,
        String challengeHash,
        Instant challengeExpiry) {}
