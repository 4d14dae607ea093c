// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What {@code quantize} found out.
 *
 * @param lines for the terminal
 * @param json the machine-readable result
 * @param checks for CI servers; at least one
 */
public record Quantization(List<String> lines, ObjectNode json, List<Check> checks) {
    /** Takes copies. */
    public Quantization {
        lines = List.copyOf(lines);
        checks = List.copyOf(checks);
    }
}
