// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a verification came to.
 *
 * @param json the machine-readable result
 * @param report the page for people, HTML
 * @param lines the result in short, for the terminal
 * @param compared words, pulses or other items that were compared
 * @param agrees whether every one of them was as the reference says; never if there was none
 */
public record Outcome(ObjectNode json, String report, List<String> lines, long compared, boolean agrees) {
    /** Takes a copy of the lines, and adds {@code agrees} to the JSON. */
    public Outcome {
        lines = List.copyOf(lines);
        agrees = agrees && compared > 0;
        json.put("agrees", agrees);
    }
}
