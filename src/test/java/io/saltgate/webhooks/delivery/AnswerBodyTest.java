package io.saltgate.webhooks.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.net.OutboundHttp;
import io.saltgate.webhooks.delivery.AnswerBody.Form;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** C15: an answer is shown as text, or said to be something else, and never as broken characters. */
class AnswerBodyTest {

    @Test
    void showsText() {
        assertThat(of("grüße 😊\r\nok\n".getBytes(UTF_8), false).text()).isEqualTo("grüße 😊\nok\n");
        assertThat(of("\uFEFFok".getBytes(UTF_8), false).text()).isEqualTo("ok");
        assertThat(of("für".getBytes(ISO_8859_1), false, "content-type", "text/html; charset=\"ISO-8859-1\"")
                        .text())
                .isEqualTo("für");
        assertThat(of("für".getBytes(ISO_8859_1), false, "Content-Type", "text/plain")
                        .text())
                .isEqualTo("für");
        assertThat(of("für".getBytes(UTF_8), false, "content-type", "text/plain; charset=latin-9000")
                        .text())
                .isEqualTo("für");
        assertThat(of("für".getBytes(UTF_16), false, "content-type", "text/plain;charset=utf-16")
                        .text())
                .isEqualTo("für");
        assertThat(of("\u001b[31mred\u001b[0m \u0085".getBytes(UTF_8), false).text())
                .isEqualTo("␛[31mred␛[0m \\x85");
    }

    @Test
    void aCharacterCutInTwoIsNoBrokenOne() {
        byte[] smile = "ok 😊".getBytes(UTF_8);
        byte[] half = Arrays.copyOf(smile, smile.length - 2);

        assertThat(of(half, true).text()).isEqualTo("ok ");
        assertThat(of(half, false).form()).isEqualTo(Form.BINARY);
    }

    @Test
    void namesWhatIsNotShown() throws IOException {
        byte[] gzip = gzip("hello");
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};

        AnswerBody declared = of(gzip, false, "Content-Encoding", "GZIP", "content-type", "text/plain");
        assertThat(declared.form()).isEqualTo(Form.ENCODED);
        assertThat(declared.label()).isEqualTo("gzip");
        assertThat(declared.bytes()).isEqualTo(gzip.length);
        assertThat(declared.text()).isEmpty();
        assertThat(of(gzip, false, "content-type", "application/json").label()).isEqualTo("gzip");
        assertThat(of("x".getBytes(UTF_8), false, "content-encoding", "br").label())
                .isEqualTo("br");
        assertThat(of("x".getBytes(UTF_8), false, "content-encoding", "identity")
                        .text())
                .isEqualTo("x");
        assertThat(of("x".getBytes(UTF_8), false, "content-encoding", "<script>".repeat(50))
                        .label())
                .hasSizeLessThanOrEqualTo(60)
                .doesNotContain("<");

        AnswerBody binary = of(png, false, "content-type", "image/png; a=b");
        assertThat(binary.form()).isEqualTo(Form.BINARY);
        assertThat(binary.label()).isEqualTo("image/png");
        assertThat(of(png, false).label()).isEmpty();
        assertThat(of(new byte[] {'o', 'k', 0}, false).form()).isEqualTo(Form.BINARY);
        assertThat(of(new byte[0], false).form()).isEqualTo(Form.EMPTY);
    }

    @Test
    void knowsTheFullLengthWhereItCan() {
        byte[] start = "a".repeat(OutboundHttp.MAX_BODY).getBytes(UTF_8);

        assertThat(of(start, false).bytes()).isEqualTo(start.length);
        assertThat(of(start, true).bytes()).isNull();
        assertThat(of(start, true, "content-length", "1234567").bytes()).isEqualTo(1_234_567);
        assertThat(of(start, true, "content-length", "-1").bytes()).isNull();
    }

    private static AnswerBody of(byte[] body, boolean cut, String... headers) {
        List<OutboundHttp.HeaderLine> lines = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            lines.add(new OutboundHttp.HeaderLine(headers[i], headers[i + 1]));
        }
        return AnswerBody.of(new OutboundHttp.Answer.Received(200, lines, body, cut, Optional.empty()));
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
