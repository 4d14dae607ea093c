// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.program.mac.MacProgram.AddStep;

/**
 * How wide the exact sums of an addition are.
 *
 * @param unit exponent of the last bit
 * @param limbs 32-bit words, sign included
 */
record SumSize(int unit, int limbs) {
    /** {@code FMAC_MAX_LIMBS} of fmac.h. */
    static final int MAX_LIMBS = 96;

    private static final NumberFormat ONE = new IntegerFormat(2);

    /** @throws IllegalArgumentException if it is wider than the driver's sums: scales of one addition then differ by a factor of 2^2000 or so */
    static SumSize of(AddStep step, NumberFormat left, NumberFormat right) {
        ExactNumber a = ExactNumber.of(step.leftScale());
        ExactNumber b = ExactNumber.of(step.rightScale());
        ExactNumber offset = ExactNumber.of(step.offset());
        int low = Math.min(Math.min(a.lowest(left), b.lowest(right)), offset.lowest(ONE));
        int high = Math.max(Math.max(a.highest(left), b.highest(right)), offset.highest(ONE));
        // Three terms have two more bits, and there is a sign.
        int limbs = (high - low + 3 + Integer.SIZE - 1) / Integer.SIZE;
        if (limbs > MAX_LIMBS) {
            throw new IllegalArgumentException(step.name() + ": scales must not differ so much: leftScale="
                    + step.leftScale() + ", rightScale=" + step.rightScale() + ", offset=" + step.offset());
        }
        return new SumSize(low, limbs);
    }
}
