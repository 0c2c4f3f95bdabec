package io.saltgate.operations;

import jakarta.ejb.ApplicationException;

/** A command that can't be done now, with the reason and the remedy in a sentence for the operator. */
@ApplicationException(rollback = true)
public class Refusal extends RuntimeException {

    public Refusal(String sentence) {
        super(sentence);
    }
}
