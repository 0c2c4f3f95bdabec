package io.saltgate.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Keeps a form that has to wait for its person, in a field of the page that asks them, until they send that. It is
 * sealed, for the session and the address that it was sent to and for 15 minutes, so that the page holds no plain
 * text of it and nobody can make one for others. Passwords aren't kept, nor what is made anew with each page.
 */
@Dependent
public class KeptForms {

    /** The form field. */
    public static final String FIELD = "_kept";

    public static final Duration LIFETIME = Duration.ofMinutes(15);

    /** Begins the names of files among the fields. */
    private static final String FILE = "_file.";

    private static final UUID NONE = new UUID(0, 0);

    private static final Set<String> LEFT_OUT =
            Set.of(FIELD, RequestForgery.FIELD, FormNonces.FIELD, Page.CONFIRMATION_CODE, Page.CONFIRMATION_PASSKEY);

    /** What a form may have, several times over: no text of a few bytes may become gigabytes. */
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private final KeyRing ring;
    private final Clock clock;

    @Inject
    public KeptForms(KeyRing ring, Clock clock) {
        this.ring = ring;
        this.clock = clock;
    }

    /** Returns the value of the field. */
    String keep(HttpServletRequest form, String path) {
        StringJoiner fields = new StringJoiner("&");
        form.getParameterMap().forEach((name, values) -> {
            if (!LEFT_OUT.contains(name) && !isPassword(name)) {
                for (String value : values) {
                    fields.add(URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8));
                }
            }
        });
        if (form instanceof UploadedForm upload) {
            upload.files()
                    .forEach((name, file) -> fields.add(URLEncoder.encode(FILE + name, UTF_8)
                            + "="
                            + URLEncoder.encode(Base64.getEncoder().encodeToString(file), UTF_8)));
        }
        byte[] text = (clock.instant() + "\n" + fields).getBytes(UTF_8);
        return new Sealing(ring).seal(Base64.getEncoder().encodeToString(deflate(text)), place(form, path));
    }

    /**
     * Takes the form out of the field, with what the page itself added to it.
     *
     * @return empty if it was kept for another session or address, or for too long
     */
    Optional<FormBody> open(HttpServletRequest request, String path) {
        try {
            String sealed = request.getParameter(FIELD);
            String opened = new Sealing(ring).open(sealed == null ? "" : sealed, place(request, path));
            String text = new String(inflate(Base64.getDecoder().decode(opened)), UTF_8);
            int end = text.indexOf('\n');
            Instant keptAt = Instant.parse(text.substring(0, end));
            if (keptAt.plus(LIFETIME).isBefore(clock.instant())) {
                return Optional.empty();
            }
            FormBody kept = new FormBody(request);
            kept.takeAll(text.substring(end + 1));
            Map<String, byte[]> files = new HashMap<>();
            kept.getParameterMap().forEach((name, values) -> {
                if (name.startsWith(FILE)) {
                    files.put(name.substring(FILE.length()), Base64.getDecoder().decode(values[0]));
                }
            });
            FormBody form = files.isEmpty() ? new FormBody(request) : UploadedForm.of(request, files);
            kept.getParameterMap().forEach((name, values) -> {
                if (!name.startsWith(FILE)) {
                    Arrays.stream(values).forEach(value -> form.put(name, value));
                }
            });
            request.getParameterMap().forEach((name, values) -> {
                if (!name.equals(FIELD)) {
                    Arrays.stream(values).forEach(value -> form.put(name, value));
                }
            });
            return Optional.of(form);
        } catch (Sealing.CannotOpen | DateTimeParseException | FormBody.TooLarge | FormBody.Malformed e) {
            return Optional.empty();
        }
    }

    /** Whether a field is a password's, by its name. */
    static boolean isPassword(String name) {
        return name.toLowerCase(Locale.ROOT).contains("password");
    }

    /**
     * Makes a kept form one of the session that takes the place of its own.
     *
     * @param token of the session that it was kept for
     * @param next of the one that has taken its place
     * @return the value of the field; empty if it was kept for another session or address
     */
    public Optional<String> passOn(String kept, String path, String token, String next) {
        try {
            Sealing sealing = new Sealing(ring);
            return Optional.of(sealing.seal(sealing.open(kept, place(token, path)), place(next, path)));
        } catch (Sealing.CannotOpen e) {
            return Optional.empty();
        }
    }

    private static Sealing.Place place(HttpServletRequest request, String path) {
        return place(String.valueOf(request.getAttribute(RequestForgery.TOKEN_ATTRIBUTE)), path);
    }

    private static Sealing.Place place(String token, String path) {
        return new Sealing.Place(NONE, NONE, "kept form " + token + " " + path);
    }

    private static byte[] deflate(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] inflate(byte[] deflated) throws FormBody.TooLarge {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            byte[] text = in.readNBytes(MAX_BYTES + 1);
            if (text.length > MAX_BYTES) {
                throw new FormBody.TooLarge();
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the person typed, to be shown again: texts by label, as far as they have one in the messages. */
    static Map<String, String> typed(HttpServletRequest form) {
        Map<String, String> typed = new LinkedHashMap<>();
        form.getParameterMap().forEach((name, values) -> {
            String label = "typed." + name;
            if (Messages.has(label) && !values[0].isBlank()) {
                typed.put(Messages.get(Locale.ENGLISH, label), String.join(", ", values));
            }
        });
        return typed;
    }
}
