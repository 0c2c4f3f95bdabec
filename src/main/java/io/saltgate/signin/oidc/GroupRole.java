package io.saltgate.signin.oidc;

import io.saltgate.accounts.Slug;
import io.saltgate.team.Role;
import java.util.Arrays;
import java.util.Optional;

/** A group of the provider's, and the role that its people have in an account. */
public record GroupRole(String group, Slug account, Role role) {

    /** Reads {@code group=account:role}; empty if it is anything else. The group may contain any character. */
    static Optional<GroupRole> parse(String text) {
        int equals = text.lastIndexOf('=');
        int colon = text.lastIndexOf(':');
        if (equals < 1 || colon < equals) {
            return Optional.empty();
        }
        Optional<Slug> slug = Slug.parse(text.substring(equals + 1, colon).strip());
        String name = text.substring(colon + 1).strip();
        Optional<Role> role = Arrays.stream(Role.values())
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst();
        String group = text.substring(0, equals).strip();
        return slug.isEmpty() || role.isEmpty() || group.isEmpty()
                ? Optional.empty()
                : Optional.of(new GroupRole(group, slug.get(), role.get()));
    }
}
