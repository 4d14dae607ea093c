// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.area;

import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a whole engine takes, and how fast its clock can be.
 *
 * @param formats in the order of the configuration
 * @param side rows and columns of its array
 * @param part that it was placed on, or was to be
 * @param shortOf what the part has too few of, or null if it fits
 * @param megahertz reached with each seed; empty if it was not placed
 * @param path the slowest path of the slowest seed, a line for each step
 */
public record ArrayArea(
        List<String> formats,
        int side,
        Technology technology,
        Netlist netlist,
        String part,
        String shortOf,
        List<Double> megahertz,
        List<String> path) {

    /** The row of the JSON. */
    public Map<String, Object> json() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("formats", formats);
        row.put("rows", side);
        row.put("columns", side);
        row.put("target", technology.key());
        row.put("part", part);
        row.put("lut", netlist.lut());
        row.put("ff", netlist.ff());
        row.put("dsp", netlist.dsp());
        row.put("ram", netlist.ram());
        row.put("depth", netlist.depth());
        row.put("short-of", shortOf);
        row.put("mhz", megahertz);
        row.put("path", path);
        return row;
    }

    private String speed() {
        if (megahertz.isEmpty()) {
            return shortOf == null ? "not placed" : part + " has too few " + shortOf;
        }
        DoubleSummaryStatistics all =
                megahertz.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return String.format(Locale.ROOT, "%s %.1f to %.1f MHz", part, all.getMin(), all.getMax());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-44s %2d x %-2d %-5s %6d LUT %6d FF %3d DSP %5.1f RAM; longest path %3d cells; %s",
                String.join(", ", formats),
                side,
                side,
                technology.key(),
                netlist.lut(),
                netlist.ff(),
                netlist.dsp(),
                netlist.ram(),
                netlist.depth(),
                speed());
    }
}
