package io.saltgate.notices;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.mail.Mailer;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticeJobTest {

    private static final MailSettings ON = new MailSettings(
            Optional.of("localhost"), 25, MailSettings.Tls.NONE, Optional.empty(), "", "saltgate@example.com");

    /** Each step a transaction of its own, as in the server. */
    private static final class Queue extends NoticeQueue {

        private final World world;

        Queue(World world) {
            this.world = world;
        }

        private NoticeQueue of(World.Services services) {
            return new NoticeQueue(services.em(), services.users(), world.clock());
        }

        @Override
        public List<Letter> claim() {
            return world.ask(s -> of(s).claim());
        }

        @Override
        public void settle(Letter letter) {
            world.tell(s -> of(s).settle(letter));
        }

        @Override
        public boolean putOff(Letter letter) {
            return world.ask(s -> of(s).putOff(letter));
        }

        @Override
        public boolean deleteSent() {
            return world.ask(s -> of(s).deleteSent());
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void sendsTheOthersWhenOneCannotBeSentAtAll(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller first = world.member(Role.OWNER);
            Caller second = world.member(Role.OWNER);
            announce(world, first);
            world.clock().turn(Duration.ofSeconds(1));
            announce(world, second);
            String unlucky = email(world, first);
            List<String> sent = new ArrayList<>();
            Mailer mailer = new Mailer(ON, world.clock()) {
                @Override
                public void send(String to, String subject, String text) {
                    if (to.equals(unlucky)) {
                        throw new IllegalStateException("no such character set");
                    }
                    sent.add(to);
                }
            };

            new NoticeJob(new Queue(world), new NoticeText(new PublicUrl("http://localhost", "")), mailer, ON).run();

            assertThat(sent).containsExactly(email(world, second));
            assertThat(world.count("select attempts from notice where account_id = ?1 and due_at is not null", first))
                    .isEqualTo(1);
        }
    }

    private static void announce(World world, Caller owner) {
        world.tell(s ->
                new Notices(s.em(), s.members(), ON, world.clock()).hear(AccountEvent.of("api.paused", owner, null)));
    }

    private static String email(World world, Caller caller) {
        return world.ask(s -> s.users().find(caller.requireUser()).orElseThrow().email());
    }
}
