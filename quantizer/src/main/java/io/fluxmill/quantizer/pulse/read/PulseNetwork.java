// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.read;

import io.fluxmill.core.format.Requantize;
import io.fluxmill.core.format.Rounding;
import java.util.List;

/**
 * A trained one-dimensional network in the integers that the pulse-feature engine computes with; docs/pulse-engine.md has the
 * arithmetic. Tensors are channel-last: element {@code position * channels + channel}. A dense layer is a layer of one position
 * whose kernel is its whole input.
 *
 * @param activationBits 8 or 16: bits of the elements between the layers and of the input
 * @param layers in order; the last one has no requantisation
 * @param outputs what the last layer's sums mean, one for each of its channels
 */
public record PulseNetwork(
        String name,
        int inputLength,
        int inputChannels,
        int activationBits,
        Rounding rounding,
        List<Layer> layers,
        List<Output> outputs) {

    /** Takes copies and checks that the layers fit each other. */
    public PulseNetwork {
        layers = List.copyOf(layers);
        outputs = List.copyOf(outputs);
        if (activationBits != 8 && activationBits != 16) {
            throw new IllegalArgumentException("activationBits must be 8 or 16: activationBits=" + activationBits);
        }
        int elements = inputLength * inputChannels;
        for (Layer layer : layers) {
            if (layer.inputLength() * layer.inputChannels() != elements) {
                throw new IllegalArgumentException(
                        "layer " + layer.name() + " must have the elements of what it reads: "
                                + layer.inputLength() * layer.inputChannels() + ", not " + elements);
            }
            elements = layer.outputLength() * layer.outputChannels();
        }
        if (layers.isEmpty() || layers.get(layers.size() - 1).outputLength() != 1 || elements != outputs.size()) {
            throw new IllegalArgumentException("the last layer must be dense, with a sum for each output: elements="
                    + elements + " outputs=" + outputs.size());
        }
    }

    /**
     * A convolution or dense layer.
     *
     * @param kernel taps along the length
     * @param padLeft zeros before the first element; as many as needed follow the last one
     * @param weights int8, {@code [outputChannels][kernel][inputChannels]}
     * @param bias {@code [outputChannels]}, in units of a product
     * @param multipliers {@code [outputChannels]}, 0 to 65535; not used by the last layer
     * @param shifts {@code [outputChannels]}, 0 to 47; not used by the last layer
     */
    public record Layer(
            String name,
            int inputLength,
            int inputChannels,
            int kernel,
            int stride,
            int padLeft,
            int outputLength,
            int outputChannels,
            boolean relu,
            byte[] weights,
            int[] bias,
            int[] multipliers,
            int[] shifts) {
        /** Takes copies and checks the sizes. */
        public Layer {
            weights = weights.clone();
            bias = bias.clone();
            multipliers = multipliers.clone();
            shifts = shifts.clone();
            require(weights.length == outputChannels * kernel * inputChannels, name, "weights", weights.length);
            require(bias.length == outputChannels, name, "bias", bias.length);
            require(multipliers.length == outputChannels, name, "multipliers", multipliers.length);
            require(shifts.length == outputChannels, name, "shifts", shifts.length);
            for (int c = 0; c < outputChannels; c++) {
                require(multipliers[c] >= 0 && multipliers[c] <= 0xFFFF, name, "multiplier", multipliers[c]);
                require(shifts[c] >= 0 && shifts[c] <= Requantize.MAX_SHIFT, name, "shift", shifts[c]);
            }
        }

        private static void require(boolean holds, String layer, String what, int value) {
            if (!holds) {
                throw new IllegalArgumentException(
                        "layer " + layer + ": " + what + " does not fit its shape or range: " + value);
            }
        }

        /** Terms of a sum. */
        public int depth() {
            return kernel * inputChannels;
        }

        /** Multiply-accumulates of an event, padding included. */
        public long macs() {
            return (long) outputLength * outputChannels * depth();
        }
    }

    /**
     * {@code real value = sum * scale + offset}.
     *
     * @param name {@code time} or {@code amplitude}, or any other
     * @param unit for example {@code samples}: of the window, from its first sample; or {@code elements}, to be divided by the
     *     event's gain
     */
    public record Output(String name, String unit, double scale, double offset) {}

    /** The same network, whose sums mean something else. */
    public PulseNetwork withOutputs(List<Output> newOutputs) {
        return new PulseNetwork(name, inputLength, inputChannels, activationBits, rounding, layers, newOutputs);
    }

    /** Multiply-accumulates of an event. */
    public long macs() {
        return layers.stream().mapToLong(Layer::macs).sum();
    }

    /** Weights and biases. */
    public int parameters() {
        return layers.stream()
                .mapToInt(l -> l.weights().length + l.bias().length)
                .sum();
    }
}
