// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random netlists of a few cells each, odd ones among them, with fan-out, loops and open pins, side by side in one. */
public final class RandomNetlists {
    private static final CellLibrary LIBRARY = CellSweep.library();
    private static final int MAX_CELLS = 4;
    private static final int MAX_INPUTS = 3;

    private RandomNetlists() {}

    /** The netlists {@code first … first + count − 1}; each depends on its number only. All nets that a cell drives are observed. */
    public static Netlist of(String name, int first, int count) {
        Netlist.Builder builder = Netlist.builder(name, LIBRARY);
        for (int number = first; number < first + count; number++) {
            add(builder, "k" + number + ".", new Random(number));
        }
        return builder.build();
    }

    private static void add(Netlist.Builder builder, String prefix, Random random) {
        List<Cell> kinds = List.copyOf(LIBRARY.cells().values());
        List<String> nets = new ArrayList<>();
        for (int i = 1 + random.nextInt(MAX_INPUTS); i > 0; i--) {
            nets.add(prefix + "in" + i);
            builder.inputs(prefix + "in" + i);
        }
        List<Cell> cells = new ArrayList<>();
        for (int i = 2 + random.nextInt(MAX_CELLS - 1); i > 0; i--) {
            Cell cell = kinds.get(random.nextInt(kinds.size()));
            for (String pin : cell.outputs()) {
                nets.add(prefix + "c" + cells.size() + "." + pin);
            }
            cells.add(cell);
        }
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            String instance = prefix + "c" + i;
            Map<String, String> pins = new HashMap<>();
            for (String pin : cell.inputs()) {
                if (random.nextInt(20) != 0) {
                    pins.put(pin, nets.get(random.nextInt(nets.size())));
                }
            }
            cell.outputs().forEach(pin -> builder.outputs(instance + "." + pin));
            builder.add(instance, cell, pins, settings(cell, random));
        }
    }

    private static Settings settings(Cell cell, Random random) {
        return switch (cell.gate()) {
            case NONE -> Settings.NONE;
            case DRAW -> Settings.synapse(random.nextInt(Settings.CERTAIN + 1));
            case INTEGRATE -> new Settings(
                    1024 + random.nextInt(3000), 0, random.nextBoolean() ? 0 : 100, random.nextInt(4));
        };
    }
}
