// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The sliding window of a convolution or pooling node, as (y, x) pairs; a 1-D window is lifted to height 1.
 *
 * @param begin padding before the first element
 * @param end padding after the last, as the node gives it
 * @param output positions of the window
 */
record Window(int[] kernel, int[] stride, int[] dilation, int[] begin, int[] end, int[] output) {
    private static final String EXPORT = "export the model again";

    /** Largest stride, dilation and pad; keeps positions within int. */
    private static final int MAX = 1 << 16;

    /** @param kernelDims sizes of the kernel, 1 or 2 of them */
    static Window of(NodeScope node, Feature x, int[] kernelDims) {
        return of(node, x, kernelDims, null);
    }

    /** @param padding zeros around x that the node sees, or null */
    static Window of(NodeScope node, Feature x, int[] kernelDims, LayerDraft.Padding padding) {
        int spatial = x.dims().length - 2;
        int[] given = node.integers("kernel_shape", kernelDims);
        node.require(
                Arrays.equals(given, kernelDims) && kernelDims.length == spatial,
                "must have a kernel_shape of " + spatial + " sizes"
                        + (Arrays.equals(given, kernelDims)
                                ? ""
                                : " equal to the weights " + Arrays.toString(kernelDims))
                        + ", not " + Arrays.toString(given),
                EXPORT);
        int[] kernel = lift(kernelDims);
        int[] stride = positive(node, "strides", spatial);
        int[] dilation = positive(node, "dilations", spatial);
        int[] size = {x.shape().height(), x.shape().width()};
        int[] seen = size.clone();
        for (int i = 0; padding != null && i < 2; i++) {
            seen[i] += padding.begin()[i] + padding.end()[i];
        }
        int[][] pads = pads(node, spatial, seen, kernel, stride, dilation);
        for (int i = 0; padding != null && i < 2; i++) {
            pads[0][i] += padding.begin()[i];
            pads[1][i] += padding.end()[i];
        }
        boolean ceil = node.integer("ceil_mode", 0) != 0;
        int[] output = new int[2];
        for (int i = 0; i < 2; i++) {
            int room = size[i] + pads[0][i] + pads[1][i] - extent(kernel[i], dilation[i]);
            output[i] = room < 0 ? 0 : (ceil ? -Math.floorDiv(-room, stride[i]) : room / stride[i]) + 1;
            node.require(
                    output[i] > 0,
                    "must have windows that fit its input " + x.shape() + ": kernel_shape="
                            + Arrays.toString(kernelDims) + ", ceil_mode=" + (ceil ? 1 : 0),
                    "use a smaller kernel, less dilation or more padding");
        }
        return new Window(kernel, stride, dilation, pads[0], pads[1], output);
    }

    private static int extent(int kernel, int dilation) {
        return Math.multiplyExact(kernel - 1, dilation) + 1;
    }

    private static int[] lift(int[] values) {
        return values.length == 1 ? new int[] {1, values[0]} : values;
    }

    private static int[] positive(NodeScope node, String attribute, int spatial) {
        int[] ones = new int[spatial];
        Arrays.fill(ones, 1);
        int[] values = node.integers(attribute, ones);
        node.require(
                values.length == spatial && Arrays.stream(values).allMatch(v -> v > 0 && v <= MAX),
                "must have " + spatial + " " + attribute + " of 1 to " + MAX + ", not " + Arrays.toString(values),
                EXPORT);
        return lift(values);
    }

    /** {begin, end} by the attributes pads or auto_pad. */
    private static int[][] pads(NodeScope node, int spatial, int[] size, int[] kernel, int[] stride, int[] dilation) {
        int[] given = node.integers("pads", new int[2 * spatial]);
        node.require(
                given.length == 2 * spatial && Arrays.stream(given).allMatch(p -> p >= 0 && p <= MAX),
                "must have " + 2 * spatial + " pads of 0 to " + MAX + ", not " + Arrays.toString(given),
                EXPORT);
        String mode = node.string("auto_pad", "NOTSET");
        return switch (mode) {
            case "NOTSET" -> new int[][] {
                spatial == 1 ? new int[] {0, given[0]} : Arrays.copyOf(given, 2),
                spatial == 1 ? new int[] {0, given[1]} : Arrays.copyOfRange(given, 2, 4)
            };
            case "VALID" -> new int[2][2];
            case "SAME_UPPER", "SAME_LOWER" -> same(mode.equals("SAME_LOWER"), size, kernel, stride, dilation);
            default -> throw node.refuse(
                    "has auto_pad=" + mode + ", which is not supported", "use NOTSET, VALID, SAME_UPPER or SAME_LOWER");
        };
    }

    /** Padding for ceil(size / stride) positions; the odd element goes to the end (upper) or to the beginning (lower). */
    private static int[][] same(boolean lower, int[] size, int[] kernel, int[] stride, int[] dilation) {
        int[][] pads = new int[2][2];
        for (int i = 0; i < 2; i++) {
            int positions = -Math.floorDiv(-size[i], stride[i]);
            int total = Math.max(0, (positions - 1) * stride[i] + extent(kernel[i], dilation[i]) - size[i]);
            int less = total / 2;
            pads[0][i] = lower ? total - less : less;
            pads[1][i] = lower ? less : total - less;
        }
        return pads;
    }

    /** Whether every window sees at least one element of the input, so that a pool of it is defined. */
    boolean alwaysInside(Shape input) {
        int[] size = {input.height(), input.width()};
        for (int i = 0; i < 2; i++) {
            int axis = i;
            for (int at = 0; at < output[i]; at++) {
                int start = at * stride[i] - begin[i];
                if (IntStream.range(0, kernel[axis])
                        .map(k -> start + k * dilation[axis])
                        .noneMatch(p -> p >= 0 && p < size[axis])) {
                    return false;
                }
            }
        }
        return true;
    }

    boolean isPadded() {
        return begin[0] + begin[1] + end[0] + end[1] > 0;
    }

    /** Whether the last window reaches beyond the padded input, which only ceil_mode can cause. */
    boolean reachesBeyondPadding(Shape input) {
        int[] size = {input.height(), input.width()};
        for (int i = 0; i < 2; i++) {
            if ((output[i] - 1) * stride[i] + extent(kernel[i], dilation[i]) > size[i] + begin[i] + end[i]) {
                return true;
            }
        }
        return false;
    }

    Geometry geometry(int channels, int groups) {
        return new Geometry(
                channels,
                kernel[0],
                kernel[1],
                stride[0],
                stride[1],
                begin[0],
                begin[1],
                dilation[0],
                dilation[1],
                groups);
    }

    /** @throws ArithmeticException when it has too many elements */
    Shape outputShape(int channels) {
        Math.multiplyExact(channels, Math.multiplyExact(output[0], output[1]));
        return new Shape(channels, output[0], output[1]);
    }

    /** The output's shape in the graph. */
    int[] outputDims(int batch, int channels, int rank) {
        return rank == 3 ? new int[] {batch, channels, output[1]} : new int[] {batch, channels, output[0], output[1]};
    }
}
