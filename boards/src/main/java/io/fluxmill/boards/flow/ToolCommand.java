// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One run of a program: its output goes to {@code <program>.log} in the work folder, which grows with each run; it must end with status 0 and
 * must have written its outputs.
 *
 * @param work the only folder that it can write to
 * @param outputs files in it that must be there and not empty afterwards
 */
public record ToolCommand(Toolbox tools, List<String> arguments, Path work, List<String> outputs) {
    private static final int SHOWN_LINES = 5;
    private static final int SHOWN_LENGTH = 300;

    /** The same command, which must write these files. */
    public ToolCommand writing(String... files) {
        return new ToolCommand(tools, arguments, work, List.of(files));
    }

    /**
     * Runs it to its end.
     *
     * @return what this run printed
     * @throws ToolException if its status is not 0 or an output is missing
     */
    public String run() throws IOException {
        for (String output : outputs) {
            Files.deleteIfExists(work.resolve(output));
        }
        Path log = work.resolve(program() + ".log");
        long before = Files.exists(log) ? Files.size(log) : 0;
        int status = status(log);
        byte[] all = Files.readAllBytes(log);
        String text = new String(all, (int) before, (int) (all.length - before), StandardCharsets.UTF_8);
        if (status != 0) {
            throw new ToolException(program() + " failed with status " + status + errors(text), log);
        }
        for (String output : outputs) {
            Path file = work.resolve(output);
            if (!Files.exists(file) || Files.size(file) == 0) {
                throw new ToolException(program() + " ended with status 0 but did not write " + output, log);
            }
        }
        return text;
    }

    private String program() {
        return arguments.get(0);
    }

    private int status(Path log) throws IOException {
        try (WorkFolder folder = tools.enter(work)) {
            int status = status(tools.commandLine(arguments, folder.seen()), log);
            folder.bringBack();
            return status;
        }
    }

    private int status(List<String> commandLine, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(commandLine)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly().onExit().join();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + program(), e);
        }
    }

    /** The lines that say what is wrong, else the last ones. */
    private static String errors(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        List<String> errors = lines.stream()
                .filter(line -> line.contains("ERROR") || line.contains("Error:") || line.contains("error:"))
                .limit(SHOWN_LINES)
                .toList();
        List<String> shown =
                errors.isEmpty() ? lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()) : errors;
        return shown.isEmpty()
                ? " and said nothing"
                : shown.stream()
                        .map(line -> line.substring(0, Math.min(line.length(), SHOWN_LENGTH)))
                        .collect(Collectors.joining("\n", ":\n", ""));
    }
}
