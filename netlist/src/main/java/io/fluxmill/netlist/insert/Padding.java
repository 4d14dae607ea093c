// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import java.util.List;

/** JTLs, and wire for less than one JTL, between a net and one of its sinks. */
final class Padding {
    private static final String CELL = "JTL";

    private final Netlist netlist;
    private final Rewiring rewiring;
    private final Cell jtl;

    private final int jtlDelay;

    Padding(Netlist netlist, Rewiring rewiring, CellLibrary library) {
        this.netlist = netlist;
        this.rewiring = rewiring;
        jtl = library.cell(CELL);
        jtlDelay = delay(library);
    }

    /** Delay of a JTL, quanta. */
    static int delay(CellLibrary library) {
        return library.cell(CELL).delays(0, 0).findFirst().orElseThrow();
    }

    /**
     * Delays what a net brings to its only sink; a driven output of the netlist keeps its name.
     *
     * @param driver instance, -1 for an input of the netlist, which takes no padding of less than a JTL
     * @param output of the driver
     * @param sink instance, -1 for the netlist's outputs
     * @param input of the sink, or index of the netlist's output
     */
    void insert(String net, int driver, int output, int sink, int input, long quanta) {
        int rest = (int) (quanta % jtlDelay);
        long cells = quanta / jtlDelay;
        if (cells == 0) {
            if (rest > 0) {
                rewiring.wire(driver, output, rest);
            }
            return;
        }
        boolean renamed = sink < 0 && driver >= 0;
        String from = renamed ? rewiring.fresh(net + ".root") : net;
        if (renamed) {
            rewiring.drive(driver, output, from);
        }
        for (long left = cells; left > 0; left--) {
            String name = rewiring.fresh(net + ".jtl");
            String to = renamed && left == 1 ? net : rewiring.fresh(net + ".delayed");
            Cell cell = left == 1 && rest > 0 ? jtl.withWire(0, rest) : jtl;
            rewiring.add(new Instance(name, cell, List.of(from), List.of(to), Settings.NONE));
            from = to;
        }
        if (sink >= 0) {
            rewiring.read(sink, input, from);
        } else if (!renamed) {
            rewiring.observe(input, from);
        }
    }

    /** Delays what leaves a cell of one input, by wire at all its outputs: the same as a wire before it. */
    void insertBehind(int instance, int quanta) {
        for (int output = 0;
                output < netlist.instances().get(instance).outputs().size();
                output++) {
            rewiring.wire(instance, output, quanta);
        }
    }
}
