package io.saltgate.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemberDirectoryTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void showsEveryoneOnceInTheOrderOfRolesAndNames(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            world.member(Role.OWNER);
            world.tell(s -> {
                for (int i = 0; i < 2 * MemberDirectory.PAGE_SIZE; i++) {
                    EmailAddress email = EmailAddress.parse(UUID.randomUUID() + "@example.com")
                            .orElseThrow();
                    // Some have a name that others have too, at the end of a page as well.
                    UUID user = s.users().create(email, "Name " + i % 7, false).id();
                    s.members().add(owner.requireAccount(), user, Role.values()[i % 4]);
                }
            });

            List<Members.View> all = new ArrayList<>();
            UUID after = null;
            int pages = 0;
            do {
                MemberDirectory.Slice slice = slice(world, owner, after);
                assertThat(slice.members()).hasSizeLessThanOrEqualTo(MemberDirectory.PAGE_SIZE);
                all.addAll(slice.members());
                after = slice.next();
                pages++;
            } while (after != null);

            assertThat(pages).isEqualTo(3);
            assertThat(all.stream().map(Members.View::userId).distinct()).hasSize(2 * MemberDirectory.PAGE_SIZE + 1);
            assertThat(all)
                    .isSortedAccordingTo((a, b) -> a.role() == b.role()
                            ? a.name().compareTo(b.name())
                            : a.role().compareTo(b.role()));
            assertThat(slice(world, owner, UUID.randomUUID()))
                    .as("after someone who is gone: the first page")
                    .isEqualTo(slice(world, owner, null));
        }
    }

    private static MemberDirectory.Slice slice(World world, Caller caller, @Nullable UUID after) {
        return world.ask(s -> s.directory().getSlice(caller, after));
    }
}
