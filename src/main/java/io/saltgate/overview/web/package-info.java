/** The page of the overview, at an account's own address. */
@NullMarked
package io.saltgate.overview.web;

import org.jspecify.annotations.NullMarked;
