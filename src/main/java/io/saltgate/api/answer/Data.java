package io.saltgate.api.answer;

/** What an answer carries in the envelope. */
public interface Data {}
