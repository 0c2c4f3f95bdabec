package io.saltgate.apiaccess.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Code to start from, in one language. It is a file of its own, so that it can be run in a test. It never holds a
 * secret: that comes from an environment variable or an argument.
 */
public record Sample(String language, String file, String code) {

    /** Functions that check a webhook: its signature, and its {@code mac}. */
    static final List<Sample> WEBHOOKS = List.of(
            of("JavaScript (Node)", "webhooks.mjs"),
            of("Python", "webhooks.py"),
            of("PHP", "webhooks.php"),
            of("Java", "Webhooks.java.txt"),
            of("Go", "webhooks.go.txt"),
            of("C#", "Webhooks.cs.txt"));

    private static final List<Sample> CALLS = List.of(
            of("curl", "call.sh"),
            of("JavaScript (Node)", "call.mjs"),
            of("Python", "call.py"),
            of("PHP", "call.php"),
            of("Java", "Call.java.txt"),
            of("Go", "call.go.txt"));

    /** Programs that call the product's API and print the answer. */
    static List<Sample> calls(ApiPageSettings settings) {
        String url = settings.apiUrl() + "/account";
        return CALLS.stream()
                .map(sample -> new Sample(sample.language, sample.file, sample.code.replace("{{url}}", url)))
                .toList();
    }

    static Sample of(String language, String file) {
        try (InputStream in = Sample.class.getResourceAsStream("/help/" + file)) {
            if (in == null) {
                throw new FileNotFoundException(file);
            }
            return new Sample(language, file, new String(in.readAllBytes(), UTF_8).stripTrailing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
