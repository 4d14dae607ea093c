// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.trace;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * Pulses on the inputs of a netlist and the length of the run; docs/sfq-margins.md has the format.
 *
 * @param pulses times in quanta by net, ascending, each once, all before the end
 * @param end the run has the quanta 0 … end − 1
 */
public record Stimuli(Map<String, long[]> pulses, long end) {
    /** The longest time that can be given, ps. */
    static final double MAX_PS = 1e9;

    private static final int MAX_COUNT = 10_000_000;

    /** Sorts the times and keeps repeated ones once. The arrays must not be changed. */
    public Stimuli {
        Map<String, long[]> sorted = new TreeMap<>();
        pulses.forEach((net, times) ->
                sorted.put(net, LongStream.of(times).sorted().distinct().toArray()));
        pulses = Collections.unmodifiableMap(sorted);
        for (Map.Entry<String, long[]> entry : sorted.entrySet()) {
            for (long time : entry.getValue()) {
                if (time < 0 || time >= end) {
                    throw new IllegalArgumentException("pulses on " + entry.getKey()
                            + " must be at times from 0 and before the end of the run, " + end + ": time=" + time);
                }
            }
        }
    }

    /**
     * Reads the section {@code stimuli}.
     *
     * @return times in quanta of 0.1 ps
     * @throws InputException if a key or value breaks its rule, or a net is no input of the netlist
     */
    public static Stimuli from(ConfigNode section, Netlist netlist) {
        Reader reader = new Reader(section, netlist);
        if (section.has("pulses")) {
            reader.pulses(section.node("pulses"));
        }
        if (section.has("clock")) {
            section.nodes("clock").forEach(reader::clock);
        }
        if (section.has("random")) {
            section.nodes("random").forEach(reader::random);
        }
        long end = quanta(section, "end-ps", MAX_PS);
        section.rejectUnknown();
        return reader.stimuli(end);
    }

    /** The same stimuli in quanta that are {@code factor} times as long; times are rounded to nearest, halves up. */
    public Stimuli quantized(int factor) {
        LongUnaryOperator rounded = time -> Math.floorDiv(2 * time + factor, 2L * factor);
        long last = pulses.values().stream()
                .flatMapToLong(LongStream::of)
                .map(rounded)
                .max()
                .orElse(0);
        return map(rounded, Math.max((end + factor - 1) / factor, last + 1));
    }

    /** The same stimuli, exactly, in quanta of which {@code factor} make up one of these. */
    public Stimuli refined(int factor) {
        return map(time -> time * factor, end * factor);
    }

    private Stimuli map(LongUnaryOperator change, long newEnd) {
        Map<String, long[]> changed = new TreeMap<>();
        pulses.forEach((net, times) ->
                changed.put(net, LongStream.of(times).map(change).toArray()));
        return new Stimuli(changed, newEnd);
    }

    /** Pulses of all inputs. */
    public long count() {
        return pulses.values().stream().mapToLong(times -> times.length).sum();
    }

    /** A time in quanta of 0.1 ps. */
    static long quanta(ConfigNode node, String key, double maxPicoseconds) {
        double time = node.number(key, 0, maxPicoseconds) * CellLibrary.QUANTA_PER_PS;
        if (Math.abs(time - Math.rint(time)) > 1e-3) {
            throw node.error(key, "a multiple of 0.1", "round it");
        }
        return (long) Math.rint(time);
    }

    /** A time as above, 0 unless given. */
    static long quantaOrZero(ConfigNode node, String key) {
        return node.has(key) ? quanta(node, key, MAX_PS) : 0;
    }

    /** Quanta of 0.1 ps from a text in ps. */
    static long quanta(String picoseconds) {
        try {
            double time = Double.parseDouble(picoseconds) * CellLibrary.QUANTA_PER_PS;
            if (time >= 0 && time <= MAX_PS * CellLibrary.QUANTA_PER_PS && Math.abs(time - Math.rint(time)) < 1e-3) {
                return (long) Math.rint(time);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("time must be a multiple of 0.1 ps from 0 to 1e9: time=" + picoseconds);
    }

    private static final class Reader {
        private final ConfigNode section;
        private final Netlist netlist;
        private final Map<String, List<Long>> times = new TreeMap<>();

        Reader(ConfigNode section, Netlist netlist) {
            this.section = section;
            this.netlist = netlist;
        }

        void pulses(ConfigNode node) {
            for (String net : node.keys()) {
                add(node, net, node.parsedList(net, Stimuli::quanta));
            }
        }

        void clock(ConfigNode node) {
            long period = quanta(node, "period-ps", MAX_PS);
            long offset = quantaOrZero(node, "offset-ps");
            int count = node.integer("count", 1, MAX_COUNT);
            List<String> nets = node.strings("nets");
            node.rejectUnknown();
            if (period == 0) {
                throw node.error("period-ps", "more than 0", "give the time between two pulses");
            }
            List<Long> clock = LongStream.range(0, count)
                    .mapToObj(i -> offset + i * period)
                    .toList();
            nets.forEach(net -> add(node, net, clock));
        }

        void random(ConfigNode node) {
            List<String> nets = node.strings("nets");
            int slots = node.integer("slots", 1, MAX_COUNT);
            long slot = quanta(node, "slot-ps", MAX_PS);
            double probability = node.number("probability", 0, 1);
            long jitter = quantaOrZero(node, "jitter-ps");
            long offset = quantaOrZero(node, "offset-ps");
            Random random = new Random(node.integer("seed", Integer.MIN_VALUE, Integer.MAX_VALUE, 1));
            node.rejectUnknown();
            if (slot == 0) {
                throw node.error("slot-ps", "more than 0", "give the time between the starts of two slots");
            }
            for (String net : nets) {
                List<Long> drawn = new ArrayList<>();
                for (int i = 0; i < slots; i++) {
                    if (random.nextDouble() < probability) {
                        drawn.add(offset + i * slot + random.nextLong(jitter + 1));
                    }
                }
                add(node, net, drawn);
            }
        }

        private void add(ConfigNode node, String net, List<Long> added) {
            if (!netlist.inputs().contains(net)) {
                throw new InputException(
                        node.file() + ":" + node.line() + ": stimuli must be for the netlist's inputs "
                                + String.join(", ", netlist.inputs()) + ": net=" + net,
                        "correct " + node.keyPath());
            }
            times.computeIfAbsent(net, n -> new ArrayList<>()).addAll(added);
        }

        Stimuli stimuli(long end) {
            Map<String, long[]> all = new TreeMap<>();
            times.forEach((net, list) -> {
                long last = list.stream().mapToLong(t -> t).max().orElse(-1);
                if (last >= end) {
                    throw section.error(
                            "end-ps",
                            "after the last pulse, which is on " + net + " at "
                                    + (double) last / CellLibrary.QUANTA_PER_PS,
                            "make the run longer, or take pulses away");
                }
                all.put(net, list.stream().mapToLong(t -> t).toArray());
            });
            return new Stimuli(all, end);
        }
    }
}
