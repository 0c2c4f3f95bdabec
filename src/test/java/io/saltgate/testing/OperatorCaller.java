package io.saltgate.testing;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import java.util.Set;
import java.util.UUID;

/** Makes operators of a {@link World}, as they ask outside of any account, with a fresh sign-in. */
public final class OperatorCaller {

    private OperatorCaller() {}

    public static Caller in(World world) {
        return in(world, UUID.randomUUID() + "@example.com");
    }

    public static Caller in(World world, String email) {
        return of(world, person(world, email, true));
    }

    /** A person who belongs to no account. */
    public static User person(World world, String email, boolean operator) {
        return world.ask(s -> s.users().create(EmailAddress.parse(email).orElseThrow(), "Olga", operator));
    }

    private static Caller of(World world, User user) {
        return new Caller(
                Caller.Kind.USER,
                user.id(),
                null,
                Set.of(Permission.BE_SIGNED_IN, Permission.OPERATE),
                world.clock().instant(),
                "198.51.100.7");
    }
}
