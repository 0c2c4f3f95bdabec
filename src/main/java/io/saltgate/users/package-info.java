/**
 * People: their names and addresses, and whether they are operators.
 *
 * <p>Out of scope: how they prove who they are ({@code signin}) and what they may do in an account ({@code team}).
 */
@NullMarked
package io.saltgate.users;

import org.jspecify.annotations.NullMarked;
