// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.NeuronRules;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Decay;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Synapses;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.graph.LinearMap;
import io.fluxmill.quantizer.spiking.graph.NeuronFactors;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.reference.Delays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A spiking network in integers.
 *
 * <p>A neuron's membrane is divided by the gain of its input, so that weights are added as they were trained, and thresholds carry what differs from
 * neuron to neuron: {@code I = synapseDecay I + x; V = membraneDecay V + I + leak / gain; fires above threshold / gain}.
 */
public final class SpikingQuantizer {
    private final SpikingNetwork network;
    private final TickRules rules;
    private final SpikingWidths widths;
    private final Scaling scaling;
    private final DrawnConnections drawn;

    /** {@code [populations][neurons]}. */
    private final NeuronFactors[][] factors;

    private SpikingQuantizer(
            SpikingNetwork network, TickRules rules, SpikingWidths widths, Scaling scaling, DrawnConnections drawn) {
        this.network = network;
        this.rules = rules;
        this.widths = widths;
        this.scaling = scaling;
        this.drawn = drawn;
        factors = network.populations().stream()
                .map(population -> IntStream.range(0, population.size())
                        .mapToObj(n -> NeuronFactors.of(population, n, rules))
                        .toArray(NeuronFactors[]::new))
                .toArray(NeuronFactors[][]::new);
    }

    /**
     * The network in integers.
     *
     * @throws InputException if the rules or the network cannot be had in integers, or a number does not fit; it names the node
     */
    public static IntegerNetwork quantize(SpikingNetwork network, TickRules rules, SpikingWidths widths) {
        return quantize(network, rules, widths, Map.of());
    }

    /**
     * The network in integers, some of whose weights are those of a register.
     *
     * @param seeds of the register, by the name of the connection
     * @throws InputException as the one without, and if the weights are not those of the seed
     */
    public static IntegerNetwork quantize(
            SpikingNetwork network, TickRules rules, SpikingWidths widths, Map<String, Integer> seeds) {
        checkRules(rules, widths);
        if (widths.fractionBits() != null && !seeds.isEmpty()) {
            throw new InputException(
                    "random weights have a unit of their own, so that quantization.fraction-bits cannot choose it",
                    "remove quantization.fraction-bits, or quantization.random-weights");
        }
        DrawnConnections drawn = DrawnConnections.named(network, widths.weightBits(), seeds);
        return new SpikingQuantizer(network, rules, widths, trained(network, widths, drawn), drawn).quantize();
    }

    /**
     * The network in the integers that Lava gives the Loihi chip.
     *
     * @throws InputException as {@link #quantize}, and if the words are not those of the chip
     */
    public static IntegerNetwork loihi(SpikingNetwork network, TickRules rules, SpikingWidths widths) {
        checkRules(rules, widths);
        DrawnConnections none = new DrawnConnections(network, widths.weightBits(), Map.of());
        return new SpikingQuantizer(network, rules, widths, LoihiScaling.of(widths), none).quantize();
    }

    /** A unit for each population, from its largest weight or from the places behind the point. */
    private static Scaling trained(SpikingNetwork network, SpikingWidths widths, DrawnConnections drawn) {
        double[] units = widths.weightBits() == 1 ? OneBit.units(network, widths) : units(network, widths);
        for (int p = 0; p < units.length; p++) {
            double unit = drawn.unit(p);
            units[p] = unit > 0 ? unit : units[p];
        }
        return new TrainedScaling(units, widths);
    }

    private static double[] units(SpikingNetwork network, SpikingWidths widths) {
        double[] largest = new double[network.populations().size()];
        for (Connection connection : network.connections()) {
            largest[connection.target()] = Math.max(largest[connection.target()], largest(connection));
        }
        double most = (1 << (widths.weightBits() - 1)) - 1;
        return Arrays.stream(largest)
                .map(of -> widths.fractionBits() != null
                        ? Math.scalb(1.0, widths.guardBits() - widths.fractionBits())
                        : of > 0 ? of / most : 1)
                .toArray();
    }

    private IntegerNetwork quantize() {
        if (network.neurons() == 0) {
            throw new InputException(
                    "the network has no neuron: nothing fires or keeps a state", "add one, for example a LIF");
        }
        network.connections().forEach(this::checkSource);
        List<Neurons> populations = new ArrayList<>();
        for (int p = 0; p < network.populations().size(); p++) {
            populations.add(neurons(p));
        }
        List<Wiring> wirings = new ArrayList<>();
        for (int c = 0; c < network.connections().size(); c++) {
            wirings.add(wiring(network.connections().get(c), drawn.seed(c)));
        }
        return new IntegerNetwork(
                network.name(),
                NeuronRules.of(rules, widths.rounding()),
                widths.guardBits(),
                widths.stateBits(),
                widths.shifts() ? 0 : widths.decayBits(),
                rules.recurrentBias() ? 0 : rules.recurrentDelay(),
                network.inputs(),
                populations,
                wirings,
                network.outputs());
    }

    private static void checkRules(TickRules rules, SpikingWidths widths) {
        if (rules.spikeFrom() == SpikeFrom.CROSSING) {
            throw new InputException(
                    "contract.spike-from: crossing solves the equation inside a tick, which no integer does",
                    "use contract.spike-from: new, or another preset than exact");
        }
        if (widths.shifts() && (rules.membraneDecay() != Decay.SHIFT || rules.synapseDecay() != Decay.SHIFT)) {
            throw new InputException(
                    "engine.shifts needs states that decay by shifts: contract.membrane-decay and synapse-decay must be shift",
                    "use engine.shifts: false");
        }
        if (widths.shifts() && rules.integratorDecay() != 1) {
            throw new InputException(
                    "engine.shifts lets I and IF keep their membranes: contract.integrator-decay must be 1",
                    "set contract.integrator-decay: 1, or engine.shifts: false");
        }
    }

    private void checkSource(Connection connection) {
        if (connection.fromInput()) {
            return;
        }
        Population source = network.populations().get(connection.source());
        if (!source.kind().fires()) {
            throw new InputException(
                    "node " + source.name() + " (" + source.kind().nirName() + ") sends its membrane to "
                            + network.populations().get(connection.target()).name()
                            + ", but the hardware sends spikes only",
                    "end the network at " + source.name() + ", or let it fire");
        }
    }

    private static double largest(Connection connection) {
        double largest = 0;
        int inputs = inputs(connection);
        if (connection.maps().isEmpty()) {
            largest = 1;
        } else {
            for (int i = 0; i < inputs; i++) {
                for (double weight : row(connection, i)) {
                    largest = Math.max(largest, Math.abs(weight));
                }
            }
        }
        if (connection.bias() != null) {
            largest = Math.max(
                    largest,
                    Arrays.stream(connection.bias()).map(Math::abs).max().orElse(0));
        }
        return largest;
    }

    private static int inputs(Connection connection) {
        return connection.maps().isEmpty() ? -1 : connection.maps().get(0).inputs();
    }

    /** The weights of a source's value to all neurons of the target. */
    static double[] row(Connection connection, int input) {
        LinearMap first = connection.maps().get(0);
        double[] weights = new double[first.outputs()];
        first.synapses(input, (output, weight) -> weights[output] += weight);
        double[] all = weights;
        for (LinearMap map : connection.maps().subList(1, connection.maps().size())) {
            all = map.apply(all);
        }
        return all;
    }

    private Neurons neurons(int index) {
        Population population = network.populations().get(index);
        int size = population.size();
        Neurons neurons = new Neurons(
                population.name(),
                population.kind(),
                population.shape(),
                new int[size],
                new int[size],
                new int[size],
                new int[size],
                new int[size],
                new double[size]);
        for (int n = 0; n < size; n++) {
            NeuronFactors of = factors[index][n];
            if (!(of.synapseGain() * of.membraneGain() > 0)) {
                throw new InputException(
                        "neuron " + n + " of node " + population.name() + " must have a positive r and w_in",
                        "move their signs into the weights");
            }
            neurons.unit()[n] = scaling.volt(index, of);
            if (population.kind().hasSynapse()) {
                neurons.synapseDecay()[n] = factor(scaling.synapseDecay(of), of.synapseDecay(), population, n);
            }
            if (population.kind().hasMembrane()) {
                neurons.membraneDecay()[n] = factor(scaling.membraneDecay(of), of.membraneDecay(), population, n);
            }
            neurons.leak()[n] = state(scaling.state(index, of, of.leak()), population, "v_leak");
            neurons.threshold()[n] = state(scaling.threshold(index, of), population, "threshold");
            neurons.reset()[n] = state(scaling.state(index, of, of.reset()), population, "v_reset");
        }
        return neurons;
    }

    /** A decay factor as an integer, or the shift that stands for it. */
    private int factor(double integer, double decay, Population population, int n) {
        if (!(decay >= 0)) {
            throw new InputException(
                    "neuron " + n + " of node " + population.name() + " has a time constant below a tick of "
                            + rules.dt() + " s, so that its state would change its sign in every tick",
                    "use a smaller contract.dt, or contract.membrane-decay and synapse-decay: exponential");
        }
        if (!widths.shifts()) {
            return (int) integer;
        }
        if (!population.kind().isLeaky()) {
            return IntegerNetwork.NO_SHIFT;
        }
        int shift = (int) Math.rint(-Math.log(1 - decay) / Math.log(2));
        if (shift >= IntegerNetwork.NO_SHIFT) {
            throw new InputException(
                    "neuron " + n + " of node " + population.name() + " decays by a shift of " + shift
                            + " places, which must be at most " + (IntegerNetwork.NO_SHIFT - 1),
                    "use a larger contract.dt, or a shorter time constant");
        }
        return shift;
    }

    private int state(double rounded, Population population, String what) {
        int bits = widths.stateBits();
        double most = Math.scalb(1.0, bits - 1);
        // The least number of so many bits is left out: -threshold is a state, too.
        if (!(rounded > -most && rounded < most)) {
            throw new InputException(
                    "the " + what + " of node " + population.name() + " is " + rounded
                            + " units of its states, which have " + bits + " bits",
                    "raise engine.state-bits, or lower "
                            + (widths.fractionBits() == null ? "engine.guard-bits" : "quantization.fraction-bits"));
        }
        return (int) rounded;
    }

    private Wiring wiring(Connection connection, int seed) {
        Delays delays = Delays.of(network, connection, rules);
        int sources = connection.fromInput()
                ? network.inputs().get(connection.source()).size()
                : network.populations().get(connection.source()).size();
        Synapses[] synapses = new Synapses[sources];
        for (int i = 0; i < sources; i++) {
            double[] weights;
            if (connection.maps().isEmpty()) {
                weights = new double[sources];
                weights[i] = 1;
            } else {
                weights = row(connection, i);
            }
            synapses[i] = synapses(connection, weights, delays, i);
        }
        int[] bias = connection.bias() == null
                ? null
                : IntStream.range(0, connection.bias().length)
                        .map(n -> weight(connection, n, connection.bias()[n]))
                        .toArray();
        boolean late = connection.recurrent() && !rules.recurrentBias();
        return new Wiring(
                connection.name(),
                connection.fromInput(),
                connection.source(),
                connection.target(),
                synapses,
                bias,
                late,
                seed);
    }

    private Synapses synapses(Connection connection, double[] weights, Delays delays, int source) {
        int[] targets = new int[weights.length];
        int[] integers = new int[weights.length];
        int[] ticks = new int[weights.length];
        int count = 0;
        for (int n = 0; n < weights.length; n++) {
            int weight = weights[n] == 0 ? 0 : weight(connection, n, weights[n]);
            if (weight != 0) {
                targets[count] = n;
                integers[count] = weight;
                ticks[count++] = delays.all()
                        + (delays.ofSource() == null ? 0 : delays.ofSource()[source])
                        + (delays.ofTarget() == null ? 0 : delays.ofTarget()[n]);
            }
        }
        return new Synapses(Arrays.copyOf(targets, count), Arrays.copyOf(integers, count), Arrays.copyOf(ticks, count));
    }

    private int weight(Connection connection, int neuron, double weight) {
        int target = connection.target();
        double rounded = scaling.weight(target, factors[target][neuron], weight);
        double most = Math.scalb(1.0, widths.weightBits() - 1);
        boolean fits = widths.weightBits() == 1 ? Math.abs(rounded) == 1 : rounded >= -most && rounded < most;
        if (!fits) {
            throw new InputException(
                    "a weight or bias of connection " + connection.name() + " is " + rounded
                            + " units, which weights of " + widths.weightBits() + " bits cannot have",
                    drawn.unit(target) > 0 ? DrawnConnections.SMALLER : scaling.smaller());
        }
        return (int) rounded;
    }
}
