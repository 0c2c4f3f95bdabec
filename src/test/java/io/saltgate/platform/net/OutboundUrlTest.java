package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.net.OutboundUrl.Complaint;
import io.saltgate.platform.net.OutboundUrl.Parsed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com, https://hooks.example.com/, hooks.example.com, 443, /",
        "HTTPS://Hooks.Example.COM:443/In?Q=a%2Fb, https://hooks.example.com/In?Q=a%2Fb, hooks.example.com, 443, /In?Q=a%2Fb",
        "https://a.example:8443/x, https://a.example:8443/x, a.example, 8443, /x",
        "http://a.example:80, http://a.example/, a.example, 80, /",
        "http://a.example:443/, http://a.example:443/, a.example, 443, /",
        "https://a.example?x=1, https://a.example/?x=1, a.example, 443, /?x=1",
        "https://a.example//b/../c;d=e//, https://a.example//b/../c;d=e//, a.example, 443, //b/../c;d=e//",
        "https://203.0.113.7/, https://203.0.113.7/, 203.0.113.7, 443, /",
        "https://[2001:DB8:0::1]:9/, https://[2001:db8::1]:9/, 2001:db8::1, 9, /",
        "https://[::ffff:10.0.0.1]/, https://10.0.0.1/, 10.0.0.1, 443, /",
        "https://[::ffff:a00:1]/, https://10.0.0.1/, 10.0.0.1, 443, /",
        "https://localhost, https://localhost/, localhost, 443, /",
        "https://xn--mnchen-3ya.example, https://xn--mnchen-3ya.example/, xn--mnchen-3ya.example, 443, /",
        "https://1.2.3.4.example, https://1.2.3.4.example/, 1.2.3.4.example, 443, /",
    })
    void readsUrlsInOneSpelling(String typed, String canonical, String host, int port, String pathAndQuery) {
        OutboundUrl url = url(typed);

        assertThat(url).hasToString(canonical);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.pathAndQuery()).isEqualTo(pathAndQuery);
        assertThat(url).isEqualTo(url(canonical)).hasSameHashCodeAs(url(canonical));
    }

    /** To somebody each of these is an address of this machine or another that was not meant. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.1/",
                "https://0x7f.1/",
                "https://0x7f000001/",
                "https://0X7F.0.0.1/",
                "https://2130706433/",
                "https://017700000001/",
                "https://010.8.8.8/",
                "https://127.0.0.01/",
                "https://1.2.3.4.5/",
                "https://1.2.3.256/",
                "https://127.0.0.1./",
                "https://a.1/",
                "https://a.0x7f/",
                "https://a.1b/",
                "https://127.0.0.1%2f.a.example/",
                "https://%6cocalhost/",
                "https://local%00host/",
                "https://[127.0.0.1]/",
                "https://[::1%25eth0]/",
                "https://[::1%eth0]/",
                "https://[::1/",
                "https://::1/",
                "https://[::1]a.example/",
                "https://[v1.a]/",
                "https://a.example./",
                "https://.a.example/",
                "https://a..example/",
                "https://-a.example/",
                "https://a-.example/",
                "https://_a.example/",
                "https://a_b.example/",
                "https://a,b.example/",
                "https://a*.example/",
                "https:///a",
                "https://?a",
                "https://:443/"
            })
    void refusesHostsThatAreNoPlainNameOrAddress(String typed) {
        assertThat(complaint(typed)).isIn(Complaint.HOST, Complaint.CHARACTERS, Complaint.PORT);
        assertThat(complaint(typed)).isEqualTo(typed.contains("%eth0") ? Complaint.CHARACTERS : Complaint.HOST);
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "'  ', EMPTY",
        "example.com, NOT_A_URL",
        "example.com/?u=https://b.example, NOT_A_URL",
        "//example.com/, NOT_A_URL",
        "https:/example.com, NOT_A_URL",
        "javascript:alert(1), NOT_A_URL",
        "ftp://a.example/, SCHEME",
        "file:///etc/passwd, SCHEME",
        "gopher://127.0.0.1:25/_HELO, SCHEME",
        "jar:https://a.example!/b, NOT_A_URL",
        "https://user@a.example/, USER_INFO",
        "https://a.example:443@127.0.0.1/, USER_INFO",
        "https://@a.example/, USER_INFO",
        "https://a.example/#b, FRAGMENT",
        "https://a.example#@b.example/, FRAGMENT",
        "https://a.example:0/, PORT",
        "https://a.example:65536/, PORT",
        "https://a.example:0443/, PORT",
        "https://a.example:/, PORT",
        "https://a.example:+80/, PORT",
        "https://a.example:80:80/, PORT",
        "'https://a.example/ ', CHARACTERS",
        "' https://a.example/', CHARACTERS",
        "https://a.example/a b, CHARACTERS",
        "https://a.example/\u00e9, CHARACTERS",
        "https://m\u00fcnchen.example/, CHARACTERS",
        "https://\uff11\uff12\uff17.0.0.1/, CHARACTERS",
        "https://a\u3002example/, CHARACTERS",
        "https://a\\@b.example/, CHARACTERS",
        "https://a.example\\b/, CHARACTERS",
        "https://a.example/%zz, CHARACTERS",
        "https://a.example/%2, CHARACTERS",
        "https://a.example/?a[]=1, CHARACTERS",
        "https://a.example/{id}, CHARACTERS",
    })
    void saysWhatIsWrong(String typed, Complaint complaint) {
        assertThat(complaint(typed)).isEqualTo(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\nHost: b.example", "\t", "\u0000", "\u007f"})
    void refusesWhatWouldEndALine(String end) {
        assertThat(complaint("https://a.example/" + end)).isEqualTo(Complaint.CHARACTERS);
        assertThat(complaint("https://a.example" + end + "/")).isEqualTo(Complaint.CHARACTERS);
    }

    @Test
    void keepsToLengths() {
        String label = "a".repeat(63);
        String name = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(url("https://" + name + "/").host()).hasSize(253);
        assertThat(complaint("https://a" + name + "/")).isEqualTo(Complaint.HOST);
        assertThat(complaint("https://a" + label + ".example/")).isEqualTo(Complaint.HOST);
        String longest = "https://a.example/" + "b".repeat(OutboundUrl.MAX_LENGTH - 18);
        assertThat(url(longest).toString()).hasSize(OutboundUrl.MAX_LENGTH);
        assertThat(complaint(longest + "b")).isEqualTo(Complaint.TOO_LONG);
        String withoutPath = "https://a.example?" + "b".repeat(OutboundUrl.MAX_LENGTH - 18);
        assertThat(complaint(withoutPath)).isEqualTo(Complaint.TOO_LONG);
    }

    @Test
    void namesTheTargetWithoutWhatMayBeSecret() {
        assertThat(url("https://a.example:8443/secret?token=secret").origin()).isEqualTo("https://a.example:8443");
        assertThat(url("http://[::1]/secret").origin()).isEqualTo("http://[::1]");
    }

    @Test
    void everyComplaintHasACodeOfItsOwn() {
        assertThat(Arrays.stream(Complaint.values()).map(Complaint::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("url\\.[a-z]+"));
    }

    static OutboundUrl url(String typed) {
        assertThat(OutboundUrl.parse(typed)).as(typed).isInstanceOf(Parsed.Ok.class);
        return ((Parsed.Ok) OutboundUrl.parse(typed)).url();
    }

    private static Complaint complaint(String typed) {
        assertThat(OutboundUrl.parse(typed)).as(typed).isInstanceOf(Parsed.Bad.class);
        return ((Parsed.Bad) OutboundUrl.parse(typed)).complaint();
    }
}
