// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

/**
 * A convolution in two dimensions; one dimension has a height of 1. Vectors are {@code [channels][height][width]}, row-major.
 *
 * @param weights {@code [outChannels][inChannels / groups][kernelHeight][kernelWidth]}
 */
public record ConvolutionMap(
        int inChannels, int outChannels, int groups, Window vertical, Window horizontal, double[] weights)
        implements LinearMap {
    @Override
    public int inputs() {
        return inChannels * vertical.input() * horizontal.input();
    }

    @Override
    public int outputs() {
        return outChannels * vertical.outputs() * horizontal.outputs();
    }

    @Override
    public int parameters() {
        return weights.length;
    }

    @Override
    public void synapses(int input, Synapses synapses) {
        int x = input % horizontal.input();
        int y = input / horizontal.input() % vertical.input();
        int channel = input / horizontal.input() / vertical.input();
        int groupInputs = inChannels / groups;
        int groupOutputs = outChannels / groups;
        int group = channel / groupInputs;
        for (int out = group * groupOutputs; out < (group + 1) * groupOutputs; out++) {
            int kernel = (out * groupInputs + channel % groupInputs) * vertical.kernel() * horizontal.kernel();
            for (int i = 0; i < vertical.kernel(); i++) {
                int row = vertical.output(y, i);
                for (int k = 0; row >= 0 && k < horizontal.kernel(); k++) {
                    int column = horizontal.output(x, k);
                    if (column >= 0) {
                        synapses.accept(
                                (out * vertical.outputs() + row) * horizontal.outputs() + column,
                                weights[kernel + i * horizontal.kernel() + k]);
                    }
                }
            }
        }
    }
}
