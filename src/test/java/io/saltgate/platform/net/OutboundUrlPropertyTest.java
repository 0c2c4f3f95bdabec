package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.net.OutboundUrl.Parsed;
import io.saltgate.testing.AddressTexts;
import java.net.URI;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OutboundUrlPropertyTest {

    @Property(tries = 3000)
    void whatIsReadIsTheSameToJava(@ForAll("nearly") String typed) {
        if (OutboundUrl.parse(typed) instanceof Parsed.Ok ok) {
            OutboundUrl url = ok.url();
            URI asTyped = URI.create(typed);
            URI canonical = URI.create(url.toString());

            assertThat(canonical.getScheme()).isEqualTo(url.scheme());
            assertThat(unbracketed(canonical.getHost())).isEqualTo(url.host());
            assertThat(canonical.getPort() == -1 ? (url.isPlain() ? 80 : 443) : canonical.getPort())
                    .isEqualTo(url.port());
            assertThat(canonical.getRawUserInfo()).isNull();
            assertThat(canonical.getRawFragment()).isNull();
            String query = canonical.getRawQuery() == null ? "" : "?" + canonical.getRawQuery();
            assertThat(canonical.getRawPath() + query).isEqualTo(url.pathAndQuery());
            assertThat(asTyped.getPort() == -1 ? url.port() : asTyped.getPort()).isEqualTo(url.port());
            String typedHost = unbracketed(asTyped.getHost());
            if (url.address().isPresent()) {
                assertThat(IpAddresses.parse(typedHost)).isEqualTo(url.address());
            } else {
                assertThat(typedHost).isEqualToIgnoringCase(url.host());
            }
        }
    }

    @Property(tries = 3000)
    void theCanonicalFormIsStable(@ForAll("nearly") String typed) {
        if (OutboundUrl.parse(typed) instanceof Parsed.Ok ok) {
            assertThat(OutboundUrl.parse(ok.url().toString())).isEqualTo(ok);
            assertThat(ok.url().toString()).startsWith(ok.url().origin() + "/");
        }
    }

    @Property
    void whatIsWholeIsRead(@ForAll("whole") String typed) {
        assertThat(OutboundUrl.parse(typed)).as(typed).isInstanceOf(Parsed.Ok.class);
    }

    @Property(tries = 3000)
    void noTextThrows(@ForAll String anything, @ForAll("nearly") String nearly) {
        for (String text :
                List.of(anything, nearly, nearly + anything, "https://" + anything, "https://a:" + anything)) {
            OutboundUrl.parse(text);
            AllowList.Entry.parse(text);
            AllowList.parse(text);
        }
    }

    @Property
    void whatAnEntryOfTheAllowListSaysIsReadAsTheSame(@ForAll("entries") String typed) {
        AllowList.Entry entry = AllowList.Entry.parse(typed).orElseThrow();

        assertThat(AllowList.Entry.parse(entry.toString())).contains(entry);
    }

    @Provide
    Arbitrary<String> entries() {
        return Combinators.combine(
                        AddressTexts.any(), Arbitraries.integers().between(1, 65535), Arbitraries.of(true, false))
                .as((address, port, withPort) -> {
                    String bracketed = address.indexOf(':') < 0 ? address : "[" + address + "]";
                    return withPort ? bracketed + ":" + port : address;
                });
    }

    @Provide
    Arbitrary<String> whole() {
        return Combinators.combine(
                        Arbitraries.of("https://", "http://", "HTTPS://"),
                        hosts(),
                        Arbitraries.of("", ":1", ":443", ":8443", ":65535"),
                        Arbitraries.of("", "/", "/a/b", "/%2F?x=%20", "?", "?a=b&c", "/a;b=c,d@e:f"))
                .as((scheme, host, port, rest) -> scheme + host + port + rest);
    }

    /** Whole ones of which something was changed, taken out or put in. */
    @Provide
    Arbitrary<String> nearly() {
        Arbitrary<String> put = Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.chars()
                        .with("0123456789abxX.:/%*-_,;[]\"'@#?\\ \t\n\u0000\u0663\uff11\u3002")
                        .map(String::valueOf),
                Arbitraries.of("//", "https://", "0x", "%2e", "..", ":80", "@", "127.0.0.1", "[::1]"));
        Arbitrary<String> changed = Combinators.combine(
                        whole(),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(0, 2),
                        put)
                .as((text, at, out, in) -> {
                    int from = Math.min(at, text.length());
                    return text.substring(0, from) + in + text.substring(Math.min(from + out, text.length()));
                });
        return Arbitraries.oneOf(whole(), changed, changed, changed);
    }

    private static Arbitrary<String> hosts() {
        return Arbitraries.oneOf(
                AddressTexts.ipv4(),
                Arbitraries.oneOf(AddressTexts.ipv6(), AddressTexts.mapped()).map(text -> "[" + text + "]"),
                Arbitraries.of(
                        "localhost", "a.example", "Hooks.Example.COM", "1.2.3.4.example", "xn--a.b-c.d1", "0.a"));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
