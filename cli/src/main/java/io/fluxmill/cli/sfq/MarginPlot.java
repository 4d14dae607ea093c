// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.report.Axis;
import io.fluxmill.cli.report.Svg;
import io.fluxmill.quantizer.sfq.margin.Margin;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A bar for each parameter from its lower to its upper margin, nominal in the middle. */
record MarginPlot(List<Margin> margins) {
    private static final double LEFT = 190;
    private static final double WIDTH = 900;
    private static final double RIGHT = WIDTH - 90;
    private static final double TOP = 12;
    private static final double ROW = 34;

    ContainerTag<?> draw() {
        double most = margins.stream()
                .flatMapToDouble(
                        m -> DoubleStream.of(-m.lower().percent(), m.upper().percent()))
                .max()
                .orElse(1);
        double range = Math.max(5, 5 * Math.ceil(most / 5));
        double bottom = TOP + ROW * margins.size();
        List<DomContent> content = new ArrayList<>();
        for (double tick : Axis.linear(-range, range).ticks()) {
            content.add(Svg.line("grid", x(tick, range), TOP, x(tick, range), bottom));
            content.add(Svg.text("label middle", x(tick, range), bottom + 16, Axis.label(tick) + " %"));
        }
        for (int i = 0; i < margins.size(); i++) {
            Margin margin = margins.get(i);
            double y = TOP + ROW * (i + 0.5);
            double low = x(margin.lower().percent(), range);
            double high = x(margin.upper().percent(), range);
            content.add(
                    Svg.text("name end", LEFT - 40, y + 4, margin.parameter().key()));
            content.add(Svg.box("bar", low, y - 8, Math.max(1, high - low), 16));
            content.add(Svg.text(
                    "label end",
                    low - 5,
                    y + 4,
                    String.format(Locale.ROOT, "%.1f", margin.lower().percent())));
            content.add(Svg.text(
                    "label",
                    high + 5,
                    y + 4,
                    String.format(Locale.ROOT, "%+.1f", margin.upper().percent())));
        }
        content.add(Svg.line("goal", x(0, range), TOP, x(0, range), bottom));
        return Svg.drawing("margins", WIDTH, bottom + 24, content.toArray(DomContent[]::new));
    }

    private static double x(double percent, double range) {
        return LEFT + (RIGHT - LEFT) * (percent + range) / (2 * range);
    }
}
