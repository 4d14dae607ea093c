// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

/**
 * What the codes of a program's input and result mean.
 *
 * @param bytes the code of each byte 0 to 255 of the data; empty if the data are no bytes, or a code depends on its place
 */
public record Coding(Scale input, Scale result, short[] bytes) {
    /**
     * {@code real = scale * channels[channel] * (value(code) - zeroPoint)}.
     *
     * @param channels {@code [channels]}
     */
    public record Scale(double scale, double zeroPoint, double[] channels) {
        /** Codes whose values are the real numbers. */
        public static final Scale ONE = new Scale(1, 0, new double[] {1});
    }

    /** Codes whose values are the real numbers. */
    public static final Coding PLAIN = new Coding(Scale.ONE, Scale.ONE, new short[0]);
}
