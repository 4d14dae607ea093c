// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import j2html.TagCreator;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.Locale;

/** SVG elements; coordinates in user units, colours by CSS class. Every text is escaped. */
public final class Svg {
    private Svg() {}

    /** A drawing that scales to the width of the page. */
    public static ContainerTag<?> drawing(String title, double width, double height, DomContent... content) {
        return TagCreator.tag("svg")
                .attr("viewBox", "0 0 " + number(width) + " " + number(height))
                .attr("role", "img")
                .attr("style", "max-width:" + number(width) + "px")
                .with(TagCreator.tag("title").withText(title))
                .with(content);
    }

    public static ContainerTag<?> group() {
        return TagCreator.tag("g");
    }

    public static ContainerTag<?> box(String style, double x, double y, double width, double height) {
        return TagCreator.tag("rect")
                .attr("class", style)
                .attr("x", number(x))
                .attr("y", number(y))
                .attr("width", number(width))
                .attr("height", number(height));
    }

    public static ContainerTag<?> line(String style, double x1, double y1, double x2, double y2) {
        return TagCreator.tag("line")
                .attr("class", style)
                .attr("x1", number(x1))
                .attr("y1", number(y1))
                .attr("x2", number(x2))
                .attr("y2", number(y2));
    }

    static ContainerTag<?> circle(String style, double x, double y, double radius) {
        return TagCreator.tag("circle")
                .attr("class", style)
                .attr("cx", number(x))
                .attr("cy", number(y))
                .attr("r", number(radius));
    }

    public static ContainerTag<?> path(String style, String commands) {
        return TagCreator.tag("path").attr("class", style).attr("d", commands);
    }

    /** Text whose baseline is at y; style names may have {@code start}, {@code middle} or {@code end}. */
    public static ContainerTag<?> text(String style, double x, double y, String text) {
        return TagCreator.tag("text")
                .attr("class", style)
                .attr("x", number(x))
                .attr("y", number(y))
                .withText(text);
    }

    /** An arrow from left to right or, if {@code x2 < x1}, from right to left. */
    public static ContainerTag<?> arrow(double x1, double y, double x2) {
        double tip = x2 > x1 ? -7 : 7;
        return group().with(
                        line("wire", x1, y, x2 + tip, y),
                        path("tip", "M" + number(x2) + " " + number(y) + "l" + number(tip) + " -4v8z"));
    }

    /** At most two digits after the point. */
    public static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
