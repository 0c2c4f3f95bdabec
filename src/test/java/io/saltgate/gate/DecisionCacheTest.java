package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.Whitelist;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionCacheTest {

    private static final UUID ACCOUNT = new UUID(0, 1);
    private static final TokenOwner OWNER = new TokenOwner(ACCOUNT, new UUID(0, 3));
    private static final UUID OTHER = new UUID(0, 2);
    private static final String HASH = "a";

    private final DecisionCache cache = new DecisionCache(10_000_000);

    @Test
    void remembersWhatWasRead() {
        AccountReading reading = reading(ACCOUNT, HASH);

        cache.fill(cache.mark(), reading);

        assertThat(cache.findOwner(HASH)).isEqualTo(OWNER);
        assertThat(cache.find(ACCOUNT, HASH)).isSameAs(reading);
        assertThat(cache.find(ACCOUNT, "b")).isNull();
        assertThat(cache.findOwner("b")).isNull();
    }

    @Test
    void remembersThatATokenIsNobodysUntilAClearing() {
        DecisionCache.Mark before = cache.mark();
        assertThat(cache.isUnknown(HASH)).isFalse();

        cache.fill(before, new AccountReading(HASH, null, null, Instant.EPOCH));

        assertThat(cache.findOwner(HASH)).isNull();
        assertThat(cache.isUnknown(HASH)).isTrue();
        assertThat(cache.isUnknown("b")).isFalse();
        cache.clear(0);
        assertThat(cache.isUnknown(HASH)).isFalse();
        cache.fill(before, new AccountReading(HASH, null, null, Instant.EPOCH));
        assertThat(cache.isUnknown(HASH)).isFalse();
    }

    @Test
    void remembersThatATokenNoLongerLivesSoThatItCostsNoQuery() {
        AccountReading retired = new AccountReading(HASH, OWNER, null, Instant.EPOCH);
        cache.fill(cache.mark(), retired);

        assertThat(cache.findOwner(HASH)).isEqualTo(OWNER);
        assertThat(cache.find(ACCOUNT, HASH)).isEqualTo(retired);
    }

    @Test
    void remembersEachTokenOfAnAccountAndForgetsThemTogether() {
        AccountReading current = reading(ACCOUNT, HASH);
        AccountReading previous = reading(ACCOUNT, "b");
        cache.fill(cache.mark(), current);
        cache.fill(cache.mark(), previous);
        assertThat(cache.find(ACCOUNT, HASH)).isSameAs(current);
        assertThat(cache.find(ACCOUNT, "b")).isSameAs(previous);

        cache.apply(Set.of(ACCOUNT), 7);

        assertThat(cache.find(ACCOUNT, HASH)).isNull();
        assertThat(cache.find(ACCOUNT, "b")).isNull();
    }

    @Test
    void remembersNoTokenOfAnEarlierGenerationBesideALaterOne() {
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        cache.clear(0);

        cache.fill(cache.mark(), reading(ACCOUNT, "b"));

        assertThat(cache.find(ACCOUNT, HASH)).isNull();
        assertThat(cache.find(ACCOUNT, "b")).isNotNull();
    }

    /** Somebody may send all the tokens that an account ever had, again and again. */
    @Test
    void remembersOnlySoManyRetiredTokensOfAnAccountAndAlwaysTheLiving() {
        cache.fill(cache.mark(), reading(ACCOUNT, "living"));
        for (int i = 0; i < 100; i++) {
            cache.fill(cache.mark(), new AccountReading(HASH + i, OWNER, null, Instant.EPOCH));
            assertThat(cache.find(ACCOUNT, "living")).isNotNull();
        }

        assertThat(IntStream.range(0, 100).filter(i -> cache.find(ACCOUNT, HASH + i) != null))
                .hasSizeLessThanOrEqualTo(DecisionCache.MAX_TOKENS)
                .contains(99);
    }

    @Test
    void forgetsWhatChanged() {
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        cache.fill(cache.mark(), reading(OTHER, "b"));

        cache.apply(Set.of(ACCOUNT), 7);

        assertThat(cache.find(ACCOUNT, HASH)).isNull();
        assertThat(cache.find(OTHER, "b")).isNotNull();
    }

    @Test
    void throwsAwayWhatWasReadBeforeAChangeThatItKnowsByNow() {
        DecisionCache.Mark before = cache.mark();
        cache.apply(Set.of(ACCOUNT), 7);
        cache.fill(before, reading(ACCOUNT, HASH));
        assertThat(cache.find(ACCOUNT, HASH)).isNull();

        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        assertThat(cache.find(ACCOUNT, HASH)).isNotNull();
    }

    /** The poll may be a change behind: what is read meanwhile counts only once it has caught up. */
    @Test
    void throwsAwayWhatWasReadBetweenItsOwnChangeAndThePollThatBringsIt() {
        cache.apply(ACCOUNT, 7);
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        assertThat(cache.find(ACCOUNT, HASH)).isNull();

        cache.apply(Set.of(ACCOUNT), 7);
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        assertThat(cache.find(ACCOUNT, HASH)).isNotNull();
    }

    @Test
    void forgetsEverythingAtAClearingAlsoWhatIsJustBeingRead() {
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        DecisionCache.Mark before = cache.mark();

        cache.clear(3);
        assertThat(cache.find(ACCOUNT, HASH)).isNull();
        cache.fill(before, reading(ACCOUNT, HASH));
        assertThat(cache.find(ACCOUNT, HASH)).isNull();
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        assertThat(cache.find(ACCOUNT, HASH)).isNotNull();
    }

    @Test
    void beginsAnewWithLowerTicksAfterAClearing() {
        cache.apply(Set.of(ACCOUNT), 1_000);
        cache.clear(3);
        DecisionCache.Mark before = cache.mark();
        cache.apply(Set.of(ACCOUNT), 4);

        cache.fill(before, reading(ACCOUNT, HASH));

        assertThat(cache.find(ACCOUNT, HASH)).isNull();
    }

    @Test
    void knowsChangesByOneFloorOnceTheyAreTooMany() {
        DecisionCache.Mark before = cache.mark();
        for (int i = 0; i < 11; i++) {
            int from = i * 10_000;
            cache.apply(
                    IntStream.range(from, from + 10_000)
                            .mapToObj(n -> new UUID(1, n))
                            .collect(Collectors.toSet()),
                    from + 10_000L);
        }

        cache.fill(before, reading(ACCOUNT, HASH));
        assertThat(cache.find(ACCOUNT, HASH)).isNull();
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        assertThat(cache.find(ACCOUNT, HASH)).isNotNull();
    }

    static AccountReading reading(UUID account, String hash) {
        TokenOwner owner = new TokenOwner(account, OWNER.tokenId());
        GateState state = new GateState(
                account, "acme", null, false, false, owner.tokenId(), null, Whitelist.Mode.OFF, AddressMatcher.EMPTY);
        return new AccountReading(hash, owner, state, Instant.EPOCH);
    }
}
