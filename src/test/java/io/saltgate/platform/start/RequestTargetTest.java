package io.saltgate.platform.start;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.start.RequestTarget.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    private final RequestTarget root = new RequestTarget("", true);

    @ParameterizedTest
    @ValueSource(strings = {"/verify", "/verify/", "/verify/%zz", "/verify;a=%", "/verify/a\\b", "/verify/../signin"})
    void asksTheGateWhateverFollows(String target) {
        assertThat(kind(root, target)).isEqualTo(Kind.GATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/verifyx",
                "/Verify",
                "/signin",
                "/a:b",
                "/a%20b",
                "/%C3%BC",
                "/a/../b",
                "/a/%2e%2e/b",
                "/a/.",
                "/.well-known/x",
                "/a%2Fb",
                "//verify/x",
                "/a;b=c",
                "/a..b/..c"
            })
    void leavesWhatCanBeReadAlone(String target) {
        assertThat(kind(root, target)).isEqualTo(Kind.AS_SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "verify",
                "/%",
                "/%2",
                "/%2g",
                "/a%%3",
                "/%u0041",
                "/%00",
                "/%5C",
                "/%5c",
                "/a\\b",
                "/%ff",
                "/%C0%AF",
                "/..",
                "/a/../..",
                "/%2e%2e",
                "/./..",
                "/a b",
                "/\t",
                "/\0",
                "/\u007f",
                "//verify/%zz",
                "/x/../verify/%zz",
                "/%ED%A0%80"
            })
    void refusesWhatCanNotBeRead(String target) {
        assertThat(kind(root, target)).isEqualTo(Kind.MALFORMED);
    }

    /** Questions to the gate are decided there too. */
    @Test
    void refusesColonsWhereTheServerCanNotReadThem() {
        RequestTarget older = new RequestTarget("", false);

        assertThat(kind(older, "/a:b")).isEqualTo(Kind.MALFORMED);
        assertThat(kind(older, "/api/v1/a:b")).isEqualTo(Kind.MALFORMED_CALL);
        assertThat(kind(older, "/verify/a:b")).isEqualTo(Kind.GATE);
        assertThat(DefaultStatusProbe.readsColons("4.0.2.payara-p2")).isFalse();
        assertThat(DefaultStatusProbe.readsColons("5.0.0")).isFalse();
        assertThat(DefaultStatusProbe.readsColons("5.0.1")).isFalse();
        assertThat(DefaultStatusProbe.readsColons("5.0.3")).isTrue();
        assertThat(DefaultStatusProbe.readsColons("5.1")).isTrue();
    }

    @Test
    void tellsCallsOfTheApi() {
        assertThat(kind(root, "/api/v1/%zz")).isEqualTo(Kind.MALFORMED_CALL);
        assertThat(kind(root, "/apiary/%zz")).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void knowsWhereTheApplicationIs() {
        RequestTarget elsewhere = new RequestTarget("/saltgate", true);

        assertThat(kind(elsewhere, "/saltgate/verify/%zz")).isEqualTo(Kind.GATE);
        assertThat(kind(elsewhere, "/verify/x")).isEqualTo(Kind.AS_SENT);
        assertThat(kind(elsewhere, "/verify/%zz")).isEqualTo(Kind.MALFORMED);
        assertThat(kind(elsewhere, "/saltgate/api/%zz")).isEqualTo(Kind.MALFORMED_CALL);
    }

    /** The server keeps it amid the rest of the request. */
    private static Kind kind(RequestTarget targets, String target) {
        byte[] bytes = ("GET " + target + " HTTP/1.1").getBytes(ISO_8859_1);
        return targets.kindOf(bytes, 4, 4 + target.length());
    }
}
