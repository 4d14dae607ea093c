// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.export;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Decay;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Synapses;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A network in integers as a NIR graph. Weights and biases are the integers; membranes, thresholds and resets are in their unit. Time constants are those that
 * give the quantised decay factors by the rules, r and w_in are one over the gains. So, by the same rules in floating point, a tick differs from the integers
 * only by the rounding of decayed states, and where they saturate. Connections are dense, shapes flat.
 */
public final class QuantizedGraph {
    /** Numbers of all dense matrices. */
    private static final long MOST_WEIGHTS = 1L << 24;

    /** dt over it is 2^-52: the time constant, in ticks, of a state that does not decay. */
    private static final double LONGEST = Math.scalb(1.0, 52);

    /** exp(-1000) is 0. */
    private static final double SHORTEST = 1e-3;

    private final SpikingNetwork network;
    private final IntegerNetwork integers;
    private final TickRules rules;
    private final Map<String, NirNode> nodes = new LinkedHashMap<>();
    private final List<NirEdge> edges = new ArrayList<>();

    private QuantizedGraph(SpikingNetwork network, IntegerNetwork integers, TickRules rules) {
        this.network = network;
        this.integers = integers;
        this.rules = rules;
    }

    /**
     * The graph.
     *
     * @param network of which the integers are
     * @throws InputException if the network is too large for dense matrices, or the graph would not be read as the same network
     */
    public static NirGraph of(SpikingNetwork network, IntegerNetwork integers, TickRules rules) {
        return new QuantizedGraph(network, integers, rules).graph();
    }

    private NirGraph graph() {
        long weights = integers.connections().stream()
                .mapToLong(w -> (long) w.synapses().length
                        * integers.populations().get(w.target()).size())
                .sum();
        if (weights > MOST_WEIGHTS) {
            throw new InputException(
                    "the network would have " + weights + " weights in dense matrices, more than " + MOST_WEIGHTS,
                    "export a smaller network");
        }
        network.inputs().forEach(input -> add(input.name(), NirType.Input, Map.of("shape", shape(input.size()))));
        for (int p = 0; p < integers.populations().size(); p++) {
            if (integers.populations().get(p).kind() != NeuronKind.SUM) {
                neurons(integers.populations().get(p));
            }
        }
        network.outputs().forEach(output -> {
            Neurons population = integers.populations().get(output.population());
            add(output.name(), NirType.Output, Map.of("shape", shape(population.size())));
            if (population.kind() != NeuronKind.SUM) {
                edges.add(new NirEdge(population.name(), output.name()));
            }
        });
        for (int c = 0; c < integers.connections().size(); c++) {
            connection(c);
        }
        NirGraph graph = new NirGraph(network.name(), nodes, edges);
        requireSame(NirReader.of(network.name(), graph));
        return graph;
    }

    private void add(String name, NirType type, Map<String, NirArray> parameters) {
        nodes.put(name, NirNode.of(name, type, parameters));
    }

    private static NirArray shape(int size) {
        return NirArray.vector(size);
    }

    private void neurons(Neurons population) {
        NeuronKind kind = population.kind();
        int size = population.size();
        Map<String, NirArray> parameters = new LinkedHashMap<>();
        double[] tau = IntStream.range(0, size)
                .mapToDouble(n -> tau(rules.membraneDecay(), factor(population.membraneDecay()[n])))
                .toArray();
        if (kind.hasSynapse()) {
            double[] synapse = IntStream.range(0, size)
                    .mapToDouble(
                            n -> tau(rules.synapseDecay(), factor(population.synapseDecay()[n])))
                    .toArray();
            parameters.put("tau_syn", NirArray.vector(synapse));
            parameters.put("tau_mem", NirArray.vector(tau));
            parameters.put(
                    "w_in", each(size, n -> 1 / rules.gain(rules.synapseGain(), rules.synapseDecay(), synapse[n])));
        } else if (kind.isLeaky()) {
            parameters.put("tau", NirArray.vector(tau));
        }
        if (kind.hasMembrane()) {
            parameters.put(
                    "r",
                    each(
                            size,
                            n -> kind.isLeaky()
                                    ? 1 / rules.gain(rules.membraneGain(), rules.membraneDecay(), tau[n])
                                    : 1 / rules.integratorFactor()));
        }
        if (kind.isLeaky()) {
            parameters.put(
                    "v_leak",
                    each(
                            size,
                            n -> population.leak()[n] == 0
                                    ? 0
                                    : state(population.leak()[n]) / (1 - rules.decay(rules.membraneDecay(), tau[n]))));
        }
        if (kind == NeuronKind.THRESHOLD) {
            parameters.put("threshold", each(size, n -> state(population.threshold()[n])));
        } else if (kind.fires()) {
            parameters.put("v_threshold", each(size, n -> state(population.threshold()[n])));
            parameters.put("v_reset", each(size, n -> state(population.reset()[n])));
        }
        add(population.name(), NirType.valueOf(kind.nirName()), parameters);
    }

    private static NirArray each(int size, IntToDoubleFunction value) {
        return NirArray.vector(IntStream.range(0, size).mapToDouble(value).toArray());
    }

    /** A state in the unit of the weights. */
    private double state(int integer) {
        return Math.scalb((double) integer, -integers.guardBits());
    }

    private double factor(int integer) {
        if (!integers.shifts()) {
            return Math.scalb((double) integer, -integers.decayBits());
        }
        return integer == IntegerNetwork.NO_SHIFT ? 1 : 1 - Math.scalb(1.0, -integer);
    }

    /** The time constant of a decay factor. */
    private double tau(Decay decay, double factor) {
        if (factor >= 1) {
            return rules.dt() * LONGEST;
        }
        return switch (decay) {
            case EULER -> rules.dt() / (1 - factor);
            case EXPONENTIAL -> factor > 0 ? -rules.dt() / Math.log(factor) : rules.dt() * SHORTEST;
            case SHIFT -> rules.dt() * Math.scalb(1.0, (int) Math.rint(-Math.log(1 - factor) / Math.log(2)));
        };
    }

    private void connection(int index) {
        Connection connection = network.connections().get(index);
        Wiring wiring = integers.connections().get(index);
        String from = wiring.fromInput()
                ? network.inputs().get(wiring.source()).name()
                : integers.populations().get(wiring.source()).name();
        String to = integers.populations().get(wiring.target()).name();
        int sources = wiring.synapses().length;
        int targets = integers.populations().get(wiring.target()).size();
        double[] weights = new double[sources * targets];
        for (int i = 0; i < sources; i++) {
            Synapses synapses = wiring.synapses()[i];
            for (int k = 0; k < synapses.targets().length; k++) {
                weights[synapses.targets()[k] * sources + i] += synapses.weights()[k];
            }
        }
        Map<String, NirArray> parameters = new LinkedHashMap<>();
        parameters.put("weight", NirArray.of(new int[] {targets, sources}, weights));
        if (wiring.bias() != null) {
            parameters.put(
                    "bias",
                    NirArray.vector(
                            Arrays.stream(wiring.bias()).asDoubleStream().toArray()));
        }
        String at = from;
        if (connection.delay() != null) {
            at = next(at, free("delay" + index), NirType.Delay, Map.of("delay", NirArray.vector(connection.delay())));
        }
        at = next(at, free("weights" + index), wiring.bias() == null ? NirType.Linear : NirType.Affine, parameters);
        if (connection.targetDelay() != null) {
            at = next(
                    at,
                    free("target_delay" + index),
                    NirType.Delay,
                    Map.of("delay", NirArray.vector(connection.targetDelay())));
        }
        edges.add(new NirEdge(at, to));
    }

    private String next(String from, String name, NirType type, Map<String, NirArray> parameters) {
        add(name, type, parameters);
        edges.add(new NirEdge(from, name));
        return name;
    }

    private String free(String name) {
        String free = name;
        while (nodes.containsKey(free)) {
            free += "_";
        }
        return free;
    }

    /** The order of populations, and which connections close cycles, follow from the order of a graph's edges. */
    private void requireSame(SpikingNetwork read) {
        if (!connections(read).equals(connections(network))) {
            throw new InputException(
                    "the network has cycles that would be read in another order from the exported graph",
                    "put a Delay into the connection that closes a cycle");
        }
    }

    private static List<String> connections(SpikingNetwork network) {
        return network.connections().stream()
                .map(c -> (c.fromInput()
                                ? network.inputs().get(c.source()).name()
                                : network.populations().get(c.source()).name())
                        + " " + network.populations().get(c.target()).name() + " " + c.recurrent())
                .sorted()
                .toList();
    }
}
