package io.saltgate.api.schema;

/** The body of a call that takes none, or an object without members; and the answer of one without the envelope. */
public record Nothing() {}
