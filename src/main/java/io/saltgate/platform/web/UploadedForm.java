package io.saltgate.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;

/**
 * A form with files (RFC 7578), held in memory up to a size. Read here and not by the server, since servers differ in
 * what they let a page do that is reached by a forward.
 */
final class UploadedForm extends FormBody {

    /** Ours have five. */
    private static final int MAX_PARTS = 20;

    /** Behind a file's field, the field that has the name it had on the sender's machine. */
    private static final String NAME = ".name";

    private final Map<String, byte[]> files = new HashMap<>();

    private UploadedForm(HttpServletRequest request) {
        super(request);
    }

    static boolean isOne(HttpServletRequest request) {
        return JakartaServletFileUpload.isMultipartContent(request);
    }

    /**
     * Reads all of it.
     *
     * @param maxBytes what all parts may have together
     */
    static UploadedForm read(HttpServletRequest request, long maxBytes) throws TooLarge, Malformed {
        JakartaServletFileUpload<DiskFileItem, DiskFileItemFactory> reader = new JakartaServletFileUpload<>();
        reader.setMaxSize(maxBytes);
        reader.setMaxFileCount(MAX_PARTS);
        UploadedForm form = new UploadedForm(request);
        try {
            FileItemInputIterator parts = reader.getItemIterator(request);
            for (int i = 0; parts.hasNext(); i++) {
                if (i == MAX_PARTS) {
                    throw new TooLarge();
                }
                form.take(parts.next());
            }
        } catch (IOException e) {
            if (isSize(e)) {
                throw new TooLarge();
            }
            throw new Malformed();
        }
        return form;
    }

    private void take(FileItemInput part) throws IOException {
        byte[] bytes;
        try (InputStream content = part.getInputStream()) {
            bytes = content.readAllBytes();
        }
        if (part.isFormField()) {
            put(part.getFieldName(), new String(bytes, UTF_8));
        } else {
            if (files.putIfAbsent(part.getFieldName(), bytes) == null) {
                put(part.getFieldName() + NAME, name(part));
            }
        }
    }

    private static String name(FileItemInput part) {
        try {
            return part.getName() == null ? "" : part.getName();
        } catch (InvalidPathException e) {
            return e.getInput(); // a NUL in it
        }
    }

    /** The reader says so by an exception of its own, or wraps it. */
    private static boolean isSize(IOException failure) {
        return failure instanceof FileUploadSizeException || failure.getCause() instanceof FileUploadSizeException;
    }

    /** The same fields with these files, which came with an earlier request. */
    static UploadedForm of(HttpServletRequest request, Map<String, byte[]> files) {
        UploadedForm form = new UploadedForm(request);
        form.files.putAll(files);
        return form;
    }

    Map<String, byte[]> files() {
        return Collections.unmodifiableMap(files);
    }

    /** A file as it came; empty if there was none. */
    Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
