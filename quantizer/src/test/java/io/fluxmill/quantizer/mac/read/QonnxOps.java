// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.read.TestGraph.Node;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The operators of QONNX, as its Python executor computes them: division, zero point and rounding in float32. Written from the
 * <a href="https://github.com/fastmachinelearning/qonnx/tree/main/docs/qonnx-custom-ops">operators' description</a> and the
 * behaviour of {@code intquant.py}, {@code bipolar_quant.py} and {@code trunc.py}.
 */
final class QonnxOps {
    static final Set<String> OPERATORS = Set.of("Quant", "IntQuant", "BipolarQuant", "Trunc");

    private QonnxOps() {}

    /** Codes and real values. */
    record Result(Values codes, Values values) {}

    static Result apply(Node node, List<Values> in, Arithmetic arithmetic) {
        return switch (node.operator()) {
            case "BipolarQuant" -> bipolar(in, arithmetic);
            case "Trunc" -> in.size() == 5 ? truncBits(node, in, arithmetic) : truncScale(node, in, arithmetic);
            default -> quant(node, in, arithmetic);
        };
    }

    /** {@code x / scale + zeroPoint} in float32, or in double with halves that doubles miss put right. */
    private static Values scaled(List<Values> in, Arithmetic arithmetic) {
        if (arithmetic == Arithmetic.REAL) {
            Values quotient = Values.combine(in.get(0), in.get(1), (x, s) -> x / (float) s);
            return Values.combine(quotient, in.get(2), (v, z) -> v + (float) z).map(QonnxOps::half);
        }
        Values quotient = Values.combine(in.get(0), in.get(1), (x, s) -> (float) x / (float) s);
        return Values.combine(quotient, in.get(2), (v, z) -> (float) v + (float) z);
    }

    private static double half(double v) {
        double half = Math.rint(2 * v) / 2;
        return Math.abs(v - half) <= 1e-13 * Math.abs(v) ? half : v;
    }

    private static Values real(Values codes, Values zeroPoint, Values scale, Arithmetic arithmetic) {
        // In float32 the difference is rounded as well; codes and zero points are too small for that to matter in
        // double.
        Values difference = Values.combine(codes, zeroPoint, (q, z) -> arithmetic.round(q - z));
        return rounded(Values.combine(difference, scale, (d, s) -> d * s), arithmetic);
    }

    private static Values rounded(Values products, Arithmetic arithmetic) {
        double[] data = products.data().clone();
        for (int i = 0; i < data.length; i++) {
            data[i] = arithmetic.roundQuantised(data[i], i);
        }
        return new Values(products.dims(), data);
    }

    private static Result quant(Node node, List<Values> in, Arithmetic arithmetic) {
        double bits = in.get(3).data()[0];
        boolean signed = node.integer("signed", 1) != 0;
        boolean narrow = node.integer("narrow", 0) != 0;
        Values v = scaled(in, arithmetic);
        Values codes;
        if (signed && bits == 1) {
            codes = v.map(x -> x >= 0 ? 1 : -1);
        } else {
            String mode = node.string("rounding_mode", "ROUND");
            codes = clamp(v, signed, narrow, bits).map(x -> round(mode, x, arithmetic));
        }
        return new Result(codes, real(codes, in.get(2), in.get(1), arithmetic));
    }

    private static Values clamp(Values v, boolean signed, boolean narrow, double bits) {
        float low = (float) lowest(signed, narrow, bits);
        float high = (float) highest(signed, narrow, bits);
        return v.map(x -> x > high ? high : x < low ? low : x);
    }

    static double lowest(boolean signed, boolean narrow, double bits) {
        if (!signed) {
            return 0;
        }
        double half = Math.pow(2, bits - 1);
        return narrow ? 1 - half : -half;
    }

    static double highest(boolean signed, boolean narrow, double bits) {
        if (signed) {
            return Math.pow(2, bits - 1) - 1;
        }
        return Math.pow(2, bits) - (narrow ? 2 : 1);
    }

    private static double round(String mode, double x, Arithmetic arithmetic) {
        if (arithmetic != Arithmetic.REAL) {
            return round(mode, (float) x);
        }
        // Float holds halves; between them all values of a mode round alike.
        double half = Math.rint(2 * x) / 2;
        return round(mode, (float) (x == half ? x : Math.floor(2 * x) / 2 + 0.25));
    }

    /** @throws IllegalArgumentException for a mode that QONNX does not know */
    static double round(String mode, float x) {
        float magnitude = Math.abs(x);
        return switch (mode.toUpperCase(Locale.ROOT)) {
            case "ROUND", "HALF_EVEN" -> Math.rint(x);
            case "CEIL" -> Math.ceil(x);
            case "FLOOR" -> Math.floor(x);
            case "UP" -> Math.signum(x) * Math.ceil(magnitude);
            case "DOWN" -> Math.signum(x) * Math.floor(magnitude);
            case "HALF_UP" -> Math.signum(x) * Math.floor(magnitude + 0.5f);
            case "HALF_DOWN" -> Math.signum(x) * Math.ceil(magnitude - 0.5f);
            default -> throw new IllegalArgumentException("rounding mode " + mode);
        };
    }

    private static Result bipolar(List<Values> in, Arithmetic arithmetic) {
        Values codes = in.get(0).map(x -> x >= 0 ? 1 : -1);
        return new Result(codes, rounded(Values.combine(codes, in.get(1), (q, s) -> q * s), arithmetic));
    }

    /** Version 1: x, scale, zero point, bits before, bits after; the scale stays. */
    private static Result truncBits(Node node, List<Values> in, Arithmetic arithmetic) {
        double factor = Math.pow(2, in.get(3).data()[0] - in.get(4).data()[0]);
        String mode = node.string("rounding_mode", "FLOOR");
        Values codes = scaled(in, arithmetic).map(v -> round(mode, (float) (Math.rint(v) / factor)));
        return new Result(codes, real(codes, in.get(2), in.get(1), arithmetic));
    }

    /** Version 2: x, scale, zero point, bits before, scale after, bits after. */
    private static Result truncScale(Node node, List<Values> in, Arithmetic arithmetic) {
        float ratio = (float) in.get(4).data()[0] / (float) in.get(1).data()[0];
        double factor = Math.pow(2, Math.rint(Math.log(ratio) / Math.log(2)));
        String mode = node.string("rounding_mode", "FLOOR");
        boolean signed = node.integer("signed", 1) != 0;
        boolean narrow = node.integer("narrow", 0) != 0;
        Values divided = scaled(in, arithmetic).map(v -> (float) (Math.rint(v) / factor));
        Values codes = clamp(divided, signed, narrow, in.get(5).data()[0]).map(v -> round(mode, (float) v));
        Values zeroPoint = in.get(2).map(z -> (float) (z / factor));
        return new Result(codes, real(codes, zeroPoint, in.get(4), arithmetic));
    }
}
