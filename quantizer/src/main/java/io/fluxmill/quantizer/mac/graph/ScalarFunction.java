// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.graph;

import org.apache.commons.math3.special.Erf;

/**
 * A function of one number that no output stage computes. Evaluated in double with {@link StrictMath}, so that every machine makes the same tables.
 *
 * @param a first parameter, where the kind has one
 * @param b second parameter, where the kind has one
 */
public record ScalarFunction(Kind kind, double a, double b) {

    /** Definitions as in the <a href="https://onnx.ai/onnx/operators/">ONNX operators</a>. */
    public enum Kind {
        SIGMOID,
        TANH,
        /** {@code x * max(0, min(1, a * x + b))}. */
        HARD_SWISH,
        /** {@code x < 0 ? a * (exp(x) - 1) : x}. */
        ELU,
        /** {@code b * (x <= 0 ? a * (exp(x) - 1) : x)}. */
        SELU,
        /** {@code x < 0 ? a * (exp(x / a) - 1) : x}. */
        CELU,
        /** {@code x / 2 * (1 + erf(x / sqrt 2))}. */
        GELU,
        /** The approximation of GELU with a hyperbolic tangent. */
        GELU_TANH,
        /** {@code x * sigmoid(a * x)}. */
        SWISH,
        SOFTPLUS,
        SOFTSIGN,
        MISH,
        /** {@code x > a ? x : 0}. */
        THRESHOLDED_RELU,
        /** {@code x < -a ? x + b : x > a ? x - b : 0}. */
        SHRINK,
        EXP,
        LOG,
        SQRT,
        RECIPROCAL,
        /** {@code x ^ a}. */
        POWER,
        ABS,
        ERF,
        SIN,
        COS,
        TAN,
        SINH,
        COSH,
        ASIN,
        ACOS,
        ATAN,
        ASINH,
        ACOSH,
        ATANH,
        CEIL,
        FLOOR,
        /** To even at halves. */
        ROUND,
        SIGN
    }

    public static ScalarFunction of(Kind kind) {
        return new ScalarFunction(kind, 0, 0);
    }

    public double apply(double x) {
        return switch (kind) {
            case SIGMOID -> sigmoid(x);
            case TANH -> StrictMath.tanh(x);
            case HARD_SWISH -> x * Math.max(0, Math.min(1, a * x + b));
            case ELU -> x < 0 ? a * StrictMath.expm1(x) : x;
            case SELU -> b * (x <= 0 ? a * StrictMath.expm1(x) : x);
            case CELU -> x < 0 ? a * StrictMath.expm1(x / a) : x;
            case GELU -> x / 2 * (1 + Erf.erf(x / Math.sqrt(2)));
            case GELU_TANH -> x / 2 * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case SWISH -> x * sigmoid(a * x);
            case SOFTPLUS -> softplus(x);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case MISH -> x * StrictMath.tanh(softplus(x));
            case THRESHOLDED_RELU -> x > a ? x : 0;
            case SHRINK -> x < -a ? x + b : x > a ? x - b : 0;
            case ABS -> Math.abs(x);
            case CEIL -> Math.ceil(x);
            case FLOOR -> Math.floor(x);
            case ROUND -> Math.rint(x);
            case SIGN -> Math.signum(x);
            default -> transcendental(x);
        };
    }

    private double transcendental(double x) {
        return switch (kind) {
            case EXP -> StrictMath.exp(x);
            case LOG -> StrictMath.log(x);
            case SQRT -> Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case POWER -> StrictMath.pow(x, a);
            case ERF -> Erf.erf(x);
            case SIN -> StrictMath.sin(x);
            case COS -> StrictMath.cos(x);
            case TAN -> StrictMath.tan(x);
            case SINH -> StrictMath.sinh(x);
            case COSH -> StrictMath.cosh(x);
            case ASIN -> StrictMath.asin(x);
            case ACOS -> StrictMath.acos(x);
            case ATAN -> StrictMath.atan(x);
            case ASINH -> Math.signum(x) * StrictMath.log(Math.abs(x) + Math.sqrt(x * x + 1));
            case ACOSH -> StrictMath.log(x + Math.sqrt(x * x - 1));
            case ATANH -> (StrictMath.log1p(x) - StrictMath.log1p(-x)) / 2;
            default -> throw new IllegalStateException("no definition of " + kind);
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }
}
