/**
 * What all pages of an account share: {@code AccountPage} and its {@code Routes}, forms that were sent, and refusals
 * for want of a right. {@code OperatorPage} is the base of the operator's pages.
 *
 * <p>Promise: a page of an account is reached only by a caller of that account who has the route's permission, and no
 * form does its work twice. The permission of a route only hides and answers early; the use case behind it asks for the
 * right again.
 *
 * <p>Neighbours: stands on {@code accounts}; the pages of all features stand on it, and the JSON API for its refusals.
 * Out of scope: who is asking ({@code signin}), and how pages are rendered ({@code platform.web}).
 */
@NullMarked
package io.saltgate.console;

import org.jspecify.annotations.NullMarked;
