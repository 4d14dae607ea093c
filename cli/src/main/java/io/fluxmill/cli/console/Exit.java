// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

/** Exit codes of every verb. */
public final class Exit {
    public static final int OK = 0;
    /** A check failed: the hardware differs from the reference, a tool is missing, a file cannot be written. */
    public static final int FAILED = 1;
    /** Wrong usage or bad input; nothing was written. */
    public static final int USAGE = 2;

    /** The reader of stdout has gone before the end of a run that is otherwise good: 128 and the number of SIGPIPE. */
    public static final int BROKEN_PIPE = 141;

    private Exit() {}
}
