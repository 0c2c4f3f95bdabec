/**
 * Settings > Usage.
 */
@NullMarked
package io.saltgate.usage.web;

import org.jspecify.annotations.NullMarked;
