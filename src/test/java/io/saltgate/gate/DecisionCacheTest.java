package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.Whitelist;
import java.time.Instant;
import java.util.Map;
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
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));

        assertThat(cache.findOwner(HASH)).isEqualTo(OWNER);
        assertThat(cache.findLiving(ACCOUNT)).containsOnlyKeys(HASH);
        assertThat(cache.findOwner("b")).isNull();
    }

    @Test
    void remembersNothingOfATokenThatIsNobodys() {
        cache.fill(cache.mark(), new AccountReading(HASH, null, Map.of(), Instant.EPOCH));

        assertThat(cache.findOwner(HASH)).isNull();
    }

    @Test
    void remembersThatATokenNoLongerLivesSoThatItCostsNoQuery() {
        cache.fill(cache.mark(), new AccountReading(HASH, OWNER, Map.of(), Instant.EPOCH));

        assertThat(cache.findOwner(HASH)).isEqualTo(OWNER);
        assertThat(cache.findLiving(ACCOUNT)).isEmpty();
    }

    @Test
    void forgetsWhatChanged() {
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        cache.fill(cache.mark(), reading(OTHER, "b"));

        cache.apply(Set.of(ACCOUNT), 7);

        assertThat(cache.findLiving(ACCOUNT)).isNull();
        assertThat(cache.findLiving(OTHER)).isNotNull();
    }

    @Test
    void throwsAwayWhatWasReadBeforeAChangeThatItKnowsByNow() {
        DecisionCache.Mark before = cache.mark();
        cache.apply(Set.of(ACCOUNT), 7);
        cache.fill(before, reading(ACCOUNT, HASH));
        assertThat(cache.findLiving(ACCOUNT)).isNull();

        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        assertThat(cache.findLiving(ACCOUNT)).isNotNull();
    }

    /** The poll may be a change behind: what is read meanwhile counts only once it has caught up. */
    @Test
    void throwsAwayWhatWasReadBetweenItsOwnChangeAndThePollThatBringsIt() {
        cache.apply(ACCOUNT, 7);
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        assertThat(cache.findLiving(ACCOUNT)).isNull();

        cache.apply(Set.of(ACCOUNT), 7);
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        assertThat(cache.findLiving(ACCOUNT)).isNotNull();
    }

    @Test
    void forgetsEverythingAtAClearingAlsoWhatIsJustBeingRead() {
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        DecisionCache.Mark before = cache.mark();

        cache.clear(3);
        assertThat(cache.findLiving(ACCOUNT)).isNull();
        cache.fill(before, reading(ACCOUNT, HASH));
        assertThat(cache.findLiving(ACCOUNT)).isNull();
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        assertThat(cache.findLiving(ACCOUNT)).isNotNull();
    }

    @Test
    void beginsAnewWithLowerTicksAfterAClearing() {
        cache.apply(Set.of(ACCOUNT), 1_000);
        cache.clear(3);
        DecisionCache.Mark before = cache.mark();
        cache.apply(Set.of(ACCOUNT), 4);

        cache.fill(before, reading(ACCOUNT, HASH));

        assertThat(cache.findLiving(ACCOUNT)).isNull();
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
        assertThat(cache.findLiving(ACCOUNT)).isNull();
        cache.fill(cache.mark(), reading(ACCOUNT, HASH));
        assertThat(cache.findLiving(ACCOUNT)).isNotNull();
    }

    static AccountReading reading(UUID account, String hash) {
        GateState state = new GateState(
                account, "acme", null, false, false, new UUID(0, 3), null, Whitelist.Mode.OFF, AddressMatcher.EMPTY);
        return new AccountReading(hash, new TokenOwner(account, state.tokenId()), Map.of(hash, state), Instant.EPOCH);
    }
}
