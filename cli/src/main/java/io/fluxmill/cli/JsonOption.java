// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fluxmill.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Option;

/** {@code --json FILE}: the machine-readable result. The file appears whole or not at all. */
final class JsonOption {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON to this file.")
    private Path file;

    /**
     * Checks, before any work is done, that the file can be written.
     *
     * @throws InputException if its folder does not exist
     */
    void check() {
        if (file != null && !Files.isDirectory(folder())) {
            throw new InputException(
                    "--json: the folder " + folder() + " must exist", "create it, or name another file");
        }
    }

    /** Writes the result if the option was given. */
    void write(JsonNode result) throws IOException {
        if (file == null) {
            return;
        }
        Path temporary = folder().resolve(
                        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.writeString(temporary, MAPPER.writeValueAsString(result) + "\n");
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path folder() {
        return file.toAbsolutePath().normalize().getParent();
    }
}
