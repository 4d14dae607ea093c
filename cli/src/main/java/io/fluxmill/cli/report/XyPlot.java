// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Lines or steps over a common pair of axes, each named at its right end.
 *
 * @param logarithmic whether the vertical axis is; values must then be positive
 */
public record XyPlot(String title, String xLabel, String yLabel, boolean logarithmic, List<Series> series) {
    /** Width of the drawing. */
    public static final double WIDTH = 900;

    /** Where the horizontal axis begins. */
    public static final double LEFT = 70;

    /** Where it ends. */
    public static final double RIGHT = WIDTH - 190;

    private static final double HEIGHT = 360;
    private static final double TOP = 16;
    private static final double BOTTOM = HEIGHT - 46;
    private static final double NAME_HEIGHT = 15;

    /** How a series is drawn. */
    public enum Mark {
        LINE,
        DOTS,
        DASHES,
        STEPS
    }

    /** @param points in ascending x */
    public record Series(String name, Mark mark, List<Point> points) {
        /** Takes a copy. */
        public Series {
            points = List.copyOf(points);
        }
    }

    public record Point(double x, double y) {}

    public ContainerTag<?> draw() {
        Axis x = Axis.linear(extreme(Point::x, false), extreme(Point::x, true));
        double lowest = extreme(Point::y, false);
        double highest = extreme(Point::y, true);
        Axis y = logarithmic ? Axis.logarithmic(lowest, highest) : Axis.linear(lowest, highest);
        List<DomContent> content = new ArrayList<>();
        for (double tick : x.ticks()) {
            double at = place(x, tick, LEFT, RIGHT);
            content.add(Svg.line("grid", at, TOP, at, BOTTOM));
            content.add(Svg.text("label middle", at, BOTTOM + 16, Axis.label(tick)));
        }
        for (double tick : y.ticks()) {
            double at = place(y, tick, BOTTOM, TOP);
            content.add(Svg.line("grid", LEFT, at, RIGHT, at));
            content.add(Svg.text("label end", LEFT - 8, at + 4, Axis.label(tick)));
        }
        content.add(Svg.text("label middle", (LEFT + RIGHT) / 2, BOTTOM + 36, xLabel));
        content.add(Svg.text("label middle", 16, (TOP + BOTTOM) / 2, yLabel)
                .attr("transform", "rotate(-90 16 " + Svg.number((TOP + BOTTOM) / 2) + ")"));
        for (int i = 0; i < series.size(); i++) {
            content.add(curve(series.get(i), i, x, y));
        }
        content.addAll(names(y));
        return Svg.drawing(title, WIDTH, HEIGHT, content.toArray(DomContent[]::new));
    }

    private double extreme(ToDoubleFunction<Point> coordinate, boolean largest) {
        double[] values = series.stream()
                .flatMap(s -> s.points().stream())
                .mapToDouble(coordinate)
                .sorted()
                .toArray();
        return values.length == 0 ? 0 : values[largest ? values.length - 1 : 0];
    }

    private static double place(Axis axis, double value, double from, double to) {
        return from + (to - from) * axis.share(value);
    }

    private static DomContent curve(Series series, int number, Axis x, Axis y) {
        String colour = "series" + number % 8;
        ContainerTag<?> group = Svg.group();
        StringBuilder path = new StringBuilder();
        double beforeY = 0;
        for (Point point : series.points()) {
            double px = place(x, point.x(), LEFT, RIGHT);
            double py = place(y, point.y(), BOTTOM, TOP);
            if (series.mark() == Mark.DOTS) {
                group.with(Svg.circle("fill " + colour, px, py, 2.2));
                continue;
            }
            if (path.isEmpty()) {
                path.append("M").append(Svg.number(px)).append(" ").append(Svg.number(py));
            } else {
                String step = series.mark() == Mark.STEPS ? "L" + Svg.number(px) + " " + Svg.number(beforeY) : "";
                path.append(step).append("L").append(Svg.number(px)).append(" ").append(Svg.number(py));
            }
            beforeY = py;
        }
        if (!path.isEmpty()) {
            group.with(Svg.path("curve " + colour + (series.mark() == Mark.DASHES ? " dashed" : ""), path.toString()));
        }
        return group;
    }

    /** Names beside the last points, moved where they would cover each other or the axis. */
    private List<DomContent> names(Axis y) {
        record Name(int number, String text, double at) {}
        List<Name> names = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            List<Point> points = series.get(i).points();
            if (!points.isEmpty()) {
                double at = place(y, points.get(points.size() - 1).y(), BOTTOM, TOP);
                names.add(new Name(i, series.get(i).name(), at));
            }
        }
        names.sort(Comparator.comparingDouble(Name::at));
        double[] places = names.stream().mapToDouble(Name::at).toArray();
        for (int i = 1; i < places.length; i++) {
            places[i] = Math.max(places[i], places[i - 1] + NAME_HEIGHT);
        }
        double lowest = BOTTOM;
        for (int i = places.length - 1; i >= 0; i--) {
            places[i] = Math.min(places[i], lowest);
            lowest = places[i] - NAME_HEIGHT;
        }
        List<DomContent> drawn = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            Name name = names.get(i);
            drawn.add(Svg.text("series" + name.number() % 8 + " seriesname", RIGHT + 10, places[i] + 4, name.text()));
        }
        return drawn;
    }
}
