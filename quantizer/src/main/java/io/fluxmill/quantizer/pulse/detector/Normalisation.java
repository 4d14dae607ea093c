// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

/**
 * The front end's peak normalisation (docs/pulse-engine.md): a gain table that brings every peak to the top of a range, or at most 1/17 below
 * it.
 *
 * @param gains 16 entries of 16 bits, for the 4 bits below the peak's leading one
 * @param gainShift 0 to 31
 * @param activationBits 8 or 16: elements are signed, of one bit more
 */
public record Normalisation(int[] gains, int gainShift, int activationBits) {
    private static final int ENTRIES = 16;
    private static final int MAX_GAIN = 0xFFFF;

    public Normalisation {
        gains = gains.clone();
        if (gains.length != ENTRIES) {
            throw new IllegalArgumentException("gains must have 16 entries: entries=" + gains.length);
        }
    }

    /** Peaks end at 255 for 8-bit activations, and at about 34,800 for 16-bit ones, as far as 16-bit gains reach. */
    public static Normalisation toTop(int activationBits) {
        return to(activationBits, (1 << activationBits) - 1);
    }

    /**
     * Peaks end at an element, as far as 16-bit gains reach.
     *
     * @param top 1 to {@code 2^activationBits − 1}
     */
    public static Normalisation to(int activationBits, int top) {
        if (top < 1 || top >= 1 << activationBits) {
            throw new IllegalArgumentException("top must be 1 to " + ((1 << activationBits) - 1) + ": top=" + top);
        }
        int shift = 0;
        while (largestGain((double) top * (1 << shift + 1)) <= MAX_GAIN) {
            shift++;
        }
        double reach = Math.min((double) top * (1 << shift), MAX_GAIN * (ENTRIES + 1.0) / (2 * ENTRIES));
        int[] gains = new int[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            gains[i] = (int) Math.floor(reach * 2 * ENTRIES / (ENTRIES + 1 + i));
        }
        return new Normalisation(gains, shift, activationBits);
    }

    private static double largestGain(double reach) {
        return reach * 2 * ENTRIES / (ENTRIES + 1);
    }

    /** Largest element to which a peak is brought. */
    public double top() {
        return Math.scalb(gains[ENTRIES - 1], -gainShift);
    }

    /** Bit length p of a peak in 1/16 counts; peaks below 1 count as 1. */
    public static int bitLength(int peak) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(peak, 1));
    }

    /** Index i of the gain: the 4 bits below the leading one. */
    public static int index(int peak) {
        int length = bitLength(peak);
        long aligned = (long) Math.max(peak, 1) << 4;
        return (int) (aligned >> length - 1) & ENTRIES - 1;
    }

    /** {@code G · 2^−s}: elements for one sixteenth of a count. */
    public double gain(int peak) {
        return Math.scalb((double) gains[index(peak)], -(gainShift + bitLength(peak)));
    }

    /**
     * One sample.
     *
     * @param y height over the baseline, 1/16 counts
     * @param peak of the event, 1/16 counts
     */
    public int element(int y, int peak) {
        int shift = gainShift + bitLength(peak);
        long product = (long) Math.abs(y) * gains[index(peak)];
        long magnitude = product + (1L << shift - 1) >> shift;
        long limit = 1L << activationBits;
        return (int) (y < 0 ? -Math.min(magnitude, limit) : Math.min(magnitude, limit - 1));
    }
}
