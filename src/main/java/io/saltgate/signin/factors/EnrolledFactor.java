package io.saltgate.signin.factors;

import java.time.Instant;

/**
 * A person's second factor, as its owner sees it.
 *
 * @param addedAt when the authenticator app was added
 * @param codesLeft recovery codes that were not used yet
 */
public record EnrolledFactor(Instant addedAt, int codesLeft) {}
