// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Connections;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.insert.Alignment.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DelayMatchingTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");
    private static final int JTL = 35;

    @Test
    void aShallowLeafOfAMergerTreeIsPadded() {
        Netlist netlist = builder()
                .inputs("a", "b", "c")
                .outputs("q")
                .add("m", "MERGE", "a", "b", "ab")
                .add("n", "MERGE", "ab", "c", "q")
                .build();
        Netlist matched = DelayMatching.align(netlist, LIBRARY, List.of(Alignment.of("q")));
        assertEquals(List.of("q"), matched.outputs());
        assertEquals(Map.of("q", new TreeSet<>(List.of(180L))), arrivals(matched, "q"));
        assertEquals(
                "c.jtl 35, c.jtl1 55",
                describe(matched.instances().subList(2, 4)),
                "90 quanta are two JTLs and a rest of 20 at the last");
    }

    private static String describe(List<Instance> jtls) {
        return String.join(
                ", ",
                jtls.stream()
                        .map(i -> i.name() + " " + i.cell().delays(0, 0).max().orElseThrow())
                        .toList());
    }

    @Test
    void paddingThatAllBranchesNeedComesBeforeTheSplitter() {
        Netlist netlist = builder()
                .inputs("a", "b")
                .outputs("p", "q")
                .add("x1", "JTL", "a", "a1")
                .add("x2", "JTL", "a1", "a2")
                .add("xs", "SPLIT", "a2", "l", "r")
                .add("ys", "SPLIT", "b", "bl", "br")
                .add("m", "MERGE", "l", "bl", "p")
                .add("n", "MERGE", "r", "br", "q")
                .build();
        Netlist matched = DelayMatching.align(netlist, LIBRARY, List.of(Alignment.of("p", "q")));
        assertEquals("b.jtl 35, b.jtl1 35", describe(matched.instances().subList(6, 8)));
        assertEquals(8, matched.instances().size());
    }

    @Test
    void aRestAtAnInputIsWireBehindACellOfOneInputOrAJtlThatOtherPathsMakeUpFor() {
        Netlist behind = builder()
                .inputs("a", "b")
                .outputs("q")
                .add("x", "SYNAPSE", "a", "a1")
                .add("y", "DCSFQ", "b", "b1")
                .add("y2", "PTLTX", "b1", "b2")
                .add("x2", "JTL", "a1", "a2")
                .add("m", "MERGE", "a2", "b2", "q")
                .build();
        Netlist matched = DelayMatching.align(behind, LIBRARY, List.of(Alignment.of("m.a", "m.b")));
        assertEquals(behind.instances().size(), matched.instances().size());
        assertEquals(arrivals(matched, "a2"), Map.of("a2", new TreeSet<>(List.of(70L))));
        assertEquals(arrivals(matched, "b2"), Map.of("b2", new TreeSet<>(List.of(70L))));

        Netlist direct = builder()
                .inputs("a", "b")
                .outputs("q")
                .add("x", "PTLTX", "a", "a1")
                .add("m", "MERGE", "a1", "b", "q")
                .build();
        Netlist delayed = DelayMatching.align(direct, LIBRARY, List.of(Alignment.of("q")));
        assertEquals(Map.of("q", new TreeSet<>(List.of(125L))), arrivals(delayed, "q"));
        assertEquals(3, delayed.instances().size());
    }

    @Test
    void offsetsWithinAPairHold() {
        Netlist netlist = builder()
                .inputs("a", "b")
                .outputs("q")
                .add("i", "INHIBIT", "a", "b", "q")
                .build();
        Netlist after = DelayMatching.align(
                netlist, LIBRARY, List.of(Alignment.of(Target.of("i.a"), Target.notBefore("i.b", 21))));
        assertEquals(
                Map.of("b.delayed", new TreeSet<>(List.of(35L))),
                arrivals(after, "b.delayed"),
                "JTL, an input has no wire");
        Netlist exact =
                DelayMatching.align(netlist, LIBRARY, List.of(Alignment.of(Target.of("i.a"), Target.after("i.b", 40))));
        assertEquals(Map.of("b.delayed", new TreeSet<>(List.of(40L))), arrivals(exact, "b.delayed"));
        Netlist late = DelayMatching.align(
                netlist,
                LIBRARY,
                List.of(Alignment.of(Target.of("i.a"), Target.notBefore("i.b", 21))),
                Map.of("b", 100),
                0);
        assertEquals(netlist, late);
    }

    @Test
    void aToleranceSavesPadding() {
        Netlist netlist = builder()
                .inputs("a", "b")
                .outputs("q")
                .add("x", "SPLIT", "a", "a1", "open")
                .add("m", "MERGE", "a1", "b", "q")
                .build();
        Netlist matched = DelayMatching.align(netlist, LIBRARY, List.of(Alignment.of("q")), Map.of(), 63);
        assertEquals(netlist, matched);
        matched = DelayMatching.align(netlist, LIBRARY, List.of(Alignment.of("q")), Map.of(), 20);
        assertEquals(Map.of("q", new TreeSet<>(List.of(133L, 153L))), shifted(arrivals(matched, "q"), 0));
    }

    private static Map<String, TreeSet<Long>> shifted(Map<String, TreeSet<Long>> arrivals, long by) {
        Map<String, TreeSet<Long>> all = new HashMap<>();
        arrivals.forEach((net, times) -> times.forEach(
                t -> all.computeIfAbsent(net, n -> new TreeSet<>()).add(t + by)));
        return all;
    }

    @Test
    void whatCannotBeAlignedIsNamed() {
        Netlist loop = builder()
                .inputs("a")
                .outputs("q")
                .add("m", "MERGE", "a", "late", "in")
                .add("s", "SPLIT", "in", "q", "back")
                .add("x", "TFF", "back", "late")
                .build();
        InputException e = assertThrows(
                InputException.class, () -> DelayMatching.align(loop, LIBRARY, List.of(Alignment.of("q"))));
        assertEquals("aligned path must not have a loop: net=in", e.getMessage());
        Netlist chain = builder()
                .inputs("a")
                .outputs("q")
                .add("x", "JTL", "a", "m")
                .add("y", "JTL", "m", "q")
                .build();
        e = assertThrows(
                InputException.class, () -> DelayMatching.align(chain, LIBRARY, List.of(Alignment.of("x.a", "y.a"))));
        assertEquals(
                "aligned pins of netlist t must be reachable at their times, but one lies behind another: targets=[x.a, y.a]",
                e.getMessage());
        e = assertThrows(InputException.class, () -> DelayMatching.align(chain, LIBRARY, List.of(Alignment.of("z.a"))));
        assertEquals(
                "target of an alignment must be <instance>.<input> or an output of netlist t: target=z.a",
                e.getMessage());
        Netlist fan = builder()
                .inputs("a")
                .outputs("q")
                .add("m", "MERGE", "a", "a", "q")
                .build();
        e = assertThrows(InputException.class, () -> DelayMatching.align(fan, LIBRARY, List.of(Alignment.of("q"))));
        assertEquals("net on an aligned path must have one sink: net=a", e.getMessage());
    }

    @Test
    void randomNetworksOfSplittersAndMergersAlign() {
        for (int seed = 0; seed < 200; seed++) {
            Netlist netlist =
                    SplitterTrees.insert(network(new Random(seed), 2 + seed % 5, 1 + seed % 4, 1 + seed % 3), LIBRARY);
            String[] outputs = netlist.outputs().toArray(String[]::new);
            Netlist matched = DelayMatching.align(netlist, LIBRARY, List.of(Alignment.of(outputs)));
            assertEquals(outputs.length, matched.outputs().size());
            TreeSet<Long> all = new TreeSet<>();
            arrivals(matched, outputs).values().forEach(all::addAll);
            assertEquals(1, all.size(), "seed " + seed);
            for (int tolerance : new int[] {5, 30}) {
                Netlist near =
                        DelayMatching.align(netlist, LIBRARY, List.of(Alignment.of(outputs)), Map.of(), tolerance);
                all.clear();
                arrivals(near, outputs).values().forEach(all::addAll);
                assertTrue(all.last() - all.first() <= tolerance, "seed " + seed);
            }
        }
    }

    @Test
    void fiveThousandCellsAlign() {
        Netlist netlist = SplitterTrees.insert(network(new Random(7), 50, 4, 18), LIBRARY);
        assertTrue(
                netlist.instances().size() > 5000,
                "cells " + netlist.instances().size());
        String[] outputs = netlist.outputs().toArray(String[]::new);
        Netlist matched = DelayMatching.align(netlist, LIBRARY, List.of(Alignment.of(outputs)));
        assertTrue(matched.instances().size() > netlist.instances().size());
    }

    /** Layers of gates, each a merger of two weighted sums over the layer before. */
    private static Netlist network(Random random, int width, int layers, int fanIn) {
        Netlist.Builder builder = builder();
        List<String> before = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            builder.inputs("in" + i);
            before.add("in" + i);
        }
        for (int layer = 0; layer < layers; layer++) {
            List<String> after = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                String gate = "l" + layer + "g" + i;
                after.add(sum(builder, gate, random, before, 1 + random.nextInt(fanIn)));
            }
            before = after;
        }
        before.forEach(builder::outputs);
        return builder.build();
    }

    /** A chain of mergers over random nets, some through a synapse. */
    private static String sum(Netlist.Builder builder, String gate, Random random, List<String> nets, int terms) {
        String sum = null;
        for (int k = 0; k < terms; k++) {
            String name = gate + "k" + k;
            String cell = random.nextBoolean() ? "SYNAPSE" : "JTL";
            builder.add(name + "w", cell, nets.get(random.nextInt(nets.size())), name + "x");
            if (sum != null) {
                builder.add(name, "MERGE", sum, name + "x", name + "q");
            }
            sum = name + (sum == null ? "x" : "q");
        }
        return sum;
    }

    /** Delays of all paths from the inputs to nets, path by path merged only where equal: the oracle. */
    private static Map<String, TreeSet<Long>> arrivals(Netlist netlist, String... nets) {
        Map<String, TreeSet<Long>> times = new HashMap<>();
        Connections connections = new Connections(netlist);
        List<Object[]> work = new ArrayList<>();
        netlist.inputs().forEach(net -> work.add(new Object[] {net, 0L}));
        while (!work.isEmpty()) {
            Object[] step = work.remove(work.size() - 1);
            if (!times.computeIfAbsent((String) step[0], n -> new TreeSet<>()).add((long) step[1])) {
                continue;
            }
            for (Connections.Pin sink : connections.sinks((String) step[0])) {
                for (int o = 0; o < sink.instance().outputs().size(); o++) {
                    String net = sink.instance().outputs().get(o);
                    sink.instance()
                            .cell()
                            .delays(sink.index(), o)
                            .forEach(d -> work.add(new Object[] {net, (long) step[1] + d}));
                }
            }
        }
        times.keySet().retainAll(List.of(nets));
        return times;
    }

    private static Netlist.Builder builder() {
        return Netlist.builder("t", LIBRARY);
    }
}
