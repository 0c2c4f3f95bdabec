package io.saltgate.platform.start;

import java.time.Duration;

/**
 * Work in the background, on every node. It must be right to run it on two nodes at once, twice, or not at all: what is to
 * be done stands in the database, and a claim there decides who does it.
 */
public interface Job {

    /** From the end of one run to the beginning of the next. */
    Duration every();

    /** Each step of it a transaction of its own. What it throws is logged, and it runs again. */
    void run();
}
