// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.reference;

import io.fluxmill.core.format.DotProduct;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import java.util.function.Function;

/**
 * One matrix layer over codes: for each group and output position the window is gathered into a row, which is multiplied with
 * the weights of each output channel of the group. Immutable; threads share it and have a {@link Buffers} each.
 */
final class MatrixExecutor {
    private final Matrix layer;
    private final int depth;
    private final int positions;
    private final int groups;
    private final int channelsPerGroup;
    private final int groupStride;
    /** Where element k of the window of position p lies in group 0 of the input, see {@link WindowIndex}. */
    private final int[] gather;

    private final Function<DotProduct.Sum, RowProducts> products;
    private final Rescale.Channel[] channels;

    /** @param format of the input tensor */
    MatrixExecutor(Matrix layer, NumberFormat format, Shape input, Shape output) {
        this.layer = layer;
        depth = layer.depth();
        positions = output.height() * output.width();
        groups = layer.geometry().groups();
        channelsPerGroup = layer.outChannels() / groups;
        groupStride = layer.geometry().channels() * input.height() * input.width();
        gather = WindowIndex.of(layer.geometry(), input, output);
        products = RowProducts.of(layer, format);
        channels = layer.channels().toArray(new Rescale.Channel[0]);
    }

    /** Scratch space of one thread. */
    final class Buffers {
        private final short[] row = new short[depth];
        private final DotProduct.Sum sum = new DotProduct.Sum();
        private final RowProducts product = products.apply(sum);
    }

    /** Computes one sample. */
    void run(short[] source, int sourceOffset, short[] target, int targetOffset, Buffers buffers) {
        for (int group = 0; group < groups; group++) {
            for (int position = 0; position < positions; position++) {
                gatherRow(source, sourceOffset + group * groupStride, position, buffers.row);
                buffers.product.row(buffers.row);
                for (int n = group * channelsPerGroup; n < (group + 1) * channelsPerGroup; n++) {
                    buffers.product.sum(n);
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
            row[k] = from == WindowIndex.OUTSIDE ? pad : source[base + from];
        }
    }
}
