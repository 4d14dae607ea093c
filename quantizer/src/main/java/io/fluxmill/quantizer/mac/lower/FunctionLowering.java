// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.graph.ScalarFunction;
import io.fluxmill.quantizer.mac.graph.ScalarFunction.Kind;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import java.util.Map;
import java.util.stream.IntStream;

/** Functions of each element, which the driver computes as a table over the codes. */
final class FunctionLowering {
    /** Functions without parameters. */
    static final Map<String, Kind> SIMPLE = Map.ofEntries(
            Map.entry("Tanh", Kind.TANH),
            Map.entry("Softplus", Kind.SOFTPLUS),
            Map.entry("Softsign", Kind.SOFTSIGN),
            Map.entry("Mish", Kind.MISH),
            Map.entry("Exp", Kind.EXP),
            Map.entry("Log", Kind.LOG),
            Map.entry("Sqrt", Kind.SQRT),
            Map.entry("Reciprocal", Kind.RECIPROCAL),
            Map.entry("Abs", Kind.ABS),
            Map.entry("Erf", Kind.ERF),
            Map.entry("Sin", Kind.SIN),
            Map.entry("Cos", Kind.COS),
            Map.entry("Tan", Kind.TAN),
            Map.entry("Sinh", Kind.SINH),
            Map.entry("Cosh", Kind.COSH),
            Map.entry("Asin", Kind.ASIN),
            Map.entry("Acos", Kind.ACOS),
            Map.entry("Atan", Kind.ATAN),
            Map.entry("Asinh", Kind.ASINH),
            Map.entry("Acosh", Kind.ACOSH),
            Map.entry("Atanh", Kind.ATANH),
            Map.entry("Ceil", Kind.CEIL),
            Map.entry("Floor", Kind.FLOOR),
            Map.entry("Round", Kind.ROUND),
            Map.entry("Sign", Kind.SIGN));

    private FunctionLowering() {}

    static Feature simple(NodeScope node, NetworkBuilder builder) {
        node.ignore("consumed_inputs");
        return builder.function(node, node.feature(0), ScalarFunction.of(SIMPLE.get(node.operator())));
    }

    static Feature withParameters(NodeScope node, NetworkBuilder builder) {
        node.ignore("consumed_inputs");
        ScalarFunction function =
                switch (node.operator()) {
                    case "HardSwish" -> new ScalarFunction(Kind.HARD_SWISH, 1.0 / 6, 0.5);
                    case "Elu" -> new ScalarFunction(Kind.ELU, node.real("alpha", 1), 0);
                    case "Celu" -> new ScalarFunction(Kind.CELU, node.real("alpha", 1), 0);
                    case "Selu" -> new ScalarFunction(
                            Kind.SELU,
                            node.real("alpha", 1.67326319217681884765625),
                            node.real("gamma", 1.05070102214813232421875));
                    case "Swish" -> new ScalarFunction(Kind.SWISH, node.real("alpha", 1), 0);
                    case "Gelu" -> ScalarFunction.of(
                            node.string("approximate", "none").equals("tanh") ? Kind.GELU_TANH : Kind.GELU);
                    case "ThresholdedRelu" -> new ScalarFunction(Kind.THRESHOLDED_RELU, node.real("alpha", 1), 0);
                    default -> new ScalarFunction(Kind.SHRINK, node.real("lambd", 0.5), node.real("bias", 0));
                };
        return builder.function(node, node.feature(0), function);
    }

    /** A computed tensor to a constant power. */
    static Feature power(NodeScope node, NetworkBuilder builder) {
        double exponent = node.scalar(1);
        Feature x = node.feature(0);
        return exponent == 1 ? x : builder.function(node, x, new ScalarFunction(Kind.POWER, exponent, 0));
    }

    /** The end of the network stays with the host; elsewhere it is a step of the driver. */
    static Feature sigmoid(NodeScope node, NetworkBuilder builder) {
        if (node.isLast()) {
            builder.endWith(Ending.SIGMOID);
            return node.feature(0);
        }
        return builder.function(node, node.feature(0), ScalarFunction.of(Kind.SIGMOID));
    }

    /** As {@link #sigmoid}; before opset 13, over all axes from {@code axis} on. */
    static Feature softmax(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        boolean old = node.opset() < 13;
        int rank = x.dims().length;
        int axis = node.axis(node.integer("axis", old ? 1 : -1), rank);
        int[] axes = old ? IntStream.range(axis, rank).toArray() : new int[] {axis};
        int elements = IntStream.of(axes).map(a -> x.dims()[a]).reduce(1, Math::multiplyExact);
        boolean logarithm = node.operator().equals("LogSoftmax");
        if (node.isLast() && elements == x.elements()) {
            builder.endWith(logarithm ? Ending.LOG_SOFTMAX : Ending.SOFTMAX);
            return x;
        }
        Feature shares = ReduceLowering.softmax(node, builder, x, axes);
        return logarithm ? builder.function(node, shares, ScalarFunction.of(Kind.LOG)) : shares;
    }
}
