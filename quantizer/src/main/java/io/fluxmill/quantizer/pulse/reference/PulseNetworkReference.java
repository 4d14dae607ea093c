// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.reference;

import io.fluxmill.core.format.Requantize;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import java.util.Arrays;

/** The software twin of the network engine: bit-exact, in int32 that wraps around as the hardware's does. Thread-safe. */
public final class PulseNetworkReference {
    private final PulseNetwork network;

    public PulseNetworkReference(PulseNetwork network) {
        this.network = network;
    }

    /**
     * The last layer's sums.
     *
     * @param elements {@code [events][inputLength][inputChannels]}, signed, activationBits + 1 bits
     * @return {@code [events][outputs]}
     * @throws IllegalArgumentException if the elements are not whole events
     */
    public int[] run(int[] elements) {
        int inputs = network.inputLength() * network.inputChannels();
        if (elements.length % inputs != 0) {
            throw new IllegalArgumentException(
                    "elements must be whole events of " + inputs + ": elements=" + elements.length);
        }
        int events = elements.length / inputs;
        int outputs = network.outputs().size();
        int[] results = new int[events * outputs];
        for (int event = 0; event < events; event++) {
            int[] values = Arrays.copyOfRange(elements, event * inputs, (event + 1) * inputs);
            for (Layer layer : network.layers()) {
                values = run(layer, values);
            }
            System.arraycopy(values, 0, results, event * outputs, outputs);
        }
        return results;
    }

    /** {@code [outputLength][outputChannels]} of one layer: elements, or the last layer's sums. */
    private int[] run(Layer layer, int[] in) {
        boolean last = layer == network.layers().get(network.layers().size() - 1);
        int channels = layer.outputChannels();
        int depth = layer.depth();
        byte[] weights = layer.weights();
        int[] out = new int[layer.outputLength() * channels];
        for (int position = 0; position < layer.outputLength(); position++) {
            int start = (position * layer.stride() - layer.padLeft()) * layer.inputChannels();
            int from = Math.max(0, -start);
            int to = Math.min(depth, in.length - start);
            for (int c = 0; c < channels; c++) {
                int sum = layer.bias()[c];
                int weight = c * depth;
                for (int k = from; k < to; k++) {
                    sum += in[start + k] * weights[weight + k];
                }
                out[position * channels + c] = last ? sum : requantize(layer, c, sum);
            }
        }
        return out;
    }

    private int requantize(Layer layer, int c, int sum) {
        return Requantize.apply(
                sum,
                layer.multipliers()[c],
                layer.shifts()[c],
                network.rounding(),
                layer.relu(),
                network.activationBits());
    }
}
