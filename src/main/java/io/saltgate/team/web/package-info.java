/**
 * The frame of every console page: whose account it is, who looks at it, and what the panel offers them.
 */
@NullMarked
package io.saltgate.team.web;

import org.jspecify.annotations.NullMarked;
