package io.saltgate.accounts;

/** Says what happened to whoever listens (audit, notices), within the transaction of the change. */
@FunctionalInterface
public interface Announcements {
    void announce(AccountEvent event);
}
