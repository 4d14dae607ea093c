// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.report.Axis;
import io.fluxmill.cli.report.Svg;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Violation;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Pulses as ticks over time, one row per net; violations as crosses in a row of their own.
 *
 * @param nets rows from top to bottom
 * @param quantumPs picoseconds of a quantum
 * @param from first quantum that is shown
 * @param until quantum after the last
 */
record SfqRaster(String title, List<String> nets, SfqTrace trace, double quantumPs, long from, long until) {
    private static final double LEFT = 130;
    private static final double WIDTH = 940;
    private static final double RIGHT = WIDTH - 20;
    private static final double TOP = 8;
    private static final double ROW = 22;
    private static final double TICK = 7;

    ContainerTag<?> draw() {
        List<DomContent> content = new ArrayList<>();
        double bottom = TOP + ROW * (nets.size() + 1);
        for (double tick : Axis.linear(from * quantumPs, until * quantumPs).ticks()) {
            if (tick <= until * quantumPs && tick >= from * quantumPs) {
                double x = x(tick / quantumPs);
                content.add(Svg.line("grid", x, TOP, x, bottom));
                content.add(Svg.text("label middle", x, bottom + 16, Svg.number(tick)));
            }
        }
        content.add(Svg.text("label end", RIGHT, bottom + 32, "time (ps)"));
        for (int row = 0; row < nets.size(); row++) {
            double y = TOP + ROW * (row + 0.5);
            content.add(Svg.line("rule", LEFT, y, RIGHT, y));
            content.add(Svg.text("name end", LEFT - 10, y + 4, nets.get(row)));
            content.add(Svg.path("pulse", ticks(trace.of(nets.get(row)), y)));
        }
        double y = TOP + ROW * (nets.size() + 0.5);
        content.add(Svg.text("label end", LEFT - 10, y + 4, "violations"));
        TreeSet<Long> times = new TreeSet<>();
        trace.violations().stream().map(Violation::time).filter(this::shown).forEach(times::add);
        for (long time : times) {
            content.add(Svg.path("cross", "M" + Svg.number(x(time) - 4) + " " + Svg.number(y - 4) + "l8 8m0 -8l-8 8"));
        }
        return Svg.drawing(title, WIDTH, bottom + 40, content.toArray(DomContent[]::new));
    }

    private String ticks(long[] times, double y) {
        StringBuilder path = new StringBuilder();
        for (long time : times) {
            if (shown(time)) {
                path.append('M').append(Svg.number(x(time))).append(' ').append(Svg.number(y - TICK));
                path.append('v').append(Svg.number(2 * TICK));
            }
        }
        return path.toString();
    }

    private boolean shown(long time) {
        return time >= from && time < until;
    }

    private double x(double time) {
        return LEFT + (RIGHT - LEFT) * (time - from) / (until - from);
    }
}
