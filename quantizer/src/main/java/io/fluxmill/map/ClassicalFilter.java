// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.map;

import io.fluxmill.detector.Acquisition;
import io.fluxmill.detector.Estimate;
import io.fluxmill.detector.FisherInformation;
import io.fluxmill.detector.OptimalFilter;
import io.fluxmill.detector.PulseShape;
import io.fluxmill.program.ClassicalSettings;
import java.util.Arrays;
import java.util.List;

/**
 * The classical chain's settings for a pulse, and what its words mean. The CFD's delay is half of the peaking time, its fraction a half;
 * it is armed at the trigger's threshold; its crossing follows the beginning of the pulse by a time that the shape gives, and chooses the bank of the optimal filter. The
 * trapezoid is as long in rise and flat top as the peaking time.
 *
 * @param bankTimes expansion time of each bank, samples from the window's first one
 * @param amplitudeBits fractional bits of the amplitude's word, in sixteenths of a count
 * @param crossing of the CFD after the beginning of the pulse, samples
 */
public record ClassicalFilter(ClassicalSettings settings, List<Double> bankTimes, int amplitudeBits, double crossing) {
    private static final int COEFFICIENT_BITS = 18;
    private static final int TIME_FRACTION = 10;
    private static final int HALF = 128;

    /** Kept of the sums' fractions. */
    private static final int FRACTION = 8;

    /** A pulse begins so many samples before its trigger, or less. */
    private static final int LATEST_TRIGGER = 4;

    /** @param banks of the design's optimal filter, a power of two */
    public static ClassicalFilter of(Acquisition setup, int banks) {
        double peakSamples = setup.shape().peakNs() / setup.adc().periodNs();
        int delay = (int) Math.max(1, Math.min(255, Math.round(peakSamples / 2)));
        int width = (int) Math.max(1, Math.round(peakSamples));
        double crossing = crossing(setup.shape(), setup.adc().periodNs(), delay);
        int bankShift = TIME_FRACTION - Integer.numberOfTrailingZeros(banks);
        while ((long) banks << bankShift < (long) LATEST_TRIGGER << TIME_FRACTION) {
            bankShift++;
        }
        double from = setup.pretrigger() - LATEST_TRIGGER;
        double to = from + Math.scalb((double) banks, bankShift - TIME_FRACTION);
        OptimalFilter filter = OptimalFilter.of(FisherInformation.of(setup), from, to, banks, true);
        OptimalFilter.Coefficients whole = filter.coefficients(COEFFICIENT_BITS);
        int amplitudeShift = Math.max(0, whole.amplitudeFraction() - FRACTION);
        int amplitudeBits = whole.amplitudeFraction() - amplitudeShift;
        ClassicalSettings settings = new ClassicalSettings(
                1 << 16,
                width,
                width,
                2 * width,
                HALF,
                delay,
                (int) Math.round(setup.threshold() * (1 << 12)),
                (int) Math.round(Math.scalb(from + crossing, TIME_FRACTION)),
                bankShift,
                0,
                amplitudeShift,
                whole.timeFraction() - amplitudeBits,
                rows(whole.amplitude()),
                rows(whole.amplitudeTime()));
        return new ClassicalFilter(
                settings,
                filter.banks().stream().map(OptimalFilter.Bank::timeSamples).toList(),
                amplitudeBits,
                crossing);
    }

    private static List<List<Integer>> rows(int[][] coefficients) {
        return Arrays.stream(coefficients)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    /** Where {@code g(t)/2} falls below {@code g(t − delay)}, by bisection; samples. */
    private static double crossing(PulseShape shape, double periodNs, int delay) {
        double low = delay;
        double high = delay + shape.peakNs() / periodNs;
        while (high - low > 1e-9) {
            double middle = (low + high) / 2;
            boolean before = shape.value(middle * periodNs) / 2 > shape.value((middle - delay) * periodNs);
            low = before ? middle : low;
            high = before ? high : middle;
        }
        return low;
    }

    /**
     * What the optimal filter found.
     *
     * @param words the classical words of a packet, {@code [6]}
     * @return time in samples from the window's first one, amplitude in ADC counts
     */
    public Estimate estimate(int[] words) {
        double time = bankTimes.get(words[0] >>> 24) + Math.scalb((double) words[5], -TIME_FRACTION);
        return new Estimate(time, Math.scalb((double) words[3], -amplitudeBits) / Acquisition.SUBCOUNTS);
    }

    /** Beginning of the pulse by the CFD alone, samples from the window's first one. */
    public double cfdTime(int[] words) {
        return Math.scalb((double) (words[0] & 0xFFFFFF), -TIME_FRACTION) - crossing;
    }
}
