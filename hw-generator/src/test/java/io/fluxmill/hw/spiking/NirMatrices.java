// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import java.util.Arrays;

/** Linear nodes of NIR as dense matrices {@code [outputs][inputs]}, place by place from the definitions of convolution and pooling. */
final class NirMatrices {
    private NirMatrices() {}

    /** The shape of what a node sends. */
    static int[] shape(NirNode node, int[] in) {
        return switch (node.type()) {
            case "Affine", "Linear" -> new int[] {node.parameter("weight").shape()[0]};
            case "Conv1d" -> new int[] {node.parameter("weight").shape()[0], extent(node, in, 0, 1)};
            case "Conv2d" -> new int[] {
                node.parameter("weight").shape()[0], extent(node, in, 0, 2), extent(node, in, 1, 2)
            };
            case "SumPool2d", "AvgPool2d" -> new int[] {in[0], extent(node, in, 0, 2), extent(node, in, 1, 2)};
            case "Flatten" -> flatten(node, in);
            default -> in;
        };
    }

    private static int[] flatten(NirNode node, int[] in) {
        int start = (int) node.parameter("start_dim").number();
        int end = Math.floorMod((int) node.parameter("end_dim").number(), in.length);
        int[] shape = new int[in.length - end + start];
        int product = 1;
        for (int i = start; i <= end; i++) {
            product *= in[i];
        }
        System.arraycopy(in, 0, shape, 0, start);
        shape[start] = product;
        System.arraycopy(in, end + 1, shape, start + 1, in.length - end - 1);
        return shape;
    }

    private static int at(NirNode node, String key, int axis) {
        if (!node.parameters().containsKey(key)) {
            return 1;
        }
        double[] values = node.parameter(key).values();
        return (int) values[values.length == 1 ? 0 : axis];
    }

    private static int kernel(NirNode node, int axis) {
        return node.parameters().containsKey("kernel_size")
                ? at(node, "kernel_size", axis)
                : node.parameter("weight").shape()[2 + axis];
    }

    /** Zeros in front of, and on both sides of the input. */
    private static int[] zeros(NirNode node, int axis) {
        NirArray padding = node.parameter("padding");
        if ("valid".equals(padding.text())) {
            return new int[] {0, 0};
        }
        if ("same".equals(padding.text())) {
            int all = at(node, "dilation", axis) * (kernel(node, axis) - 1);
            return new int[] {all / 2, all};
        }
        int each = at(node, "padding", axis);
        return new int[] {each, 2 * each};
    }

    /** How often the window fits. */
    private static int extent(NirNode node, int[] in, int axis, int axes) {
        int length = in[in.length - axes + axis] + zeros(node, axis)[1];
        int window = at(node, "dilation", axis) * (kernel(node, axis) - 1) + 1;
        int count = 0;
        for (int start = 0; start + window <= length; start += at(node, "stride", axis)) {
            count++;
        }
        return count;
    }

    /** The matrix of a node. */
    static double[][] of(NirNode node, int[] in, int[] out) {
        int inputs = Arrays.stream(in).reduce(1, (a, b) -> a * b);
        int outputs = Arrays.stream(out).reduce(1, (a, b) -> a * b);
        double[][] matrix = new double[outputs][inputs];
        switch (node.type()) {
            case "Affine", "Linear" -> {
                for (int k = 0; k < outputs; k++) {
                    for (int i = 0; i < inputs; i++) {
                        matrix[k][i] = node.parameter("weight").values()[k * inputs + i];
                    }
                }
            }
            case "Scale" -> {
                for (int i = 0; i < inputs; i++) {
                    double[] scale = node.parameter("scale").values();
                    matrix[i][i] = scale[scale.length == 1 ? 0 : i];
                }
            }
            case "Conv1d" -> windows(node, new int[] {in[0], 1, in[1]}, new int[] {out[0], 1, out[1]}, 1, matrix);
            case "Conv2d", "SumPool2d", "AvgPool2d" -> windows(node, in, out, 2, matrix);
            default -> throw new IllegalArgumentException(node.type());
        }
        return matrix;
    }

    private static void windows(NirNode node, int[] in, int[] out, int axes, double[][] matrix) {
        boolean pool = node.parameters().containsKey("kernel_size");
        int height = axes == 1 ? 1 : kernel(node, 0);
        int width = kernel(node, axes - 1);
        int groups = pool ? in[0] : (int) node.parameter("groups").number();
        for (int o = 0; o < out[0]; o++) {
            int group = o / (out[0] / groups);
            for (int y = 0; y < out[1]; y++) {
                for (int x = 0; x < out[2]; x++) {
                    for (int c = 0; c < in[0] / groups; c++) {
                        for (int ky = 0; ky < height; ky++) {
                            for (int kx = 0; kx < width; kx++) {
                                int row = axes == 1 ? 0 : position(node, 0, y, ky);
                                int column = position(node, axes - 1, x, kx);
                                if (row < 0 || row >= in[1] || column < 0 || column >= in[2]) {
                                    continue;
                                }
                                double weight = pool
                                        ? node.type().equals("SumPool2d") ? 1 : 1.0 / (height * width)
                                        : node.parameter("weight")
                                                .values()[((o * (in[0] / groups) + c) * height + ky) * width + kx];
                                int channel = group * (in[0] / groups) + c;
                                matrix[(o * out[1] + y) * out[2] + x][(channel * in[1] + row) * in[2] + column] +=
                                        weight;
                            }
                        }
                    }
                }
            }
        }
    }

    private static int position(NirNode node, int axis, int output, int k) {
        return output * at(node, "stride", axis) + k * at(node, "dilation", axis) - zeros(node, axis)[0];
    }

    /** A matrix times a vector. */
    static double[] apply(double[][] matrix, double[] vector) {
        double[] result = new double[matrix.length];
        for (int k = 0; k < result.length; k++) {
            for (int i = 0; i < vector.length; i++) {
                result[k] += matrix[k][i] * vector[i];
            }
        }
        return result;
    }
}
