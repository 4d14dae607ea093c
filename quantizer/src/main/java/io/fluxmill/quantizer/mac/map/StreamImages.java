// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.FixedPoint;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;

/**
 * The contents of the weight stream: 16-bit words, as many per beat as the array has columns.
 *
 * <pre>
 * weights     for each column tile, Kw beats:        word c = elements k = lanes * beat .. of column tile * C + c, in the lanes of the weights' format,
 *                                                    element k in lane k mod lanes, lane 0 in the low bits; of block
 *                                                    formats the words of BlockFormat
 * parameters  for each column tile, 6 or 8 beats:    bias 15..0, bias 31..16, posMultiplier, posScale, negMultiplier, negScale,
 *                                                    posFraction, negFraction
 * </pre>
 *
 * Columns and elements beyond the layer are code 0. In BINARY that is -1: the products of those that fill up the last word of activations are subtracted in the
 * bias.
 */
final class StreamImages {
    private StreamImages() {}

    /** The weights of {@code count} channels from {@code first}: {@code [tiles][weight words][arrayColumns]}. */
    static short[] weights(Matrix layer, int first, int count, int arrayColumns) {
        NumberFormat format = layer.rescale().operands().weights();
        int lanes = format.lanes();
        int words = layer.rescale().operands().weightWords(layer.depth());
        short[] image = new short[tiles(count, arrayColumns) * words * arrayColumns];
        for (int column = 0; column < count; column++) {
            int tileBase = column / arrayColumns * words;
            if (format instanceof BlockFormat) {
                for (int word = 0; word < words; word++) {
                    image[(tileBase + word) * arrayColumns + column % arrayColumns] =
                            layer.weights()[(first + column) * words + word];
                }
                continue;
            }
            for (int k = 0; k < layer.depth(); k++) {
                int code = layer.weights()[(first + column) * layer.depth() + k] & (1 << format.widthBits()) - 1;
                int word = (tileBase + k / lanes) * arrayColumns + column % arrayColumns;
                image[word] |= (short) (code << k % lanes * format.laneBits());
            }
        }
        return image;
    }

    /**
     * The parameters of {@code count} channels from {@code first}: {@code [tiles][beats][arrayColumns]}.
     *
     * @param beats of a tile: 6, or 8 for an engine whose multiplier has 31 bits
     */
    static short[] parameters(Matrix layer, int first, int count, int arrayColumns, int beats) {
        short[] image = new short[tiles(count, arrayColumns) * beats * arrayColumns];
        for (int column = 0; column < count; column++) {
            Rescale.Channel channel = layer.channels().get(first + column);
            int bias = Math.toIntExact(bias(layer, channel));
            int[] words = {
                bias,
                bias >> 16,
                channel.posMultiplier(),
                channel.posScale(),
                channel.negMultiplier(),
                channel.negScale(),
                channel.posFraction(),
                channel.negFraction()
            };
            int tileBase = column / arrayColumns * beats;
            for (int beat = 0; beat < beats; beat++) {
                image[(tileBase + beat) * arrayColumns + column % arrayColumns] = (short) words[beat];
            }
        }
        return image;
    }

    /**
     * The bias without the products of what fills up the last word, of weights and of activations: code 0 times code 0. Exact where
     * {@link #fillIsExact}.
     */
    static long bias(Matrix layer, Rescale.Channel channel) {
        return channel.bias()
                - (fill(layer) << Rescale.BIAS_FRACTION_BITS >> layer.rescale().biasShift());
    }

    /** Whether the products to be subtracted are a multiple of the bias's unit. */
    static boolean fillIsExact(Matrix layer) {
        return fill(layer) == 0 || layer.rescale().biasShift() <= Rescale.BIAS_FRACTION_BITS;
    }

    /** The sum of those products in quire units. */
    private static long fill(Matrix layer) {
        FormatPair formats = layer.rescale().operands();
        if (formats.weights().toDouble(0) == 0 || formats.activations().toDouble(0) == 0) {
            return 0;
        }
        long product = FixedPoint.of(formats.weights(), 0) * FixedPoint.of(formats.activations(), 0);
        return Math.floorMod(-layer.depth(), formats.lanes()) * product;
    }

    private static int tiles(int count, int arrayColumns) {
        return (count + arrayColumns - 1) / arrayColumns;
    }
}
