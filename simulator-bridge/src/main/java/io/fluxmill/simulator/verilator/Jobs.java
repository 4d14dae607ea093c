// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Runs the external programs of one build in a directory, each with its own log. */
final class Jobs {
    private static final int SHOWN_ERRORS = 5;
    private static final int SHOWN_LENGTH = 300;
    private static final int STOP_SECONDS = 30;

    private final Path directory;
    private final UnaryOperator<String> names;
    private int started;

    /** @param names from file names in the directory to those that the user knows, for error lines */
    Jobs(Path directory, UnaryOperator<String> names) {
        this.directory = directory;
        this.names = names;
    }

    /**
     * Runs one program to its end.
     *
     * @throws BuildException if it ends with anything but 0
     */
    void run(String what, List<String> command) throws IOException {
        Path log = directory.resolve(nextLog());
        run(what, command, log);
    }

    /** Runs programs in parallel, one per processor. */
    void runAll(String what, List<List<String>> commands) throws IOException {
        if (commands.size() == 1) {
            run(what, commands.get(0));
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(
                Math.min(commands.size(), Runtime.getRuntime().availableProcessors()));
        try {
            List<Future<?>> results = new ArrayList<>();
            for (List<String> command : commands) {
                Path log = directory.resolve(nextLog());
                results.add(pool.submit(() -> {
                    run(what, command, log);
                    return null;
                }));
            }
            for (Future<?> result : results) {
                await(result);
            }
        } finally {
            stop(pool);
        }
    }

    /** Ends the programs that still run, so that nothing writes to the directory any more. */
    private static void stop(ExecutorService pool) {
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a compiler does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String nextLog() {
        return "log" + started++ + ".txt";
    }

    private void run(String what, List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(log.toFile());
        builder.environment().put("CCACHE_SLOPPINESS", "pch_defines,time_macros");
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (process.waitFor() != 0) {
                throw new BuildException(what + " failed:\n" + firstErrors(log), log);
            }
            if (Files.size(log) == 0) {
                Files.delete(log);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly().onExit().join();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + what, e);
        }
    }

    private String firstErrors(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        List<String> errors = lines.stream()
                .filter(line -> line.contains("%Error") || line.contains("error:"))
                .toList();
        return (errors.isEmpty() ? lines : errors)
                .stream()
                        .limit(SHOWN_ERRORS)
                        .map(line -> line.substring(0, Math.min(line.length(), SHOWN_LENGTH)))
                        .map(names)
                        .collect(Collectors.joining("\n"));
    }

    private static void await(Future<?> result) throws IOException {
        try {
            result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a build", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof IOException cause) {
                throw new UncheckedIOException(cause);
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
