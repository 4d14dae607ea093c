// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import java.io.PrintWriter;

/**
 * Where a verb writes: results to {@code out}, messages and progress to {@code err}. What is not printable in a line is
 * escaped ({@link Printable}).
 *
 * @param terminal whether stderr is a terminal; progress is shown only there
 */
public record Console(PrintWriter out, PrintWriter err, boolean terminal) {
    private static final String CLEAR_LINE = "\r\033[K";

    /** A line of the result. */
    public void result(String line) {
        out.println(Printable.of(line));
    }

    /** A line for the user, after the results before it. */
    public void message(String line) {
        out.flush();
        clearProgress();
        err.println(Printable.of(line));
    }

    /** Replaces the progress line; does nothing outside a terminal. */
    public void progress(String text) {
        if (terminal) {
            err.print(CLEAR_LINE + Printable.of(text));
            err.flush();
        }
    }

    /** Removes the progress line. */
    public void clearProgress() {
        progress("");
    }
}
