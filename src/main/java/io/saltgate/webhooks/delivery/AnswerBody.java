package io.saltgate.webhooks.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.net.OutboundHttp;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a receiver's answer as it can be shown: text, or else what it is. Compressed bodies are never unpacked: a
 * receiver is not trusted with memory, and none was asked for one.
 *
 * @param label the content coding or the media type, where {@code form} needs one; else empty
 * @param bytes length of the whole body as sent; null where the receiver didn't say and not all was read
 * @param text empty unless the form is {@link Form#TEXT}
 * @param cut whether not all of it was read
 */
record AnswerBody(Form form, String label, @Nullable Long bytes, String text, boolean cut) {

    /** What a body is. */
    public enum Form {
        EMPTY,
        TEXT,
        BINARY,
        /** Under a content coding (RFC 9110, section 8.4), such as gzip. */
        ENCODED
    }

    private static final int MAX_LABEL = 60;

    private static final Pattern CHARSET =
            Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([0-9A-Za-z._:+-]{1,40})\"?\\s*(?:;|$)");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern NOT_LABEL = Pattern.compile("[^0-9a-z.+/, _-]");

    /** Beyond these no text that is meant to be read has control characters. */
    private static final int FEW_CONTROLS = 20;

    private static final int CONTROL_PICTURES = 0x2400;

    static AnswerBody of(OutboundHttp.Answer.Received received) {
        byte[] start = received.bodyStart();
        Long bytes = received.cut() ? length(received).orElse(null) : Long.valueOf(start.length);
        if (start.length == 0) {
            return new AnswerBody(Form.EMPTY, "", bytes, "", false);
        }
        Optional<String> coding = coding(received, start);
        if (coding.isPresent()) {
            return new AnswerBody(Form.ENCODED, coding.get(), bytes, "", received.cut());
        }
        String type = header(received, "content-type").orElse("");
        return text(start, type, received.cut())
                .map(text -> new AnswerBody(Form.TEXT, "", bytes, text, received.cut()))
                .orElseGet(() -> new AnswerBody(
                        Form.BINARY, label(type.replaceFirst(";.*", "").strip()), bytes, "", received.cut()));
    }

    private static Optional<Long> length(OutboundHttp.Answer.Received received) {
        return header(received, "content-length")
                .filter(value -> LENGTH.matcher(value).matches())
                .map(Long::valueOf);
    }

    private static Optional<String> coding(OutboundHttp.Answer.Received received, byte[] start) {
        Optional<String> named = header(received, "content-encoding")
                .map(AnswerBody::label)
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"));
        boolean gzip = start.length > 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
        return named.isEmpty() && gzip ? Optional.of("gzip") : named;
    }

    private static String label(String value) {
        String label = NOT_LABEL.matcher(value.toLowerCase(Locale.ROOT)).replaceAll("");
        return label.length() > MAX_LABEL ? label.substring(0, MAX_LABEL) : label;
    }

    private static Optional<String> header(OutboundHttp.Answer.Received received, String name) {
        return received.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(header -> header.value().strip())
                .findFirst();
    }

    /** By the charset that the receiver names, else UTF-8; text without a charset may be of the Web's older default. */
    private static Optional<String> text(byte[] bytes, String type, boolean cut) {
        Matcher charset = CHARSET.matcher(type);
        Stream<Charset> named = charset.find() ? charset(charset.group(1)).stream() : Stream.empty();
        Stream<Charset> last = type.startsWith("text/") ? Stream.of(ISO_8859_1) : Stream.empty();
        return Stream.of(named, Stream.of(UTF_8), last)
                .flatMap(each -> each)
                .map(each -> decode(bytes, each, cut))
                .flatMap(Optional::stream)
                .findFirst()
                .flatMap(AnswerBody::readable);
    }

    private static Optional<Charset> charset(String name) {
        List<String> known = List.of("utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "utf-16");
        return known.contains(name.toLowerCase(Locale.ROOT)) && Charset.isSupported(name)
                ? Optional.of(Charset.forName(name))
                : Optional.empty();
    }

    /** Strictly, but for a character at the end that was cut in two. */
    private static Optional<String> decode(byte[] bytes, Charset charset, boolean cut) {
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        boolean failed = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes), chars, !cut)
                .isError();
        return failed ? Optional.empty() : Optional.of(chars.flip().toString());
    }

    /** Line ends as one, control characters as pictures of them; empty if it is no text after all. */
    private static Optional<String> readable(String decoded) {
        String text = (decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded).replace("\r\n", "\n");
        long controls = text.chars().filter(AnswerBody::isControl).count();
        if (text.indexOf('\0') >= 0 || controls > Math.max(FEW_CONTROLS, text.length() / FEW_CONTROLS)) {
            return Optional.empty();
        }
        StringBuilder readable = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (!isControl(c)) {
                readable.append((char) c);
            } else if (c < ' ') {
                readable.append((char) (CONTROL_PICTURES + c));
            } else {
                readable.append(String.format(Locale.ROOT, "\\x%02x", c));
            }
        });
        return Optional.of(readable.toString());
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t';
    }
}
