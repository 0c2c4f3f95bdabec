/**
 * The JSON API v1: thin, over the same services as the pages.
 */
@NullMarked
package io.saltgate.api;

import org.jspecify.annotations.NullMarked;
