/**
 * Settings > Audit trail.
 */
@NullMarked
package io.saltgate.audit.web;

import org.jspecify.annotations.NullMarked;
