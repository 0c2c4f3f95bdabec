package io.saltgate.accounts;

/**
 * Deletes what a feature keeps of an account that was closed and can't be reopened any more. Each feature with data
 * that grows implements it.
 */
public interface ClosedAccountData {

    /**
     * Deletes a batch, in the transaction of its caller.
     *
     * @return whether more may be left
     */
    boolean deleteSome(AccountId account);
}
