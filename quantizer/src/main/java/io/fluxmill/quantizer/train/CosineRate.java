// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.train;

import ai.djl.training.tracker.Tracker;

/** Falls from its start to 0 along half a cosine (Loshchilov and Hutter, arXiv 1608.03983). */
public final class CosineRate implements Tracker {
    private final double start;
    private final int steps;
    private int step;

    public CosineRate(double start, int steps) {
        this.start = start;
        this.steps = steps;
    }

    /** Steps taken so far. */
    public int step() {
        return step;
    }

    public void advance() {
        step++;
    }

    @Override
    public float getNewValue(int update) {
        return (float) (start * 0.5 * (1 + Math.cos(Math.PI * step / steps)));
    }
}
