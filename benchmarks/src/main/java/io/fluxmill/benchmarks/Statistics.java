// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Median and range of repeated measurements. */
record Statistics(double median, double min, double max) {
    static <T> Statistics of(List<T> samples, ToDoubleFunction<T> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Statistics(median, sorted[0], sorted[sorted.length - 1]);
    }

    @Override
    public String toString() {
        return String.format("%.3g (%.3g to %.3g)", median, min, max);
    }

    static Statistics of(double... values) {
        return of(Arrays.stream(values).boxed().toList(), Double::doubleValue);
    }
}
