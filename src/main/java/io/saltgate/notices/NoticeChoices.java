package io.saltgate.notices;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import io.saltgate.platform.mail.MailSettings;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which notices a person gets about the accounts that they own. Mail about their own sign-in has no choice. */
@Stateless
@ForOwnAccount
public class NoticeChoices {

    private final EntityManager em;
    private final Announcements announcements;
    private final MailSettings settings;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected NoticeChoices() {
        this(null, null, null);
    }

    @Inject
    public NoticeChoices(@Database EntityManager em, Announcements announcements, MailSettings settings) {
        this.em = em;
        this.announcements = announcements;
        this.settings = settings;
    }

    /** Whether any mail is sent at all. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public boolean isMailOn(Caller caller) {
        return settings.isOn();
    }

    /** Gets the groups that the caller gets. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Set<NoticeGroup> get(Caller caller) {
        Set<NoticeGroup> on = EnumSet.allOf(NoticeGroup.class);
        for (Object group : em.createNativeQuery("select notice_group from notice_off where user_id = ?1")
                .setParameter(1, caller.requireUser())
                .getResultList()) {
            on.removeIf(each -> each.name().equals(group));
        }
        return on;
    }

    /** Changes them; nothing happens if they are the same. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public void change(Caller caller, Set<NoticeGroup> on) {
        UUID user = caller.requireUser();
        RowLock.CHANGE.take(em, "users", user); // of two forms at once the second sees what the first did
        Set<NoticeGroup> before = get(caller);
        if (before.equals(on)) {
            return;
        }
        em.createNativeQuery("delete from notice_off where user_id = ?1")
                .setParameter(1, user)
                .executeUpdate();
        for (NoticeGroup group : NoticeGroup.values()) {
            if (!on.contains(group)) {
                em.createNativeQuery("insert into notice_off (user_id, notice_group) values (?1, ?2)")
                        .setParameter(1, user)
                        .setParameter(2, group.name())
                        .executeUpdate();
            }
        }
        announcements.announce(new AccountEvent("person.notices.changed", caller, null, user.toString(), Map.of())
                .changed("notices", names(before), names(on)));
    }

    private static String names(Set<NoticeGroup> groups) {
        return groups.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
    }
}
