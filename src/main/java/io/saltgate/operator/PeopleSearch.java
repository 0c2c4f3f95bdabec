package io.saltgate.operator;

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
import java.util.UUID;

/** Finds the people of all accounts for operators. */
@Stateless
@ForOwnAccount
public class PeopleSearch {

    /** More are not shown: a search narrows. */
    public static final int MAX = 20;

    /** The longest text that is searched for: that of an address. */
    private static final int MAX_TEXT = 254;

    private final Users users;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected PeopleSearch() {
        this(null);
    }

    @Inject
    public PeopleSearch(Users users) {
        this.users = users;
    }

    /** Finds by a part of name or address, in any case; nobody for a text that neither can have. */
    @RolesAllowed(Permission.OPERATE)
    public List<User> search(Caller caller, String text) {
        String part = text.strip();
        boolean possible = !part.isEmpty() && part.length() <= MAX_TEXT && PlainText.isPlain(part);
        return possible ? users.search(part, MAX) : List.of();
    }

    /** @throws NotFound if there is no such person */
    @RolesAllowed(Permission.OPERATE)
    public User get(Caller caller, UUID id) {
        return users.find(id).orElseThrow(NotFound::new);
    }
}
