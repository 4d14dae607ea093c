// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Lfsr;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Every cell of the library, and some odd ones, each on its own inputs and outputs. */
public final class CellSweep {
    /** Besides the library: two delays to one output, where a later pulse overtakes; a critical time of an input that does nothing. */
    private static final String EXTRA =
            """
            ODD:
              inputs: [a, b]
              outputs: [q, r]
              transitions: ["0 a -> 1, q 6.3, r 0.1", "1 a -> 0, q 2.0", "0 b -> 2, q 0.1", "2 b -> 0", "1 b -> 1, r 6.0"]
              critical: ["0 a_b 3.0", "1 b_b 2.0", "2 a_b 1.0 absorb", "2 a_a 4.0"]
              junctions: 1
              bias-ua: 1
              area-um2: 1
            """;

    /** Of two synapses whose thresholds are the first draw, which blocks the first pulse of a run, and one more, which lets it pass. */
    private static final int EDGE_SEED = 5;

    private CellSweep() {}

    /** The library and the odd cells. */
    static CellLibrary library() {
        return CellLibrary.of("rsfqlib-v3").with(ConfigNode.parse(Path.of("extra.yaml"), EXTRA));
    }

    public static Netlist netlist() {
        CellLibrary library = library();
        Netlist.Builder builder = Netlist.builder("cells", library);
        library.cells().keySet().forEach(name -> place(builder, name, library.cell(name), null));
        place(builder, "LEAKY", library.cell("NEURON"), new Settings(2500, 0, 77, 2));
        place(builder, "FADING", library.cell("NEURON"), new Settings(1025, 0, 200, 0));
        place(builder, "RARE", library.cell("SYNAPSE"), new Settings(5000, 0x80000001, 0, 0));
        place(builder, "NEVER", library.cell("SYNAPSE"), new Settings(0, 3, 0, 0));
        place(builder, "ALWAYS", library.cell("SYNAPSE"), new Settings(Settings.CERTAIN, 4, 0, 0));
        place(builder, "FAR", library.cell("JTL").withTimes(delay -> delay + 50, critical -> critical), null);
        place(builder, "SHALLOW", library.cell("NEURON"), new Settings(2500, 0, 77, 1));
        int draw = Lfsr.draw(Lfsr.advance(EDGE_SEED));
        place(builder, "BELOW", library.cell("SYNAPSE"), new Settings(draw, EDGE_SEED, 0, 0));
        place(builder, "ABOVE", library.cell("SYNAPSE"), new Settings(draw + 1, EDGE_SEED, 0, 0));
        return builder.build();
    }

    private static void place(Netlist.Builder builder, String name, Cell cell, Settings given) {
        Settings settings = given != null
                ? given
                : switch (cell.gate()) {
                    case NONE -> Settings.NONE;
                    case DRAW -> Settings.synapse(30_000);
                    case INTEGRATE -> Settings.neuron(3);
                };
        Map<String, String> pins = new HashMap<>();
        for (String pin : cell.inputs()) {
            pins.put(pin, name + "." + pin);
            builder.inputs(name + "." + pin);
        }
        for (String pin : cell.outputs()) {
            pins.put(pin, name + "." + pin);
            builder.outputs(name + "." + pin);
        }
        builder.add(name, cell, pins, settings);
    }

    /** Random pulses on every input, a mean distance apart. */
    public static Map<String, long[]> random(Netlist netlist, Random random, int distance, long end) {
        Map<String, long[]> stimuli = new HashMap<>();
        for (String net : netlist.inputs()) {
            List<Long> times = new ArrayList<>();
            for (long t = random.nextInt(distance); t < end; t += 1 + random.nextInt(2 * distance)) {
                times.add(t);
            }
            stimuli.put(net, times.stream().mapToLong(t -> t).toArray());
        }
        return stimuli;
    }
}
