/** Calls of the JSON API by HTTP: who calls, where, what is repeated, and what a failure means. */
@NullMarked
package io.saltgate.cli.http;

import org.jspecify.annotations.NullMarked;
