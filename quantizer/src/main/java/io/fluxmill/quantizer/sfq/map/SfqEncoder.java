// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values as rates of pulses: the host's side of a rate-coded network, docs/sfq-networks.md. */
public final class SfqEncoder {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final SfqNetwork network;
    private final List<String> inputs;
    private final int slot;
    private final int longestDelay;
    private final int quantum;

    /**
     * An encoder for a circuit whose netlist is simulated in quanta of {@code quantum} · 0.1 ps.
     *
     * @throws IllegalArgumentException unless the slot is a multiple of the quantum
     */
    public SfqEncoder(SfqCircuit circuit, int quantum) {
        network = circuit.network();
        inputs = circuit.netlist().inputs();
        slot = circuit.slot();
        longestDelay = circuit.longestDelay();
        this.quantum = quantum;
        if (quantum < 1 || slot % quantum != 0) {
            throw new IllegalArgumentException("slot-ps must be a multiple of the quantum: slot-ps=" + network.slotPs()
                    + ", quantum=" + (double) quantum / CellLibrary.QUANTA_PER_PS + " ps");
        }
    }

    /**
     * Stimuli of samples, a window each, one after the other.
     *
     * @param samples values, {@code [windows][inputs]}; values outside 0 to 1 count as 0 or 1
     * @param slots of a window
     * @param seed of the draws
     * @return times of pulses in quanta, ascending, by input net
     */
    public Map<String, long[]> stimuli(double[][] samples, int slots, long seed) {
        Random random = new Random(seed * MULTIPLIER);
        boolean[] read = new boolean[network.inputs()];
        long[][] times = new long[network.inputs()][];
        int[] count = new int[network.inputs()];
        for (String net : inputs) {
            int input = Integer.parseInt(net.substring(1));
            read[input] = true;
            times[input] = new long[samples.length * slots];
        }
        long time = 0;
        for (double[] sample : samples) {
            require(sample.length);
            for (int s = 0; s < slots; s++, time += slot / quantum) {
                for (int i = 0; i < sample.length; i++) {
                    if (random.nextDouble() < Math.min(1, sample[i]) * network.maxRate() && read[i]) {
                        times[i][count[i]++] = time;
                    }
                }
            }
        }
        Map<String, long[]> stimuli = new LinkedHashMap<>();
        for (String net : inputs) {
            int input = Integer.parseInt(net.substring(1));
            stimuli.put(net, Arrays.copyOf(times[input], count[input]));
        }
        return stimuli;
    }

    private void require(int values) {
        if (values != network.inputs()) {
            throw new IllegalArgumentException(
                    "sample must have a value for each of " + network.inputs() + " inputs: values=" + values);
        }
    }

    /** Quanta of a run of some windows, until the last pulse has left the circuit. */
    public long end(int windows, int slots) {
        return (long) windows * slots * slot / quantum + (longestDelay + slot) / quantum;
    }
}
