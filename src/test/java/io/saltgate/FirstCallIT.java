package io.saltgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The story of the product in one breath, on the embedded database as on PostgreSQL. */
@Tag("server")
class FirstCallIT {

    @Test
    void goesFromSignInToAnAllowedCallOnTheEmbeddedDatabase() {
        try (SaltgateServer server = SaltgateServer.configure().start()) {
            walk(server.signIn());
        }
    }

    @Test
    void goesFromSignInToAnAllowedCallOnPostgres() {
        walk(TestAccount.onShared().signIn());
    }

    private static void walk(Console console) {
        console.enableApi();
        String token = console.authToken();
        assertThat(console.verify(token).status()).isEqualTo(200);

        console.pause();
        assertThat(console.verify(token).header("X-Refusal")).isEqualTo("api.paused");
        console.resume();

        console.addToWhitelist("198.51.100.7");
        console.setMode("ENFORCED");
        assertThat(console.verify(token).header("X-Refusal")).isEqualTo("address.not.whitelisted");
        console.addToWhitelist("127.0.0.1", "here");
        assertThat(console.verify(token).status()).isEqualTo(200);
        console.removeFromWhitelist("127.0.0.1");
        console.setMode("OFF");

        console.regenerate();
        String next = console.authToken();
        assertThat(console.verify(token).header("X-Refusal")).isEqualTo("token.unknown");
        assertThat(console.verify(next).status()).isEqualTo(200);

        String salt = console.privateSalt();
        console.disable();
        assertThat(console.verify(next).header("X-Refusal")).isEqualTo("token.unknown");
        console.enableApi();
        assertThat(console.privateSalt()).isNotEqualTo(salt);
    }
}
