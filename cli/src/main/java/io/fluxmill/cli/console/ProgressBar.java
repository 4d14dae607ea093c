// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import io.fluxmill.core.progress.Progress;
import java.io.PrintWriter;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * One line on a terminal: how much of a job is done, which of its stages runs, and how long all of them will still take, as far as {@link StageTimes}
 * knows it. A new stage is shown at once, anything else at most ten times a second. Safe for use by several threads.
 */
final class ProgressBar {
    /** Back to the start of the line, which becomes empty. */
    static final String CLEAR_LINE = "\r\033[K";

    private static final long REDRAW_NANOS = 100_000_000;
    /** More than the sum of all shares is off. */
    private static final double SUM_ERROR = 1e-9;

    private static final int CELLS = 20;
    private static final int ENOUGH_TEXT = 12;

    private final StageTimes times;
    private final LongSupplier nanos;
    private final PrintWriter err;
    private final int width;
    private String text = "";
    private long drawn;
    private boolean closed;

    /** @param columns of the terminal; the last one stays empty, because some terminals start a new line after it */
    ProgressBar(StageTimes times, LongSupplier nanos, PrintWriter err, int columns) {
        this.times = times;
        this.nanos = nanos;
        this.err = err;
        width = columns - 1;
    }

    /** Starts a stage; one that is not expected, or not any more, is only shown. */
    synchronized Progress begin(String stage) {
        int index = times.begin(stage);
        text = stage;
        draw();
        return index < 0 ? Progress.NONE : (done, of) -> at(index, done, of);
    }

    private synchronized void at(int stage, long done, long of) {
        times.at(stage, done, of);
        redraw();
    }

    /** What is done within the stage, in the place of its name. */
    synchronized void show(String detail) {
        text = detail;
        redraw();
    }

    /** Draws again, unless that was done just now. */
    synchronized void redraw() {
        if (nanos.getAsLong() - drawn >= REDRAW_NANOS) {
            draw();
        }
    }

    /**
     * All stages are over: shows that everything is done.
     *
     * @return seconds that each stage took
     */
    synchronized Map<String, Double> finish() {
        times.finish();
        text = "";
        draw();
        return times.seconds();
    }

    /** Prints something else in the place of the line, which comes back below it. */
    synchronized void interrupted(Runnable print) {
        clear();
        print.run();
        drawn = nanos.getAsLong() - REDRAW_NANOS;
    }

    /** Removes the line for good. */
    synchronized void close() {
        closed = true;
        clear();
    }

    private void clear() {
        err.print(CLEAR_LINE);
        err.flush();
    }

    private void draw() {
        if (!closed) {
            drawn = nanos.getAsLong();
            err.print(CLEAR_LINE + line());
            err.flush();
        }
    }

    private String line() {
        double share = times.share() + SUM_ERROR;
        int cells = Math.min(CELLS, (width + 1) / 4);
        int full = (int) (share * cells);
        String bar = "[" + "#".repeat(full) + "-".repeat(cells - full) + "] " + (int) (share * 100) + " %";
        String left = left();
        int room = width - bar.length() - 2;
        boolean both = !left.isEmpty() && room - left.length() - 2 >= Math.min(ENOUGH_TEXT, text.length());
        String shown = fitted(Printable.of(text), both ? room - left.length() - 2 : room);
        return (bar + (shown.isEmpty() ? "" : "  " + shown) + (both ? "  " + left : ""));
    }

    private String left() {
        if (text.isEmpty()) {
            return "";
        }
        OptionalDouble all = times.secondsLeft();
        OptionalDouble stage = times.secondsLeftOfStage();
        if (all.isPresent()) {
            return all.getAsDouble() == 0 ? "" : "about " + duration(all.getAsDouble()) + " left";
        }
        return stage.isPresent() && stage.getAsDouble() > 0
                ? "about " + duration(stage.getAsDouble()) + " for this stage"
                : "";
    }

    /** Whole seconds to a minute, then tens of seconds to ten minutes, then minutes; rounded up. */
    static String duration(double seconds) {
        long whole = Math.max(1, (long) Math.ceil(seconds));
        if (whole < 60) {
            return whole + " s";
        }
        long tens = (whole + 9) / 10;
        if (tens < 60) {
            return tens / 6 + " min" + (tens % 6 == 0 ? "" : " " + tens % 6 * 10 + " s");
        }
        long minutes = (whole + 59) / 60;
        return minutes < 60
                ? minutes + " min"
                : minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }

    /** As much of a text as has room; a letter beyond those of Europe may be two columns wide. */
    private static String fitted(String text, int room) {
        StringBuilder fitted = new StringBuilder();
        int columns = 0;
        int[] letters = text.codePoints().toArray();
        for (int i = 0; i < letters.length; i++) {
            columns += letters[i] < 0x1100 ? 1 : 2;
            if (columns > room - (i == letters.length - 1 ? 0 : 2)) {
                return room < 3 ? "" : fitted + "..";
            }
            fitted.appendCodePoint(letters[i]);
        }
        return fitted.toString();
    }
}
