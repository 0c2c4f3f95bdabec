/**
 * The tenant: accounts, who is asking ({@code Caller}), with what rights ({@code Permission}), and what features
 * announce ({@code AccountEvent}).
 *
 * <p>Promise: a use case only ever acts on the account of its caller, and every lifecycle change begins with the
 * account's row lock and ends with a tick of the {@code ChangeClock} of {@code changes}.
 *
 * <p>Neighbours: stands on {@code platform} alone; every other feature stands on it, but {@code changes}. Out of scope:
 * people ({@code users}) and their roles ({@code team}).
 */
@NullMarked
package io.saltgate.accounts;

import org.jspecify.annotations.NullMarked;
