// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.trace;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;

/**
 * The costs of a netlist, from the figures of its cells.
 *
 * @param junctions Josephson junctions
 * @param biasMicroamperes bias current, µA
 * @param areaSquareMicrons area of the cells without wiring, µm²
 */
public record NetlistCosts(int junctions, double biasMicroamperes, double areaSquareMicrons) {
    /** Ic · Φ0 of a junction of 250 µA, in aJ: the energy of one switching. */
    public static final double SWITCHING_ATTOJOULES = 0.52;

    /** Sums up a netlist. */
    public static NetlistCosts of(Netlist netlist) {
        int junctions = 0;
        double bias = 0;
        double area = 0;
        for (Instance instance : netlist.instances()) {
            Cell.Costs costs = instance.cell().costs();
            junctions += costs.junctions();
            bias += costs.biasMicroamperes();
            area += costs.areaSquareMicrons();
        }
        return new NetlistCosts(junctions, bias, area);
    }

    /** Power of resistive biasing at a bias voltage, in nW; it is drawn with or without pulses. */
    public double staticNanowatts(double biasMillivolts) {
        return biasMicroamperes * biasMillivolts;
    }

    /**
     * Energy of the pulses of a run, in aJ, at most: every junction of a cell switches once for every pulse that comes to the cell.
     *
     * @param trace with all nets of the netlist
     */
    public static double switchingAttojoules(Netlist netlist, SfqTrace trace) {
        double switchings = 0;
        for (Instance instance : netlist.instances()) {
            long pulses = instance.inputs().stream()
                    .mapToLong(net -> trace.of(net).length)
                    .sum();
            switchings += (double) pulses * instance.cell().costs().junctions();
        }
        return switchings * SWITCHING_ATTOJOULES;
    }
}
