/** The page of a console link. */
@NullMarked
package io.saltgate.consolelinks.web;

import org.jspecify.annotations.NullMarked;
