// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.vary;

import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A netlist whose instances are each at an operating point.
 *
 * @param netlist with the times and thresholds there
 * @param failing names of the instances that do not work there
 */
public record Variant(Netlist netlist, List<String> failing) {
    /** Takes a copy. */
    public Variant {
        failing = List.copyOf(failing);
    }

    /** All instances at the same point. */
    public static Variant at(Netlist nominal, OperatingPoint point) {
        return at(nominal, Collections.nCopies(nominal.instances().size(), point));
    }

    /** A sample of a variation. */
    public static Variant sample(Netlist nominal, Spread spread, long seed) {
        return at(nominal, spread.points(nominal.instances().size(), seed));
    }

    /**
     * Each instance at a point of its own.
     *
     * @param points in the order of the instances, as many
     */
    public static Variant at(Netlist nominal, List<OperatingPoint> points) {
        List<Instance> instances = new ArrayList<>();
        List<String> failing = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Instance instance = nominal.instances().get(i);
            instances.add(points.get(i).apply(instance));
            if (!points.get(i).works(instance.cell())) {
                failing.add(instance.name());
            }
        }
        return new Variant(new Netlist(nominal.name(), nominal.inputs(), nominal.outputs(), instances), failing);
    }
}
