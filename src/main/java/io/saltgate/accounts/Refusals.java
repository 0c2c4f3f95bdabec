package io.saltgate.accounts;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Announces that somebody was refused for want of a right, in a transaction of its own: what they tried has none. */
@Stateless
@ForOwnAccount
public class Refusals {

    /** What the trail keeps of a path. */
    private static final int MAX_PATH = 300;

    private final RefusalMeter meter;
    private final Announcements announcements;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Refusals() {
        this(null, null);
    }

    @Inject
    public Refusals(RefusalMeter meter, Announcements announcements) {
        this.meter = meter;
        this.announcements = announcements;
    }

    /** @param path within the account, without its query */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void record(Caller caller, String method, String path) {
        if (meter.takes(caller, method + " " + path)) {
            announcements.announce(AccountEvent.of(
                            "right.refused", caller, path.substring(0, Math.min(path.length(), MAX_PATH)))
                    .with("method", method));
        }
    }
}
