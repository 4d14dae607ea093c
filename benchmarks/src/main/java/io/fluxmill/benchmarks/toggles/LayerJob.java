// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.toggles;

import io.fluxmill.core.format.DotProduct;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.reference.WindowIndex;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * One matrix layer of one image, as an array gets it: codes of activations {@code [positions][depth]} and weights {@code [channels][depth]}, with their exact
 * or approximate sums.
 */
record LayerJob(String name, NumberFormat format, short[][] activations, short[][] weights, BigInteger[][] sums) {

    static LayerJob of(QuantizedNetwork network, Matrix layer, short[] input, Multiplication multiplication) {
        Shape in = network.tensors().get(layer.input()).shape();
        Shape out = network.tensors().get(layer.output()).shape();
        if (layer.geometry().groups() != 1) {
            throw new IllegalStateException("layer " + layer.name() + " has groups");
        }
        int depth = layer.depth();
        int[] gather = WindowIndex.of(layer.geometry(), in, out);
        NumberFormat format = layer.rescale().operands().weights();
        short[][] rows = new short[out.height() * out.width()][depth];
        for (int p = 0; p < rows.length; p++) {
            for (int k = 0; k < depth; k++) {
                int from = gather[p * depth + k];
                rows[p][k] = from == WindowIndex.OUTSIDE ? (short) layer.padCode() : input[from];
            }
        }
        short[][] columns = new short[layer.outChannels()][];
        DotProduct dot = DotProduct.of(FormatPair.of(format), multiplication, depth);
        BigInteger[][] sums = new BigInteger[rows.length][columns.length];
        DotProduct.Sum sum = new DotProduct.Sum();
        for (int n = 0; n < columns.length; n++) {
            columns[n] = Arrays.copyOfRange(layer.weights(), n * depth, (n + 1) * depth);
            DotProduct.Vector weights = dot.weights(columns[n], 0, depth);
            for (int p = 0; p < rows.length; p++) {
                dot.apply(dot.weights(rows[p], 0, depth), 0, weights, 0, depth, sum);
                sums[p][n] = sum.units();
            }
        }
        return new LayerJob(layer.name(), format, rows, columns, sums);
    }

    /** Words of a sum. */
    int words() {
        return (weights[0].length + format.lanes() - 1) / format.lanes();
    }

    /** Word k of a row or a column; 0 beyond the last. */
    int word(short[][] side, int index, int k) {
        if (index >= side.length) {
            return 0;
        }
        int word = 0;
        for (int lane = 0; lane < format.lanes(); lane++) {
            int element = k * format.lanes() + lane;
            int code = element < side[index].length ? side[index][element] & (1 << format.widthBits()) - 1 : 0;
            word |= code << lane * format.laneBits();
        }
        return word;
    }
}
