// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

/** Exit codes of every verb. */
public final class Exit {
    public static final int OK = 0;
    /** A check failed: the hardware differs from the reference, a tool is missing. */
    public static final int FAILED = 1;
    /** Wrong usage or bad input; nothing was written. */
    public static final int USAGE = 2;

    private Exit() {}
}
