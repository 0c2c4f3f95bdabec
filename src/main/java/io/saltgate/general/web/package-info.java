/** The page of an account's general settings. */
@NullMarked
package io.saltgate.general.web;

import org.jspecify.annotations.NullMarked;
