/**
 * Pages of first run, sign-in, sign-out, choosing an account and confirming a recent sign-in.
 */
@NullMarked
package io.saltgate.signin.web;

import org.jspecify.annotations.NullMarked;
