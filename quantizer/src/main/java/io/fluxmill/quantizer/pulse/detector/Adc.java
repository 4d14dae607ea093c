// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

/**
 * An analogue-to-digital converter of unsigned codes. Pulses stand on a pedestal; full scale is the height of the largest
 * pulse: it ends as far below the largest code as the pedestal is above zero, so noise is clipped neither on the baseline nor on the largest
 * pulse.
 *
 * @param bits 8 to 16
 * @param periodNs sampling period
 * @param pedestal code of the baseline, need not be whole
 */
public record Adc(int bits, double periodNs, double pedestal) {
    /** Variance of rounding, in squared counts. */
    public static final double QUANTISATION = 1.0 / 12;

    public Adc {
        if (bits < 8 || bits > 16) {
            throw new IllegalArgumentException("bits must be 8 to 16: bits=" + bits);
        }
        if (!(periodNs > 0)) {
            throw new IllegalArgumentException("periodNs must be above 0: periodNs=" + periodNs);
        }
        if (!(pedestal >= 0 && pedestal < 1 << bits - 1)) {
            throw new IllegalArgumentException("pedestal must be below half of the codes: pedestal=" + pedestal);
        }
    }

    /** Largest code. */
    public int maxCode() {
        return (1 << bits) - 1;
    }

    /** Height of the largest pulse, in counts. */
    public double fullScale() {
        return (1 << bits) - 2 * pedestal;
    }

    /** Rounded to nearest and clipped. */
    public int code(double counts) {
        return (int) Math.max(0, Math.min(maxCode(), Math.floor(counts + 0.5)));
    }
}
