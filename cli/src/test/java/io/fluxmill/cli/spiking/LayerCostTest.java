// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Synapses;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerCostTest {
    private static final double EXACT = 1e-9;

    private static Neurons neurons(String name, NeuronKind kind, int size) {
        int[] zeros = new int[size];
        return new Neurons(name, kind, new int[] {size}, zeros, zeros, zeros, zeros, zeros, new double[size]);
    }

    /** Two inputs, two LIF neurons, a CubaLI neuron: counted and priced by hand from the sentence in the Javadoc. */
    @Test
    void spikesOperationsAndEnergyAreThoseCountedByHand() {
        Synapses both = new Synapses(new int[] {0, 1}, new int[] {3, -1}, new int[2]);
        Synapses one = new Synapses(new int[] {1}, new int[] {2}, new int[1]);
        Synapses last = new Synapses(new int[] {0}, new int[] {1}, new int[1]);
        IntegerNetwork network = new IntegerNetwork(
                "tiny",
                null,
                0,
                16,
                8,
                0,
                List.of(),
                List.of(neurons("hidden", NeuronKind.LIF, 2), neurons("out", NeuronKind.CUBA_LI, 1)),
                List.of(
                        new Wiring("a", true, 0, 0, new Synapses[] {both, one}, null, false),
                        new Wiring("b", false, 0, 1, new Synapses[] {last, last}, null, false),
                        new Wiring("c", false, 0, 0, new Synapses[] {one, one}, null, false)),
                List.of());
        SpikingShape shape = new SpikingShape(2, 16, 16, 16, 16, 2, 2, 8, 20, 0, 16, 8, 2, 2, 0, true, false);
        int[][][] inputs = {{{1, 0}, {3, 1}, {0, 0}}};
        int[][][] spikes = {{{0, 1}, {2, 0}, {0, 0}}, {{0}, {0}, {0}}};
        List<LayerCost> costs = LayerCost.of(network, shape, inputs, new IntegerReference.Run(spikes, null, null, 0));
        // a: 2, then 2 + 1; c: one for each of the two spikes. b: two.
        assertEquals(7, costs.get(0).operations());
        assertEquals(2, costs.get(1).operations());
        assertEquals(3, costs.get(0).spikes());
        // A synapse: 8 + 2 x 20 bits of memory, an addition of 20 bits, a product of 8 by 2.
        double synapse = 48 * 10 / 64.0 + 20 * 0.1 / 32 + 16 * 3.1 / 1024;
        assertEquals(7 * synapse, costs.get(0).synapseEnergy(), EXACT);
        // Parameters of a lane: two factors of 9 bits, three numbers of 16. A membrane; of CubaLI a current, too.
        double lif = (2 * 20 + 66 + 2 * 16) * 10 / 64.0 + 3 * 16 * 0.1 / 32 + 16 * 9 * 3.1 / 1024;
        double cuba = (2 * 20 + 66 + 4 * 16) * 10 / 64.0 + 3 * 16 * 0.1 / 32 + 2 * 16 * 9 * 3.1 / 1024;
        assertEquals(2 * 3 * lif, costs.get(0).updateEnergy(), EXACT);
        assertEquals(1 * 3 * cuba, costs.get(1).updateEnergy(), EXACT);
        assertEquals((2 * synapse + 3 * cuba) / 1000, costs.get(1).energy(), EXACT);
    }
}
