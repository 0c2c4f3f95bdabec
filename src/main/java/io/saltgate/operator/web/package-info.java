/**
 * The operator's pages.
 */
@NullMarked
package io.saltgate.operator.web;

import org.jspecify.annotations.NullMarked;
