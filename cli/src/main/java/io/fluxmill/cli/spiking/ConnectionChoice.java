// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.map.ClockDriven;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which connections are clock-driven: the section {@code mapping}.
 *
 * @param names of connections; null to choose them by the activity of samples
 */
record ConnectionChoice(List<String> names) {
    /** Samples whose activity is looked at. */
    static final int SAMPLES = 4;

    static ConnectionChoice from(Optional<ConfigNode> section) {
        if (section.isEmpty()) {
            return new ConnectionChoice(null);
        }
        ConfigNode node = section.get();
        List<String> names = node.isEmptyList("clock-driven") ? List.of() : node.strings("clock-driven", null);
        node.rejectUnknown();
        return new ConnectionChoice(names);
    }

    /**
     * The numbers of the connections.
     *
     * @param samples as the references take them
     */
    Set<Integer> of(IntegerNetwork network, SpikingShape shape, List<int[][][]> samples) {
        if (names != null) {
            return ClockDriven.named(network, names);
        }
        if (shape.clockDriven() == 0) {
            return Set.of();
        }
        long[][] events = new long[network.connections().size()][];
        for (int c = 0; c < events.length; c++) {
            events[c] = new long[network.connections().get(c).synapses().length];
        }
        int ticks = 0;
        IntegerReference reference = new IntegerReference(network);
        for (int[][][] sample : samples) {
            ticks += sample[0].length;
            IntegerReference.Run run = reference.run(sample);
            for (int c = 0; c < events.length; c++) {
                Wiring wiring = network.connections().get(c);
                count(wiring.fromInput() ? sample[wiring.source()] : run.spikes()[wiring.source()], events[c]);
            }
        }
        return ClockDriven.cheaper(network, shape, events, ticks);
    }

    private static void count(int[][] ticks, long[] events) {
        for (int[] values : ticks) {
            for (int i = 0; i < events.length; i++) {
                events[i] += values[i] != 0 ? 1 : 0;
            }
        }
    }
}
