/**
 * Settings > Team: members with a page for each, invitations, and the access review.
 */
@NullMarked
package io.saltgate.team.web;

import org.jspecify.annotations.NullMarked;
