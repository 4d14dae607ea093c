// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** One horizontal bar for each format, starting at zero, with its value beside it. */
public record BarPlot(String title, List<Bar> bars) {
    private static final double LEFT = 130;
    private static final double WIDTH = 720;
    private static final double RIGHT = WIDTH - 190;
    private static final double ROW = 30;

    /** @param text the value as it is shown */
    public record Bar(String label, double value, String text) {}

    public ContainerTag<?> draw() {
        double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        List<DomContent> content = new ArrayList<>();
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double y = ROW * (i + 0.5);
            double length = (RIGHT - LEFT) * bar.value() / most;
            content.add(Svg.text("name end", LEFT - 12, y + 4, bar.label()));
            content.add(Svg.box("bar", LEFT, y - 9, length, 18).attr("rx", 2));
            content.add(Svg.text("value", LEFT + length + 8, y + 4, bar.text()));
        }
        content.add(Svg.line("axis", LEFT, 0, LEFT, ROW * bars.size()));
        return Svg.drawing(title, WIDTH, ROW * bars.size() + 4, content.toArray(DomContent[]::new));
    }
}
