// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import java.util.ArrayList;
import java.util.List;

/**
 * The geometry of a one-dimensional network: convolutions with SAME padding, then dense layers; ReLU after each but the last
 * one, whose channels are the outputs.
 *
 * @param inputLength samples of one channel
 * @param convolutions in order; a kernel is a multiple of its stride
 * @param dense outputs of each dense layer, in order, the last one included
 */
record PulseTopology(int inputLength, List<Convolution> convolutions, List<Integer> dense) {
    /** @param filters output channels */
    record Convolution(int filters, int kernel, int stride) {}

    /**
     * A layer as a matrix product: {@code [outputLength][kernel · inputChannels] × [kernel · inputChannels][outputChannels]}.
     * A dense layer has one position and its whole input as kernel.
     */
    record Matrix(
            String name,
            int inputLength,
            int inputChannels,
            int kernel,
            int stride,
            int padLeft,
            int outputLength,
            int outputChannels) {
        int depth() {
            return kernel * inputChannels;
        }

        /** Length of the input when the last window is inside it, in whole strides. */
        int paddedLength() {
            int reach = Math.max((outputLength - 1) * stride + kernel, padLeft + inputLength);
            return (reach + stride - 1) / stride * stride;
        }
    }

    PulseTopology {
        convolutions = List.copyOf(convolutions);
        dense = List.copyOf(dense);
    }

    List<Matrix> matrices() {
        List<Matrix> matrices = new ArrayList<>();
        int length = inputLength;
        int channels = 1;
        for (Convolution c : convolutions) {
            int outputLength = (length + c.stride() - 1) / c.stride();
            int padding = Math.max((outputLength - 1) * c.stride() + c.kernel() - length, 0);
            matrices.add(new Matrix(
                    "conv" + (matrices.size() + 1),
                    length,
                    channels,
                    c.kernel(),
                    c.stride(),
                    padding / 2,
                    outputLength,
                    c.filters()));
            length = outputLength;
            channels = c.filters();
        }
        for (int outputs : dense) {
            String name = "dense" + (matrices.size() - convolutions.size() + 1);
            matrices.add(new Matrix(name, 1, length * channels, 1, 1, 0, 1, outputs));
            length = 1;
            channels = outputs;
        }
        return matrices;
    }
}
