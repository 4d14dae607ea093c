// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.read.TestGraph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** ONNX operators from their specification, for a batch of one; windows are in {@link WindowOps}. */
final class StandardOps {
    private StandardOps() {}

    static Values apply(Node node, List<Values> in, Arithmetic arithmetic) {
        Values x = in.isEmpty() ? null : in.get(0);
        return switch (node.operator()) {
            case "Identity", "Dropout", "Cast" -> x;
            case "Shape", "Gather", "Slice", "Concat" -> ShapeOps.apply(node, in);
            case "Pad" -> padByNothing(node, in);
            case "Relu" -> x.map(v -> Math.max(v, 0));
            case "LeakyRelu" -> {
                double alpha = (float) node.real("alpha", 0.01);
                yield x.map(v -> v >= 0 ? v : arithmetic.round(alpha * v));
            }
            case "Clip" -> clip(node, in);
            case "Sigmoid" -> x.map(v -> arithmetic.round(1 / (1 + Math.exp(-v))));
            case "Softmax" -> softmax(x, arithmetic);
            case "Add" -> Values.combine(x, in.get(1), (a, b) -> arithmetic.round(a + b));
            case "Sub" -> Values.combine(x, in.get(1), (a, b) -> arithmetic.round(a - b));
            case "Mul" -> Values.combine(x, in.get(1), (a, b) -> arithmetic.round(a * b));
            case "Div" -> Values.combine(x, in.get(1), (a, b) -> arithmetic.round(a / b));
            case "MatMul" -> matrix(x, in.get(1), null, arithmetic);
            case "Gemm" -> gemm(node, in, arithmetic);
            case "BatchNormalization" -> batchNormalization(node, in, arithmetic);
            case "Conv", "MaxPool", "AveragePool", "GlobalAveragePool" -> WindowOps.apply(node, in, arithmetic);
            case "Flatten" -> ShapeOps.flatten(node, x);
            case "Reshape" -> ShapeOps.reshape(node, x, in.get(1));
            case "Squeeze" -> x.withDims(ShapeOps.squeezed(node, in));
            case "Unsqueeze" -> x.withDims(ShapeOps.unsqueezed(node, in));
            case "Transpose" -> x.transpose(node.ints(
                    "perm",
                    IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).toArray()));
            default -> throw new IllegalArgumentException("operator " + node.operator());
        };
    }

    private static Values padByNothing(Node node, List<Values> in) {
        int[] pads = in.size() > 1 ? ShapeOps.ints(in.get(1)) : node.ints("pads");
        if (Arrays.stream(pads).anyMatch(p -> p != 0)) {
            throw new IllegalArgumentException("pads " + Arrays.toString(pads));
        }
        return in.get(0);
    }

    private static Values clip(Node node, List<Values> in) {
        double low = in.size() > 1 && in.get(1) != null
                ? in.get(1).data()[0]
                : (float) node.real("min", Double.NEGATIVE_INFINITY);
        double high = in.size() > 2 && in.get(2) != null
                ? in.get(2).data()[0]
                : (float) node.real("max", Double.POSITIVE_INFINITY);
        return in.get(0).map(v -> Math.min(high, Math.max(low, v)));
    }

    /** Over all elements: of one sample of scores. */
    static Values softmax(Values x, Arithmetic arithmetic) {
        double max = Arrays.stream(x.data()).max().orElse(0);
        double[] powers = Arrays.stream(x.data()).map(v -> Math.exp(v - max)).toArray();
        double sum = Arrays.stream(powers).sum();
        return new Values(
                x.dims(),
                Arrays.stream(powers).map(p -> arithmetic.round(p / sum)).toArray());
    }

    /** A row by a matrix of [K,N], with a bias for each column or null. */
    private static Values matrix(Values x, Values w, double[] bias, Arithmetic arithmetic) {
        int depth = w.dims()[0];
        int columns = w.dims()[1];
        if (x.rank() != 2 || x.dims()[1] != depth) {
            throw new IllegalArgumentException(Arrays.toString(x.dims()) + " by " + Arrays.toString(w.dims()));
        }
        double[] y = new double[columns];
        for (int n = 0; n < columns; n++) {
            double[] column = new double[depth];
            for (int k = 0; k < depth; k++) {
                column[k] = w.data()[k * columns + n];
            }
            y[n] = arithmetic.dot(x.data(), column, bias == null ? 0 : bias[n]);
        }
        return new Values(new int[] {1, columns}, y);
    }

    private static Values gemm(Node node, List<Values> in, Arithmetic arithmetic) {
        double alpha = (float) node.real("alpha", 1);
        double beta = (float) node.real("beta", 1);
        Values w = node.integer("transB", 0) != 0 ? in.get(1).transpose(1, 0) : in.get(1);
        Values product = matrix(in.get(0), w, null, arithmetic).map(v -> arithmetic.round(alpha * v));
        if (in.size() < 3 || in.get(2) == null) {
            return product;
        }
        Values added = in.get(2).map(c -> arithmetic.round(beta * c));
        if (alpha == 1) {
            double[] bias = IntStream.range(0, product.data().length)
                    .mapToDouble(n -> added.data()[added.indexIn(product.dims(), n)])
                    .toArray();
            return matrix(in.get(0), w, bias, arithmetic);
        }
        return Values.combine(product, added, (a, b) -> arithmetic.round(a + b));
    }

    /** Folded to one factor and one addend in most ways, step by step in one. */
    private static Values batchNormalization(Node node, List<Values> in, Arithmetic arithmetic) {
        Values x = in.get(0);
        double epsilon = (float) node.real("epsilon", 1e-5f);
        int inner = x.data().length / x.dims()[1];
        double[] y = new double[x.data().length];
        for (int i = 0; i < y.length; i++) {
            int c = i / inner;
            double gamma = in.get(1).data()[c];
            double beta = in.get(2).data()[c];
            double mean = in.get(3).data()[c];
            double deviation =
                    arithmetic.round(Math.sqrt(arithmetic.round(in.get(4).data()[c] + epsilon)));
            double factor = arithmetic.round(gamma / deviation);
            if (arithmetic == Arithmetic.REVERSED) {
                double centred = arithmetic.round(x.data()[i] - mean);
                y[i] = arithmetic.round(arithmetic.round(centred * factor) + beta);
            } else {
                double addend = arithmetic.round(beta - arithmetic.round(mean * factor));
                y[i] = arithmetic.round(arithmetic.round(x.data()[i] * factor) + addend);
            }
        }
        return new Values(x.dims(), y);
    }
}
