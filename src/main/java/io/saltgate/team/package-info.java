/**
 * Who belongs to an account, in which role. A {@code Role} is a set of permissions and nothing else.
 */
@NullMarked
package io.saltgate.team;

import org.jspecify.annotations.NullMarked;
