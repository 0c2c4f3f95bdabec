package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.net.AllowList;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;

/** The operator's use cases on private targets that one account may reach. */
@Stateless
@ForOwnAccount
public class TargetPermits {

    /** Targets that an account may have. */
    public static final int MOST = 50;

    private final TargetExceptions exceptions;
    private final Accounts accounts;
    private final Announcements announcements;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected TargetPermits() {
        this(null, null, null);
    }

    @Inject
    public TargetPermits(TargetExceptions exceptions, Accounts accounts, Announcements announcements) {
        this.exceptions = exceptions;
        this.accounts = accounts;
        this.announcements = announcements;
    }

    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public List<String> list(Caller caller) {
        return exceptions.list(caller.requireAccount());
    }

    /**
     * In place of what there was; holds from the next attempt on.
     *
     * @throws IllegalArgumentException if there are more than {@link #MOST}, or one includes link-local or metadata
     *     addresses, which only the configuration can allow
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public void replace(Caller caller, AllowList targets) {
        if (targets.entries().size() > MOST) {
            throw new IllegalArgumentException("too many targets");
        }
        if (targets.entries().stream().anyMatch(target -> target.findMetadata().isPresent())) {
            throw new IllegalArgumentException("a target that only the configuration can allow");
        }
        AccountId account = accounts.lock(caller.requireAccount()).id();
        List<String> texts = targets.entries().stream()
                .map(AllowList.Entry::toString)
                .distinct()
                .toList();
        exceptions.replace(account, texts);
        announcements.announce(
                AccountEvent.of("webhook.targets.set", caller, texts.size()).with("targets", String.join(" ", texts)));
    }
}
