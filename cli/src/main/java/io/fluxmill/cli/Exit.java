// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

/** Exit codes of every verb. */
final class Exit {
    static final int OK = 0;
    /** A check failed: the hardware differs from the reference, a tool is missing. */
    static final int FAILED = 1;
    /** Wrong usage or bad input; nothing was written. */
    static final int USAGE = 2;

    private Exit() {}
}
