// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Layer;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Neuron;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Synapse;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.special.Erf;

/**
 * The mean field of a rate-coded network: rates of pulses per slot, as if pulses of different units and slots were independent. Exact
 * for the first layer; docs/sfq-networks.md, section Rates.
 */
public final class SfqRateModel {
    private final SfqNetwork network;
    private final Map<Neuron, NeuronRate> neurons = new HashMap<>();

    public SfqRateModel(SfqNetwork network) {
        this.network = network;
        for (Layer layer : network.layers()) {
            for (Unit unit : layer.units()) {
                if (unit.neuron() != null) {
                    Neuron neuron = unit.neuron();
                    neurons.computeIfAbsent(neuron, n -> new NeuronRate(n.threshold(), n.leakShift()));
                }
            }
        }
    }

    /**
     * Pulses per slot of every output.
     *
     * @param values of a sample, 0 to 1
     */
    public double[] rates(double[] values) {
        double[] rates = new double[values.length];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = Math.max(0, Math.min(1, values[i])) * network.maxRate();
        }
        for (Layer layer : network.layers()) {
            rates = rates(layer, rates);
        }
        return rates;
    }

    private double[] rates(Layer layer, double[] inputs) {
        double[] rates = new double[layer.units().size()];
        for (int u = 0; u < rates.length; u++) {
            Unit unit = layer.units().get(u);
            double plus = rail(unit.plus(), inputs);
            double minus = rail(unit.minus(), inputs);
            rates[u] = unit.neuron() == null
                    ? inhibited(plus, minus)
                    : neurons.get(unit.neuron()).of(plus, minus);
        }
        return rates;
    }

    /** A saturating OR. */
    private static double rail(List<Synapse> synapses, double[] inputs) {
        double silent = 1;
        for (Synapse s : synapses) {
            silent *= 1 - inputs[s.input()] * s.weight();
        }
        return 1 - silent;
    }

    /**
     * Pulses per slot behind an INHIBIT.
     *
     * @param plus pulses per slot at b
     * @param minus pulses per slot at a, earlier in the slot
     */
    public static double inhibited(double plus, double minus) {
        return plus == 0 ? 0 : plus * plus * (1 - minus) / (plus + minus - plus * minus);
    }

    /** The class that the rates give: the output with the largest or, with one output, whether it is over the threshold. */
    public int decide(double[] rates) {
        if (rates.length == 1) {
            return rates[0] > network.threshold() ? 1 : 0;
        }
        int best = 0;
        for (int k = 1; k < rates.length; k++) {
            best = rates[k] > rates[best] ? k : best;
        }
        return best;
    }

    /** How many standard deviations separate two binomial counts, {@code (p1 − p0) √T / √(p1 (1 − p1) + p0 (1 − p0))}. */
    public static double separation(double high, double low, int slots) {
        double variance = high * (1 - high) + low * (1 - low);
        double difference = (high - low) * Math.sqrt(slots);
        return variance == 0 ? Math.copySign(Double.POSITIVE_INFINITY, difference) : difference / Math.sqrt(variance);
    }

    /**
     * The probability that the decision on a window is wrong, counts taken as normal and independent.
     *
     * @param rates of the outputs
     * @param label the right class
     */
    public double error(double[] rates, int label, int slots) {
        double right = 1;
        if (rates.length == 1) {
            double distance = label == 1 ? rates[0] - network.threshold() : network.threshold() - rates[0];
            double sigma = Math.sqrt(rates[0] * (1 - rates[0]) / slots);
            return sigma == 0 ? (distance > 0 ? 0 : 1) : normal(-distance / sigma);
        }
        for (int k = 0; k < rates.length; k++) {
            right *= k == label ? 1 : normal(separation(rates[label], rates[k], slots));
        }
        return 1 - right;
    }

    /** Φ, without loss of digits where it is small. */
    static double normal(double z) {
        return 0.5 * Erf.erfc(-z / Math.sqrt(2));
    }
}
