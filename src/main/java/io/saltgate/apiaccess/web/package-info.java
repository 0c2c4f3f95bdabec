/**
 * Settings > API: enable, copy, pause, regenerate, disable.
 */
@NullMarked
package io.saltgate.apiaccess.web;

import org.jspecify.annotations.NullMarked;
