/**
 * The second factor: codes of an authenticator app (TOTP, RFC 6238), passkeys ({@code passkeys}), and recovery codes for
 * when they are out of reach.
 *
 * <p>Promise: a code is accepted once, on whichever node; of ten recovery codes each works once; a person who has a
 * second factor begins no session without it. The app's secret is sealed, recovery codes are keyed hashes.
 *
 * <p>Locks: the person's password first ({@code StoredPasswords}), then the tables of this package.
 */
@NullMarked
package io.saltgate.signin.factors;

import org.jspecify.annotations.NullMarked;
