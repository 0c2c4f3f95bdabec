/** The page on which people choose their notices. */
@NullMarked
package io.saltgate.notices.web;

import org.jspecify.annotations.NullMarked;
