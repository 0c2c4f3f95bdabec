/** The parts of the help that know all of it: the API reference, and the search. */
@NullMarked
package io.saltgate.api.help;

import org.jspecify.annotations.NullMarked;
