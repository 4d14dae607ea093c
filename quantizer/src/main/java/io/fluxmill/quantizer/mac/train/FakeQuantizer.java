// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;

/**
 * Rounds tensors to a number format and lets gradients through: {@code q(x) = scale * round(x / scale)} with the gradient of
 * a clip (straight-through estimator, Bengio et al., arXiv 1308.3432): 1 where x is within the format's range, 0 outside.
 *
 * <p>The code is found by a binary search of the decision boundaries, all elements at once: one gather and one comparison
 * for each bit of a code.
 */
final class FakeQuantizer {
    private final NDArray values;
    private final NDArray boundaries;
    private final int steps;
    private final float min;
    private final float max;

    /** @param manager owns the tables */
    FakeQuantizer(NDManager manager, QuantizationGrid grid) {
        float[] sorted = grid.values();
        steps = 32 - Integer.numberOfLeadingZeros(sorted.length - 1);
        min = grid.min();
        max = grid.max();
        values = manager.create(sorted);
        boundaries = manager.create(padded(grid.boundaries(), 1 << steps));
    }

    /** Entry i is the boundary below value i; beyond the last value nothing is reached. */
    private static float[] padded(float[] steps, int length) {
        float[] table = new float[length];
        Arrays.fill(table, Float.POSITIVE_INFINITY);
        table[0] = Float.NEGATIVE_INFINITY;
        System.arraycopy(steps, 0, table, 1, steps.length);
        return table;
    }

    /** Rounds with one scale; x must be finite. */
    NDArray quantize(NDArray x, float scale) {
        NDArray clipped = x.clip(min * scale, max * scale);
        return straightThrough(clipped, round(clipped.stopGradient().div(scale)).mul(scale));
    }

    /**
     * Rounds with one scale for each output channel.
     *
     * @param scale broadcast against x: {@code [outChannels, 1, ...]}
     */
    NDArray quantize(NDArray x, NDArray scale) {
        NDArray scoped = scale.duplicate();
        scoped.attach(x.getManager());
        NDArray clipped = x.minimum(scoped.mul(max)).maximum(scoped.mul(min));
        return straightThrough(
                clipped, round(clipped.stopGradient().div(scoped)).mul(scoped));
    }

    /** The rounded value, exactly, with the gradient of x: the added term is zero. */
    private static NDArray straightThrough(NDArray x, NDArray rounded) {
        return rounded.add(x.sub(x.stopGradient()));
    }

    /** Rounds every element at scale 1; no gradient. */
    NDArray round(NDArray x) {
        NDManager manager = x.getManager();
        NDArray index = manager.zeros(x.getShape(), DataType.INT64);
        for (int step = 1 << (steps - 1); step > 0; step >>= 1) {
            NDArray above = boundaries.take(manager, index.add(step));
            index = index.add(x.gte(above).toType(DataType.INT64, false).mul(step));
        }
        return values.take(manager, index);
    }
}
