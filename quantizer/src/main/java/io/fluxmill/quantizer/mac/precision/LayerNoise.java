// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How far a layer's results are from those of the float network.
 *
 * @param layer name of the layer, or "input"
 * @param format of its results
 * @param signal sum of the squared exact values over all samples and elements
 * @param noise sum of the squared differences
 */
public record LayerNoise(String layer, NumberFormat format, double signal, double noise) {

    /** Signal to quantisation noise in dB; infinite without noise. */
    public double decibel() {
        return 10 * Math.log10(signal / noise);
    }

    /** Root mean square of the differences relative to that of the exact values. */
    public double relativeError() {
        return noise == 0 ? 0 : Math.sqrt(noise / signal);
    }

    /**
     * Measures every layer, the input first, in execution order.
     *
     * @param samples raw samples, {@code [samples][elements]}
     */
    public static List<LayerNoise> measure(Network network, QuantizedNetwork quantized, float[][] samples) {
        ReferenceExecutor reference = new ReferenceExecutor(quantized);
        List<short[]> codes = reference.trace(reference.encode(samples), samples.length);
        FloatExecutor executor = new FloatExecutor(network);
        double[] signal = new double[codes.size()];
        double[] noise = new double[codes.size()];
        for (int s = 0; s < samples.length; s++) {
            Map<String, double[]> exact = executor.trace(samples[s]);
            for (int t = 0; t < codes.size(); t++) {
                Tensor tensor = quantized.tensors().get(t);
                double[] values = exact.get(tensor.name());
                for (int i = 0; i < values.length; i++) {
                    double difference = tensor.decode(i, codes.get(t)[s * values.length + i]) - values[i];
                    signal[t] += values[i] * values[i];
                    noise[t] += difference * difference;
                }
            }
        }
        List<LayerNoise> all = new ArrayList<>();
        for (int t = 0; t < codes.size(); t++) {
            String layer = t == 0 ? "input" : network.layers().get(t - 1).name();
            all.add(new LayerNoise(layer, quantized.tensors().get(t).format(), signal[t], noise[t]));
        }
        return all;
    }
}
