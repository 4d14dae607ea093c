// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.netlist.cell.Netlist;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names of the modules of an SFQ design. The emulator of engine {@code e} has {@code e} and {@code e_sfq_…}, and modules with upper-case
 * letters in their names; the structural Verilog of netlist {@code n} has {@code n_cells} and {@code n_cell_…}. So no module of the one
 * is one of the other unless e begins with {@code n_cell} or n with {@code e_sfq}, which {@link SfqConfig} refuses.
 */
final class CellNames {
    private final Map<Object, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** What the names of all modules in the structural Verilog of a netlist begin with. */
    static String structural(Netlist netlist) {
        return netlist.name() + "_cell";
    }

    /** What the names of the emulator's modules for cells and gates begin with; the generator puts the design's name before {@code sfq}. */
    static String emulator(String engine) {
        return engine + "_sfq";
    }

    /** Whether this content has no name yet. */
    boolean isNew(Object content) {
        return !names.containsKey(content);
    }

    /** The name of a module: the kind's own, or with a number for other contents of the same kind; the same for the same content. */
    String of(String kind, Object content) {
        return names.computeIfAbsent(content, c -> {
            String name = kind;
            for (int other = 1; !taken.add(name); other++) {
                name = kind + "_v" + other;
            }
            return name;
        });
    }
}
