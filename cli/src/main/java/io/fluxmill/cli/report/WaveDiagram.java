// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import io.fluxmill.cli.report.WaveWindow.Change;
import io.fluxmill.cli.report.WaveWindow.Signal;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Waves as a drawing: lines for single bits, boxes with hexadecimal values for buses, time from left to right. */
public record WaveDiagram(WaveWindow window) {
    private static final double LEFT = 150;
    private static final double WIDTH = 980;
    private static final double ROW = 24;
    private static final double HIGH = 14;
    private static final double DIGIT = 6.2;

    public ContainerTag<?> draw() {
        List<DomContent> content = new ArrayList<>();
        double bottom = ROW * window.signals().size() + 8;
        long cycles = (window.end() - window.start()) / window.period();
        for (long cycle = 0; cycle <= cycles; cycle += 8) {
            double x = x(window.start() + cycle * window.period());
            content.add(Svg.line("grid", x, 0, x, bottom));
            content.add(Svg.text("label middle", x, bottom + 14, Long.toString(cycle)));
        }
        for (int i = 0; i < window.signals().size(); i++) {
            Signal signal = window.signals().get(i);
            double y = 8 + ROW * i;
            content.add(Svg.text("name end", LEFT - 10, y + HIGH - 2, signal.name()));
            content.add(signal.widthBits() == 1 ? level(signal, y) : bus(signal, y));
        }
        content.add(Svg.text("label end", LEFT - 10, bottom + 14, "clock cycle"));
        return Svg.drawing("waves", WIDTH, bottom + 22, content.toArray(DomContent[]::new));
    }

    private double x(long time) {
        double share = (double) (time - window.start()) / (window.end() - window.start());
        return LEFT + (WIDTH - LEFT - 10) * Math.max(0, Math.min(1, share));
    }

    /** The changes inside the window, led by the value at its start. */
    private List<Change> visible(Signal signal) {
        List<Change> inside = new ArrayList<>();
        String first = signal.at(window.start());
        inside.add(new Change(window.start(), first == null ? "x" : first));
        for (Change change : signal.changes()) {
            boolean shown = change.time() > window.start() && change.time() < window.end();
            if (shown && !change.value().equals(inside.get(inside.size() - 1).value())) {
                inside.add(change);
            }
        }
        return inside;
    }

    private DomContent level(Signal signal, double top) {
        StringBuilder line = new StringBuilder();
        for (Change change : visible(signal)) {
            double y = change.value().equals("1") ? top : top + HIGH;
            line.append(line.isEmpty() ? "M" : "H").append(Svg.number(x(change.time())));
            line.append(line.indexOf("H") < 0 && line.indexOf("V") < 0 ? " " : "V")
                    .append(Svg.number(y));
        }
        return Svg.path(
                "wave", line.append("H").append(Svg.number(x(window.end()))).toString());
    }

    private DomContent bus(Signal signal, double top) {
        ContainerTag<?> boxes = Svg.group();
        List<Change> list = visible(signal);
        for (int i = 0; i < list.size(); i++) {
            double from = x(list.get(i).time());
            double to = x(i + 1 < list.size() ? list.get(i + 1).time() : window.end());
            boxes.with(Svg.path("bus", hexagon(from, to, top)));
            String text = fitting(hexadecimal(list.get(i).value()), to - from - 8);
            if (!text.isEmpty()) {
                boxes.with(Svg.text("code middle", (from + to) / 2, top + HIGH - 3, text));
            }
        }
        return boxes;
    }

    private static String hexagon(double from, double to, double top) {
        double slope = Math.min(2, (to - from) / 2);
        return "M" + Svg.number(from) + " " + Svg.number(top + HIGH / 2) + "L" + Svg.number(from + slope) + " "
                + Svg.number(top) + "H" + Svg.number(to - slope) + "L" + Svg.number(to) + " "
                + Svg.number(top + HIGH / 2) + "L" + Svg.number(to - slope) + " " + Svg.number(top + HIGH) + "H"
                + Svg.number(from + slope) + "z";
    }

    private static String hexadecimal(String binary) {
        return binary.matches("[01]+") ? new BigInteger(binary, 2).toString(16) : "x";
    }

    /** The text, its end after an ellipsis, or nothing, depending on what fits the width. */
    private static String fitting(String text, double width) {
        int digits = (int) (width / DIGIT);
        if (text.length() <= digits) {
            return text;
        }
        return digits < 4 ? "" : "…" + text.substring(text.length() - digits + 1);
    }
}
