/**
 * Pages as plain servlets: templates, forms, checks against request forgery, headers, errors.
 */
@NullMarked
package io.saltgate.platform.web;

import org.jspecify.annotations.NullMarked;
