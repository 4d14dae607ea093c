// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import java.util.Arrays;
import java.util.List;

/**
 * Linear models as scikit-learn exports them. Source: <a href="https://onnx.ai/onnx/operators/index_ml.html">operators of ai.onnx.ml</a>.
 */
final class LinearModels {
    private static final double[] ONE = {1};

    private LinearModels() {}

    static Feature regressor(NodeScope node, NetworkBuilder builder) {
        String transform = node.string("post_transform", "NONE");
        node.require(
                transform.equals("NONE"),
                "has the post_transform " + transform + ", which is not supported",
                "export the model without it");
        return linear(node, builder, node.integer("targets", 1));
    }

    /** Nothing for the label, which is the class of the largest score, and the scores. */
    static List<Value> classifier(NodeScope node, NetworkBuilder builder) {
        node.ignore("classlabels_ints", "classlabels_strings", "multi_class");
        String transform = node.string("post_transform", "NONE");
        Feature scores = linear(
                node,
                builder,
                node.reals("coefficients").length / node.feature(0).elements());
        switch (transform) {
            case "NONE" -> {}
            case "SOFTMAX" -> builder.endWith(Ending.SOFTMAX);
            case "LOGISTIC" -> builder.endWith(Ending.SIGMOID);
            default -> throw node.refuse(
                    "has the post_transform " + transform + ", which is not supported",
                    "use NONE, SOFTMAX or LOGISTIC");
        }
        node.require(
                transform.equals("NONE") || node.isLast(),
                "must be the last operator",
                "export the model without a tail");
        return Arrays.asList(null, scores);
    }

    private static Feature linear(NodeScope node, NetworkBuilder builder, int rows) {
        Feature x = node.feature(0);
        int depth = x.elements();
        node.require(node.has("coefficients"), "must have coefficients", "export the model again");
        double[] coefficients = node.reals("coefficients");
        node.require(
                rows > 1 || node.operator().equals("LinearRegressor"),
                "must have a row of coefficients for each of at least two classes",
                "export the model with one row for each class");
        node.require(
                rows > 0 && coefficients.length == rows * depth,
                "must have " + rows + " x " + depth + " coefficients, not " + coefficients.length,
                "export the model again");
        float[] weights = new float[coefficients.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) coefficients[i];
        }
        Feature y = MatrixLowering.vector(node, builder, x, weights, null, new int[] {1, rows});
        if (!node.has("intercepts")) {
            return y;
        }
        double[] intercepts = node.reals("intercepts");
        node.require(
                intercepts.length == rows || intercepts.length == 1,
                "must have " + rows + " intercepts, not " + intercepts.length,
                "export the model again");
        return builder.scale(node, y, ONE, intercepts);
    }

    /** {@code (x - offset) * scale}. */
    static Feature scaler(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        double[] offset = node.has("offset") ? node.reals("offset") : new double[] {0};
        double[] scale = node.has("scale") ? node.reals("scale") : ONE;
        node.require(
                (offset.length == 1 || offset.length == x.elements())
                        && (scale.length == 1 || scale.length == x.elements()),
                "must have one offset and scale, or one for each of its " + x.elements() + " features",
                "export the model again");
        double[] shift = new double[Math.max(offset.length, scale.length)];
        double[] factor = new double[shift.length];
        for (int i = 0; i < shift.length; i++) {
            factor[i] = scale[scale.length == 1 ? 0 : i];
            shift[i] = -offset[offset.length == 1 ? 0 : i] * factor[i];
        }
        return builder.affine(node, x, factor, shift);
    }
}
