package io.saltgate.platform.net;

import static io.saltgate.platform.net.OutboundUrlTest.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.net.OutboundGuard.Reason;
import io.saltgate.platform.net.OutboundGuard.Verdict;
import io.saltgate.testing.DnsServer;
import io.saltgate.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** B50: names are resolved once per attempt, all their addresses judged, and what can't be told is refused. */
class OutboundGuardTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String PUBLIC = "93.184.216.34";
    private static final String PUBLIC_IPV6 = "2606:2800:220:1:248:1893:25c8:1946";

    @TempDir
    private Path dir;

    private final DnsServer dns = DnsServer.start();
    private final List<OutboundGuard> guards = new ArrayList<>();

    @AfterEach
    void close() {
        guards.forEach(OutboundGuard::close);
        dns.close();
    }

    // Addresses

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.255.255.255",
        "10.0.0.0, 10.255.255.255",
        "100.64.0.0, 100.127.255.255",
        "127.0.0.0, 127.255.255.255",
        "169.254.0.0, 169.254.255.255",
        "172.16.0.0, 172.31.255.255",
        "192.0.0.0, 192.0.0.255",
        "192.0.2.0, 192.0.2.255",
        "192.88.99.0, 192.88.99.255",
        "192.168.0.0, 192.168.255.255",
        "198.18.0.0, 198.19.255.255",
        "198.51.100.0, 198.51.100.255",
        "203.0.113.0, 203.0.113.255",
        "224.0.0.0, 239.255.255.255",
        "240.0.0.0, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "::2, ::fffe:ffff:ffff",
        "64:ff9b::, 64:ff9b::ffff:ffff",
        "64:ff9b:1::, 64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
        "100::, 100::ffff:ffff:ffff:ffff",
        "2001::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2002::, 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
        "5f00::, 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fc00::, fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fe80::, febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fec0::, feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "ff00::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    })
    void refusesEverySpecialRangeFromItsFirstToItsLastAddress(String first, String last) {
        for (String address : List.of(first, last)) {
            assertThat(check(guard(), "https://" + bracketed(address) + "/"))
                    .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, address));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.1.255",
                "192.0.3.0",
                "192.88.98.255",
                "192.88.100.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "2000::",
                "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:200::",
                "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:db9::",
                "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "2003::",
                "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "3fff:1000::",
                "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
            })
    void allowsWhatIsJustOutside(String address) {
        Verdict verdict = check(guard(), "https://" + bracketed(address) + "/");

        assertThat(verdict).isInstanceOf(Verdict.Allowed.class);
        assertThat(IpAddresses.of(((Verdict.Allowed) verdict).address()))
                .isEqualTo(IpAddresses.parse(address).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "::ffff:127.0.0.1, 127.0.0.1",
        "::ffff:7f00:1, 127.0.0.1",
        "::ffff:169.254.169.254, 169.254.169.254",
        "::127.0.0.1, ::7f00:1",
        "::ffff:0:127.0.0.1, ::ffff:0:7f00:1",
        "64:ff9b::10.0.0.1, 64:ff9b::a00:1",
        "64:ff9b::8.8.8.8, 64:ff9b::808:808",
        "2002:7f00:1::, 2002:7f00:1::",
        "2001:0:7f00:1::, 2001:0:7f00:1::",
        "fe80::5efe:8.8.8.8, fe80::5efe:808:808",
    })
    void judgesWhatIsInside(String typed, String judged) {
        assertThat(check(guard(), "https://[" + typed + "]/"))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, judged));
    }

    @Test
    void allowsAPublicAddressThatIsMapped() {
        assertThat(check(guard(), "https://[::ffff:8.8.8.8]/"))
                .isEqualTo(new Verdict.Allowed(List.of(inet("8.8.8.8"))));
    }

    @Test
    void judgesWhatIsInsideOfAnAnswerToo() {
        dns.answer("mapped.test", "::ffff:127.0.0.1").answer("public.test", "::ffff:8.8.8.8");

        assertThat(check(guard(), "https://mapped.test/"))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "127.0.0.1"));
        assertThat(check(guard(), "https://public.test/")).isEqualTo(new Verdict.Allowed(List.of(inet("8.8.8.8"))));
    }

    @Test
    void refusesThisMachinesOwnAddresses() throws IOException {
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();

        assertThat(own).isNotEmpty();
        for (InetAddress address : own) {
            String text = IpAddresses.of(address).toCanonicalString();
            assertThat(check(guard(), "https://" + bracketed(text) + "/"))
                    .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, text));
        }
    }

    // Scheme, port and what is allowed

    @Test
    void takesPlainHttpToAllowedTargetsOnly() {
        assertThat(check(guard(), "http://" + PUBLIC + "/")).isEqualTo(refused(Reason.PLAIN_HTTP));
        assertThat(check(guard(), "http://" + PUBLIC + ":443/")).isEqualTo(refused(Reason.PLAIN_HTTP));
        assertThat(check(guard(PUBLIC), "http://" + PUBLIC + "/")).isInstanceOf(Verdict.Allowed.class);
        assertThat(check(guard("10.0.0.0/8"), "http://10.0.0.1/")).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void takesPlainHttpToANameOnlyIfAllItsAddressesAreAllowed() {
        dns.answer("both.test", "10.0.0.1", PUBLIC);

        assertThat(check(guard("10.0.0.1"), "http://both.test/")).isEqualTo(refused(Reason.PLAIN_HTTP));
        assertThat(check(guard("10.0.0.1", PUBLIC), "http://both.test/")).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void takesPublicTargetsOnConfiguredPortsOnly() {
        assertThat(check(guard(), "https://" + PUBLIC + "/")).isInstanceOf(Verdict.Allowed.class);
        assertThat(check(guard(), "https://" + PUBLIC + ":8443/")).isInstanceOf(Verdict.Allowed.class);
        for (int port : new int[] {1, 22, 25, 80, 444, 6379, 65535}) {
            assertThat(check(guard(), "https://" + PUBLIC + ":" + port + "/"))
                    .isEqualTo(refused(Reason.PORT_FORBIDDEN));
        }
        assertThat(check(guard(PUBLIC + ":9443"), "https://" + PUBLIC + ":9443/"))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void allowsPrivateTargetsOnTheirPort() {
        assertThat(check(guard("10.1.2.3:8080"), "https://10.1.2.3:8080/")).isInstanceOf(Verdict.Allowed.class);
        assertThat(check(guard("10.1.2.3:8080"), "https://10.1.2.3/"))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "10.1.2.3"));
        assertThat(check(guard("10.1.2.3"), "https://10.1.2.3:5432/")).isInstanceOf(Verdict.Allowed.class);
        assertThat(check(guard("[fd00::1]:8080"), "http://[fd00::1]:8080/")).isInstanceOf(Verdict.Allowed.class);
        assertThat(check(guard("127.0.0.1:8080"), "http://[::ffff:127.0.0.1]:8080/"))
                .isInstanceOf(Verdict.Allowed.class);
    }

    /**
     * What an operator key may allow to one account ends where a cloud keeps its credentials; the configuration's
     * doesn't.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.0",
                "169.254.255.255",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "::ffff:169.254.169.254",
                "fe80::1",
                "febf::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fd00:c1::a9fe:a9fe",
                "fd00:42::42",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::6464:64c8",
                "2002:a9fe:a9fe::1",
                "::a9fe:a9fe"
            })
    void onlyTheConfigurationAllowsMetadataAddresses(String address) {
        OutboundUrl url = url("http://" + bracketed(address) + "/");
        AllowList everything = AllowList.parse("0.0.0.0/0 ::/0").orElseThrow();

        assertThat(guard().check(url, everything, LONG))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.ADDRESS_FORBIDDEN));
        assertThat(guard("0.0.0.0/0", "::/0").check(url, AllowList.NONE, LONG)).isInstanceOf(Verdict.Allowed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, true",
        "169.254.169.254:80, true",
        "169.0.0.0/8, true",
        "100.64.0.0/10, true",
        "168.63.129.16, true",
        "::/0, true",
        "fc00::/7, true",
        "fe80::/64, true",
        "64:ff9b::/96, true",
        "10.0.0.0/8, false",
        "127.0.0.0/8, false",
        "192.168.0.0/16:8080, false",
        "100.64.0.0/11, false",
        "fd12:3456::/32, false",
        "2001:db8::1, false"
    })
    void anEntryTellsWhetherItIncludesMetadataAddresses(String entry, boolean includes) {
        assertThat(AllowList.Entry.parse(entry).orElseThrow().findMetadata().isPresent())
                .isEqualTo(includes);
    }

    @Test
    void allowsWhatOneAccountMayReachToThatAccountAlone() {
        OutboundUrl url = url("http://10.1.2.3:8080/");
        AllowList extra = AllowList.parse("10.1.2.3:8080").orElseThrow();

        assertThat(guard().check(url, extra, LONG)).isInstanceOf(Verdict.Allowed.class);
        assertThat(guard().check(url, AllowList.NONE, LONG))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "10.1.2.3"));
    }

    @Test
    void anAllowedAddressDoesNotCoverAnotherOfTheSameName() {
        dns.answer("both.test", "10.0.0.1", "10.0.0.2");

        assertThat(check(guard("10.0.0.1"), "https://both.test/"))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "10.0.0.2"));
    }

    // Names

    @Test
    void resolvesBothFamiliesOnceAndTellsAllAddresses() {
        dns.answer("hooks.test", PUBLIC_IPV6, PUBLIC, "8.8.8.8");

        assertThat(check(guard(), "https://Hooks.test/"))
                .isEqualTo(new Verdict.Allowed(List.of(inet(PUBLIC), inet("8.8.8.8"), inet(PUBLIC_IPV6))));
        assertThat(dns.asked()).containsExactlyInAnyOrder("hooks.test/A", "hooks.test/AAAA");
    }

    @Test
    void asksNobodyForAnAddress() {
        check(guard(), "https://" + PUBLIC + "/");
        check(guard(), "https://[" + PUBLIC_IPV6 + "]/");

        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void refusesANameWithOnePrivateAddressAmongPublicOnes() {
        dns.answer("a.test", PUBLIC, "10.0.0.1", "8.8.8.8");
        dns.answer("b.test", PUBLIC, "fd00::1");
        dns.answer("c.test", "10.0.0.1", PUBLIC_IPV6);

        assertThat(check(guard(), "https://a.test/"))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "10.0.0.1"));
        assertThat(check(guard(), "https://b.test/"))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "fd00::1"));
        assertThat(check(guard(), "https://c.test/"))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "10.0.0.1"));
    }

    @Test
    void followsAliasesToWhatTheyAreInTheEnd() {
        dns.answer("alias.test", "inner.test").answer("inner.test", "db.test").answer("db.test", "10.0.0.5");
        dns.answer("good.test", "cdn.test").answer("cdn.test", PUBLIC);

        assertThat(check(guard(), "https://alias.test/"))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "10.0.0.5"));
        assertThat(check(guard(), "https://good.test/")).isEqualTo(new Verdict.Allowed(List.of(inet(PUBLIC))));
    }

    @Test
    void refusesAliasesThatGoInACircle() {
        dns.answer("one.test", "two.test").answer("two.test", "one.test");

        assertThat(check(guard(), "https://one.test/")).isEqualTo(refused(Reason.NAME_FAILED));
    }

    /** Rebinding: what the name said before is never used again. */
    @Test
    void remembersNoAnswer() {
        dns.answerInTurn("rebind.test", List.of(PUBLIC), List.of("127.0.0.1"), List.of(PUBLIC));
        OutboundGuard guard = guard();

        assertThat(check(guard, "https://rebind.test/")).isEqualTo(new Verdict.Allowed(List.of(inet(PUBLIC))));
        assertThat(check(guard, "https://rebind.test/"))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "127.0.0.1"));
        assertThat(check(guard, "https://rebind.test/")).isEqualTo(new Verdict.Allowed(List.of(inet(PUBLIC))));
        assertThat(dns.asked()).hasSize(6);
    }

    @Test
    void refusesNamesThatAreNotThere() {
        dns.answer("empty.test");

        assertThat(check(guard(), "https://nowhere.test/")).isEqualTo(refused(Reason.NAME_UNKNOWN));
        assertThat(check(guard(), "https://empty.test/")).isEqualTo(refused(Reason.NAME_UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.FORMERR, Rcode.NOTIMP})
    void refusesNamesForWhichTheServerFails(int rcode) {
        dns.fail("broken.test", rcode);
        dns.answer("half.test", PUBLIC).fail("half.test", Type.AAAA, rcode);

        assertThat(check(guard(), "https://broken.test/")).isEqualTo(refused(Reason.NAME_FAILED));
        assertThat(check(guard(), "https://half.test/")).isEqualTo(refused(Reason.NAME_FAILED));
    }

    @Test
    void refusesWithinTheTimeIfTheServerIsSilent() {
        dns.staySilent("silent.test");
        OutboundGuard guard = guard();
        long before = System.nanoTime();

        Verdict verdict = guard.check(url("https://silent.test/"), AllowList.NONE, Duration.ofMillis(300));

        assertThat(verdict).isEqualTo(refused(Reason.NAME_FAILED));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aSilentNameHoldsUpNoOther() {
        dns.staySilent("silent.test").answer("hooks.test", PUBLIC);
        OutboundGuard guard = guard();
        for (int i = 0; i < 200; i++) {
            Thread.ofVirtual().start(() -> guard.check(url("https://silent.test/"), AllowList.NONE, LONG));
        }
        long before = System.nanoTime();

        assertThat(check(guard, "https://hooks.test/")).isInstanceOf(Verdict.Allowed.class);
        // Among so many at once a datagram may be lost: it is sent again after two seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void refusesIfThereIsNoServer() {
        OutboundGuard guard = guard();
        dns.close();

        assertThat(check(guard, "https://hooks.test/")).isEqualTo(refused(Reason.NAME_FAILED));
    }

    @Test
    void asksAgainByTcpIfAnAnswerIsTooLong() {
        dns.answerOverTcpOnly("many.test", PUBLIC, "8.8.8.8").answerOverTcpOnly("inside.test", PUBLIC, "10.0.0.1");

        assertThat(check(guard(), "https://many.test/"))
                .isEqualTo(new Verdict.Allowed(List.of(inet(PUBLIC), inet("8.8.8.8"))));
        assertThat(check(guard(), "https://inside.test/"))
                .isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "10.0.0.1"));
    }

    // The hosts file

    @Test
    void localhostIsThisMachineAndNoServerIsAsked() {
        OutboundGuard guard = new OutboundGuard(settings(AllowList.NONE));
        guards.add(guard);

        Verdict verdict = check(guard, "https://localhost/");

        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        assertThat(((Verdict.Refused) verdict).reason()).isEqualTo(Reason.ADDRESS_FORBIDDEN);
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void asksNobodyForANameInTheHostsFile() throws IOException {
        Files.writeString(hosts(), """
                # 8.8.8.8 comment.test
                10.0.0.9  app.test App2.test   # 8.8.4.4 not.test
                \tfd00::9\tapp.test
                fe80::1%eth0 zone.test
                010.0.0.1 odd.test
                nonsense
                """);
        AllowList allow = AllowList.parse("10.0.0.9:8080 [fd00::9]:8080").orElseThrow();
        OutboundGuard guard = new OutboundGuard(settings(allow), new HostsFile(hosts()));
        guards.add(guard);

        assertThat(check(guard, "http://APP.test:8080/"))
                .isEqualTo(new Verdict.Allowed(List.of(inet("10.0.0.9"), inet("fd00::9"))));
        assertThat(check(guard, "http://app2.test:8080/")).isEqualTo(new Verdict.Allowed(List.of(inet("10.0.0.9"))));
        assertThat(dns.asked()).isEmpty();
        for (String name : List.of("comment.test", "not.test", "zone.test", "odd.test")) {
            assertThat(check(guard, "https://" + name + "/")).isEqualTo(refused(Reason.NAME_UNKNOWN));
        }
    }

    @Test
    void seesAChangeOfTheHostsFile() throws Exception {
        Files.writeString(hosts(), "10.0.0.9 app.test\n");
        HostsFile hosts = new HostsFile(hosts());
        assertThat(hosts.find("app.test")).containsExactly(inet("10.0.0.9"));

        Files.writeString(hosts(), "10.0.0.10 app.test other.test\n");

        Eventually.await("the new address", LONG, () -> hosts.find("app.test").equals(List.of(inet("10.0.0.10"))));
        Files.delete(hosts());
        Eventually.await("no address", LONG, () -> hosts.find("app.test").isEmpty());
    }

    // The application's end

    @Test
    void leavesNoThreadBehind() {
        dns.staySilent("silent.test").answer("hooks.test", PUBLIC);
        OutboundGuard guard = guard();
        check(guard, "https://hooks.test/");
        guard.check(url("https://silent.test/"), AllowList.NONE, Duration.ofMillis(50));

        guard.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("dnsjava"));
        assertThat(check(guard, "https://hooks.test/")).isEqualTo(refused(Reason.NAME_FAILED));
    }

    private Path hosts() {
        return dir.resolve("hosts");
    }

    private OutboundGuard guard(String... allowed) {
        AllowList allow = AllowList.parse(String.join(" ", allowed)).orElseThrow();
        OutboundGuard guard = new OutboundGuard(settings(allow), new HostsFile(dir.resolve("none")));
        guards.add(guard);
        return guard;
    }

    private OutboundSettings settings(AllowList allow) {
        InetSocketAddress server = dns.address();
        return new OutboundSettings(allow, Set.of(443, 8443), Optional.of(server));
    }

    private static Verdict check(OutboundGuard guard, String url) {
        return guard.check(url(url), AllowList.NONE, LONG);
    }

    private static Verdict.Refused refused(Reason reason) {
        return new Verdict.Refused(reason, null);
    }

    private static InetAddress inet(String address) {
        return IpAddresses.parse(address).orElseThrow().toInetAddress();
    }

    private static String bracketed(String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }
}
