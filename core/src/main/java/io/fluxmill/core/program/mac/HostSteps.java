// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import io.fluxmill.core.format.NumberFormat;

/**
 * The arithmetic of the steps that run in the driver: pooling and element-wise addition over codes. Reference and driver share it, so both
 * perform the same operation. Codes in a {@code short} are zero-extended; bits above the format's width are ignored in sources and zero in
 * targets.
 */
public final class HostSteps {
    private HostSteps() {}

    /**
     * Pools one sample: {@code in} is {@code [channels][height][width]} codes, {@code out} likewise. A window wholly outside
     * the input gives {@code padCode}.
     *
     * @throws IllegalArgumentException if the two values differ in format or channels, or the output is not as large as the
     *     window says
     */
    public static void pool(
            MacProgram.PoolStep step,
            MacProgram.Value in,
            short[] source,
            int sourceOffset,
            MacProgram.Value out,
            short[] target,
            int targetOffset) {
        MacProgram.Window window = step.window();
        requireAlike(step, in, out);
        Pooling pooling = new Pooling(step, in, source);
        int next = targetOffset;
        for (int channel = 0; channel < in.channels(); channel++) {
            int plane = sourceOffset + channel * in.height() * in.width();
            for (int y = 0; y < window.outHeight(); y++) {
                for (int x = 0; x < window.outWidth(); x++) {
                    target[next++] = (short) pooling.result(plane, y, x);
                }
            }
        }
    }

    private static void requireAlike(MacProgram.PoolStep step, MacProgram.Value in, MacProgram.Value out) {
        MacProgram.Window window = step.window();
        boolean alike = in.format().equals(out.format()) && in.channels() == out.channels();
        if (!alike || out.height() != window.outHeight() || out.width() != window.outWidth()) {
            throw new IllegalArgumentException("pooling must keep format and channels and fill its output: step="
                    + step.name() + ", input=" + in + ", output=" + out);
        }
    }

    /**
     * Adds one sample element by element.
     *
     * @throws IllegalArgumentException if the three values differ in the number of elements
     */
    public static void add(
            MacProgram.AddStep step,
            MacProgram.Value left,
            short[] leftCodes,
            int leftOffset,
            MacProgram.Value right,
            short[] rightCodes,
            int rightOffset,
            MacProgram.Value out,
            short[] target,
            int targetOffset) {
        if (left.elements() != out.elements() || right.elements() != out.elements()) {
            throw new IllegalArgumentException("addition must have operands as large as its output: step=" + step.name()
                    + ", left=" + left + ", right=" + right + ", output=" + out);
        }
        Addition addition = new Addition(step, left.format(), right.format(), out.format());
        int leftMask = mask(left.format());
        int rightMask = mask(right.format());
        for (int i = 0; i < out.elements(); i++) {
            int a = leftCodes[leftOffset + i] & leftMask;
            int b = rightCodes[rightOffset + i] & rightMask;
            target[targetOffset + i] = (short) addition.result(a, b);
        }
    }

    /** The bits of a code of the format. */
    static int mask(NumberFormat format) {
        return (1 << format.widthBits()) - 1;
    }
}
