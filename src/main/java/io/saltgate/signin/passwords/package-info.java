/**
 * Passwords, and what stands before them: hashing, the places and the counts of attempts, and the browsers that people
 * have signed in on before.
 *
 * <p>Promise: attempts have bounded places, and are counted before anybody is looked up or anything is hashed, alike
 * for people that there are and those that there are not. Strangers can't keep out an owner who comes with a known
 * browser.
 *
 * <p>Neighbours: {@code users}. Out of scope: what follows when a password is right ({@code sessions}).
 */
@NullMarked
package io.saltgate.signin.passwords;

import org.jspecify.annotations.NullMarked;
