// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Multipliers and an offset with which the output stage has the steps of a trained staircase.
 *
 * <p>The output stage gives {@code round(m * (a + offset))}, with one multiplier where {@code a + offset} is positive and another
 * where it is negative. That has the step from value h to value k at a = T if
 *
 * <pre>
 * (k - 1/2) / m - T      &lt;=  offset        k is reached at T
 * (h + 1/2) / m - T + 1  &gt;   offset        h is not exceeded at T - 1
 * </pre>
 *
 * so for each pair of multipliers near the nominal ones the offsets are an interval. The middle of the widest interval is taken; if none is
 * left, that of the pair with the smallest violation.
 */
final class StaircaseFit {
    /** Multipliers to either side of the nominal one that are tried. */
    private static final int MULTIPLIERS = 24;

    /** Staircases with more steps than this are tried with fewer multipliers. */
    private static final int MANY_STEPS = 1 << 10;

    private static final int FEW_MULTIPLIERS = 1;

    /** Offsets that a multiplier allows. */
    private record Window(double factor, double low, double high) {
        double width() {
            return high - low;
        }
    }

    /**
     * {@code m * (a + offset)}; factors are at least 0.
     *
     * @param above factor where a + offset is positive
     * @param below factor where it is negative
     * @param width of the interval that the offset is the middle of; negative if there is none
     */
    record Fit(double above, double below, double offset, double width) {}

    /** A bound of the offset: value - 1/2 or value + 1/2, divided by the multiplier, minus the place. */
    private record Bound(double value, double place) {}

    private final List<Bound> lowsAbove = new ArrayList<>();
    private final List<Bound> highsAbove = new ArrayList<>();
    private final List<Bound> lowsBelow = new ArrayList<>();
    private final List<Bound> highsBelow = new ArrayList<>();
    private final int tries;
    private final int bits;

    private StaircaseFit(Band band, Tensor output, int bits, int clipLow, int clipHigh) {
        this.bits = bits;
        int origin = output.zeroPoint() - (int) output.quant().zeroPoint();
        tries = band.low().steps().size() > MANY_STEPS ? FEW_MULTIPLIERS : MULTIPLIERS;
        if (band.low().lowest() > clipLow) {
            low(band.low().lowest() + origin, band.low().first());
        }
        band.low().steps().forEach(step -> low(step.code() + origin, step.at()));
        band.high().steps().forEach(step -> high(step.below() + origin, step.at() - 1));
        if (band.high().highest() < clipHigh) {
            high(band.high().highest() + origin, band.high().last());
        }
    }

    /** At a, the result must be at least the value. */
    private void low(int value, long a) {
        (value >= 1 ? lowsAbove : lowsBelow).add(new Bound(value - 0.5, a));
    }

    /** At a, the result must be at most the value. */
    private void high(int value, long a) {
        (value >= 0 ? highsAbove : highsBelow).add(new Bound(value + 0.5, a));
    }

    /**
     * The best fit.
     *
     * @param bits of a multiplier
     * @param above nominal factor of the positive side, at least 0
     * @param below of the negative side
     * @param clipLow smallest trained code
     * @param clipHigh largest
     */
    static Fit of(Band band, Tensor output, int bits, double above, double below, int clipLow, int clipHigh) {
        StaircaseFit fit = new StaircaseFit(band, output, bits, clipLow, clipHigh);
        Fit best = null;
        double bestWidth = Double.NEGATIVE_INFINITY;
        List<Window> belows = fit.windows(below, fit.lowsBelow, fit.highsBelow);
        for (Window a : fit.windows(above, fit.lowsAbove, fit.highsAbove)) {
            for (Window b : belows) {
                Window both = new Window(0, Math.max(a.low, b.low), Math.min(a.high, b.high));
                if (both.width() > bestWidth) {
                    bestWidth = both.width();
                    best = new Fit(a.factor, b.factor, middle(both), both.width());
                }
            }
        }
        return best;
    }

    private static double middle(Window window) {
        if (window.low == Double.NEGATIVE_INFINITY) {
            return window.high == Double.POSITIVE_INFINITY ? 0 : window.high - 0.5;
        }
        return window.high == Double.POSITIVE_INFINITY ? window.low + 0.5 : (window.low + window.high) / 2;
    }

    private List<Window> windows(double nominal, List<Bound> lows, List<Bound> highs) {
        if (nominal == 0 || lows.isEmpty() && highs.isEmpty()) {
            return List.of(new Window(nominal, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        }
        double step = Math.scalb(1.0, Math.getExponent(nominal) + 1 - bits);
        double nearest = Math.rint(nominal / step) * step;
        List<Window> windows = new ArrayList<>();
        for (int i = -tries; i <= tries; i++) {
            windows.add(window(nearest + i * step, lows, highs));
        }
        return windows;
    }

    private static Window window(double factor, List<Bound> lows, List<Bound> highs) {
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        for (Bound bound : lows) {
            low = Math.max(low, bound.value / factor - bound.place);
        }
        for (Bound bound : highs) {
            high = Math.min(high, bound.value / factor - bound.place);
        }
        return new Window(factor, low, high);
    }
}
