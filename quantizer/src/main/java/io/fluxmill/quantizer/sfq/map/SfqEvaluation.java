// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.NetlistCosts;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network on samples, pulse by pulse on its netlist.
 *
 * @param accuracies by window length, in the order asked for
 * @param pulses on all nets, mean of a sample
 * @param collisions in mergers, mean of a sample
 * @param otherViolations of all samples
 * @param switchingAttojoules of a sample at most, mean, for the longest window
 */
public record SfqEvaluation(
        List<Accuracy> accuracies, double pulses, double collisions, long otherViolations, double switchingAttojoules) {
    /** Right decisions after some slots. */
    public record Accuracy(int slots, int right, int samples) {
        /** Share of samples that are right. */
        public double share() {
            return (double) right / samples;
        }
    }

    /** Takes a copy. */
    public SfqEvaluation {
        accuracies = List.copyOf(accuracies);
    }

    /** One sample: which window lengths were right, and what happened. */
    private record Run(boolean[] right, long pulses, long collisions, long others, double attojoules) {}

    /**
     * Runs the first samples, each from the initial state; shorter windows are the beginning of the longest.
     *
     * @param slots window lengths
     * @param quantum in 0.1 ps, a divisor of the slot
     * @param seed of the encoder: sample i is encoded with seed + i
     * @throws IllegalArgumentException if data have no labels, or samples of another size
     */
    public static SfqEvaluation of(
            SfqCircuit circuit, Dataset data, int samples, List<Integer> slots, int quantum, long seed) {
        if (!data.hasLabels()) {
            throw new IllegalArgumentException("data must have labels");
        }
        int count = Math.min(samples, data.count());
        Netlist netlist = circuit.netlist().quantized(quantum);
        List<Run> runs = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> run(circuit, netlist, data, i, slots, quantum, seed + i))
                .toList();
        List<Accuracy> accuracies = new ArrayList<>();
        for (int k = 0; k < slots.size(); k++) {
            int length = k;
            int right = (int) runs.stream().filter(r -> r.right[length]).count();
            accuracies.add(new Accuracy(slots.get(k), right, count));
        }
        return new SfqEvaluation(
                accuracies,
                runs.stream().mapToLong(Run::pulses).average().orElse(0),
                runs.stream().mapToLong(Run::collisions).average().orElse(0),
                runs.stream().mapToLong(Run::others).sum(),
                runs.stream().mapToDouble(Run::attojoules).average().orElse(0));
    }

    /** Values of a sample as the encoder takes them. */
    public static double[] values(Dataset data, int sample) {
        float[] stored = data.sample(sample);
        return IntStream.range(0, stored.length).mapToDouble(i -> stored[i]).toArray();
    }

    private static Run run(
            SfqCircuit circuit,
            Netlist netlist,
            Dataset data,
            int sample,
            List<Integer> slots,
            int quantum,
            long seed) {
        int longest = slots.stream().mapToInt(n -> n).max().orElseThrow();
        SfqEncoder encoder = new SfqEncoder(circuit, quantum);
        SfqTrace trace = new SfqSimulator(netlist)
                .run(encoder.stimuli(new double[][] {values(data, sample)}, longest, seed), encoder.end(1, longest));
        int[][] bySlot = new SfqDecoder(circuit, quantum).counts(trace, longest, 1);
        boolean[] right = new boolean[slots.size()];
        for (int k = 0; k < right.length; k++) {
            int[] counts = new int[circuit.network().outputs()];
            for (int s = 0; s < slots.get(k); s++) {
                for (int o = 0; o < counts.length; o++) {
                    counts[o] += bySlot[s][o];
                }
            }
            right[k] = circuit.network().decide(counts, slots.get(k)) == data.label(sample);
        }
        long collisions = trace.violations().stream()
                .filter(v -> v.pair().equals("a_b") || v.pair().equals("b_a"))
                .filter(v -> v.instance().endsWith("_merge"))
                .count();
        return new Run(
                right,
                trace.count(),
                collisions,
                trace.violations().size() - collisions,
                NetlistCosts.switchingAttojoules(netlist, trace));
    }
}
