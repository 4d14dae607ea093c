// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.file.OutputFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * {@code --json FILE}: the machine-readable result. A regular file appears whole or not at all; a device, a FIFO or
 * {@code /dev/stdout} is written straight. JSON has no NaN and no infinity: such a number is null.
 */
final class JsonOption {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Console console;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON to this file.")
    private Path file;

    JsonOption(Console console) {
        this.console = console;
    }

    /**
     * Checks, before any work is done, that the file can be written.
     *
     * @throws io.fluxmill.config.InputException if it is a folder, or its folder does not exist
     * @throws io.fluxmill.config.EnvironmentException if it cannot be written
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
            output().write(text(result));
        }
    }

    private OutputFile output() {
        return OutputFile.of("--json", file);
    }

    /** The file's text, with a newline at the end. */
    static String text(JsonNode result) {
        try {
            return MAPPER.writeValueAsString(finite(result.deepCopy())) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** The same with null in the place of numbers that are not finite. */
    private static JsonNode finite(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.fields().forEachRemaining(field -> field.setValue(finite(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, finite(array.get(i)));
            }
        } else if ((node.isDouble() || node.isFloat()) && !Double.isFinite(node.doubleValue())) {
            return MAPPER.nullNode();
        }
        return node;
    }
}
