package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import io.saltgate.testing.AddressTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Chains of hops of which the test knows what each is. */
class ClientAddressPropertyTest {

    private static final GatewaySettings FORWARDED_FOR = settings("X-Forwarded-For");
    private static final GatewaySettings RFC_7239 = settings("Forwarded");

    enum Kind {
        GATEWAY,
        CLIENT,
        JUNK
    }

    /** @param address that the text stands for; none for junk */
    record Hop(Kind kind, String text, Optional<IPAddress> address) {}

    @Property
    void isTheFirstFromTheRightThatIsNoGateway(
            @ForAll("gateways") Hop peer, @ForAll("chains") List<Hop> chain, @ForAll("cuts") List<Integer> cuts) {
        List<String> lines = lines(chain.stream().map(Hop::text).toList(), cuts);

        assertThat(ClientAddress.of(peer.text(), lines, FORWARDED_FOR)).isEqualTo(expected(chain));
    }

    @Property
    void isTheSameInForwardedOfRfc7239(
            @ForAll("gateways") Hop peer,
            @ForAll("rfc7239Chains") List<Hop> chain,
            @ForAll("cuts") List<Integer> cuts) {
        List<String> elements = chain.stream().map(Hop::text).toList();

        assertThat(ClientAddress.of(peer.text(), lines(elements, cuts), RFC_7239))
                .isEqualTo(expected(chain));
    }

    @Property
    void whatStandsLeftOfItChangesNothing(
            @ForAll("gateways") Hop peer,
            @ForAll("clients") Hop client,
            @ForAll("gatewayChains") List<Hop> behind,
            @ForAll("chains") List<Hop> forged) {
        List<Hop> honest = new ArrayList<>(List.of(client));
        honest.addAll(behind);
        List<Hop> spoofed = new ArrayList<>(forged);
        spoofed.addAll(honest);

        Optional<IPAddress> judged = ClientAddress.of(peer.text(), List.of(joined(spoofed)), FORWARDED_FOR);

        assertThat(judged).isEqualTo(client.address());
        assertThat(judged).isEqualTo(ClientAddress.of(peer.text(), List.of(joined(honest)), FORWARDED_FOR));
    }

    /** Least of all a quote that was left open, or a backslash. */
    @Property
    void nothingThatAClientSendsChangesWhatAGatewayAppends(
            @ForAll("gateways") Hop peer,
            @ForAll("rfc7239Elements") Hop appended,
            @ForAll("anything") String sent,
            @ForAll boolean asALine) {
        assertThat(ClientAddress.of(peer.text(), appended(sent, appended, asALine), RFC_7239))
                .isEqualTo(appended.address());
    }

    @Property
    void norInXForwardedFor(
            @ForAll("gateways") Hop peer,
            @ForAll("clients") Hop appended,
            @ForAll("anything") String sent,
            @ForAll boolean asALine) {
        assertThat(ClientAddress.of(peer.text(), appended(sent, appended, asALine), FORWARDED_FOR))
                .isEqualTo(appended.address());
    }

    @Property
    void isNothingWhereAHopOnTheWayIsNoAddress(
            @ForAll("gateways") Hop peer,
            @ForAll("chains") List<Hop> forged,
            @ForAll("junk") Hop junk,
            @ForAll("gatewayChains") List<Hop> behind) {
        List<Hop> chain = new ArrayList<>(forged);
        chain.add(junk);
        chain.addAll(behind);

        assertThat(ClientAddress.of(peer.text(), List.of(joined(chain)), FORWARDED_FOR))
                .isEmpty();
    }

    @Property
    void aPeerThatIsNoGatewayIsJudgedItselfWhateverItSends(
            @ForAll("clients") Hop peer, @ForAll("chains") List<Hop> chain, @ForAll List<String> anything) {
        String text = peer.address().orElseThrow().toCanonicalString();

        assertThat(ClientAddress.of(text, List.of(joined(chain)), FORWARDED_FOR))
                .isEqualTo(peer.address());
        assertThat(ClientAddress.of(text, anything, FORWARDED_FOR)).isEqualTo(peer.address());
    }

    @Property
    void isNeverAGatewayAndNoInputThrows(
            @ForAll("peers") String peer,
            @ForAll("linesOfAnything") List<String> lines,
            @ForAll("headers") String header) {
        GatewaySettings settings = settings(header);

        assertThat(ClientAddress.of(peer, lines, settings).filter(settings::isGateway))
                .isEmpty();
    }

    /** To the client's line, or as one of the gateway's own. */
    private static List<String> appended(String sent, Hop appended, boolean asALine) {
        return asALine ? List.of(sent, appended.text()) : List.of(sent + ", " + appended.text());
    }

    private static Optional<IPAddress> expected(List<Hop> chain) {
        for (Hop hop : chain.reversed()) {
            if (hop.kind() != Kind.GATEWAY) {
                return hop.address();
            }
        }
        return Optional.empty();
    }

    /** Cut into lines at any places, as proxies may append their own. */
    private static List<String> lines(List<String> elements, List<Integer> cuts) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < elements.size(); i++) {
            boolean cut = i > 0 && cuts.contains(i);
            if (cut) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(i > 0 && !cut ? ", " : "").append(elements.get(i));
        }
        lines.add(line.toString());
        return lines;
    }

    private static String joined(List<Hop> chain) {
        return String.join(", ", chain.stream().map(Hop::text).toList());
    }

    @Provide
    Arbitrary<List<Hop>> chains() {
        return Arbitraries.oneOf(gateways(), gateways(), clients(), junk())
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Hop>> gatewayChains() {
        return gateways().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<Hop> gateways() {
        return Combinators.combine(
                        AddressTexts.octet(),
                        AddressTexts.octet(),
                        Arbitraries.integers().between(0, 0xFFFF))
                .flatAs((second, last, group) -> Arbitraries.of(
                        "10." + second + ".0." + last,
                        "::ffff:10." + second + ".0." + last,
                        "fd00::" + Integer.toHexString(group)))
                .map(text -> new Hop(Kind.GATEWAY, text, IpAddresses.parse(text)));
    }

    @Provide
    Arbitrary<Hop> clients() {
        return Combinators.combine(
                        AddressTexts.any(),
                        Arbitraries.integers().between(1, 65535),
                        Arbitraries.of(true, false),
                        Arbitraries.of("", " ", "\t"))
                .as((text, port, withPort, blank) -> {
                    String hop =
                            !withPort ? text : text.indexOf(':') < 0 ? text + ":" + port : "[" + text + "]:" + port;
                    return new Hop(Kind.CLIENT, blank + hop + blank, IpAddresses.parse(text));
                })
                .filter(hop -> !FORWARDED_FOR.isGateway(hop.address().orElseThrow()));
    }

    @Provide
    Arbitrary<Hop> junk() {
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                "",
                                " ",
                                "unknown",
                                "_hidden",
                                "010.8.8.8",
                                "1.2.3",
                                "10.0.0.1%1",
                                "fe80::1%eth0",
                                "probe.attacker.example",
                                "10.0.0.1/8",
                                "10.0.0.01",
                                "[10.0.0.1]",
                                "[::1",
                                "::1]",
                                "10.0.0.1:",
                                "10.0.0.1:123456",
                                "1.2.3.4 5.6.7.8",
                                "2130706433",
                                "0x7f.1",
                                "*"),
                        AddressTexts.nearly()
                                .filter(text -> text.chars().noneMatch(c -> c == ',' || c == '"' || c == ';'))
                                .filter(text -> text.indexOf(']') < 0 && !text.matches("\\s*[0-9.]+:[0-9]{1,5}\\s*"))
                                .filter(text -> IpAddresses.parse(text.strip()).isEmpty()))
                .map(text -> new Hop(Kind.JUNK, text, Optional.empty()));
    }

    @Provide
    Arbitrary<List<Hop>> rfc7239Chains() {
        // An open quote is not here: with the next one it is a quoted string, see ClientAddressTest.
        Arbitrary<Hop> junk = Arbitraries.of(
                        "proto=https",
                        "for=unknown",
                        "for=_x",
                        "for=",
                        "for=1.1.1.1;for=2.2.2.2",
                        "for=;for=1.1.1.1",
                        "for=1.1.1.1;garbage",
                        "for=1.1.1.1;x=\"a\"b\"c\"",
                        "1.1.1.1")
                .map(text -> new Hop(Kind.JUNK, text, Optional.empty()));
        Arbitrary<Hop> addresses = Arbitraries.oneOf(rfc7239(gateways()), rfc7239Elements());
        return Arbitraries.oneOf(addresses, addresses, addresses, junk).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<Hop> rfc7239Elements() {
        return rfc7239(clients());
    }

    /** Hops as elements of RFC 7239; quoted where it asks for quotes, with other pairs around. */
    private static Arbitrary<Hop> rfc7239(Arbitrary<Hop> hops) {
        return Combinators.combine(
                        hops,
                        Arbitraries.of("for=", "For=", "FOR = "),
                        Arbitraries.of(
                                "", "proto=https;", "by=203.0.113.43;host=\"a,b;c\";", "x=\"\\\",for=1.1.1.1\\\\\";"),
                        Arbitraries.of("", ";proto=http", ";by=\"[fd00::1]\"", ";host=\"\\\\\\\"\""))
                .as((hop, name, before, after) -> {
                    String node = hop.text().strip();
                    String value = node.indexOf(':') < 0 ? node : "\"" + node + "\"";
                    return new Hop(hop.kind(), before + name + value + after, hop.address());
                });
    }

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> quoted =
                Arbitraries.strings().withChars("for=10.\"[]:;, \t\\1").ofMaxLength(60);
        return Arbitraries.oneOf(
                quoted, Arbitraries.strings().ofMaxLength(200), Arbitraries.of("for=192.0.2.1;x=\"", "\"", "\\"));
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 8).list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> peers() {
        return Arbitraries.oneOf(
                Arbitraries.just("10.0.0.1"),
                AddressTexts.nearly(),
                Arbitraries.strings().ofMaxLength(60));
    }

    @Provide
    Arbitrary<List<String>> linesOfAnything() {
        Arbitrary<String> near = Arbitraries.oneOf(
                chains().map(ClientAddressPropertyTest::joined),
                rfc7239Chains().map(ClientAddressPropertyTest::joined));
        return Arbitraries.oneOf(near, anything()).list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> headers() {
        return Arbitraries.of("X-Forwarded-For", "Forwarded", "forwarded", "X-Real-IP");
    }

    private static GatewaySettings settings(String header) {
        return new GatewaySettings(
                List.of(
                        IpAddresses.parseRange("10.0.0.0/8").orElseThrow().block(),
                        IpAddresses.parseRange("fd00::/8").orElseThrow().block()),
                header);
    }
}
