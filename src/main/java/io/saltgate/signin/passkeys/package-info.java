/**
 * Passkeys (W3C WebAuthn Level 3): their public keys, the challenges that they sign, and the judgement of what they
 * answer.
 *
 * <p>Promise: an answer counts once, within five minutes of its challenge, for what the challenge was issued for, from
 * the origin of the public address. A counter that goes back is refused. What is asked of nobody yet makes no row:
 * challenges carry their time and a keyed tag, and only those that were answered are stored.
 *
 * <p>Locks: the person's password first ({@code StoredPasswords}), then a passkey's row, then spent challenges. Out of
 * scope: what an accepted passkey begins, which is for the flows of {@code signin} to say.
 */
@NullMarked
package io.saltgate.signin.passkeys;

import org.jspecify.annotations.NullMarked;
