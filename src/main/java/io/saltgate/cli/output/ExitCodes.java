package io.saltgate.cli.output;

/** The exit codes of the command line; scripts rely on them, and docs/cli.md and the help list them. */
public final class ExitCodes {

    public static final int OK = 0;

    /** The API refused the call, or a line of a batch. */
    public static final int REFUSED = 1;

    /** The command line, or a file that it names, isn't right, or nobody can confirm. No changes were made. */
    public static final int USAGE = 2;

    /** The server couldn't be reached, couldn't answer, or isn't Saltgate. */
    public static final int NOT_REACHABLE = 3;

    /** There is no key or token, or it isn't valid for the call. */
    public static final int NOT_AUTHORISED = 4;

    /** The question was answered with no, or the plan changed while it was shown: no changes were made. */
    public static final int STOPPED = 5;

    private ExitCodes() {}
}
