// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.map;

import io.fluxmill.quantizer.pulse.detector.Acquisition;

/**
 * How the classical chain shapes pulses.
 *
 * @param decayNs time constant that the pole-zero cancellation takes out, or 0 for none
 * @param rise of the trapezoid, samples
 * @param flat top of the trapezoid, samples
 * @param pick samples after the trigger at which the trapezoid is read
 * @param fraction of the CFD
 * @param delay of the CFD, samples
 */
public record Shaping(double decayNs, int rise, int flat, int pick, double fraction, int delay) {
    /** A trapezoid whose rise and top are each half of the peaking time, a CFD of one half with the same delay, and no pole-zero. */
    public static Shaping of(Acquisition setup) {
        int half = (int) Math.max(
                1, Math.min(64, Math.round(setup.shape().peakNs() / setup.adc().periodNs() / 2)));
        return new Shaping(0, half, half, 2 * half, 0.5, half);
    }

    /** a of the pole-zero cancellation times 2^16. */
    public int pole(double periodNs) {
        return decayNs == 0 ? 1 << 16 : (int) Math.rint(Math.exp(-periodNs / decayNs) * (1 << 16));
    }

    /** F of the CFD times 2^8. */
    public int fractionCode() {
        return (int) Math.rint(fraction * 256);
    }
}
