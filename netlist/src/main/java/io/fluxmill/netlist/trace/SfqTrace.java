// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a run showed.
 *
 * @param pulses times in quanta, ascending, by net
 * @param violations by time
 */
public record SfqTrace(Map<String, long[]> pulses, List<Violation> violations) {
    /** Sorts both. */
    public SfqTrace {
        pulses = new TreeMap<>(pulses);
        violations = violations.stream().sorted().toList();
    }

    /** Times of the pulses of a net; none for a net that is not known. */
    public long[] of(String net) {
        return pulses.getOrDefault(net, new long[0]);
    }

    /** Pulses of all nets. */
    public long count() {
        return pulses.values().stream().mapToLong(times -> times.length).sum();
    }

    /** The sticky flags that are set at the end. */
    public Set<String> flags() {
        return violations.stream().map(Violation::flag).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Only the pulses of some nets. */
    public SfqTrace observed(List<String> nets) {
        return new SfqTrace(nets.stream().distinct().collect(Collectors.toMap(net -> net, this::of)), violations);
    }

    /** Pulses that one of the traces does not have, or has less often, one sentence each: net and time. */
    public List<String> pulseDifferences(SfqTrace other) {
        Set<String> nets = new TreeSet<>(pulses.keySet());
        nets.addAll(other.pulses.keySet());
        List<String> differences = new ArrayList<>();
        for (String net : nets) {
            long[] mine = of(net);
            long[] theirs = other.of(net);
            int i = 0;
            int k = 0;
            while (i < mine.length || k < theirs.length) {
                if (k == theirs.length || i < mine.length && mine[i] < theirs[k]) {
                    differences.add(net + " at " + mine[i++] + ": only in the first");
                } else if (i == mine.length || theirs[k] < mine[i]) {
                    differences.add(net + " at " + theirs[k++] + ": only in the second");
                } else {
                    i++;
                    k++;
                }
            }
        }
        return differences;
    }
}
