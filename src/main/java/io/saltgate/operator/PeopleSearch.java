package io.saltgate.operator;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.PlainText;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the people of all accounts for operators. */
@Stateless
@ForOwnAccount
public class PeopleSearch {

    /** More are not shown: a search narrows. */
    public static final int MAX = 20;

    /** The longest text that is searched for: that of an address. */
    private static final int MAX_TEXT = 254;

    /**
     * A person of the list.
     *
     * @param account slug of the only account that knows an unproved address; null for anyone else
     */
    public record Found(User user, @Nullable String account) {

        /** What tells the person from another of the same address, who can be known in another account. */
        public String label() {
            return account == null ? user.email() : user.email() + " (" + account + ")";
        }
    }

    private final Users users;
    private final Accounts accounts;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected PeopleSearch() {
        this(null, null);
    }

    @Inject
    public PeopleSearch(Users users, Accounts accounts) {
        this.users = users;
        this.accounts = accounts;
    }

    /** Finds by a part of name or address, in any case; nobody for a text that neither can have. */
    @RolesAllowed(Permission.OPERATE)
    public List<Found> search(Caller caller, String text) {
        String part = text.strip();
        boolean possible = !part.isEmpty() && part.length() <= MAX_TEXT && PlainText.isPlain(part);
        return possible ? users.search(part, MAX).stream().map(this::found).toList() : List.of();
    }

    /** @throws NotFound if there is no such person */
    @RolesAllowed(Permission.OPERATE)
    public Found get(Caller caller, UUID id) {
        return users.find(id).filter(user -> !user.isErased()).map(this::found).orElseThrow(NotFound::new);
    }

    private Found found(User user) {
        String account = Optional.ofNullable(user.accountId())
                .flatMap(id -> accounts.find(new AccountId(id)))
                .map(Account::slug)
                .orElse(null);
        return new Found(user, account);
    }
}
