// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.format.BlockEncoder;
import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.TermDotProduct;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.scale.CodeTable;
import io.fluxmill.quantizer.mac.scale.ScaleSearch;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A layer's weights as codes: {@code real = scale[n] * value(code)}.
 *
 * @param codes {@code [outChannels][depth]}; of a block format operand words, {@code [outChannels][format.words(depth)]}
 * @param scale {@code [outChannels]}, positive
 */
record WeightCodes(NumberFormat format, short[] codes, double[] scale, int depth) {

    /** The trained codes, exactly, or rounded to the nearest value with scales of the plan's method. */
    static WeightCodes of(MatrixLayer layer, NumberFormat format, QuantizationPlan plan) {
        if (layer.weightQuant() != null) {
            return trained(layer, format);
        }
        return TermDotProduct.isFor(format) ? floating(layer, format, plan) : rounded(layer, format, plan);
    }

    /** Scales that are powers of two, or the tensor scale of NVFP4; no search, because the formats are as fine everywhere. */
    private static WeightCodes floating(MatrixLayer layer, NumberFormat format, QuantizationPlan plan) {
        int channels = layer.outChannels();
        int depth = layer.depth();
        boolean perChannel = plan.perChannel() && format.isWindowed();
        double[] scale = new double[channels];
        int words = format instanceof BlockFormat ? format.words(depth) : depth;
        short[] codes = new short[channels * words];
        for (int n = 0; n < channels; n++) {
            int from = perChannel ? n * depth : 0;
            int to = perChannel ? from + depth : layer.weights().length;
            scale[n] = WindowRange.scale(format, magnitude(layer.weights(), from, to));
            double[] values = new double[depth];
            for (int k = 0; k < depth; k++) {
                values[k] = layer.weights()[n * depth + k] / scale[n];
            }
            if (format instanceof BlockFormat block) {
                new BlockEncoder(block).encode(values, 0, depth, codes, n * words);
            } else {
                for (int k = 0; k < depth; k++) {
                    codes[n * depth + k] = (short) format.fromDouble(values[k]);
                }
            }
        }
        return new WeightCodes(format, codes, scale, depth);
    }

    /** The largest magnitude; 1 if all are zero. */
    private static double magnitude(float[] weights, int from, int to) {
        double amax = 0;
        for (int i = from; i < to; i++) {
            amax = Math.max(amax, Math.abs(weights[i]));
        }
        return amax > 0 ? amax : 1;
    }

    private static WeightCodes trained(MatrixLayer layer, NumberFormat format) {
        Quant quant = layer.weightQuant();
        int channels = layer.outChannels();
        short[] codes = new short[layer.weights().length];
        double[] scale = new double[channels];
        int mask = (1 << format.widthBits()) - 1;
        for (int n = 0; n < channels; n++) {
            scale[n] = quant.format() == null ? quant.scale(n) : quant.formatScale(n);
            for (int k = 0; k < layer.depth(); k++) {
                int i = n * layer.depth() + k;
                int code = quant.codeOf(layer.weights()[i], n);
                codes[i] = (short) ((quant.format() == null ? code : quant.bitsInFormat(code)) & mask);
            }
        }
        return new WeightCodes(format, codes, scale, layer.depth());
    }

    private static WeightCodes rounded(MatrixLayer layer, NumberFormat format, QuantizationPlan plan) {
        int channels = layer.outChannels();
        double[] scale = new double[channels];
        CodeTable table = CodeTable.of(format);
        if (!plan.perChannel()) {
            Arrays.fill(scale, scaleOf(layer.weights(), table, format, plan));
        }
        short[] codes = new short[layer.weights().length];
        IntStream.range(0, channels).parallel().forEach(n -> {
            int from = n * layer.depth();
            if (plan.perChannel()) {
                scale[n] =
                        scaleOf(Arrays.copyOfRange(layer.weights(), from, from + layer.depth()), table, format, plan);
            }
            for (int i = from; i < from + layer.depth(); i++) {
                codes[i] = table.code(table.nearest(layer.weights()[i] / scale[n]));
            }
        });
        return new WeightCodes(format, codes, scale, layer.depth());
    }

    private static double scaleOf(float[] weights, CodeTable table, NumberFormat format, QuantizationPlan plan) {
        double amax = ScaleSearch.magnitude(weights, plan.scaleMethod());
        return ScaleSearch.scale(weights, amax, format, plan.scaleMethod(), x -> table.value(table.nearest(x)));
    }

    /** Makes the weights of a channel zero, before the codes are handed out. */
    void clear(int channel) {
        int row = codes.length / scale.length;
        Arrays.fill(codes, channel * row, (channel + 1) * row, (short) 0);
    }

    /** The exact value of a weight before its scale; {@code index} counts elements. */
    double value(int index) {
        if (format instanceof BlockFormat block) {
            return block.value(codes, index / depth * block.words(depth), index % depth);
        }
        return format.toDouble(codes[index] & (1 << format.widthBits()) - 1);
    }

    /** Sum of the values of one channel's weights. */
    double sum(int channel) {
        double sum = 0;
        for (int i = channel * depth(); i < (channel + 1) * depth(); i++) {
            sum += value(i);
        }
        return sum;
    }

    /** Sum of their magnitudes. */
    double magnitude(int channel) {
        double sum = 0;
        for (int i = channel * depth(); i < (channel + 1) * depth(); i++) {
            sum += Math.abs(value(i));
        }
        return sum;
    }
}
