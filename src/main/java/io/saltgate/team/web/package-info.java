/**
 * Settings > Team: members, roles and invitations.
 */
@NullMarked
package io.saltgate.team.web;

import org.jspecify.annotations.NullMarked;
