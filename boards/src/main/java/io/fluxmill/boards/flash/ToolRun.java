// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run of a programming tool, watched: a tool that is silent for too long waits for a part that does not answer, and is ended.
 *
 * @param status that it ended with; over 128 if a signal ended it
 * @param silent whether it was ended because it was silent
 * @param text what it printed; a line that it overwrote several times is several lines here
 */
record ToolRun(int status, boolean silent, String text) {
    /** Makes a tool print without buffering, so that no output is lost when the tool breaks off. */
    private static final Path UNBUFFERED = Path.of("/usr/bin/stdbuf");

    private static final int LOOK_MILLISECONDS = 20;
    private static final int SHOWN_LINES = 3;

    /** Whether it ended by itself and with status 0. */
    boolean succeeded() {
        return status == 0 && !silent;
    }

    /**
     * Runs a tool to its end.
     *
     * @param silenceSeconds without output after which it is ended
     * @param progress told each line as it comes
     */
    static ToolRun of(List<String> command, int silenceSeconds, Consumer<String> progress) throws IOException {
        List<String> line =
                new ArrayList<>(Files.isExecutable(UNBUFFERED) ? List.of(UNBUFFERED.toString(), "-o0") : List.of());
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            return watch(process, silenceSeconds, progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + command.get(0), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static ToolRun watch(Process process, int silenceSeconds, Consumer<String> progress)
            throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        InputStream output = process.getInputStream();
        long latest = System.nanoTime();
        int shown = 0;
        boolean alive = true;
        while (alive) {
            alive = process.isAlive();
            int ready = output.available();
            if (ready > 0) {
                text.append(new String(output.readNBytes(ready), StandardCharsets.ISO_8859_1).replace('\r', '\n'));
                latest = System.nanoTime();
                int end = text.lastIndexOf("\n");
                if (end > shown) {
                    progress.accept(text.substring(text.lastIndexOf("\n", end - 1) + 1, end));
                    shown = end;
                }
            } else if (alive) {
                if (System.nanoTime() - latest > TimeUnit.SECONDS.toNanos(silenceSeconds)) {
                    process.destroyForcibly().waitFor();
                    return new ToolRun(process.exitValue(), true, text.toString());
                }
                process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
            }
        }
        text.append(new String(output.readAllBytes(), StandardCharsets.ISO_8859_1).replace('\r', '\n'));
        return new ToolRun(process.exitValue(), false, text.toString());
    }

    /** What went wrong, in the tool's own words. */
    String complaint(int silenceSeconds) {
        if (silent) {
            return "it said nothing for " + silenceSeconds + " s and was ended";
        }
        List<String> lines = text.lines()
                .map(line -> line.replaceAll("\u001B\\[[0-9;]*m", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        String words = String.join("; ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        return (status > 128 ? "signal " + (status - 128) + " ended it" : "its status was " + status)
                + (words.isEmpty() ? "" : ", its last words: " + words);
    }
}
