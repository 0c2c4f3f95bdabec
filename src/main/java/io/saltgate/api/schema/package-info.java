/**
 * How calls of the JSON API are described: {@code Operation} on a resource's method, {@code Field} on the members of
 * the records that its body and answer are bound to, and {@code Shape}, which reads both. Bodies are checked by the
 * same shape that the OpenAPI document is made from.
 */
@NullMarked
package io.saltgate.api.schema;

import org.jspecify.annotations.NullMarked;
