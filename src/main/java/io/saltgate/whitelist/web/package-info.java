/**
 * Settings > IP whitelist.
 */
@NullMarked
package io.saltgate.whitelist.web;

import org.jspecify.annotations.NullMarked;
