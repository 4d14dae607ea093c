// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Synapses;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Delays that are longer than the slots of sums: their rows wait in a queue of the engine, or the engine gets more slots.
 *
 * @param most rows that wait at the same time in the samples, on the core with the most
 * @param rows that wait if every source fires in every tick, on all cores
 */
public record LongDelays(int most, long rows) {
    private static final int LEAST_ROWS = 16;
    private static final int MOST_ROWS = 1 << 14;

    /** One source in so many fires, if a queue is proposed. */
    private static final int SHARE_FIRING = 10;

    /**
     * How many rows wait in samples.
     *
     * @param samples as the reference takes them
     */
    public static LongDelays of(IntegerNetwork network, SpikingShape shape, List<int[][][]> samples) {
        Partition partition = new Partition(network, shape);
        long all = 0;
        int most = 0;
        for (int core = 0; core < shape.cores(); core++) {
            int[][][] rows = rows(network, shape, partition, core);
            for (int[][] of : rows) {
                for (int[] delays : of) {
                    all += Arrays.stream(delays).sum();
                }
            }
            for (int[][][] sample : samples) {
                most = Math.max(most, peak(network, rows, sample));
            }
        }
        return new LongDelays(most, all);
    }

    /** {@code [connections][values of the source]}: the delays of the rows that wait. */
    private static int[][][] rows(IntegerNetwork network, SpikingShape shape, Partition partition, int core) {
        int[][][] rows = new int[network.connections().size()][][];
        for (int c = 0; c < rows.length; c++) {
            Wiring wiring = network.connections().get(c);
            int[] target = partition.index(wiring.target(), core);
            rows[c] = Arrays.stream(wiring.synapses())
                    .map(synapses -> wiring.isDrawn() && shape.randomWeights()
                            ? synapses.delays()[0] < shape.delaySlots() ? new int[0] : new int[] {synapses.delays()[0]}
                            : waiting(wiring, synapses, target, shape))
                    .toArray(int[][]::new);
        }
        return rows;
    }

    private static int[] waiting(Wiring wiring, Synapses synapses, int[] target, SpikingShape shape) {
        if (Arrays.stream(synapses.delays()).allMatch(delay -> delay < shape.delaySlots())) {
            return new int[0];
        }
        return Row.of(wiring.name(), target, synapses.targets(), synapses.weights(), synapses.delays(), shape).stream()
                .mapToInt(Row::delay)
                .filter(delay -> delay >= shape.delaySlots())
                .toArray();
    }

    private static int peak(IntegerNetwork network, int[][][] rows, int[][][] sample) {
        int ticks = sample[0].length;
        IntegerReference.Run run = new IntegerReference(network).run(sample);
        int[] waiting = new int[ticks + SpikingShape.MOST_DELAY_SLOTS];
        int peak = 0;
        for (int t = 0; t < ticks; t++) {
            for (int c = 0; c < rows.length; c++) {
                Wiring wiring = network.connections().get(c);
                int[] values = wiring.fromInput() ? sample[wiring.source()][t] : run.spikes()[wiring.source()][t];
                for (int i = 0; i < values.length; i++) {
                    for (int delay : values[i] == 0 ? new int[0] : rows[c][i]) {
                        for (int later = t; later < t + delay; later++) {
                            waiting[later]++;
                        }
                    }
                }
            }
            peak = Math.max(peak, waiting[t]);
        }
        return peak;
    }

    /** The key with which no row is lost in these samples; nothing if none is. */
    public Optional<String> room(IntegerNetwork network, SpikingShape shape) {
        if (most <= shape.delayQueue()) {
            return Optional.empty();
        }
        int places = Integer.highestOneBit(2 * most - 1);
        return Optional.of(
                places <= MOST_ROWS
                        ? "engine.delay-queue: " + places
                        : "engine.delay-slots: " + Integer.highestOneBit(longest(network)) * 2);
    }

    private static int longest(IntegerNetwork network) {
        return network.connections().stream()
                .flatMap(wiring -> Arrays.stream(wiring.synapses()))
                .flatMapToInt(synapses -> Arrays.stream(synapses.delays()))
                .max()
                .orElse(1);
    }

    /** What to do about a delay that the engine cannot have: the cheaper of more slots and a queue comes first. */
    static String remedy(IntegerNetwork network, SpikingShape shape, int longest) {
        int slots = Integer.highestOneBit(longest) * 2;
        long slotBits = (long) (slots - shape.delaySlots()) * shape.neurons() * shape.accumulatorBits();
        long every = of(network, shape, List.of()).rows();
        long rows = Math.max(LEAST_ROWS, Long.highestOneBit(Math.max(1, every / SHARE_FIRING)) * 2);
        SpikingShape queued = shape.with(shape.features().withDelayQueue((int) Math.min(rows, MOST_ROWS)));
        long queueBits =
                queued.delayQueue() * (long) (queued.widthBits(SpikingLayout.Memory.ROWS) + queued.delayBits());
        String bySlots = "engine.delay-slots: " + slots + " (" + slotBits + " bits of memory)";
        String byQueue = "engine.delay-queue: " + queued.delayQueue() + " (" + queueBits + " bits, enough if one in "
                + SHARE_FIRING + " sources fires)";
        return slotBits <= queueBits ? "set " + bySlots + ", or " + byQueue : "set " + byQueue + ", or " + bySlots;
    }
}
