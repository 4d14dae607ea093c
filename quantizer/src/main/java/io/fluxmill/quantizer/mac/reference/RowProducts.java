// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.reference;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.DotProduct;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.TermDotProduct;
import io.fluxmill.core.program.mac.BlockRow;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import java.util.function.Function;

/** Sums of one row of operands with the weights of every channel, as the hardware forms them; one for each thread. */
interface RowProducts {
    /** Takes a row, codes of the input tensor {@code [depth]}. */
    void row(short[] codes);

    /** The sum with the weights of a channel, to where this was made for. */
    void sum(int channel);

    /**
     * For a layer: its weights are decoded once, for all threads.
     *
     * @param input format of the input tensor
     */
    static Function<DotProduct.Sum, RowProducts> of(Matrix layer, NumberFormat input) {
        FormatPair operands = layer.rescale().operands();
        int depth = layer.depth();
        if (!TermDotProduct.isFor(operands)) {
            DotProduct dot = DotProduct.of(operands, layer.rescale().multiplication(), depth);
            DotProduct.Vector weights = dot.weights(layer.weights(), 0, layer.weights().length);
            return sum -> exact(dot, weights, depth, sum);
        }
        TermDotProduct dot = new TermDotProduct(operands.weights(), depth);
        TermDotProduct.Rows weights = dot.rows(layer.outChannels());
        weights.setAll(layer.weights());
        return sum -> inTerms(
                dot, weights, operands.weights() instanceof BlockFormat block ? new BlockRow(block, input) : null, sum);
    }

    private static RowProducts exact(DotProduct dot, DotProduct.Vector weights, int depth, DotProduct.Sum sum) {
        DotProduct.Vector row = dot.activations(depth);
        return new RowProducts() {
            @Override
            public void row(short[] codes) {
                row.set(codes, 0, depth);
            }

            @Override
            public void sum(int channel) {
                dot.apply(row, 0, weights, channel * depth, depth, sum);
            }
        };
    }

    /** @param blocks makes blocks of a row; null if the operands are the codes */
    private static RowProducts inTerms(
            TermDotProduct dot, TermDotProduct.Rows weights, BlockRow blocks, DotProduct.Sum sum) {
        TermDotProduct.Rows row = dot.rows(1);
        return new RowProducts() {
            @Override
            public void row(short[] codes) {
                row.set(0, blocks == null ? codes : blocks.words(codes, 0, null, codes.length), 0);
            }

            @Override
            public void sum(int channel) {
                dot.apply(row, 0, weights, channel, sum);
            }
        };
    }
}
