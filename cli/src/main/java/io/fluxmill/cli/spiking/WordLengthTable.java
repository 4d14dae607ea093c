// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.quantizer.spiking.precision.WordLengths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lengths of words that {@code quantization.agreement} asks for, as table and JSON. */
final class WordLengthTable {
    /** Samples on which they are measured. */
    static final int SAMPLES = 16;

    private static final double PERCENT = 100;

    private WordLengthTable() {}

    /** @param valueBits of the engine's spikes */
    static List<String> of(WordLengths lengths, double agreement, int valueBits, ObjectNode json) {
        TextTable table = new TextTable(
                "fraction-bits",
                "weight-bits",
                "accumulator-bits (proved)",
                "state-bits (samples)",
                "state-bits (proved)",
                "equal spike counts");
        ObjectNode node = json.putObject("word-lengths");
        node.put("agreement", agreement);
        ArrayNode rows = node.putArray("lines");
        for (WordLengths.Line line : lengths.lines()) {
            table.row(
                    line.fractionBits() == null ? "-" : line.fractionBits(),
                    line.weightBits(),
                    line.accumulatorBits(),
                    line.measuredStateBits(),
                    line.provedStateBits() == 0 ? "none" : line.provedStateBits(),
                    String.format(Locale.ROOT, "%.2f %%", PERCENT * line.agreement()));
            put(rows.addObject(), line);
        }
        List<String> lines = new ArrayList<>(table.lines());
        Optional<WordLengths.Line> chosen = lengths.shortest(agreement);
        chosen.ifPresent(line -> put(node.putObject("shortest"), line));
        lines.add(chosen.map(line -> String.format(
                        Locale.ROOT,
                        "the shortest with %.2f %% equal spike counts: set %sengine.weight-bits: %d, accumulator-bits: %d, state-bits: %d",
                        PERCENT * agreement,
                        line.fractionBits() == null ? "" : "quantization.fraction-bits: " + line.fractionBits() + ", ",
                        line.weightBits(),
                        Math.max(line.accumulatorBits(), line.weightBits() + valueBits),
                        Math.max(8, line.provedStateBits() == 0 ? line.measuredStateBits() : line.provedStateBits())))
                .orElseGet(() ->
                        String.format(Locale.ROOT, "no length has %.2f %% equal spike counts", PERCENT * agreement)));
        return lines;
    }

    private static void put(ObjectNode node, WordLengths.Line line) {
        if (line.fractionBits() != null) {
            node.put("fraction-bits", line.fractionBits());
        }
        node.put("weight-bits", line.weightBits())
                .put("accumulator-bits", line.accumulatorBits())
                .put("measured-state-bits", line.measuredStateBits());
        if (line.provedStateBits() != 0) {
            node.put("proved-state-bits", line.provedStateBits());
        }
        node.put("agreement", line.agreement());
    }
}
