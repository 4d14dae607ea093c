// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Unit;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.nir.NirType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random networks of all types of NIR's nodes, with constants for which neurons fire now and then by the rules given. */
final class RandomNirGraphs {
    private final Random random;
    private final TickRules rules;
    private final RandomLinearNodes linear;
    private final boolean currents;
    private final int most;

    private final List<Signal> sources = new ArrayList<>();
    private Part part = new Part();
    private int names;
    private int neurons;

    /** What a node sends. */
    record Signal(String node, int[] shape) {
        int size() {
            return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        }
    }

    /** Nodes and edges of a graph while it is made. */
    static final class Part {
        final Map<String, NirNode> nodes = new LinkedHashMap<>();
        final List<NirEdge> edges = new ArrayList<>();

        void add(NirNode node) {
            nodes.put(node.name(), node);
        }

        NirGraph graph(String name) {
            return new NirGraph(name, nodes, edges);
        }
    }

    /**
     * @param currents whether CubaLI and CubaLIF may occur
     * @param most neurons, about
     * @param ticks longest Delay
     */
    RandomNirGraphs(Random random, TickRules rules, boolean currents, int most, int ticks) {
        this.random = random;
        this.rules = rules;
        this.currents = currents;
        this.most = most;
        linear = new RandomLinearNodes(random, rules.dt(), ticks, this::name);
    }

    private String name(NirType type) {
        return type.name().toLowerCase(java.util.Locale.ROOT) + names++;
    }

    private int upTo(int bound) {
        return 1 + random.nextInt(bound);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** The next network; it has a name. */
    NirGraph next() {
        part = new Part();
        sources.clear();
        neurons = 0;
        int inputs = chance(60) ? 1 : upTo(3);
        for (int i = 0; i < inputs; i++) {
            int[] shape = inputShape();
            NirNode input = NirNode.of(name(NirType.Input), NirType.Input, Map.of("shape", sizes(shape)));
            part.add(input);
            sources.add(new Signal(input.name(), shape));
        }
        int populations = upTo(5);
        for (int i = 0; i < populations && (i == 0 || neurons < most); i++) {
            sources.add(chance(20) ? nested(chance(25)) : population());
        }
        // A connection back over two or more populations.
        if (sources.size() - inputs >= 2 && chance(40)) {
            int first = inputs + random.nextInt(sources.size() - inputs - 1);
            Signal to = sources.get(first);
            Signal from = sources.get(first + 1 + random.nextInt(sources.size() - first - 1));
            if (hasState(part.nodes.get(from.node()))) {
                back(from, to);
            }
        }
        if (chance(50)) {
            joinLinear();
        }
        outputs(inputs);
        return part.graph("random");
    }

    /** Whether every way through the node passes a neuron with a state; all that are here are chains or have one. */
    private static boolean hasState(NirNode node) {
        return node.graph() == null
                ? node.parameters().containsKey("v_threshold")
                : node.graph().nodes().values().stream().anyMatch(RandomNirGraphs::hasState);
    }

    private static boolean hasDelay(NirGraph graph) {
        return graph.nodes().values().stream()
                .anyMatch(n -> n.graph() == null ? n.parameters().containsKey("delay") : hasDelay(n.graph()));
    }

    /** Another source of a linear node. */
    private void joinLinear() {
        List<NirNode> dense = part.nodes.values().stream()
                .filter(n -> n.parameters().containsKey("weight")
                        && n.parameter("weight").shape().length == 2)
                .toList();
        Signal from = sources.get(random.nextInt(sources.size()));
        if (dense.isEmpty()
                || from.node().startsWith("threshold")
                || from.node().startsWith("nested")) {
            return;
        }
        NirNode to = dense.get(random.nextInt(dense.size()));
        join(linear.affine(part, linear.flat(part, from), to.parameter("weight").shape()[1]), to.name());
    }

    private void back(Signal from, Signal to) {
        NirGraph inside = part.nodes.get(to.node()).graph();
        if (inside == null) {
            join(linear.dense(part, from, to.size()), to.node());
        } else if (!hasDelay(inside)) {
            // A Delay between linear nodes is refused; and the node inside takes its shape from whichever edge comes
            // first.
            int[] shape = inside.ofType(NirType.Input).get(0).parameter("shape").integers();
            if (shape.length == 1) {
                join(linear.affine(part, linear.flat(part, from), shape[0]), to.node());
            }
        }
    }

    private int[] inputShape() {
        return switch (random.nextInt(5)) {
            case 0 -> new int[] {upTo(3), 2 + upTo(5), 2 + upTo(5)};
            case 1 -> new int[] {upTo(3), 2 + upTo(9)};
            case 2 -> new int[] {1};
            default -> new int[] {upTo(Math.min(24, most))};
        };
    }

    private static NirArray sizes(int... values) {
        return NirArray.vector(Arrays.stream(values).asDoubleStream().toArray());
    }

    private void join(Signal from, String to) {
        part.edges.add(new NirEdge(from.node(), to));
    }

    /** Linear nodes and the neurons behind them. */
    private Signal population() {
        Signal from = sources.get(chance(60) ? sources.size() - 1 : random.nextInt(sources.size()));
        Signal neuron = fire(linear.way(part, from, Math.max(1, most - neurons)), true);
        // Another source of the same neurons.
        if (chance(35)) {
            Signal other = sources.get(random.nextInt(sources.size()));
            join(linear.dense(part, other, neuron.size()), neuron.node());
        }
        return neuron;
    }

    /** Neurons of a random kind behind a signal, perhaps with connections back to themselves. */
    private Signal fire(Signal in, boolean array) {
        List<NirType> kinds = new ArrayList<>(List.of(NirType.IF, NirType.LIF, NirType.LIF, NirType.Threshold));
        if (currents) {
            kinds.addAll(List.of(NirType.CubaLIF, NirType.CubaLIF));
        }
        Signal neuron = neuron(kinds.get(random.nextInt(kinds.size())), in, array || in.shape().length > 1);
        if (chance(30) && !part.nodes.get(neuron.node()).type().equals("Threshold")) {
            join(linear.dense(part, neuron, neuron.size()), neuron.node());
        }
        return neuron;
    }

    /** A population inside a graph of its own. */
    private Signal nested(boolean twice) {
        Signal from = sources.get(random.nextInt(sources.size()));
        Part outer = part;
        part = new Part();
        NirNode input = NirNode.of(name(NirType.Input), NirType.Input, Map.of("shape", sizes(from.shape())));
        part.add(input);
        Signal inside = new Signal(input.name(), from.shape());
        if (twice) {
            sources.add(inside);
            Part middle = part;
            int at = sources.size() - 1;
            Signal whole = new Signal(input.name(), from.shape());
            List<Signal> kept = new ArrayList<>(sources);
            sources.clear();
            sources.add(whole);
            Signal inner = nested(false);
            sources.clear();
            sources.addAll(kept.subList(0, at));
            part = middle;
            inside = inner;
        }
        Signal neuron = fire(linear.way(part, inside, Math.max(1, most - neurons)), true);
        NirNode output = NirNode.of(name(NirType.Output), NirType.Output, Map.of("shape", sizes(neuron.shape())));
        part.add(output);
        part.edges.add(new NirEdge(neuron.node(), output.name()));
        NirGraph graph = part.graph("nested" + names++);
        part = outer;
        part.add(NirNode.of(graph));
        part.edges.add(new NirEdge(from.node(), graph.name()));
        return new Signal(graph.name(), neuron.shape());
    }

    private void outputs(int inputs) {
        int count = upTo(3);
        for (int i = 0; i < count; i++) {
            Signal from = i == 0
                    ? sources.get(sources.size() - 1)
                    : sources.get(inputs + random.nextInt(sources.size() - inputs));
            Signal last = from;
            int kind = random.nextInt(4);
            if (kind == 1) {
                last = linear.way(part, from, 12);
            } else if (kind == 2) {
                List<NirType> silent = new ArrayList<>(List.of(NirType.I, NirType.LI));
                if (currents) {
                    silent.addAll(List.of(NirType.CubaLI, NirType.CubaLI));
                }
                last = neuron(silent.get(random.nextInt(silent.size())), linear.way(part, from, 12), true);
            }
            NirNode output = NirNode.of(name(NirType.Output), NirType.Output, Map.of("shape", sizes(last.shape())));
            part.add(output);
            join(last, output.name());
            if (kind == 3) {
                join(linear.dense(part, sources.get(random.nextInt(sources.size())), last.size()), output.name());
            }
        }
    }

    private Signal neuron(NirType type, Signal in, boolean array) {
        int[] shape = in.shape();
        boolean scalar = !array || shape.length == 1 && chance(30);
        int count = scalar ? 1 : in.size();
        Map<String, double[]> values = new LinkedHashMap<>();
        double tau = rules.dt() * (1.3 + Math.exp(random.nextDouble() * 3.5));
        double synapse = rules.dt() * (1.3 + Math.exp(random.nextDouble() * 3));
        boolean leaks = chance(50);
        boolean resets = chance(50);
        boolean differ = chance(50);
        for (int n = 0; n < count; n++) {
            double tauMem = differ ? tau * (1 + random.nextDouble()) : tau;
            double tauSyn = differ ? synapse * (1 + random.nextDouble()) : synapse;
            boolean leaky = type != NirType.I && type != NirType.IF;
            double gain =
                    leaky ? rules.gain(rules.membraneGain(), rules.membraneDecay(), tauMem) : rules.integratorFactor();
            double r = (0.6 + random.nextDouble()) / gain;
            double wIn = (0.6 + random.nextDouble()) / rules.gain(rules.synapseGain(), rules.synapseDecay(), tauSyn);
            double threshold =
                    (rules.unit() != Unit.THRESHOLD && chance(3) ? -1 : 1) * (0.15 + 1.5 * random.nextDouble());
            put(values, "tau", n, count, tauMem);
            put(values, "tau_mem", n, count, tauMem);
            put(values, "tau_syn", n, count, tauSyn);
            put(values, "r", n, count, r);
            put(values, "w_in", n, count, wIn);
            put(values, "v_threshold", n, count, threshold);
            put(values, "threshold", n, count, threshold);
            put(values, "v_leak", n, count, leaks ? threshold * (2.4 * random.nextDouble() - 0.8) : 0);
            put(values, "v_reset", n, count, threshold * (random.nextDouble() - 0.6));
        }
        List<String> wanted = new ArrayList<>(wanted(type));
        if (resets && wanted.contains("v_threshold")) {
            wanted.add("v_reset");
        }
        Map<String, NirArray> parameters = new LinkedHashMap<>();
        for (String key : wanted) {
            boolean one = scalar || key.equals("r") && chance(20);
            parameters.put(key, one ? NirArray.scalar(values.get(key)[0]) : NirArray.of(shape, values.get(key)));
        }
        NirNode node = NirNode.of(name(type), type, parameters);
        part.add(node);
        join(in, node.name());
        neurons += in.size();
        return new Signal(node.name(), shape);
    }

    private static List<String> wanted(NirType type) {
        return switch (type) {
            case Threshold -> List.of("threshold");
            case I -> List.of("r");
            case IF -> List.of("r", "v_threshold");
            case LI -> List.of("tau", "r", "v_leak");
            case LIF -> List.of("tau", "r", "v_leak", "v_threshold");
            case CubaLI -> List.of("tau_syn", "tau_mem", "r", "v_leak", "w_in");
            case CubaLIF -> List.of("tau_syn", "tau_mem", "r", "v_leak", "v_threshold", "w_in");
            default -> throw new IllegalArgumentException(type.name());
        };
    }

    private static void put(Map<String, double[]> values, String key, int n, int count, double value) {
        values.computeIfAbsent(key, k -> new double[count])[n] = value;
    }
}
