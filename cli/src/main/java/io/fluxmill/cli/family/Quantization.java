// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What {@code quantize} found out.
 *
 * @param lines for the terminal
 * @param json the machine-readable result
 */
public record Quantization(List<String> lines, ObjectNode json) {
    /** Takes a copy of the lines. */
    public Quantization {
        lines = List.copyOf(lines);
    }
}
