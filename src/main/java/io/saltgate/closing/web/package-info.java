/** The pages on which owners close and reopen an account. */
@NullMarked
package io.saltgate.closing.web;

import org.jspecify.annotations.NullMarked;
