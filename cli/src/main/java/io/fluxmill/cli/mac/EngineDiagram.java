// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.report.Svg;
import io.fluxmill.core.manifest.Manifest;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;

/** The block diagram of a matrix co-processor with the sizes of its manifest. */
record EngineDiagram(Manifest manifest) {
    private static final double ARRAY = 172;

    ContainerTag<?> draw() {
        long rows = size("rows");
        long columns = size("columns");
        return Svg.drawing(
                "block diagram of " + manifest.design(),
                980,
                362,
                registers(),
                block(190, 90, "weight buffer", size("weightWords") + " × " + 16 * columns + " bits"),
                block(190, 160, "parameter buffer", size("parameterTiles") + " tiles × " + columns + " columns"),
                block(190, 250, "activation buffer", "2 × " + size("activationWords") + " × " + 16 * rows + " bits"),
                array((int) rows, (int) columns),
                block(650, 110, "accumulators", rows * columns + " × " + size("accumulatorBits") + " bits"),
                block(650, 190, "output stage", "bias, scale, round once, clip"),
                port(20, 125, 180, "s_axis_wgt", 16 * columns),
                port(20, 275, 180, "s_axis_act", 16 * rows),
                port(840, 215, 970, "m_axis_res", 16 * columns),
                Svg.arrow(360, 115, 396),
                Svg.path("wire", "M360 185H380V336H735V252"),
                Svg.path("tip", "M735 242l-4 8h8z"),
                Svg.line("wire", 820, 215, 840, 215),
                Svg.text("label middle", 560, 352, "bias, multiplier, scale of each column"),
                Svg.arrow(360, 275, 396),
                Svg.arrow(600, 135, 646),
                Svg.path("wire", "M735 160V180"),
                Svg.path("tip", "M735 187l-4 -8h8z"));
    }

    private long size(String name) {
        return manifest.parameter(name);
    }

    private static DomContent port(double from, double y, double to, String name, long bits) {
        return Svg.group()
                .with(
                        Svg.arrow(from, y, to),
                        Svg.text("name", from, y - 20, name),
                        Svg.text("label", from, y - 6, bits + " bits a beat"));
    }

    private static DomContent block(double x, double y, String name, String size) {
        return Svg.group()
                .with(
                        Svg.box("block", x, y, 170, 50).attr("rx", 6),
                        Svg.text("name middle", x + 85, y + 21, name),
                        Svg.text("label middle", x + 85, y + 38, size));
    }

    private DomContent registers() {
        return Svg.group()
                .with(
                        Svg.box("block", 190, 14, 630, 46).attr("rx", 6),
                        Svg.text("name middle", 505, 34, "registers and job control"),
                        Svg.text(
                                "label middle",
                                505,
                                50,
                                manifest.registers().size() + " registers, hash " + manifest.hash() + ", "
                                        + String.join(" · ", manifest.formats())),
                        Svg.arrow(20, 37, 186),
                        Svg.text("name", 20, 17, manifest.busPrefix()),
                        Svg.text("label", 20, 31, "AXI4-Lite, 32 bits"));
    }

    /** The array as a grid of its real number of MAC units. */
    private static DomContent array(int rows, int columns) {
        double cell = ARRAY / Math.max(rows, columns);
        double left = 500 - cell * columns / 2;
        double top = 195 - cell * rows / 2;
        String side = Svg.number(cell * 0.84);
        StringBuilder squares = new StringBuilder();
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                squares.append("M" + Svg.number(left + c * cell) + " " + Svg.number(top + r * cell));
                squares.append("h" + side + "v" + side + "h-" + side + "z");
            }
        }
        return Svg.group()
                .with(
                        Svg.box("block", 400, 90, 200, 226).attr("rx", 6),
                        Svg.path("mac", squares.toString()),
                        Svg.text("name middle", 500, 306, rows + " × " + columns + " MAC units"));
    }
}
