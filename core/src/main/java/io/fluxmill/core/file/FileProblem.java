// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The text of an input or output error, in the words of the operating system and without a class name. */
public final class FileProblem {
    private FileProblem() {}

    /** For example {@code No space left on device}. */
    public static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "File exists";
        }
        if (e instanceof NotDirectoryException) {
            return "Not a directory";
        }
        String reason =
                e instanceof FileSystemException file && file.getReason() != null ? file.getReason() : e.getMessage();
        return reason == null || reason.isBlank() ? "input or output failed" : reason;
    }

    /** One line that says what to do about it. */
    static String remedy(IOException e) {
        String problem = of(e);
        if (problem.startsWith("No space") || problem.contains("quota")) {
            return "make room there, or name a file on another disk";
        }
        if (problem.startsWith("Broken pipe")) {
            return "let the reader read to the end, or name a file";
        }
        return "make it and its folder writable, or name another file";
    }
}
