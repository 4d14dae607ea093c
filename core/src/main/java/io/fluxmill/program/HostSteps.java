// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.program;

/**
 * The arithmetic of the steps that run in the driver: pooling and element-wise addition over codes. Reference and driver
 * share it, so that both mean the same operation.
 */
public final class HostSteps {
    private HostSteps() {}

    /** Pools one sample: {@code in} is {@code [channels][height][width]} codes, {@code out} likewise. */
    public static void pool(
            Program.PoolStep step,
            Program.Value in,
            short[] source,
            int sourceOffset,
            Program.Value out,
            short[] target,
            int targetOffset) {
        throw new AssertionError();
    }

    /** Adds one sample element by element. */
    public static void add(
            Program.AddStep step,
            Program.Value left,
            short[] leftCodes,
            int leftOffset,
            Program.Value right,
            short[] rightCodes,
            int rightOffset,
            Program.Value out,
            short[] target,
            int targetOffset) {
        throw new AssertionError();
    }
}
