// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import io.fluxmill.core.file.FileProblem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The process's stdout, which remembers that a result was lost. Java's own stream forgets it. */
public final class StandardOutput extends OutputStream {
    private final OutputStream stream = new FileOutputStream(FileDescriptor.out);
    private IOException problem;

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            problem = problem == null ? e : problem;
            throw e;
        }
    }

    /**
     * The exit code of a run whose results have been written as far as that was possible. Says what is wrong if a result was lost, unless
     * its reader has gone, as {@code head} does.
     *
     * @param code of the run, which stays if it is not 0
     */
    public int exitCode(int code, Console console) {
        if (problem == null) {
            return code;
        }
        String reason = FileProblem.of(problem);
        if (reason.startsWith("Broken pipe")) {
            return code == Exit.OK ? Exit.BROKEN_PIPE : code;
        }
        console.message("fluxmill: the result cannot be written to stdout: " + reason);
        console.message("  " + (reason.startsWith("Bad file") ? "open stdout" : "make room there")
                + ", or send it elsewhere, such as > result.txt");
        return code == Exit.OK ? Exit.FAILED : code;
    }
}
