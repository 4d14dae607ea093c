// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where spikes go on a mesh, and what source they are there. Inputs are the same source on all cores. A neuron is the lowest source that is free on all cores with
 * synapses of it, so that neurons of which no core has both are the same one.
 */
final class Routes {
    private final SpikingShape shape;
    private final Partition partition;

    /** {@code [inputs]}: cores with synapses, a bit each. */
    private final int[] ofInputs;

    /** {@code [populations][neurons]}. */
    private final int[][] ofNeurons;

    private final int[][] sources;

    /**
     * The routes of a network.
     *
     * @param clockDriven connections whose sources must follow each other
     * @param inputs values of a tick
     */
    Routes(IntegerNetwork network, SpikingShape shape, Partition partition, Set<Integer> clockDriven, int inputs) {
        this.shape = shape;
        this.partition = partition;
        ofInputs = new int[inputs];
        int count = network.populations().size();
        ofNeurons = new int[count][];
        sources = new int[count][];
        for (int p = 0; p < count; p++) {
            ofNeurons[p] = new int[network.populations().get(p).size()];
        }
        for (Wiring wiring : network.connections()) {
            int first = 0;
            for (int i = 0; wiring.fromInput() && i < wiring.source(); i++) {
                first += network.inputs().get(i).size();
            }
            int[] routes = wiring.fromInput() ? ofInputs : ofNeurons[wiring.source()];
            int[] index = partition.index(wiring.target());
            for (int i = 0; i < wiring.synapses().length; i++) {
                for (int target : wiring.synapses()[i].targets()) {
                    routes[first + i] |= 1 << index[target] / shape.neurons();
                }
            }
        }
        BitSet[] used = new BitSet[shape.cores()];
        for (int core = 0; core < used.length; core++) {
            used[core] = new BitSet();
            used[core].set(0, SpikingLayout.CONSTANTS + inputs);
        }
        for (int c : clockDriven) {
            Wiring wiring = network.connections().get(c);
            if (!wiring.fromInput() && sources[wiring.source()] == null) {
                numberInOrder(wiring.source(), used);
            }
        }
        number(used, SpikingLayout.CONSTANTS + inputs);
    }

    /** A population that is walked through has the sources that follow each other behind all others. */
    private void numberInOrder(int population, BitSet[] used) {
        int size = ofNeurons[population].length;
        int first = java.util.Arrays.stream(used).mapToInt(BitSet::length).max().orElse(0);
        sources[population] = IntStream.range(first, first + size).toArray();
        int all = java.util.Arrays.stream(ofNeurons[population]).reduce(0, (a, b) -> a | b);
        for (int core = 0; core < used.length; core++) {
            if ((all >> core & 1) == 1) {
                used[core].set(first, first + size);
            }
        }
    }

    private void number(BitSet[] used, int first) {
        Map<Integer, Integer> next = new HashMap<>();
        for (int p = 0; p < ofNeurons.length; p++) {
            if (sources[p] != null) {
                continue;
            }
            sources[p] = new int[ofNeurons[p].length];
            for (int n = 0; n < ofNeurons[p].length; n++) {
                int route = ofNeurons[p][n];
                int source = next.getOrDefault(route, first);
                while (isUsed(used, route, source)) {
                    source++;
                }
                sources[p][n] = source;
                next.put(route, source);
                for (int core = 0; core < used.length; core++) {
                    if ((route >> core & 1) == 1) {
                        used[core].set(source);
                    }
                }
            }
        }
    }

    private static boolean isUsed(BitSet[] used, int route, int source) {
        for (int core = 0; core < used.length; core++) {
            if ((route >> core & 1) == 1 && used[core].get(source)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a neuron's spikes go to a core. */
    boolean leads(int population, int neuron, int core) {
        return (ofNeurons[population][neuron] >> core & 1) == 1;
    }

    /** What source a neuron is on the cores to which its spikes go. */
    int source(int population, int neuron) {
        return sources[population][neuron];
    }

    /** The table of a core's neurons. */
    List<BigInteger> of(int core) {
        BigInteger[] words = new BigInteger[partition.groups(core) * shape.lanes()];
        java.util.Arrays.fill(words, BigInteger.ZERO);
        for (int p = 0; p < sources.length; p++) {
            int[] index = partition.index(p, core);
            for (int n = 0; n < index.length; n++) {
                if (index[n] >= 0 && ofNeurons[p][n] != 0) {
                    words[index[n]] = new Packed()
                            .add(ofNeurons[p][n], shape.cores())
                            .add(sources[p][n], shape.sourceBits())
                            .value();
                }
            }
        }
        return List.of(words);
    }

    /** The table of the inputs. */
    List<BigInteger> ofInputs() {
        List<BigInteger> words = new ArrayList<>();
        for (int route : ofInputs) {
            words.add(BigInteger.valueOf(route));
        }
        return words;
    }
}
