package io.saltgate.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Text that people do not type, by kind; encoded as it goes over the wire, so that it may be broken there too. */
public final class HostileText {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "a\0b",
            "\u0007\u001b[31m",
            "\uFFFF\uFFFE",
            "\u202Egnp.exe",
            "\u2066x\u2069\u200B",
            "e\u0301\u0327\u0323".repeat(200),
            "\uD83D\uDE00".repeat(60),
            "x\r\nX-Injected: 1\r\n\r\n",
            "<script>alert(1)</script>",
            "\" onfocus=alert(1) x=\"",
            "javascript:alert(1)",
            "${49}${49}",
            "__${49}${49}__::.x",
            "[[${49}]][[${49}]]",
            "#{49}{0}''{1,choice,0#a|b}",
            "' or '1'='1' --",
            "1; drop table account; --",
            "%s%n%x",
            "../../../../etc/passwd",
            "-1",
            "1e999",
            "NaN",
            "9".repeat(40),
            "00000000-0000-0000-0000-000000000000",
            "1-1-1-1-1",
            "true",
            "[]",
            "+999999999-12-31T23:59",
            "9999-12-31T23:59:59.999999999",
            "2030-02-30T00:00",
            "x".repeat(100_000));

    private static final List<String> BROKEN =
            List.of("%ED%A0%80", "%FF%FE", "%C0%AF", "%F0%9F%98", "%zz", "%", "%u0041");

    private HostileText() {}

    public static Stream<String> list() {
        return Stream.concat(
                TEXTS.stream().map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8)), BROKEN.stream());
    }
}
