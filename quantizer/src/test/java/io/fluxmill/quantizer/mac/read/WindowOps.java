// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.read.TestGraph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Convolution and pooling from the ONNX specification, for a batch of one; one spatial axis is done as two, the first of size 1. */
final class WindowOps {
    private WindowOps() {}

    /** The geometry of a node over an input of {@code size} rows and columns. */
    private record Window(
            int[] kernel, int[] stride, int[] dilation, int[] begin, int[] end, int[] size, int[] output) {
        static Window of(Node node, int[] size, int[] kernel) {
            int[] stride = lift(node.ints("strides", 1, 1), 1);
            int[] dilation = lift(node.ints("dilations", 1, 1), 1);
            int[][] pads = pads(node, size, kernel, stride, dilation);
            int[] begin = pads[0];
            int[] end = pads[1];
            boolean ceil = node.integer("ceil_mode", 0) != 0;
            int[] output = new int[2];
            for (int i = 0; i < 2; i++) {
                int room = size[i] + begin[i] + end[i] - (kernel[i] - 1) * dilation[i] - 1;
                output[i] = (ceil ? (room + stride[i] - 1) / stride[i] : room / stride[i]) + 1;
                if (ceil && (output[i] - 1) * stride[i] >= size[i] + begin[i]) {
                    output[i]--;
                }
            }
            return new Window(kernel, stride, dilation, begin, end, size, output);
        }

        /** {before, after}. */
        private static int[][] pads(Node node, int[] size, int[] kernel, int[] stride, int[] dilation) {
            String mode = node.string("auto_pad", "NOTSET");
            int[] pads = node.ints("pads");
            int spatial = pads.length / 2;
            if (mode.equals("NOTSET") && spatial > 0) {
                return new int[][] {
                    lift(Arrays.copyOf(pads, spatial), 0), lift(Arrays.copyOfRange(pads, spatial, 2 * spatial), 0)
                };
            }
            int[][] same = new int[2][2];
            for (int i = 0; i < 2 && mode.startsWith("SAME"); i++) {
                int count = (size[i] + stride[i] - 1) / stride[i];
                int total = Math.max(0, (count - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1 - size[i]);
                same[0][i] = mode.equals("SAME_LOWER") ? total - total / 2 : total / 2;
                same[1][i] = total - same[0][i];
            }
            return same;
        }

        /** The index in a plane that a kernel element reads; -1 outside. */
        int index(int oy, int ox, int ky, int kx) {
            int y = oy * stride[0] - begin[0] + ky * dilation[0];
            int x = ox * stride[1] - begin[1] + kx * dilation[1];
            return y < 0 || y >= size[0] || x < 0 || x >= size[1] ? -1 : y * size[1] + x;
        }

        int[] dims(int rank, int channels) {
            return rank == 3 ? new int[] {1, channels, output[1]} : new int[] {1, channels, output[0], output[1]};
        }
    }

    private static int[] lift(int[] values, int first) {
        return values.length == 1 ? new int[] {first, values[0]} : values;
    }

    static Values apply(Node node, List<Values> in, Arithmetic arithmetic) {
        Values x = in.get(0);
        int rank = x.rank();
        int[] size = lift(Arrays.copyOfRange(x.dims(), 2, rank), 1);
        if (node.operator().equals("Conv")) {
            Values w = in.get(1);
            Window window = Window.of(node, size, lift(Arrays.copyOfRange(w.dims(), 2, rank), 1));
            return convolution(node, in, window, arithmetic);
        }
        boolean global = node.operator().equals("GlobalAveragePool");
        Window window = Window.of(node, size, global ? size : lift(node.ints("kernel_shape"), 1));
        return pool(node, x, window, arithmetic);
    }

    private static Values convolution(Node node, List<Values> in, Window window, Arithmetic arithmetic) {
        Values x = in.get(0);
        Values w = in.get(1);
        int groups = (int) node.integer("group", 1);
        int out = w.dims()[0];
        int depth = w.data().length / out;
        int positions = window.output[0] * window.output[1];
        double[] y = new double[out * positions];
        for (int i = 0; i < y.length; i++) {
            int n = i / positions;
            int firstChannel = n / (out / groups) * w.dims()[1];
            double[] seen = seen(x, window, firstChannel, w.dims()[1], i % positions);
            double[] kernel = Arrays.copyOfRange(w.data(), n * depth, (n + 1) * depth);
            boolean biased = in.size() > 2 && in.get(2) != null;
            y[i] = arithmetic.dot(seen, kernel, biased ? in.get(2).data()[n] : 0);
        }
        return new Values(window.dims(x.rank(), out), y);
    }

    /** What the window at a position sees, zeros outside. */
    private static double[] seen(Values x, Window window, int firstChannel, int channels, int position) {
        int plane = window.size[0] * window.size[1];
        int taps = window.kernel[0] * window.kernel[1];
        double[] seen = new double[channels * taps];
        for (int i = 0; i < seen.length; i++) {
            int ky = i % taps / window.kernel[1];
            int kx = i % window.kernel[1];
            int at = window.index(position / window.output[1], position % window.output[1], ky, kx);
            seen[i] = at < 0 ? 0 : x.data()[(firstChannel + i / taps) * plane + at];
        }
        return seen;
    }

    private static Values pool(Node node, Values x, Window window, Arithmetic arithmetic) {
        int channels = x.dims()[1];
        int plane = window.size[0] * window.size[1];
        int positions = window.output[0] * window.output[1];
        boolean include = node.integer("count_include_pad", 0) != 0;
        double[] y = new double[channels * positions];
        for (int i = 0; i < y.length; i++) {
            int oy = i % positions / window.output[1];
            int ox = i % window.output[1];
            DoubleStream.Builder inside = DoubleStream.builder();
            for (int ky = 0; ky < window.kernel[0]; ky++) {
                for (int kx = 0; kx < window.kernel[1]; kx++) {
                    int at = window.index(oy, ox, ky, kx);
                    if (at >= 0) {
                        inside.add(x.data()[i / positions * plane + at]);
                    }
                }
            }
            double[] values = inside.build().toArray();
            y[i] = node.operator().equals("MaxPool")
                    ? Arrays.stream(values).max().orElseThrow()
                    : average(values, include ? window.kernel[0] * window.kernel[1] : values.length, arithmetic);
        }
        return new Values(window.dims(x.rank(), channels), y);
    }

    private static double average(double[] values, int count, Arithmetic arithmetic) {
        double[] ones = new double[values.length];
        Arrays.fill(ones, 1);
        return arithmetic.round(arithmetic.dot(values, ones, 0) / count);
    }
}
