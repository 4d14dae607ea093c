// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.report.Svg;
import io.fluxmill.core.manifest.Manifest;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** The block diagram of a pulse-feature accelerator with the sizes of its manifest. */
record PulseDiagram(Manifest manifest) {
    private static final double WIDTH = 980;
    private static final double HEIGHT = 350;
    private static final double MIDDLE = 205;

    ContainerTag<?> draw() {
        boolean network = size("network") != 0;
        boolean classical = size("classical") != 0;
        List<DomContent> content = new ArrayList<>();
        content.add(registers());
        content.add(port(16, 176, "s_axis_adc", 16 * size("channels") + " bits a beat"));
        content.add(block(
                180,
                MIDDLE - 55,
                190,
                110,
                size("channels") + (size("channels") == 1 ? " front end" : " front ends"),
                size("adcBits") + " bits: baseline, trigger,",
                "window, flags, normalisation",
                size("eventBuffers") + " × " + size("windowSamples") + " samples"));
        if (network) {
            content.addAll(engine(classical ? 92 : 122));
            content.addAll(link(370, MIDDLE, 420, classical ? 157 : MIDDLE));
            content.addAll(link(740, classical ? 157 : MIDDLE, 776, MIDDLE));
        }
        if (classical) {
            double y = network ? 250 : MIDDLE - 40;
            content.add(block(
                    424,
                    y,
                    316,
                    80,
                    copies("classical chain"),
                    "pole-zero, trapezoid, CFD, optimal filter",
                    size("phaseBanks") + " phase banks × " + size("filterSamples") + " samples"));
            content.addAll(link(370, MIDDLE, 420, y + 40));
            content.addAll(link(740, y + 40, 776, MIDDLE));
        }
        content.add(block(780, MIDDLE - 40, 110, 80, "packetiser", "one packet", "an event"));
        content.add(port(890, 970, "m_axis_feat", "32 bits"));
        return Svg.drawing("block diagram of " + manifest.design(), WIDTH, HEIGHT, content.toArray(DomContent[]::new));
    }

    private long size(String name) {
        return manifest.parameter(name);
    }

    private String copies(String what) {
        return size("engines") == 1 ? what : size("engines") + " × " + what;
    }

    private static List<DomContent> link(double x1, double y1, double x2, double y2) {
        double turn = (x1 + x2) / 2 - 4;
        return List.of(
                Svg.path(
                        "wire",
                        "M" + Svg.number(x1) + " " + Svg.number(y1) + "H" + Svg.number(turn) + "V" + Svg.number(y2)),
                Svg.arrow(turn, y2, x2));
    }

    private static DomContent port(double from, double to, String name, String bits) {
        return Svg.group()
                .with(
                        Svg.arrow(from, MIDDLE, to),
                        Svg.text("name", from + 4, MIDDLE - 24, name),
                        Svg.text("label", from + 4, MIDDLE - 10, bits));
    }

    private static DomContent block(double x, double y, double width, double height, String name, String... lines) {
        ContainerTag<?> group =
                Svg.group().with(Svg.box("block", x, y, width, height).attr("rx", 6));
        double at = y + height / 2 - 8 * lines.length + 4;
        group.with(Svg.text("name middle", x + width / 2, at, name));
        for (String line : lines) {
            at += 16;
            group.with(Svg.text("label middle", x + width / 2, at, line));
        }
        return group;
    }

    private DomContent registers() {
        return Svg.group()
                .with(
                        Svg.box("block", 180, 14, 710, 46).attr("rx", 6),
                        Svg.text(
                                "name middle",
                                535,
                                34,
                                "registers, counters, loading of weights, layer table and coefficients"),
                        Svg.text(
                                "label middle",
                                535,
                                50,
                                manifest.registers().size() + " registers, hash " + manifest.hash()),
                        Svg.arrow(16, 37, 176),
                        Svg.text("name", 20, 17, manifest.busPrefix()),
                        Svg.text("label", 20, 31, "AXI4-Lite, 32 bits"));
    }

    /** The network engine: its PEs, each with its AUs and their multipliers. */
    private List<DomContent> engine(double top) {
        int elements = (int) size("processingElements");
        int units = (int) size("arithmeticUnits");
        int multipliers = (int) size("multipliers");
        List<DomContent> drawn = new ArrayList<>();
        drawn.add(Svg.box("block", 424, top, 316, 130).attr("rx", 6));
        drawn.add(Svg.text("name middle", 582, top + 18, copies("network engine")));
        drawn.add(Svg.text(
                "label middle",
                582,
                top + 122,
                elements + " PEs × " + units + " AUs × " + multipliers + " multipliers, " + size("activationBits")
                        + "-bit activations"));
        double width = Math.min(70, 300.0 / elements);
        double cell = Math.min((width - 8) / multipliers, 72.0 / units);
        double left = 582 - width * elements / 2;
        for (int pe = 0; pe < elements; pe++) {
            double x = left + pe * width + (width - cell * multipliers) / 2;
            StringBuilder squares = new StringBuilder();
            for (int unit = 0; unit < units; unit++) {
                for (int m = 0; m < multipliers; m++) {
                    squares.append("M" + Svg.number(x + m * cell) + " " + Svg.number(top + 28 + unit * cell));
                    String side = Svg.number(cell * 0.8);
                    squares.append("h" + side + "v" + side + "h-" + side + "z");
                }
            }
            drawn.add(Svg.path("mac", squares.toString()));
        }
        return drawn;
    }
}
