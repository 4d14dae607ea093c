// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.file;

import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A folder that the user has named for output; it is made if needed.
 *
 * @param what that names it, for messages, such as {@code --out}
 */
public record OutputFolder(String what, Path folder) {
    /**
     * Checks, before any work is done, that it is there and can be written, or can be made. Nothing is made.
     *
     * @throws InputException if it, or what it would be in, is no folder
     * @throws EnvironmentException if it cannot be written or made
     */
    public void check() {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        requireFolder(there);
        try {
            Files.delete(Files.createTempFile(there, ".fluxmill.", ".part"));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Makes the folder, and its parent folders, if it does not exist.
     *
     * @throws InputException if it, or what it would be in, is no folder
     * @throws EnvironmentException if it cannot be made
     */
    public Path make() {
        check();
        try {
            return Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void requireFolder(Path there) {
        if (!Files.isDirectory(there)) {
            throw new InputException(
                    what + " must be a folder: " + there + " is none: " + what + "=" + folder, "name another folder");
        }
    }

    private EnvironmentException failure(IOException e) {
        return new EnvironmentException(
                what + ": " + folder + " cannot be written: " + FileProblem.of(e),
                FileProblem.of(e).startsWith("No space")
                        ? "make room there, or name a folder on another disk"
                        : "make the folder writable, or name another one");
    }
}
