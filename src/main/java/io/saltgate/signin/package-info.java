/**
 * How people prove who they are. This package has the flows, which go through several of its rooms: {@code SignIn}, and
 * joining an account by an invitation. The rooms are {@code passwords}, {@code factors},
 * {@code passkeys}, {@code sessions}, {@code firstrun}, {@code recovery}, {@code addresses} and {@code oidc}.
 *
 * <p>The life of a sign-in: an attempt takes a bounded place ({@code AttemptQueue}) and is counted against its address
 * and name ({@code SignInThrottle}) before anybody is looked up or anything is hashed. If the password is right and the
 * person has a second factor, a page asks for a code, and holds the sealed first step until it comes ({@code
 * PendingSignIns}); a passkey counts in its place, and in place of both ({@code PasskeySignIn}). Then {@code
 * ConsoleSessions} begins a session in the database, and the browser gets its id as a cookie and another by which it is
 * known the next time. From then on {@code SaltgateAuthModule} resolves the cookie of each request to a {@code Caller}
 * with the rights on the account in its path, until the session ends by a sign-out or by time.
 *
 * <p>With an identity provider ({@code SingleSignOn}) the password's part is the provider's: a browser goes there with
 * a sealed cookie, and comes back with a code for a token. A genuine one is a person by issuer and subject; an unknown
 * subject by a proved address, which one who has a password links by proving that. Its session ends with the
 * provider's.
 *
 * <p>The life of a person's address ({@code User}): who invites without mail sees the link and may use it, so only a
 * mail that came back, a trusted provider, the first run, or an operator's one-time link proves that an address is the
 * person's. {@code AddressModelTest} tries these steps in all orders, and compares them with the services:
 *
 * <pre>
 *   nobody   -> proved   : Accept, by a mailed link
 *   nobody   -> unproved : Accept, by a link that the inviter saw; known in that account alone
 *   unproved -> proved   : Verify, by a link to the address; Vouch, by an operator's
 *   unproved -> released : Remove, from that account; the address is anybody's again
 *   released -> proved   : Vouch
 *   proved   -> proved   : Move, by a link to another address; the one before is anybody's again
 * </pre>
 *
 * <p>A proof of someone unproved ends what was made before: password, sessions, known browsers, second factor, passkeys
 * ({@code AddressProof}). An address that another person has proved is never taken: the step is refused. Who is
 * unproved signs in, by password or passkey, on that account's own page and nowhere else.
 *
 * <p>Neighbours: {@code users} for people, {@code team} for roles. The rooms don't use this package. Credentials of the
 * JSON API (operator keys) reach the module through {@code CallerResolver} of {@code accounts}.
 */
@NullMarked
package io.saltgate.signin;

import org.jspecify.annotations.NullMarked;
