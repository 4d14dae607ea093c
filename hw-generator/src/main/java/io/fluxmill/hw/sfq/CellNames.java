// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.netlist.cell.Netlist;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names of the modules of an SFQ design. A design's name has no upper-case letter, and the name of a module in it goes on with one after the underscore: so no
 * module of a design is one of another design, of a host around it, or of the structural Verilog of any netlist. Where engine and netlist have one name, the
 * emulator has {@code e_Sfq…} and other names of classes, the structural Verilog {@code e_Cells} and {@code e_Cell_…}.
 */
final class CellNames {
    /** What the names of the emulator's modules for cells begin with; the generator puts the design's name before it. */
    static final String EMULATED_CELL = "SfqCell_";

    /** The same for gates. */
    static final String EMULATED_GATE = "SfqGate_";

    private final Map<Object, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** Name of the structural module of a netlist. */
    static String circuit(Netlist netlist) {
        return netlist.name() + "_Cells";
    }

    /** Name of the structural module of a kind of cell, unless there are several of the kind. */
    static String cell(Netlist netlist, String kind) {
        return netlist.name() + "_Cell_" + kind;
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
