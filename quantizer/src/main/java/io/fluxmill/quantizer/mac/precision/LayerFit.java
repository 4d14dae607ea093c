// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.quantizer.mac.calibrate.RandomDraw;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.linear.NormalMatrix;
import io.fluxmill.quantizer.mac.linear.ScaledRows;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import io.fluxmill.quantizer.mac.reference.WindowIndex;
import io.fluxmill.quantizer.mac.scale.CodeTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Fits layer after layer to the calibration samples. A layer's inputs come from the layers before it, which are already quantised; its target is
 * what the float network computes. So a layer also corrects the errors before it.
 */
final class LayerFit {
    /** Beyond this depth H is too large to factor in reasonable time. */
    private static final int MAX_DEPTH = 2048;

    /** Formats wider than this lose too little to gain from it. */
    private static final int MAX_BITS = 8;

    /** Largest number of multiplications for gathering H; bounds the number of windows. */
    private static final long MAX_WORK = 1_000_000_000L;

    private static final int MAX_WINDOWS = 8_000;

    /** Channels that are rounded together. */
    private static final int BLOCK = 16;

    /** Largest number of tensor elements that are held over all samples; bounds the number of samples. */
    private static final int MAX_ELEMENTS = 1 << 24;

    private final QuantizedNetwork network;
    private final int samples;
    private final List<Map<String, double[]>> exact;
    private final List<short[]> codes = new ArrayList<>();

    /**
     * @param network the tensors of the network; its layers may still be missing
     * @param inputs raw samples
     */
    LayerFit(Network original, QuantizedNetwork network, float[][] inputs) {
        this.network = network;
        int elements =
                network.tensors().stream().mapToInt(t -> t.shape().elements()).sum();
        samples = Math.max(1, Math.min(inputs.length, MAX_ELEMENTS / elements));
        FloatExecutor executor = new FloatExecutor(original);
        int[] drawn = RandomDraw.indices(inputs.length, samples);
        exact = IntStream.range(0, samples)
                .parallel()
                .mapToObj(s -> executor.trace(inputs[drawn[s]]))
                .toList();
        for (Tensor tensor : network.tensors()) {
            codes.add(new short[samples * tensor.shape().elements()]);
        }
        encodeInput();
    }

    private void encodeInput() {
        Tensor input = network.tensors().get(0);
        int size = input.shape().elements();
        for (int s = 0; s < samples; s++) {
            double[] real = exact.get(s).get(input.name());
            for (int i = 0; i < size; i++) {
                codes.get(0)[s * size + i] = (short) input.encode(i, real[i]);
            }
        }
    }

    /** Computes a quantised layer on the samples, for the layers that follow. */
    void run(QuantizedNetwork.Layer layer) {
        ReferenceExecutor.runLayer(network, layer, codes.toArray(short[][]::new), samples);
    }

    /** Fitted weights, and the value to add to each channel's sum, {@code [outChannels]}. */
    record Fitted(WeightCodes weights, double[] shift) {}

    /** Whether fitting a layer in this format is worthwhile and affordable. */
    static boolean applies(MatrixLayer layer, Tensor input) {
        return layer.weightQuant() == null
                && layer.depth() <= MAX_DEPTH
                && input.format().widthBits() <= MAX_BITS;
    }

    /**
     * Fits a layer.
     *
     * @param start rounded weights, whose scales are where the search starts
     * @param input index of the tensor that it reads
     * @param freeScale whether scales may be changed
     */
    Fitted fit(MatrixLayer layer, WeightCodes start, int input, boolean freeScale) {
        short[] fitted = new short[start.codes().length];
        double[] scale = new double[start.scale().length];
        double[] shift = new double[scale.length];
        CodeTable table = CodeTable.of(start.format());
        int groups = layer.geometry().groups();
        int channels = layer.outChannels() / groups;
        int depth = layer.depth();
        for (int group = 0; group < groups; group++) {
            Windows windows = new Windows(layer, input, group);
            LeastSquaresRounding rounding = new LeastSquaresRounding(windows.quantised);
            int end = (group + 1) * channels;
            blocks(group * channels, end).forEach(first -> {
                int count = Math.min(BLOCK, end - first);
                double[][] weights = weights(layer, first, count);
                double[] scales = Arrays.copyOfRange(start.scale(), first, first + count);
                LeastSquaresRounding.Rounded[] rounded =
                        rounding.round(windows.sums(weights), weights, scales, freeScale, table);
                for (int c = 0; c < count; c++) {
                    for (int k = 0; k < depth; k++) {
                        fitted[(first + c) * depth + k] = table.code(rounded[c].indices()[k]);
                    }
                    scale[first + c] = rounded[c].scale();
                    shift[first + c] = rounded[c].shift();
                }
            });
        }
        return new Fitted(new WeightCodes(start.format(), fitted, scale, depth), shift);
    }

    /** The first channels of blocks. */
    private static IntStream blocks(int from, int to) {
        return IntStream.range(0, (to - from + BLOCK - 1) / BLOCK)
                .map(block -> from + block * BLOCK)
                .parallel();
    }

    private static double[][] weights(MatrixLayer layer, int first, int count) {
        int depth = layer.depth();
        double[][] weights = new double[count][depth];
        for (int c = 0; c < count; c++) {
            for (int k = 0; k < depth; k++) {
                weights[c][k] = layer.weights()[(first + c) * depth + k];
            }
        }
        return weights;
    }

    /** Windows of one group of a layer's input, drawn evenly from samples and positions; exact and quantised values. */
    private final class Windows {
        private final int count;
        private final int[] starts;
        /** {@code [depth][count]}. */
        private final double[] exactInputs;
        /** {@code [count][depth]}. */
        private final double[][] quantised;

        Windows(MatrixLayer layer, int input, int group) {
            Shape in = layer.inputShape();
            Shape out = layer.outputShape();
            int depth = layer.depth();
            int positions = out.height() * out.width();
            int[] index = WindowIndex.of(layer.geometry(), in, out);
            int base = group * layer.geometry().channels() * in.height() * in.width();
            long all = (long) samples * positions;
            count = (int) Math.min(all, Math.min(MAX_WINDOWS, Math.max(1, MAX_WORK / ((long) depth * depth))));
            Tensor tensor = network.tensors().get(input);
            double outside = tensor.decode(0, tensor.zeroCode()); // 0, unless the format has none
            SplittableRandom random = new SplittableRandom(input * 31L + group);
            long[] windows = LongStream.range(0, count)
                    .map(row -> count == all ? row : random.nextLong(all))
                    .toArray();
            starts = NormalMatrix.starts(depth, count);
            exactInputs = new double[depth * count];
            quantised = new double[count][depth];
            IntStream.range(0, count).parallel().forEach(row -> {
                int sample = (int) (windows[row] / positions);
                int position = (int) (windows[row] % positions);
                double[] real = exact.get(sample).get(layer.input());
                for (int k = 0; k < depth; k++) {
                    int at = index[position * depth + k];
                    if (at == WindowIndex.OUTSIDE) {
                        quantised[row][k] = outside;
                    } else {
                        exactInputs[starts[k] + row] = real[base + at];
                        quantised[row][k] =
                                tensor.decode(base + at, codes.get(input)[sample * in.elements() + base + at]);
                    }
                }
            });
        }

        /** What the float network computes before gain and bias, {@code [channels][count]}. */
        double[][] sums(double[][] weights) {
            double[][] sums = new double[weights.length][count];
            int fours = starts.length - starts.length % ScaledRows.FOUR;
            for (int c = 0; c < sums.length; c++) {
                for (int k = 0; k < fours; k += ScaledRows.FOUR) {
                    ScaledRows.addFour(sums[c], 0, exactInputs, 0, starts, k, weights[c], k, count);
                }
                for (int k = fours; k < starts.length; k++) {
                    ScaledRows.add(sums[c], 0, exactInputs, starts[k], weights[c][k], count);
                }
            }
            return sums;
        }
    }
}
