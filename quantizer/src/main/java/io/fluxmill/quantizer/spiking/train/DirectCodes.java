// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

/**
 * The encoding {@code direct}: in every tick, a spike with the value's code.
 *
 * @param ticks of a sample
 * @param bits codes are 0 to 2^bits - 1
 * @param fullScale value of the largest code
 */
public record DirectCodes(int ticks, int bits, double fullScale) {
    /** Nearest code, ties to even, clipped. */
    int code(double value) {
        int most = (1 << bits) - 1;
        return (int) Math.max(0, Math.min(most, Math.rint(value / fullScale * most)));
    }

    /** The factor of codes in training, a power of two: the network that is written takes the codes themselves. */
    double unit() {
        return Math.scalb(1.0, -bits);
    }
}
