// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.lower.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Resize and Upsample to the nearest element. Source: <a href="https://onnx.ai/onnx/operators/onnx__Resize.html">ONNX Resize</a>.
 */
final class ResizeLowering {
    private ResizeLowering() {}

    static Feature resize(NodeScope node) {
        Feature x = node.feature(0);
        String mode = node.string("mode", "nearest");
        node.require(
                mode.equals("nearest"),
                "interpolates (" + mode + "), which is not supported",
                "use the mode nearest, or end before this node with model-output");
        node.ignore("cubic_coeff_a", "exclude_outside", "extrapolation_value", "antialias");
        boolean upsample = node.operator().equals("Upsample");
        boolean old = upsample || node.opset() < 11;
        String coordinates = node.string("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
        String rounding = node.string("nearest_mode", old ? "floor" : "round_prefer_floor");
        node.require(
                node.string("keep_aspect_ratio_policy", "stretch").equals("stretch"),
                "keeps an aspect ratio, which is not supported",
                "export the model with the sizes of the result");
        int rank = x.dims().length;
        int[] axes = node.has("axes")
                ? Arrays.stream(node.integers("axes"))
                        .map(a -> ConstantFolder.axis(node, a, rank))
                        .toArray()
                : IntStream.range(0, rank).toArray();
        double[] scales = scales(node, upsample);
        int[] sizes = !upsample && node.optional(3) != null ? node.wholeNumbers(3) : null;
        int given = scales == null ? sizes == null ? -1 : sizes.length : scales.length;
        node.require(
                given == axes.length,
                "must have one scale or size for each of " + axes.length + " axes",
                "export the model with constant scales or sizes");
        for (int i = 0; i < axes.length; i++) {
            int size = x.dims()[axes[i]];
            double scale = scales == null ? (double) sizes[i] / size : scales[i];
            int count = scales == null ? sizes[i] : (int) Math.floor(size * scale);
            node.require(
                    count > 0 && scale > 0 && Double.isFinite(scale),
                    "must have positive scales, not " + scale,
                    "export the model again");
            x = along(node, x, axes[i], count, scale, coordinates, rounding);
        }
        return x;
    }

    /** An attribute of Upsample before opset 9, else an input, which may be empty. */
    private static double[] scales(NodeScope node, boolean upsample) {
        if (node.has("scales")) {
            return node.reals("scales");
        }
        int input = upsample || node.opset() < 11 ? 1 : 2;
        OnnxTensor tensor = node.optional(input) == null ? null : node.constant(input);
        return tensor == null || tensor.values().length == 0 ? null : tensor.values();
    }

    private static Feature along(
            NodeScope node, Feature x, int axis, int count, double scale, String coordinates, String rounding) {
        int size = x.dims()[axis];
        if (count == size && scale == 1) {
            return x;
        }
        int[] source = new int[count];
        for (int i = 0; i < count; i++) {
            float at = original(node, i, size, count, (float) scale, coordinates);
            source[i] = Math.max(0, Math.min(size - 1, rounded(node, at, rounding)));
        }
        return x.pick(Indices.resized(x.dims(), axis, count), Indices.alongAxis(x.dims(), axis, count, i -> source[i]));
    }

    /** In float, as onnxruntime does: a place halfway between two elements depends on it. */
    private static float original(NodeScope node, int i, int size, int count, float scale, String mode) {
        return switch (mode) {
            case "half_pixel" -> (i + 0.5f) / scale - 0.5f;
            case "half_pixel_symmetric" -> {
                float adjustment = count / (scale * size);
                float center = size / 2.0f;
                yield center * (1 - adjustment) + (i + 0.5f) / scale - 0.5f;
            }
            case "pytorch_half_pixel" -> count > 1 ? (i + 0.5f) / scale - 0.5f : 0;
            case "tf_half_pixel_for_nn" -> (i + 0.5f) / scale;
            case "align_corners" -> count > 1 ? i * (size - 1.0f) / (count - 1) : 0;
            case "asymmetric" -> i / scale;
            default -> throw node.refuse(
                    "has coordinate_transformation_mode=" + mode + ", which is not supported",
                    "use half_pixel, align_corners or asymmetric");
        };
    }

    private static int rounded(NodeScope node, float at, String mode) {
        return (int)
                switch (mode) {
                    case "round_prefer_floor" -> Math.ceil(at - 0.5f);
                    case "round_prefer_ceil" -> Math.floor(at + 0.5f);
                    case "floor" -> Math.floor(at);
                    case "ceil" -> Math.ceil(at);
                    default -> throw node.refuse(
                            "has nearest_mode=" + mode + ", which is not supported",
                            "use round_prefer_floor, round_prefer_ceil, floor or ceil");
                };
    }
}
