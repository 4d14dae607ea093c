// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.program.spiking.RandomWeights;
import io.fluxmill.core.program.spiking.SpikingProgram.Part;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import java.util.List;

/**
 * The rows of a connection whose weights are drawn: one for each source, with the state of the register at the first neuron of the part.
 *
 * @param part of the target on this core, or null
 * @param states by source
 */
record DrawnRows(Wiring wiring, Part part, int[] states) {
    /** @param groupsBefore groups of the target on the cores before */
    static DrawnRows of(Wiring wiring, Part part, int groupsBefore, SpikingShape shape) {
        int bits = RandomWeights.drawnBits(shape.weightBits());
        int neurons = wiring.synapses()[0].targets().length;
        int[] states = new int[wiring.synapses().length];
        int state = RandomWeights.start(wiring.seed());
        for (int i = 0; i < states.length; i++) {
            states[i] = RandomWeights.skip(state, (long) groupsBefore * shape.lanes() * bits);
            state = RandomWeights.skip(state, (long) neurons * bits);
        }
        return new DrawnRows(wiring, part, states);
    }

    List<Row> row(int source) {
        return part == null
                ? List.of()
                : List.of(Row.drawn(
                        part.firstGroup(),
                        part.groups(),
                        states[source],
                        wiring.synapses()[source].delays()[0]));
    }
}
