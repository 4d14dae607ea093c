// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.graph;

/**
 * The sum over windows of each channel, times a factor. Vectors are {@code [channels][height][width]}, row-major.
 *
 * @param factor 1 for sums, one over the window's places for averages; zeros around the input count as places
 */
public record PoolMap(int channels, Window vertical, Window horizontal, double factor) implements LinearMap {
    @Override
    public int inputs() {
        return channels * vertical.input() * horizontal.input();
    }

    @Override
    public int outputs() {
        return channels * vertical.outputs() * horizontal.outputs();
    }

    @Override
    public void synapses(int input, Synapses synapses) {
        int x = input % horizontal.input();
        int y = input / horizontal.input() % vertical.input();
        int channel = input / horizontal.input() / vertical.input();
        for (int i = 0; i < vertical.kernel(); i++) {
            int row = vertical.output(y, i);
            for (int k = 0; row >= 0 && k < horizontal.kernel(); k++) {
                int column = horizontal.output(x, k);
                if (column >= 0) {
                    synapses.accept((channel * vertical.outputs() + row) * horizontal.outputs() + column, factor);
                }
            }
        }
    }
}
