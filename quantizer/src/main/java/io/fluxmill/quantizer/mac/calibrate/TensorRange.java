// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.calibrate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The values of one tensor over the calibration samples.
 *
 * <p>Percentiles come from a histogram whose bins are at most 1/4096 of the largest magnitude wide; they are exact to one bin,
 * and do not depend on the order of the samples.
 */
public final class TensorRange {
    private final String name;
    private final Histogram histogram;
    private final float[] values;
    private final double[] channelMin;
    private final double[] channelMax;

    TensorRange(String name, Histogram histogram, float[] values, double[] channelMin, double[] channelMax) {
        this.name = name;
        this.histogram = histogram;
        this.values = values;
        this.channelMin = channelMin;
        this.channelMax = channelMax;
    }

    /** All values of several tensors, as one. */
    static TensorRange merged(List<TensorRange> ranges) {
        Histogram all = new Histogram();
        int size = ranges.stream().mapToInt(range -> range.values.length).sum();
        float[] values = new float[size];
        int at = 0;
        for (TensorRange range : ranges) {
            all.addAll(range.histogram);
            System.arraycopy(range.values, 0, values, at, range.values.length);
            at += range.values.length;
        }
        String name = ranges.stream().map(TensorRange::name).collect(Collectors.joining(", "));
        return new TensorRange(
                name,
                all,
                values,
                ranges.stream()
                        .flatMapToDouble(range -> Arrays.stream(range.channelMin))
                        .toArray(),
                ranges.stream()
                        .flatMapToDouble(range -> Arrays.stream(range.channelMax))
                        .toArray());
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

    /** The larger of |min| and |max| of each channel, {@code [channels]}. */
    public double[] channelMaxAbs() {
        double[] largest = new double[channelMin.length];
        for (int c = 0; c < largest.length; c++) {
            largest[c] = Math.max(Math.abs(channelMin[c]), Math.abs(channelMax[c]));
        }
        return largest;
    }

    /**
     * Values that represent all of them: drawn without regard to their place, so that no layout of channels and samples hides one, together with
     * the extremes of each channel. The same in every run.
     *
     * @param size how many are drawn; all values are taken if there are not more
     */
    public ValueSample sample(int size) {
        if (count() <= size && values.length == count()) {
            return ValueSample.all(values.clone());
        }
        int drawn = Math.min(size, values.length);
        int[] indices = RandomDraw.indices(values.length, drawn);
        float[] some = new float[drawn + 2 * channelMin.length];
        for (int i = 0; i < drawn; i++) {
            some[i] = values[indices[i]];
        }
        double[] counts = new double[some.length];
        Arrays.fill(counts, 0, drawn, (double) count() / drawn);
        Arrays.fill(counts, drawn, counts.length, 1);
        for (int c = 0; c < channelMin.length; c++) {
            some[drawn + 2 * c] = (float) channelMin[c];
            some[drawn + 2 * c + 1] = (float) channelMax[c];
        }
        return new ValueSample(some, counts);
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
     * Values drawn at random from each sample, at most {@link Calibration#MAX_VALUES} or one for each sample, the same in every
     * run; all of them if there are not more. The extremes may be missing.
     */
    public float[] values() {
        return values.clone();
    }
}
