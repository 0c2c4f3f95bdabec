/**
 * Pages on plain servlets: templates, forms, request forgery, headers, errors.
 */
@NullMarked
package io.saltgate.platform.web;

import org.jspecify.annotations.NullMarked;
