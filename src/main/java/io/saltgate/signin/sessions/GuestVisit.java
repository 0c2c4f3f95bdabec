package io.saltgate.signin.sessions;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Viewer;
import io.saltgate.team.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the session of a guest carries: the one account that it reaches, in which role, and how its pages look. */
@Embeddable
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class GuestVisit {

    @Column(name = "account_id")
    private UUID accountId;

    @Enumerated(EnumType.STRING)
    private Role role;

    @Column(name = "return_url")
    private @Nullable String returnUrl;

    private @Nullable String theme;

    protected GuestVisit() {}

    /**
     * @param returnUrl of the page that leads here, which was checked; null for none
     * @param theme name of the colours to show; null for those that the browser prefers
     */
    public GuestVisit(AccountId account, Role role, @Nullable String returnUrl, @Nullable String theme) {
        this.accountId = account.value();
        this.role = role;
        this.returnUrl = returnUrl;
        this.theme = theme;
    }

    AccountId account() {
        return new AccountId(accountId);
    }

    Role role() {
        return role;
    }

    Viewer.Guest look() {
        return new Viewer.Guest(returnUrl, theme);
    }
}
