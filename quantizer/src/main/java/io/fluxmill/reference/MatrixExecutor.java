// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.reference;

import io.fluxmill.format.DotProduct;
import io.fluxmill.format.Rescale;
import io.fluxmill.graph.Network.Geometry;
import io.fluxmill.graph.Network.Shape;
import io.fluxmill.graph.QuantizedNetwork.Matrix;

/**
 * One matrix layer over codes: for each group and output position the window is gathered into a row, which is multiplied with
 * the weights of each output channel of the group. Immutable; threads share it and have a {@link Buffers} each.
 */
final class MatrixExecutor {
    private static final int OUTSIDE = -1;

    private final Matrix layer;
    private final int depth;
    private final int positions;
    private final int groups;
    private final int channelsPerGroup;
    private final int groupStride;
    /** Where element k of the window of position p lies in group 0 of the input, {@code [positions][depth]}, or OUTSIDE. */
    private final int[] gather;

    private final DotProduct dot;
    private final DotProduct.Vector weights;
    private final Rescale.Channel[] channels;

    MatrixExecutor(Matrix layer, Shape input, Shape output) {
        this.layer = layer;
        depth = layer.depth();
        positions = output.height() * output.width();
        groups = layer.geometry().groups();
        channelsPerGroup = layer.outChannels() / groups;
        groupStride = layer.geometry().channels() * input.height() * input.width();
        gather = gather(layer.geometry(), input, output);
        dot = DotProduct.of(layer.rescale().operand(), depth);
        weights = dot.decode(layer.weights(), 0, layer.weights().length);
        channels = layer.channels().toArray(new Rescale.Channel[0]);
    }

    /** Scratch space of one thread. */
    final class Buffers {
        private final short[] row = new short[depth];
        private final DotProduct.Vector decoded = dot.vector(depth);
        private final DotProduct.Sum sum = new DotProduct.Sum();
    }

    private static int[] gather(Geometry g, Shape in, Shape out) {
        int[] index = new int[out.height() * out.width() * g.depth()];
        int i = 0;
        for (int oy = 0; oy < out.height(); oy++) {
            for (int ox = 0; ox < out.width(); ox++) {
                for (int c = 0; c < g.channels(); c++) {
                    for (int ky = 0; ky < g.kernelHeight(); ky++) {
                        int y = oy * g.strideY() - g.padTop() + ky * g.dilationY();
                        for (int kx = 0; kx < g.kernelWidth(); kx++) {
                            int x = ox * g.strideX() - g.padLeft() + kx * g.dilationX();
                            boolean inside = y >= 0 && y < in.height() && x >= 0 && x < in.width();
                            index[i++] = inside ? (c * in.height() + y) * in.width() + x : OUTSIDE;
                        }
                    }
                }
            }
        }
        return index;
    }

    /** Computes one sample. */
    void run(short[] source, int sourceOffset, short[] target, int targetOffset, Buffers buffers) {
        for (int group = 0; group < groups; group++) {
            for (int position = 0; position < positions; position++) {
                gatherRow(source, sourceOffset + group * groupStride, position, buffers.row);
                buffers.decoded.set(buffers.row, 0, depth);
                for (int n = group * channelsPerGroup; n < (group + 1) * channelsPerGroup; n++) {
                    dot.apply(buffers.decoded, 0, weights, n * depth, depth, buffers.sum);
                    target[targetOffset + n * positions + position] =
                            (short) buffers.sum.rescale(layer.rescale(), channels[n]);
                }
            }
        }
    }

    private void gatherRow(short[] source, int base, int position, short[] row) {
        short pad = (short) layer.padCode();
        for (int k = 0; k < depth; k++) {
            int from = gather[position * depth + k];
            row[k] = from == OUTSIDE ? pad : source[base + from];
        }
    }
}
