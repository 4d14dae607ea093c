// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.AddStep;
import io.fluxmill.core.program.mac.MacProgram.MultiplyStep;

/**
 * How wide the exact sums of an addition or a product are.
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
        return of(
                step,
                low,
                high + 3,
                "leftScale=" + step.leftScale() + ", rightScale=" + step.rightScale() + ", offset=" + step.offset());
    }

    /** @throws IllegalArgumentException likewise */
    static SumSize of(MultiplyStep step, NumberFormat left, NumberFormat right) {
        ExactNumber scale = ExactNumber.of(step.scale());
        ExactNumber offset = ExactNumber.of(step.offset());
        ExactNumber one = ExactNumber.of(1);
        // A value or a zero point of at most 16 bits and a sign, of each operand.
        int low = scale.exponent() + one.lowest(left) + one.lowest(right);
        int high = scale.highest(ONE)
                + Math.max(one.highest(left), Short.SIZE + 1)
                + Math.max(one.highest(right), Short.SIZE + 1);
        return of(
                step,
                Math.min(low, offset.lowest(ONE)),
                Math.max(high, offset.highest(ONE)) + 4,
                "scale=" + step.scale() + ", offset=" + step.offset());
    }

    private static SumSize of(MacProgram.Step step, int low, int high, String scales) {
        int limbs = (high - low + Integer.SIZE - 1) / Integer.SIZE;
        if (limbs > MAX_LIMBS) {
            throw new IllegalArgumentException(step.name() + ": scales must not differ so much: " + scales);
        }
        return new SumSize(low, limbs);
    }
}
