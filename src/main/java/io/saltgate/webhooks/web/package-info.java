/**
 * Settings > Webhooks: endpoints, what was sent to them, and the check of what was received.
 */
@NullMarked
package io.saltgate.webhooks.web;

import org.jspecify.annotations.NullMarked;
