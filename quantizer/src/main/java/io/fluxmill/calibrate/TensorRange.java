// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.calibrate;

/**
 * What one tensor held over the calibration samples.
 *
 * <p>Percentiles come from a histogram whose bins are at most 1/4096 of the largest magnitude wide; they are exact to one bin,
 * and do not depend on the order of the samples.
 */
public final class TensorRange {
    private final String name;
    private final Histogram histogram;
    private final float[] values;

    TensorRange(String name, Histogram histogram, float[] values) {
        this.name = name;
        this.histogram = histogram;
        this.values = values;
    }

    /** Name of the tensor; "input" for the network's input after scale and offset. */
    public String name() {
        return name;
    }

    public double min() {
        return histogram.min();
    }

    public double max() {
        return histogram.max();
    }

    /** The larger of |min| and |max|. */
    public double maxAbs() {
        return Math.max(Math.abs(min()), Math.abs(max()));
    }

    /** Number of values seen: samples times elements. */
    public long count() {
        return histogram.count();
    }

    /**
     * The value below or at which {@code percent} of the values lie; 0 gives min, 100 gives max.
     *
     * @throws IllegalArgumentException unless percent is from 0 to 100
     */
    public double percentile(double percent) {
        return histogram.percentile(percent);
    }

    /**
     * Values drawn evenly from the samples, at most {@link Calibration#MAX_VALUES} or one for each sample, the same in every
     * run; all of them if there are not more. The extremes may be missing.
     */
    public float[] values() {
        return values.clone();
    }
}
