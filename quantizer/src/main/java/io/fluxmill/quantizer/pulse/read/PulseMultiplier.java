// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.read;

import io.fluxmill.core.format.Requantize;

/**
 * A factor in the form of a pulse network's requantisation: {@code multiplier / 2^shift}, exact to 2^−16 of the factor or better
 * unless it is below 2^−32.
 *
 * @param multiplier 0 to 65535
 * @param shift 0 to {@link Requantize#MAX_SHIFT}
 */
public record PulseMultiplier(int multiplier, int shift) {
    private static final int BITS = 16;

    /**
     * The nearest one.
     *
     * @throws IllegalArgumentException if the factor is negative, no number, or 65535.5 or more
     */
    public static PulseMultiplier of(double factor) {
        if (!(factor >= 0 && factor < (1 << BITS) - 0.5)) {
            throw new IllegalArgumentException("factor must be from 0 to 65535: factor=" + factor);
        }
        int shift = Math.max(0, Math.min(Requantize.MAX_SHIFT, BITS - 1 - Math.getExponent(factor)));
        long multiplier = (long) Math.rint(Math.scalb(factor, shift));
        return multiplier < 1 << BITS
                ? new PulseMultiplier((int) multiplier, shift)
                : new PulseMultiplier(1 << BITS - 1, shift - 1);
    }
}
