package io.saltgate.platform.start;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderProbeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-A: \u00e3\u00ff\t\r\n\r\nbody\nwith\0more",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\nHost: b\n\n"
            })
    void takesWholeLines(String header) {
        assertThat(hasWholeLines(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\n\n",
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\n",
                "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n",
                "GET / HTTP/1.1\r\nHost: a\r",
                "GET / HTTP/1.1\r\nHost: a\r\n\r",
                "\r\r\n\r\n",
                ""
            })
    void refusesBareOnes(String header) {
        assertThat(hasWholeLines(header)).isFalse();
    }

    private static boolean hasWholeLines(String header) {
        byte[] bytes = header.getBytes(ISO_8859_1);
        return HeaderProbe.hasWholeLines(i -> bytes[i], bytes.length);
    }
}
