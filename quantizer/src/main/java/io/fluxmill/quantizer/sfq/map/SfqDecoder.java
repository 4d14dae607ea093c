// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;

/** Pulses of the outputs as counts and classes: the host's side of a rate-coded network, docs/sfq-networks.md. */
public final class SfqDecoder {
    private final SfqCircuit circuit;
    private final SfqNetwork network;
    private final int quantum;

    /** A decoder for a circuit whose netlist is simulated in quanta of {@code quantum} · 0.1 ps. */
    public SfqDecoder(SfqCircuit circuit, int quantum) {
        this.circuit = circuit;
        network = circuit.network();
        this.quantum = quantum;
    }

    /**
     * Pulses by window and output; those outside the windows are left out.
     *
     * @return {@code [windows][outputs]}
     */
    public int[][] counts(SfqTrace trace, int windows, int slots) {
        int[][] counts = new int[windows][network.outputs()];
        for (int k = 0; k < network.outputs(); k++) {
            long shift = circuit.slot() / 2 - circuit.delays().get(k);
            for (long time : trace.of("y" + k)) {
                long slot = Math.floorDiv(time * quantum + shift, (long) circuit.slot());
                long window = Math.floorDiv(slot, (long) slots);
                if (window >= 0 && window < windows) {
                    counts[(int) window][k]++;
                }
            }
        }
        return counts;
    }

    /** The class of each window. */
    public int[] classes(SfqTrace trace, int windows, int slots) {
        int[][] counts = counts(trace, windows, slots);
        int[] classes = new int[windows];
        for (int w = 0; w < windows; w++) {
            classes[w] = network.decide(counts[w], slots);
        }
        return classes;
    }
}
