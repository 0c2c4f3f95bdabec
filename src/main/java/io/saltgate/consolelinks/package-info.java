/**
 * Console links: the hand-over by which a product's back end leads its signed-in customer into one account, as if
 * Saltgate's settings were pages of the product.
 *
 * <p>The life of a link: a back end whose key has the scope {@code sessions} issues it ({@code ConsoleLinks}) and sends
 * its customer's browser there. The page of the link changes nothing; the form on it redeems the link ({@code
 * ConsoleLinkRedemption}), by script at once where nobody is signed in. The browser then has the session of a
 * <b>guest</b>: a person of that account alone, with the role of the link.
 *
 * <p>Promise: a link works once, for two minutes, on whichever node, as long as its key is not revoked; the database
 * holds a keyed hash of its secret. A guest is never anyone else, whatever the address: no credential leads to one and
 * none can be added. Issuing and redeeming are in the account's trail.
 *
 * <p>Neighbours: {@code signin} resolves sessions of guests ({@code GuestCallers}), {@code team} keeps their roles,
 * {@code operator} knows the keys. Out of scope: what a guest may do in the account, which is the role's to say.
 */
@NullMarked
package io.saltgate.consolelinks;

import org.jspecify.annotations.NullMarked;
