// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a verification came to.
 *
 * @param json the machine-readable result
 * @param report the page for people, HTML
 * @param lines the result in short, for the terminal
 * @param agrees whether every word was as the reference says
 */
record Outcome(ObjectNode json, String report, List<String> lines, boolean agrees) {
    /** Takes a copy. */
    Outcome {
        lines = List.copyOf(lines);
    }
}
