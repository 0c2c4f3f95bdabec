/**
 * Closes accounts, lets owners and the operator reopen them for 30 days, and deletes their data afterwards.
 *
 * <p>Promise: closing disables the API first, in the same transaction, so that no call passes from then on; a closed
 * account's team can see that it is closed and do nothing else, but that owners can reopen it; its slug is never given
 * out again. Data is deleted in batches ({@code ClosedAccountData}); the audit trail stays.
 *
 * <p>Neighbours: {@code apiaccess} disables the API; {@code operator} has the operator's side of it.
 */
@NullMarked
package io.saltgate.closing;

import org.jspecify.annotations.NullMarked;
