package io.saltgate.cli.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a text file, or the standard input for {@code -}: UTF-8, up to a size, without a byte order mark. */
public final class TextFile {

    private static final String STANDARD_INPUT = "-";
    private static final int KIB = 1024;

    private final String name;
    private final InputStream standardInput;

    public TextFile(String name, InputStream standardInput) {
        this.name = name;
        this.standardInput = standardInput;
    }

    /** What messages call it. */
    public String name() {
        return name.equals(STANDARD_INPUT) ? "standard input" : SafeText.of(name);
    }

    /** @param limit in bytes */
    public String read(int limit) {
        byte[] bytes = bytes(limit);
        if (bytes.length > limit) {
            throw CommandFailed.usage(name() + " is too large: at most " + limit / KIB + " KiB are read.");
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw CommandFailed.usage(name() + " isn't a text file in UTF-8.");
        }
    }

    private byte[] bytes(int limit) {
        if (name.equals(STANDARD_INPUT)) {
            try {
                return standardInput.readNBytes(limit + 1);
            } catch (IOException e) {
                throw CommandFailed.usage("The standard input can't be read.");
            }
        }
        try (InputStream file = Files.newInputStream(Path.of(name))) {
            return file.readNBytes(limit + 1);
        } catch (NoSuchFileException e) {
            throw CommandFailed.usage("There is no file " + name() + ".");
        } catch (IOException | IllegalArgumentException e) {
            throw CommandFailed.usage(name() + " can't be read.");
        }
    }
}
