package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.apiaccess.MadeTokens;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The parts of a warm decision, without the server around it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class DecisionBenchmark {

    private static final int ENTRIES = 10_000;
    private static final String PEER = "127.0.0.1";
    private static final List<String> FORWARDED_FOR = List.of("203.0.113.7");

    private final GatewaySettings gateways =
            new GatewaySettings(List.of(IpAddresses.parse(PEER).orElseThrow()), "X-Forwarded-For");
    private final IPAddress address =
            IpAddresses.parse(FORWARDED_FOR.getFirst()).orElseThrow();
    private final Instant now = Instant.now();
    private String token;
    private String forged;
    private GateState state;
    private CachedPolicy policy;

    @Setup
    public void open() {
        KeyRing ring = KeyRing.generate();
        AuthToken issued = MadeTokens.next(ring);
        token = issued.reveal();
        forged = MadeTokens.forged();
        state = state();
        String hash = issued.lookupHash(ring.current());
        policy = new CachedPolicy(new OneAccount(hash, state), ring, Duration.ofSeconds(1), 100_000_000);
        new Thread(policy.changePoller()).start();
        if (!(decideWarm() instanceof Decision.Allowed)) {
            throw new IllegalStateException("a real token is refused");
        }
    }

    @TearDown
    public void close() {
        policy.changePoller().stop();
    }

    /** {@link AccessPolicy} alone, with a list of 10,000 entries. */
    @Benchmark
    public Decision judge() {
        return AccessPolicy.decide(state, new TokenOwner(state.accountId(), state.tokenId()), address, now);
    }

    /** From the token's text to the decision. */
    @Benchmark
    public Decision decideWarm() {
        return policy.decide(AuthToken.parse(token).orElseThrow(), address, null);
    }

    /** A well-formed token that nobody issued. */
    @Benchmark
    public Decision refuseForged() {
        return policy.decide(AuthToken.parse(forged).orElseThrow(), address, null);
    }

    /** The address behind a gateway. */
    @Benchmark
    public Optional<IPAddress> clientAddress() {
        return ClientAddress.of(PEER, FORWARDED_FOR, gateways);
    }

    private static GateState state() {
        List<AddressMatcher.Entry> entries = new ArrayList<>();
        for (int i = 1; i < ENTRIES; i++) {
            entries.add(new AddressMatcher.Entry(IpRange.of("10." + (i >> 8) + "." + (i & 255) + ".0/24"), null));
        }
        entries.add(new AddressMatcher.Entry(IpRange.of(FORWARDED_FOR.getFirst()), null));
        return new GateState(
                new UUID(1, 1),
                "acme",
                "customer/acme",
                false,
                false,
                new UUID(2, 2),
                null,
                Whitelist.Mode.ENFORCED,
                new AddressMatcher(entries));
    }

    private record OneAccount(String hash, GateState state) implements GateSource {

        @Override
        public List<Supplier<AccountReading>> readAccounts(List<List<String>> tokens) {
            return List.of(() ->
                    new AccountReading(hash, new TokenOwner(state.accountId(), state.tokenId()), state, Instant.now()));
        }

        @Override
        public ChangeReading readChanges(@Nullable ChangeReading before) {
            return new ChangeReading(new UUID(0, 1), 1, null, Set.of(), Instant.now());
        }
    }
}
