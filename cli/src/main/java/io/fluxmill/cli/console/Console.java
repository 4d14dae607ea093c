// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import io.fluxmill.core.cache.KeptDurations;
import io.fluxmill.core.progress.Progress;
import java.io.PrintWriter;
import java.util.List;

/**
 * Where a verb writes: results to {@code out}, messages and progress to {@code err}. What is not printable in a line is
 * escaped ({@link Printable}).
 */
public final class Console {
    private static final String COLUMNS = "fluxmill.columns";
    private static final int DEFAULT_COLUMNS = 80;
    private static final int FEWEST_COLUMNS = 20;
    private static final long TICK_MILLIS = 250;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private volatile ProgressBar bar;

    /** @param terminal whether stderr is a terminal; progress is shown only there */
    public Console(PrintWriter out, PrintWriter err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Work that gives a result. */
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    public PrintWriter out() {
        return out;
    }

    public PrintWriter err() {
        return err;
    }

    /** A line of the result. */
    public void result(String line) {
        out.println(Printable.of(line));
    }

    /** A line for the user, after the results before it. */
    public void message(String line) {
        ProgressBar opened = bar;
        if (opened != null) {
            opened.interrupted(() -> print(line));
        } else {
            clearProgress();
            print(line);
        }
    }

    private void print(String line) {
        out.flush();
        err.println(Printable.of(line));
    }

    /**
     * Runs a job of several stages, which it starts by {@link #stage} in this order, and may leave out. On a terminal it is shown how much of them all is
     * done, and the time that is left; the times of the stages are kept for the next run. A job within a job is a part of the outer one's stage.
     *
     * @param job names it among all jobs of this user, such as by the verb and the path of its configuration
     */
    public <T, E extends Exception> T stages(String job, List<Stage> stages, Work<T, E> work) throws E {
        if (!terminal || bar != null) {
            return work.run();
        }
        KeptDurations kept = KeptDurations.ofUser();
        ProgressBar opened = new ProgressBar(
                new StageTimes(stages, kept.read(job), System::nanoTime), System::nanoTime, err, columns());
        Thread ticker = ticker(opened);
        bar = opened;
        try {
            T result = work.run();
            kept.write(job, opened.finish());
            return result;
        } finally {
            bar = null;
            ticker.interrupt();
            opened.close();
        }
    }

    /** Starts a stage of the job that runs. The result may be called by any thread. */
    public Progress stage(String name) {
        ProgressBar opened = bar;
        if (opened != null) {
            return opened.begin(name);
        }
        progress(name);
        return Progress.NONE;
    }

    /** Shows what is done now, in the place of the stage's name, or as a line of its own; does nothing outside a terminal. */
    public void progress(String text) {
        ProgressBar opened = bar;
        if (opened != null) {
            opened.show(text);
        } else if (terminal) {
            err.print(ProgressBar.CLEAR_LINE + Printable.of(text));
            err.flush();
        }
    }

    /** Removes the progress line. */
    public void clearProgress() {
        if (terminal) {
            err.print(ProgressBar.CLEAR_LINE);
            err.flush();
        }
    }

    /** Time goes on in stages that report nothing. */
    private static Thread ticker(ProgressBar bar) {
        Thread ticker = new Thread(
                () -> {
                    try {
                        while (true) {
                            Thread.sleep(TICK_MILLIS);
                            bar.redraw();
                        }
                    } catch (InterruptedException e) {
                        // the job is over
                    }
                },
                "progress");
        ticker.setDaemon(true);
        ticker.start();
        return ticker;
    }

    private static int columns() {
        int columns = Integer.getInteger(COLUMNS, DEFAULT_COLUMNS);
        return columns < FEWEST_COLUMNS ? DEFAULT_COLUMNS : columns;
    }
}
