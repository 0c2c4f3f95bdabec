/** The bodies of the JSON API's calls, as records. Their members are in the order in which a refusal lists them. */
@NullMarked
package io.saltgate.api.body;

import org.jspecify.annotations.NullMarked;
