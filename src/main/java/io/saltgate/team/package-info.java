/**
 * Who belongs to an account, in which role. A {@code Role} is a set of permissions and nothing else. Each change locks
 * the account and is judged by the roles of that moment; an account always has an owner.
 */
@NullMarked
package io.saltgate.team;

import org.jspecify.annotations.NullMarked;
