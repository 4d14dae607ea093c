// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.util.ArrayList;
import java.util.List;

/**
 * What a population costs in a sample: the spikes that it sends, the synaptic operations that arrive, and an estimate of energy by a table.
 *
 * <p>The table is that of M. Horowitz, "Computing's energy problem", ISSCC 2014, for 45 nm at 0.9 V: an addition of 32 bits 0.1 pJ, a product of 32 by 32 bits
 * 3.1 pJ, an access of 64 bits to a memory of 8 kB 10 pJ; taken in proportion to the bits. It compares networks and widths; it is no measure of an FPGA. A
 * synaptic operation reads a weight, reads and writes a sum, and adds; an update of a neuron reads and clears its sum, reads its parameters, reads and writes
 * its states, multiplies each of them by its decay unless the decay is a shift, and adds three times.
 *
 * @param spikes values of its spikes, added
 * @param operations synaptic operations of what arrives, without biases
 * @param synapseEnergy pJ of these operations
 * @param updateEnergy pJ of the updates of its neurons
 */
record LayerCost(String name, int neurons, long spikes, long operations, double synapseEnergy, double updateEnergy) {
    private static final double ADD_PJ_PER_BIT = 0.1 / 32;
    private static final double MULTIPLY_PJ_PER_SQUARE_BIT = 3.1 / (32 * 32);
    private static final double MEMORY_PJ_PER_BIT = 10.0 / 64;
    private static final int UPDATE_ADDITIONS = 3;
    private static final double NANO = 1e-3;

    /**
     * The populations of a network in their order.
     *
     * @param inputs of the sample, as the references take them
     */
    static List<LayerCost> of(IntegerNetwork network, SpikingShape shape, int[][][] inputs, IntegerReference.Run run) {
        List<LayerCost> costs = new ArrayList<>();
        for (int p = 0; p < network.populations().size(); p++) {
            Neurons population = network.populations().get(p);
            long operations = 0;
            for (Wiring wiring : network.connections()) {
                if (wiring.target() == p) {
                    operations += operations(
                            wiring, wiring.fromInput() ? inputs[wiring.source()] : run.spikes()[wiring.source()]);
                }
            }
            long spikes = 0;
            for (int[] tick : run.spikes()[p]) {
                for (int value : tick) {
                    spikes += value;
                }
            }
            int states = population.kind().hasSynapse() ? 2 : population.kind().hasMembrane() ? 1 : 0;
            long updates = (long) population.size() * run.spikes()[p].length;
            costs.add(new LayerCost(
                    population.name(),
                    population.size(),
                    spikes,
                    operations,
                    operations * synapse(shape),
                    updates * update(shape, states)));
        }
        return costs;
    }

    private static long operations(Wiring wiring, int[][] sent) {
        long operations = 0;
        for (int[] tick : sent) {
            for (int i = 0; i < tick.length; i++) {
                operations += tick[i] != 0 ? wiring.synapses()[i].targets().length : 0;
            }
        }
        return operations;
    }

    private static double synapse(SpikingShape shape) {
        int accessed = shape.weightBits() + 2 * shape.accumulatorBits();
        int factor = shape.valueBits() == 1 ? 0 : shape.weightBits() * shape.valueBits();
        return MEMORY_PJ_PER_BIT * accessed
                + ADD_PJ_PER_BIT * shape.accumulatorBits()
                + MULTIPLY_PJ_PER_SQUARE_BIT * factor;
    }

    private static double update(SpikingShape shape, int states) {
        int accessed = 2 * shape.accumulatorBits() + shape.laneParameterBits() + 2 * states * shape.stateBits();
        int factor = shape.shifts() ? 0 : states * shape.stateBits() * shape.factorBits();
        return MEMORY_PJ_PER_BIT * accessed
                + ADD_PJ_PER_BIT * UPDATE_ADDITIONS * shape.stateBits()
                + MULTIPLY_PJ_PER_SQUARE_BIT * factor;
    }

    /** Estimated energy of the sample, nJ. */
    double energy() {
        return (synapseEnergy + updateEnergy) * NANO;
    }

    static ArrayNode json(List<LayerCost> costs) {
        ArrayNode layers = JsonNodeFactory.instance.arrayNode();
        for (LayerCost cost : costs) {
            layers.addObject()
                    .put("name", cost.name())
                    .put("neurons", cost.neurons())
                    .put("spikes", cost.spikes())
                    .put("synaptic-operations", cost.operations())
                    .put("estimated-energy-nj", cost.energy());
        }
        return layers;
    }
}
