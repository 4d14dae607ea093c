// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import io.fluxmill.core.format.ExactRounding;
import io.fluxmill.core.format.FixedPoint;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rounding;
import java.math.BigInteger;

/** One window at a time over one input: maximum, or exact average rounded once. */
final class Pooling {
    private final MacProgram.PoolStep step;
    private final MacProgram.Window window;
    private final MacProgram.Value in;
    private final NumberFormat format;
    private final short[] source;
    /** Codes of the window that take part, and how many they are. */
    private final int[] taken;

    private int count;

    Pooling(MacProgram.PoolStep step, MacProgram.Value in, short[] source) {
        this.step = step;
        this.in = in;
        this.source = source;
        window = step.window();
        format = in.format();
        taken = new int[window.kernelHeight() * window.kernelWidth()];
    }

    /** The code of output position (outY, outX) of the channel that begins at {@code plane}. */
    int result(int plane, int outY, int outX) {
        collect(plane, outY, outX);
        if (count == 0) {
            return step.padCode();
        }
        return step.kind() == MacProgram.PoolKind.MAX ? maximum() : average();
    }

    private void collect(int plane, int outY, int outX) {
        boolean takePadding = step.kind() == MacProgram.PoolKind.AVERAGE && step.countIncludePad();
        int mask = HostSteps.mask(format);
        count = 0;
        for (int ky = 0; ky < window.kernelHeight(); ky++) {
            int y = outY * window.strideY() - window.padTop() + ky * window.dilationY();
            for (int kx = 0; kx < window.kernelWidth(); kx++) {
                int x = outX * window.strideX() - window.padLeft() + kx * window.dilationX();
                if (y >= 0 && y < in.height() && x >= 0 && x < in.width()) {
                    taken[count++] = source[plane + y * in.width() + x] & mask;
                } else if (takePadding) {
                    taken[count++] = step.padCode();
                }
            }
        }
    }

    private int maximum() {
        int largest = taken[0];
        for (int i = 1; i < count; i++) {
            largest = format.order(taken[i]) > format.order(largest) ? taken[i] : largest;
        }
        return largest;
    }

    private int average() {
        for (int i = 0; i < count; i++) {
            if (format.isNaR(taken[i])) {
                return format.narBits();
            }
        }
        int sumBits = FixedPoint.magnitudeBits(format) + Integer.SIZE - Integer.numberOfLeadingZeros(count);
        return sumBits < Long.SIZE - 1 ? averageOfLongs() : averageOfBigIntegers();
    }

    /**
     * The sum, below 2^62, is shifted up to 63 bits, so that the quotient by a count below 2^31 keeps at least 32; a
     * remainder makes it odd, which {@link NumberFormat#round} takes for the exact value.
     */
    private int averageOfLongs() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += FixedPoint.of(format, taken[i]);
        }
        if (sum == 0) {
            return format.zeroBits();
        }
        int scale = Long.numberOfLeadingZeros(Math.abs(sum)) - 1;
        long scaled = Math.abs(sum) << scale;
        long quotient = scaled / count | (scaled % count == 0 ? 0 : 1);
        return format.round(sum < 0, quotient, FixedPoint.exponent(format) - scale, Rounding.NEAREST_EVEN);
    }

    private int averageOfBigIntegers() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            sum = sum.add(FixedPoint.exact(format, taken[i]));
        }
        BigInteger terms = BigInteger.valueOf(count);
        return ExactRounding.roundQuotient(format, sum, terms, FixedPoint.exponent(format), Rounding.NEAREST_EVEN);
    }
}
