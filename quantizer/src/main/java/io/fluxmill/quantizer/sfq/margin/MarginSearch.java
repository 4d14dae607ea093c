// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The search to one side of nominal over the steps 1 … n; step 0 works. Every step is tried at most once. */
final class MarginSearch {
    private final int steps;
    private final int points;
    private final IntFunction<Optional<String>> failure;
    private final TreeMap<Integer, Optional<String>> tried = new TreeMap<>(Map.of(0, Optional.empty()));

    /** @param failure why a step does not work; empty if it does */
    MarginSearch(int steps, int points, IntFunction<Optional<String>> failure) {
        this.steps = steps;
        this.points = points;
        this.failure = failure;
    }

    /** The last step up to which everything that was tried works. */
    int last() {
        scan(steps).forEach(this::works);
        int last = bisect();
        while (!scan(last).stream().allMatch(this::works)) {
            last = bisect();
        }
        return last;
    }

    /** Equidistant steps up to the given one. */
    private List<Integer> scan(int to) {
        return IntStream.rangeClosed(1, points)
                .map(k -> (int) ((long) to * k / points))
                .distinct()
                .boxed()
                .toList();
    }

    /** Between the first step that is known to fail and the last one before it that works. */
    private int bisect() {
        int bad = tried.entrySet().stream()
                .filter(step -> step.getValue().isPresent())
                .mapToInt(Map.Entry::getKey)
                .min()
                .orElse(steps + 1);
        int good = tried.lowerKey(bad);
        while (bad - good > 1) {
            int middle = (good + bad) >>> 1;
            if (works(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    private boolean works(int step) {
        return tried.computeIfAbsent(step, failure::apply).isEmpty();
    }

    /** Why a step that was tried fails. */
    String failure(int step) {
        return tried.get(step).orElseThrow();
    }

    /** Steps from the given one on that were found to work. */
    List<Integer> working(int from) {
        return tried.tailMap(from).entrySet().stream()
                .filter(step -> step.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
