/**
 * Those who run Saltgate beside a product: operator keys, provisioning, gateway check.
 */
@NullMarked
package io.saltgate.operator;

import org.jspecify.annotations.NullMarked;
