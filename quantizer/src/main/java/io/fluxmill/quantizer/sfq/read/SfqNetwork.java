// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.read;

import io.fluxmill.core.config.HdlWords;
import io.fluxmill.netlist.cell.NeuronBias;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.cell.SynapseBias;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A rate-coded SFQ network; docs/sfq-networks.md says what it computes.
 *
 * @param name lower-case letters, digits and underscores, beginning with a letter
 * @param inputs values of a sample
 * @param slotPs length of a slot, which has one pulse or none, ps
 * @param window slots of a decision
 * @param maxRate pulses per slot of an input of value 1, above 0 to 1
 * @param threshold with one output, the share of the window's slots with a pulse above which the class is 1; 0 with several
 *     outputs, of which the one with most pulses is the class
 */
public record SfqNetwork(
        String name, int inputs, double slotPs, int window, double maxRate, double threshold, List<Layer> layers) {

    /** @throws IllegalArgumentException if a rule of docs/sfq-networks.md is broken */
    public SfqNetwork {
        layers = List.copyOf(layers);
        require(name.matches("[a-z][a-z0-9_]*"), "name", "lower-case letters, digits and underscores", name);
        HdlWords.language(name).ifPresent(language -> require(false, "name", "no reserved word of " + language, name));
        require(inputs >= 1, "inputs", "at least 1", inputs);
        require(slotPs > 0 && slotPs <= 1e6, "slot-ps", "above 0 to 1000000", slotPs);
        require(Math.rint(slotPs * 10) / 10 == slotPs, "slot-ps", "a multiple of 0.1", slotPs);
        require(window >= 1 && window <= 1 << 20, "window", "1 to 1048576", window);
        require(maxRate > 0 && maxRate <= 1, "max-rate", "above 0 to 1", maxRate);
        require(!layers.isEmpty(), "layers", "at least one", layers.size());
        int width = inputs;
        for (Layer layer : layers) {
            layer.check(width);
            width = layer.units.size();
        }
        require(
                width == 1 ? threshold > 0 && threshold < 1 : threshold == 0,
                "threshold",
                width == 1 ? "between 0 and 1 with one output" : "0 with several outputs",
                threshold);
    }

    private static void require(boolean holds, String what, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must be " + rule + ": " + what + "=" + value);
        }
    }

    /** Units that read the same inputs. */
    public record Layer(List<Unit> units) {
        /** Takes a copy. */
        public Layer {
            units = List.copyOf(units);
            require(!units.isEmpty(), "units", "at least one", units.size());
        }

        private void check(int width) {
            for (Unit unit : units) {
                Set<Integer> seen = new HashSet<>();
                for (Synapse synapse : unit.synapses()) {
                    int input = synapse.input;
                    require(input >= 0 && input < width, "input", "0 to " + (width - 1), input);
                    require(seen.add(input), "input", "once in a unit", input);
                }
            }
        }
    }

    /**
     * @param plus not empty
     * @param neuron or null
     */
    public record Unit(List<Synapse> plus, List<Synapse> minus, Neuron neuron) {
        /** Takes copies. */
        public Unit {
            plus = List.copyOf(plus);
            minus = List.copyOf(minus);
            require(!plus.isEmpty(), "plus", "of at least one path", plus);
        }

        /** Both rails, plus first. */
        public List<Synapse> synapses() {
            List<Synapse> all = new ArrayList<>(plus);
            all.addAll(minus);
            return all;
        }
    }

    /**
     * The path of an input to a rail.
     *
     * @param biasMicroamperes of the synapse, or {@link #WIRE}
     */
    public record Synapse(int input, double biasMicroamperes) {
        /** In place of a bias current: no synapse, every pulse passes. */
        public static final double WIRE = Double.POSITIVE_INFINITY;

        /** @throws IllegalArgumentException if the bias current is not a number */
        public Synapse {
            require(
                    biasMicroamperes == WIRE || Double.isFinite(biasMicroamperes),
                    "bias-ua",
                    "a number or wire",
                    biasMicroamperes);
        }

        /** Whether there is no synapse in the path. */
        public boolean isWire() {
            return biasMicroamperes == WIRE;
        }

        /** Threshold of the draw, 0 to 65536. */
        public int threshold() {
            return isWire() ? Settings.CERTAIN : SynapseBias.threshold(biasMicroamperes);
        }

        /** Pass probability, as it is drawn. */
        public double weight() {
            return (double) threshold() / Settings.CERTAIN;
        }
    }

    /**
     * A leaky neuron behind a unit.
     *
     * @param biasMicroamperes sets the threshold
     * @param leakShift in every slot {@code current >> leakShift} leaks, 0 to 15
     */
    public record Neuron(double biasMicroamperes, int leakShift) {
        /** @throws IllegalArgumentException if a rule is broken */
        public Neuron {
            require(Double.isFinite(biasMicroamperes), "bias-ua", "a number", biasMicroamperes);
            require(leakShift >= 0 && leakShift <= 15, "leak-shift", "0 to 15", leakShift);
        }

        /** In 1/1024 flux quantum, 1024 to 65536. */
        public int threshold() {
            return NeuronBias.threshold(biasMicroamperes);
        }
    }

    /** Units of the last layer. */
    public int outputs() {
        return layers.get(layers.size() - 1).units.size();
    }

    /** Classes of a decision. */
    public int classes() {
        return Math.max(2, outputs());
    }

    /** All paths, weights of 1 among them. */
    public int synapses() {
        return layers.stream()
                .flatMap(layer -> layer.units.stream())
                .mapToInt(unit -> unit.plus.size() + unit.minus.size())
                .sum();
    }

    /**
     * The class of a window.
     *
     * @param counts pulses of each output
     * @param slots of the window
     */
    public int decide(int[] counts, int slots) {
        if (counts.length == 1) {
            return counts[0] > threshold * slots ? 1 : 0;
        }
        int best = 0;
        for (int k = 1; k < counts.length; k++) {
            best = counts[k] > counts[best] ? k : best;
        }
        return best;
    }

    /** The same network with the bias currents of all synapses and neurons times a factor. */
    public SfqNetwork biased(double factor) {
        UnaryOperator<List<Synapse>> scaled = rail -> rail.stream()
                .map(s -> new Synapse(s.input, s.biasMicroamperes * factor))
                .toList();
        return new SfqNetwork(
                name,
                inputs,
                slotPs,
                window,
                maxRate,
                threshold,
                layers.stream()
                        .map(layer -> new Layer(layer.units.stream()
                                .map(u ->
                                        new Unit(scaled.apply(u.plus), scaled.apply(u.minus), scaled(u.neuron, factor)))
                                .toList()))
                        .toList());
    }

    private static Neuron scaled(Neuron neuron, double factor) {
        return neuron == null ? null : new Neuron(neuron.biasMicroamperes * factor, neuron.leakShift);
    }
}
