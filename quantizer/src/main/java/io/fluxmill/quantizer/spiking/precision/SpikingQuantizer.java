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

    /** Of each population: what 1 of its sums is. */
    private final double[] units;

    private SpikingQuantizer(SpikingNetwork network, TickRules rules, SpikingWidths widths) {
        this.network = network;
        this.rules = rules;
        this.widths = widths;
        units = new double[network.populations().size()];
    }

    /**
     * The network in integers.
     *
     * @throws InputException if the rules or the network cannot be had in integers, or a number does not fit; it names the node
     */
    public static IntegerNetwork quantize(SpikingNetwork network, TickRules rules, SpikingWidths widths) {
        return new SpikingQuantizer(network, rules, widths).quantize();
    }

    private IntegerNetwork quantize() {
        checkRules();
        double[] largest = new double[units.length];
        for (Connection connection : network.connections()) {
            checkSource(connection);
            largest[connection.target()] = Math.max(largest[connection.target()], largest(connection));
        }
        for (int p = 0; p < units.length; p++) {
            double most = (1 << (widths.weightBits() - 1)) - 1;
            units[p] = widths.fractionBits() != null
                    ? Math.scalb(1.0, widths.guardBits() - widths.fractionBits())
                    : largest[p] > 0 ? largest[p] / most : 1;
        }
        List<Neurons> populations = new ArrayList<>();
        for (int p = 0; p < units.length; p++) {
            populations.add(neurons(network.populations().get(p), Math.scalb(units[p], -widths.guardBits())));
        }
        List<Wiring> wirings = new ArrayList<>();
        network.connections().forEach(connection -> wirings.add(wiring(connection)));
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

    private void checkRules() {
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
                    "engine.shifts has no decay for integrators, but contract.integrator-decay is "
                            + rules.integratorDecay(),
                    "use contract.integrator-decay: 1, or engine.shifts: false");
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
    private static double[] row(Connection connection, int input) {
        LinearMap first = connection.maps().get(0);
        double[] weights = new double[first.outputs()];
        first.synapses(input, (output, weight) -> weights[output] += weight);
        double[] all = weights;
        for (LinearMap map : connection.maps().subList(1, connection.maps().size())) {
            all = map.apply(all);
        }
        return all;
    }

    private Neurons neurons(Population population, double unit) {
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
            NeuronFactors factors = NeuronFactors.of(population, n, rules);
            double gain = factors.synapseGain() * factors.membraneGain();
            if (!(gain > 0)) {
                throw new InputException(
                        "neuron " + n + " of node " + population.name() + " must have a positive r and w_in",
                        "move their signs into the weights");
            }
            double volt = unit * gain;
            neurons.unit()[n] = volt;
            boolean state = population.kind().hasMembrane();
            neurons.synapseDecay()[n] =
                    factor(factors.synapseDecay(), population, population.kind().hasSynapse(), n);
            neurons.membraneDecay()[n] = factor(factors.membraneDecay(), population, state, n);
            neurons.leak()[n] = integer(factors.leak() / volt, population, "v_leak", widths.stateBits());
            neurons.threshold()[n] = integer(factors.threshold() / volt, population, "threshold", widths.stateBits());
            neurons.reset()[n] = integer(factors.reset() / volt, population, "v_reset", widths.stateBits());
        }
        return neurons;
    }

    private int factor(double decay, Population population, boolean state, int n) {
        if (state && decay < 0) {
            throw new InputException(
                    "neuron " + n + " of node " + population.name()
                            + " has a time constant below contract.dt, with which a state changes its sign in every tick",
                    "use a smaller contract.dt, or exponential decays");
        }
        if (!widths.shifts()) {
            return (int) Math.rint(decay * (1 << widths.decayBits()));
        }
        if (!state) {
            return 0;
        }
        boolean leaky = population.kind().isLeaky();
        if (!leaky) {
            return IntegerNetwork.NO_SHIFT;
        }
        double places = Math.rint(-Math.log(1 - decay) / Math.log(2));
        if (places >= IntegerNetwork.NO_SHIFT) {
            throw new InputException(
                    "neuron " + n + " of node " + population.name() + " decays by a shift of " + places
                            + " places, and an engine shifts by less than " + IntegerNetwork.NO_SHIFT,
                    "use a larger contract.dt, or engine.shifts: false");
        }
        return (int) places;
    }

    private static int integer(double value, Population population, String what, int bits) {
        double rounded = Math.rint(value);
        double most = Math.scalb(1.0, bits - 1);
        // The least number of so many bits is left out: -threshold is a state, too.
        if (!(rounded > -most && rounded < most)) {
            throw new InputException(
                    "the " + what + " of node " + population.name() + " is " + rounded
                            + " units of its states, which have " + bits + " bits",
                    "raise engine.state-bits, or lower engine.guard-bits");
        }
        return (int) rounded;
    }

    private Wiring wiring(Connection connection) {
        double unit = units[connection.target()];
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
            synapses[i] = synapses(connection, weights, unit, delays, i);
        }
        int[] bias = connection.bias() == null
                ? null
                : Arrays.stream(connection.bias())
                        .mapToInt(b -> weight(b / unit, connection))
                        .toArray();
        boolean late = connection.recurrent() && !rules.recurrentBias();
        return new Wiring(
                connection.name(),
                connection.fromInput(),
                connection.source(),
                connection.target(),
                synapses,
                bias,
                late);
    }

    private Synapses synapses(Connection connection, double[] weights, double unit, Delays delays, int source) {
        int[] targets = new int[weights.length];
        int[] integers = new int[weights.length];
        int[] ticks = new int[weights.length];
        int count = 0;
        for (int n = 0; n < weights.length; n++) {
            int weight = weights[n] == 0 ? 0 : weight(weights[n] / unit, connection);
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

    private int weight(double value, Connection connection) {
        double rounded = Math.rint(value);
        double most = Math.scalb(1.0, widths.weightBits() - 1);
        if (!(rounded >= -most && rounded < most)) {
            throw new InputException(
                    "a weight or bias of connection " + connection.name() + " is " + rounded
                            + " units, which weights of " + widths.weightBits() + " bits cannot have",
                    "lower quantization.fraction-bits, or raise engine.weight-bits");
        }
        return (int) rounded;
    }
}
