package io.saltgate.platform.start;

/** Thrown if Saltgate refuses to start, with the reason in one sentence for the person who started it. */
public final class CannotStart extends RuntimeException {

    public CannotStart(String sentence) {
        super(sentence);
    }

    public CannotStart(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
