package io.saltgate.console;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Announces that somebody was refused for want of a right, in a transaction of its own: what they tried has none. */
@Stateless
@ForOwnAccount
public class Refusals {

    private final Announcements announcements;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Refusals() {
        this(null);
    }

    @Inject
    public Refusals(Announcements announcements) {
        this.announcements = announcements;
    }

    /**
     * @param route what was tried
     * @param path the same as it was asked for, without its query
     */
    @RolesAllowed({Permission.BE_SIGNED_IN, Permission.BE_GUEST, Permission.BE_OPERATOR_KEY})
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void record(Caller caller, Routes.Route route, String path) {
        announcements.announce(AccountEvent.of("right.refused", caller, path).with("method", route.method()));
    }
}
