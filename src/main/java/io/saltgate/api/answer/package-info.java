/** What calls of the JSON API answer with, as records: the {@code data} of the envelope. */
@NullMarked
package io.saltgate.api.answer;

import org.jspecify.annotations.NullMarked;
