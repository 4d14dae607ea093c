// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.trace.Stimuli;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * A netlist of equal lanes and random pulses on them. A lane is a row of tiles of ten cells: a pulse is split, its halves meet again in a
 * C-element and pass a synapse, a neuron, a transmission line and a JTL, so that nearly every pulse passes through all cells.
 *
 * @param pulses how dense they are, in words
 */
record SfqWorkload(Netlist netlist, String pulses, Stimuli stimuli) {
    static final int CELLS_OF_A_TILE = 10;
    private static final int ALMOST_ALWAYS = 65_000;

    /**
     * A workload.
     *
     * @param gap mean distance of the pulses of a lane, in quanta of 0.1 ps; from half to one and a half of it
     */
    static SfqWorkload of(int lanes, int tiles, String pulses, int gap, long end) {
        Random random = new Random(lanes * 31L + gap);
        TreeMap<String, long[]> times = new TreeMap<>();
        for (int lane = 0; lane < lanes; lane++) {
            LongStream.Builder builder = LongStream.builder();
            for (long t = random.nextInt(gap); t < end; t += gap / 2 + random.nextInt(gap)) {
                builder.add(t);
            }
            times.put("in" + lane, builder.build().toArray());
        }
        return new SfqWorkload(netlist(lanes, tiles), pulses, new Stimuli(times, end));
    }

    private static Netlist netlist(int lanes, int tiles) {
        Netlist.Builder builder =
                Netlist.builder("cells" + lanes * tiles * CELLS_OF_A_TILE, CellLibrary.of(CellLibrary.NAMES.get(0)));
        for (int lane = 0; lane < lanes; lane++) {
            builder.inputs("in" + lane).outputs("out" + lane);
            String net = "in" + lane;
            for (int tile = 0; tile < tiles; tile++) {
                String end = tile == tiles - 1 ? "out" + lane : "l" + lane + "t" + tile;
                tile(builder, "x" + lane + "t" + tile + ".", net, end);
                net = end;
            }
        }
        return builder.build();
    }

    private static void tile(Netlist.Builder builder, String name, String in, String out) {
        builder.add(name + "split", "SPLIT", in, name + "n0", name + "n1")
                .add(name + "left", "JTL", name + "n0", name + "n2")
                .add(name + "right", "JTL", name + "n1", name + "n3")
                .add(name + "wait", "JTL", name + "n3", name + "n4")
                .add(name + "meet", "LAST", name + "n2", name + "n4", name + "n5")
                .add(Settings.synapse(ALMOST_ALWAYS), name + "weigh", "SYNAPSE", name + "n5", name + "n6")
                .add(Settings.neuron(2), name + "fire", "NEURON", name + "n6", name + "n7")
                .add(name + "send", "PTLTX", name + "n7", name + "n8")
                .add(name + "receive", "PTLRX", name + "n8", name + "n9")
                .add(name + "line", "JTL", name + "n9", out);
    }
}
