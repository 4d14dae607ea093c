// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/**
 * One row with a dot for each format, a dashed line for float. The scale is in per cent and need not start at zero, because dots
 * show positions, not lengths.
 *
 * @param rows top to bottom; at least one
 * @param goal the value in float
 */
public record DotPlot(String title, List<Row> rows, double goal) {
    private static final double LEFT = 130;
    private static final double WIDTH = 720;
    private static final double RIGHT = WIDTH - 90;
    private static final double TOP = 30;
    private static final double ROW = 34;
    private static final double[] STEPS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20};

    /** A value in per cent. */
    public record Row(String label, double value) {}

    public ContainerTag<?> draw() {
        double bottom = TOP + ROW * rows.size();
        List<DomContent> content = new ArrayList<>();
        for (double tick = low(); tick <= high() + step() / 2; tick += step()) {
            content.add(Svg.line("grid", x(tick), TOP - 6, x(tick), bottom));
            content.add(Svg.text("label middle", x(tick), bottom + 16, Svg.number(tick) + " %"));
        }
        content.add(Svg.line("goal", x(goal), TOP - 6, x(goal), bottom));
        content.add(Svg.text("label middle", x(goal), TOP - 12, "float " + percent(goal)));
        for (int i = 0; i < rows.size(); i++) {
            content.add(row(rows.get(i), TOP + ROW * (i + 0.5)));
        }
        return Svg.drawing(title, WIDTH, bottom + 26, content.toArray(DomContent[]::new));
    }

    private DomContent row(Row row, double y) {
        return Svg.group()
                .with(
                        Svg.line("rule", LEFT, y, RIGHT, y),
                        Svg.text("name end", LEFT - 12, y + 4, row.label()),
                        Svg.circle("dot", x(row.value()), y, 6),
                        Svg.text("value", RIGHT + 10, y + 4, percent(row.value())));
    }

    private static String percent(double value) {
        return String.format(java.util.Locale.ROOT, "%.2f %%", value);
    }

    private double x(double value) {
        return LEFT + (RIGHT - LEFT) * (value - low()) / (high() - low());
    }

    private double smallest() {
        return Math.min(goal, rows.stream().mapToDouble(Row::value).min().orElse(goal));
    }

    private double largest() {
        return Math.max(goal, rows.stream().mapToDouble(Row::value).max().orElse(goal));
    }

    /** The smallest step that needs at most eight of them. */
    private double step() {
        double span = Math.max(largest() - smallest(), 0.4);
        for (double step : STEPS) {
            if (span / step <= 7) {
                return step;
            }
        }
        return 20;
    }

    private double low() {
        return Math.max(0, Math.floor(smallest() / step() - 0.25) * step());
    }

    private double high() {
        return Math.ceil(largest() / step() + 0.25) * step();
    }
}
