// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import io.fluxmill.manifest.Manifest;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;

/** The block diagram of a matrix co-processor with the sizes of its manifest. */
record EngineDiagram(Manifest manifest) {
    private static final double ARRAY = 180;

    ContainerTag<?> draw() {
        long rows = size("rows");
        long columns = size("columns");
        return Svg.drawing(
                "block diagram of " + manifest.design(),
                980,
                380,
                registers(),
                block(190, 90, "weight buffer", size("weightWords") + " × " + 16 * columns + " bits"),
                block(190, 160, "parameter buffer", size("parameterTiles") + " tiles × " + columns + " columns"),
                block(190, 250, "activation buffer", "2 × " + size("activationWords") + " × " + 16 * rows + " bits"),
                array(400, 100, (int) rows, (int) columns),
                block(650, 110, "accumulators", rows * columns + " × 4 × " + size("segmentBits") + " bits"),
                block(650, 190, "output stage", "bias, scale, round once, clip"),
                port(20, 125, 180, "s_axis_wgt", 16 * columns),
                port(20, 275, 180, "s_axis_act", 16 * rows),
                port(820, 215, 960, "m_axis_res", 16 * columns),
                Svg.arrow(360, 115, 396),
                Svg.path("wire", "M360 185H375V318H735V252"),
                Svg.path("tip", "M735 245l-4 8h8z"),
                Svg.text("label", 470, 334, "bias, multiplier, scale of each column"),
                Svg.arrow(360, 275, 396),
                Svg.arrow(584, 135, 646),
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
    private static DomContent array(double x, double y, int rows, int columns) {
        double cell = ARRAY / Math.max(rows, columns);
        ContainerTag<?> grid = Svg.group();
        StringBuilder squares = new StringBuilder();
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                String side = Svg.number(cell * 0.84);
                squares.append("M" + Svg.number(x + c * cell) + " " + Svg.number(y + r * cell) + "h" + side + "v" + side
                        + "h-" + side + "z");
            }
        }
        return grid.with(
                Svg.path("mac", squares.toString()),
                Svg.text("name middle", x + 90, y + ARRAY + 14, rows + " × " + columns + " MAC units"));
    }
}
