package io.saltgate.signin.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

    private final PasswordHasher hasher = new PasswordHasher();

    @Test
    void matchesWhatItHashedAndNothingElse() {
        String hash = hasher.hash("correct horse 🐎");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
        assertThat(hasher.matches("correct horse 🐎", hash)).isTrue();
        assertThat(hasher.matches("correct horse", hash)).isFalse();
        assertThat(hasher.matches("", hash)).isFalse();
        assertThat(hasher.hash("correct horse 🐎")).isNotEqualTo(hash);
    }

    /** The reference implementation's own test: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1. */
    @Test
    void matchesTheReferenceImplementation() {
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(hasher.matches("password", reference)).isTrue();
        assertThat(hasher.matches("differentpassword", reference)).isFalse();
    }

    @Test
    void hashesOnManyThreadsAtOnce() throws Exception {
        String hash = hasher.hash("a password");
        try (ExecutorService pool = Executors.newFixedThreadPool(16)) {
            List<Callable<Boolean>> tries = IntStream.range(0, 12)
                    .<Callable<Boolean>>mapToObj(i -> () -> hasher.matches("a password", hash))
                    .toList();
            assertThat(pool.invokeAll(tries))
                    .allSatisfy(future -> assertThat(future.resultNow()).isTrue());
        }
    }
}
