// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.core.file.JsonText;
import io.fluxmill.core.file.OutputFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * {@code --json FILE}: the machine-readable result. A regular file appears whole or not at all; a device, a FIFO or
 * {@code /dev/stdout} is written directly. JSON has no NaN and no infinity: such a number is null.
 */
final class JsonOption {
    private final Console console;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON to this file.")
    private Path file;

    JsonOption(Console console) {
        this.console = console;
    }

    /**
     * Checks, before any work is done, that the file can be written.
     *
     * @throws io.fluxmill.core.config.InputException if it is a folder, or in none
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be written
     */
    void check() {
        if (file != null) {
            output().check();
        }
    }

    /** Writes the result if the option was given. */
    void write(JsonNode result) {
        if (file != null) {
            console.out().flush(); // the file may be the same as stdout
            output().write(JsonText.of(result));
        }
    }

    private OutputFile output() {
        return OutputFile.of("--json", file);
    }
}
