package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.signin.firstrun.FirstRun;
import io.saltgate.signin.firstrun.FirstRunSettings;
import io.saltgate.signin.passwords.DeviceId;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.users.EmailAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** B34: what would stand in a log or a stack trace, should one of these ever come near it. */
class MaskingTest {

    private static final String SECRET = "$argon2id$v=19$m=19456,t=2,p=1$c2VjcmV0$c2VjcmV0";

    @Test
    void nothingThatHoldsASecretShowsIt() {
        EmailAddress email = EmailAddress.parse("meera@example.com").orElseThrow();
        SessionId session = SessionId.generate();
        DeviceId device = DeviceId.generate();

        for (Object holder : List.of(
                new Passwords.Stored(new UUID(0, 1), email.value(), SECRET),
                new FirstRun.FirstPerson(email, "Meera", SECRET, "Acme"),
                new FirstRunSettings(email, SECRET, "Acme"),
                Optional.of(session),
                device,
                new SignIn.Browser(session, device, "198.51.100.7"),
                new SignIn.Outcome.SignedIn(session, device))) {
            assertThat(holder.toString())
                    .as(holder.getClass().getName())
                    .doesNotContain(SECRET)
                    .doesNotContain(session.reveal())
                    .doesNotContain(session.hash())
                    .doesNotContain(device.reveal())
                    .doesNotContain(device.hash());
        }
    }
}
