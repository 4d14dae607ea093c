// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Activation;

/** Algebra of piecewise linear activations; results are canonical: a clip at or above zero is a ReLU first. */
final class Activations {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private Activations() {}

    static Activation clip(double low, double high) {
        return canonical(new Activation(1, low, high));
    }

    static Activation leaky(double slope) {
        return new Activation(slope, -INFINITY, INFINITY);
    }

    /**
     * One activation that equals {@code next(first(x))} for all x, or null when there is none of this form.
     *
     * <pre>
     *   first            next             result
     *   none             any              next
     *   any              slope 0 or 1     first, its bounds clipped by next
     *   not negative     slope > 0        first, its bounds clipped by next
     *   slope a > 0      slope b > 0      slope a * b (first without bounds)
     * </pre>
     */
    static Activation compose(Activation first, Activation next) {
        if (first.equals(Activation.NONE)) {
            return canonical(next);
        }
        boolean notNegative = first.slope() == 0 && first.high() >= 0;
        if (next.slope() == 0 || next.slope() == 1 || notNegative) {
            double low = next.slope() == 0 ? clamp(0, next.low(), next.high()) : next.low();
            return canonical(new Activation(
                    first.slope(), clamp(first.low(), low, next.high()), clamp(first.high(), low, next.high())));
        }
        boolean unbounded = first.low() == -INFINITY && first.high() == INFINITY;
        if (unbounded && first.slope() > 0 && next.slope() > 0) {
            return canonical(new Activation(first.slope() * next.slope(), next.low(), next.high()));
        }
        return null;
    }

    /** The activation g with {@code g(scale * x) = scale * f(x)}; null unless scale is one positive value and shift zero. */
    static Activation scale(Activation f, double[] scale, double[] shift) {
        if (scale.length != 1 || scale[0] <= 0 || shift.length != 1 || shift[0] != 0) {
            return null;
        }
        return new Activation(f.slope(), f.low() * scale[0], f.high() * scale[0]);
    }

    /** Whether {@code x <= y} implies {@code f(x) <= f(y)}, so that it commutes with a maximum. */
    static boolean isMonotone(Activation f) {
        return f.slope() >= 0;
    }

    private static Activation canonical(Activation f) {
        if (f.low() < 0 || f.slope() < 0) {
            return f;
        }
        return new Activation(0, f.low() == 0 ? -INFINITY : f.low(), f.high());
    }

    private static double clamp(double x, double low, double high) {
        return Math.max(low, Math.min(high, x));
    }
}
