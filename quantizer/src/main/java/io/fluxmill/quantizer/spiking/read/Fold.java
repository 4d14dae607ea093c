// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import io.fluxmill.quantizer.spiking.graph.LinearMap;
import io.fluxmill.quantizer.spiking.graph.ScaleMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The linear nodes and delays of a way, as far as they were followed: {@code bias + maps(source(t - delay))}, and the delay of each result. A Delay between
 * two linear nodes parts a way into one for each of its delays, each with the values of that delay only.
 *
 * @param delay seconds, for each value of the source; null for none
 * @param targetDelay seconds, for each result; null for none, and while there are no maps
 */
record Fold(List<LinearMap> maps, double[] bias, double[] delay, double[] targetDelay) {
    static final Fold NONE = new Fold(List.of(), null, null, null);

    /** Behind a Delay. */
    Fold delayed(double[] seconds) {
        return maps.isEmpty()
                ? new Fold(maps, bias, sum(delay, seconds), null)
                : new Fold(maps, bias, delay, sum(targetDelay, seconds));
    }

    /**
     * Behind a linear node, once for each delay before it.
     *
     * @param sources values of the source
     */
    Stream<Fold> through(LinearMap map, int sources) {
        if (targetDelay == null) {
            return Stream.of(new Fold(with(map), bias == null ? null : map.apply(bias), delay, null));
        }
        double[] delays = Arrays.stream(targetDelay).distinct().toArray();
        return Arrays.stream(delays).mapToObj(seconds -> {
            double[] all = new double[sources];
            Arrays.fill(all, seconds);
            Fold part = new Fold(maps, bias, sum(delay, all), null);
            return (delays.length == 1 ? part : part.only(targetDelay, seconds))
                    .through(map, sources)
                    .findFirst()
                    .orElseThrow();
        });
    }

    /** With the results only that have a delay. */
    private Fold only(double[] delays, double seconds) {
        double[] chosen = Arrays.stream(delays).map(d -> d == seconds ? 1 : 0).toArray();
        ScaleMap mask = new ScaleMap(chosen);
        return new Fold(with(mask), bias == null ? null : mask.apply(bias), delay, null);
    }

    Fold biased(double[] added) {
        return new Fold(maps, sum(bias, added), delay, targetDelay);
    }

    private List<LinearMap> with(LinearMap map) {
        List<LinearMap> longer = new ArrayList<>(maps);
        longer.add(map);
        return longer;
    }

    private static double[] sum(double[] a, double[] b) {
        if (a == null) {
            return b;
        }
        double[] sum = new double[a.length];
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }
}
