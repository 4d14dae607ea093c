// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A network as a netlist.
 *
 * @param netlist in quanta of 0.1 ps; keeps the rules of {@link io.fluxmill.netlist.timing.NetlistRules}
 * @param slot quanta of 0.1 ps
 * @param delays from the inputs to each output, quanta of 0.1 ps
 * @param junctions Josephson junctions by purpose; all parts
 */
public record SfqCircuit(
        SfqNetwork network, Netlist netlist, int slot, List<Integer> delays, Map<Part, Integer> junctions) {
    /** The purpose of a cell. */
    public enum Part {
        /** Trees of SPLIT. */
        SPLITTERS,
        /** SYNAPSE, and JTL for a weight of 1. */
        SYNAPSES,
        /** Trees of MERGE. */
        MERGERS,
        /** INHIBIT. */
        INHIBITORS,
        /** NEURON. */
        NEURONS,
        /** JTLs that make paths equally long. */
        PADDING
    }

    /** Takes copies. */
    public SfqCircuit {
        delays = List.copyOf(delays);
        junctions = Collections.unmodifiableMap(new EnumMap<>(junctions));
    }

    /** All Josephson junctions. */
    public int totalJunctions() {
        return junctions.values().stream().mapToInt(n -> n).sum();
    }

    /** The longest of {@link #delays}. */
    public int longestDelay() {
        return Collections.max(delays);
    }
}
