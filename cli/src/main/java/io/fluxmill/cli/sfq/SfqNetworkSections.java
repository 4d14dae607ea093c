// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import io.fluxmill.cli.report.Page;
import io.fluxmill.cli.report.XyPlot;
import io.fluxmill.cli.report.XyPlot.Mark;
import io.fluxmill.cli.report.XyPlot.Series;
import io.fluxmill.cli.sfq.SfqVerification.BackEnd;
import io.fluxmill.cli.sfq.SfqVerification.Network;
import io.fluxmill.cli.sfq.SfqVerification.Score;
import io.fluxmill.quantizer.sfq.map.SfqStudy.Margin;
import io.fluxmill.quantizer.sfq.map.SfqStudy.Point;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The sections of a report on a rate-coded network: accuracy, junctions, and errors against window length and bias. */
record SfqNetworkSections(SfqVerification verification) {
    List<DomContent> draw() {
        Network network = verification.network();
        List<DomContent> sections = new ArrayList<>();
        sections.add(accuracy(network));
        sections.add(junctions(network));
        if (!network.study().isEmpty()) {
            sections.add(errors(network));
            sections.add(separation(network));
        }
        return sections;
    }

    private DomContent accuracy(Network network) {
        List<DomContent> rows = new ArrayList<>();
        rows.add(row("mean field: rates alone, no pulses", network.meanField()));
        rows.add(row("reference, pulse by pulse", verification.score()));
        for (BackEnd backEnd : verification.backEnds()) {
            rows.add(row(backEnd.name(), backEnd.score()));
        }
        return section(
                h2("Accuracy"),
                p(String.format(
                        Locale.ROOT,
                        "Windows of %,d slots, %.2f ns; the same windows wherever pulses are simulated.",
                        network.slots(),
                        network.windowPs() / 1000)),
                table(
                        attrs(".free"),
                        Page.titles("where", "#decisions", "#wrong", "#accuracy"),
                        tbody(each(rows, row -> row))));
    }

    private static DomContent row(String where, Score score) {
        return tr(
                td(where),
                number(Page.count(score.of())),
                number(Page.count(score.wrong())),
                number(String.format(Locale.ROOT, "%.2f %%", 100 * score.accuracy())));
    }

    private static DomContent number(String text) {
        return td(attrs(".number"), text);
    }

    private static DomContent junctions(Network network) {
        List<DomContent> rows = new ArrayList<>();
        network.circuit()
                .junctions()
                .forEach((part, count) -> rows.add(tr(
                        td(part.name().toLowerCase(Locale.ROOT)),
                        number(Page.count(count)),
                        number(String.format(
                                Locale.ROOT,
                                "%.1f %%",
                                100.0 * count / network.circuit().totalJunctions())))));
        return section(
                h2("Junctions"),
                table(
                        attrs(".free"),
                        Page.titles("part", "#Josephson junctions", "#share"),
                        tbody(each(rows, row -> row))));
    }

    private static DomContent errors(Network network) {
        List<Series> series = slots(network).stream()
                .map(n -> line(n + " slots", Mark.LINE, network, n, point -> 100 * point.errorRate()))
                .toList();
        List<String> titles = new ArrayList<>(List.of("#slots"));
        network.study().stream()
                .map(Point::bias)
                .distinct()
                .forEach(bias -> titles.add(String.format(Locale.ROOT, "#%+.1f %%", 100 * (bias - 1))));
        double limit = network.biasMargins().get(0).limit();
        return section(
                h2("Errors against bias"),
                p(
                        "All bias currents of synapses and neurons changed together; measured pulse by pulse on the netlist."),
                new XyPlot("error rate against bias", "change of bias (%)", "wrong decisions (%)", false, series)
                        .draw(),
                p("Wrong decisions in per cent:"),
                table(
                        attrs(".free"),
                        Page.titles(titles.toArray(String[]::new)),
                        tbody(each(slots(network), n -> errors(network, n)))),
                p(String.format(Locale.ROOT, "Bias margins for an error rate of at most %.2f %%:", 100 * limit)),
                table(
                        attrs(".free"),
                        Page.titles("#slots", "#lower", "#upper", "#z", "#predicted z"),
                        tbody(each(network.biasMargins(), margin -> margin(network, margin)))));
    }

    private static DomContent errors(Network network, int slots) {
        List<Point> points =
                network.study().stream().filter(p -> p.slots() == slots).toList();
        return tr(
                number(Page.count(slots)),
                each(points, p -> number(String.format(Locale.ROOT, "%.1f", 100 * p.errorRate()))));
    }

    private static DomContent margin(Network network, Margin margin) {
        return tr(
                number(Page.count(margin.slots())),
                number(margin.works() ? String.format(Locale.ROOT, "%+.1f %%", margin.lowPercent()) : "–"),
                number(margin.works() ? String.format(Locale.ROOT, "%+.1f %%", margin.highPercent()) : "–"),
                number(nominal(network, margin.slots(), Point::z)),
                number(nominal(network, margin.slots(), Point::predictedZ)));
    }

    /** Of the study's point at nominal bias. */
    private static String nominal(Network network, int slots, ToDoubleFunction<Point> value) {
        return network.study().stream()
                .filter(p -> p.slots() == slots && p.bias() == 1)
                .map(p -> String.format(Locale.ROOT, "%.2f", value.applyAsDouble(p)))
                .findFirst()
                .orElse("–");
    }

    private static DomContent separation(Network network) {
        List<Point> nominal =
                network.study().stream().filter(p -> p.bias() == 1).toList();
        return section(
                h2("Separation"),
                p(
                        "Difference of the mean counts of the two closest cases of different classes, in standard deviations: as"
                                + " measured, and as the mean field predicts. Nominal bias."),
                new XyPlot(
                                "separation against window length",
                                "slots of a window",
                                "z",
                                false,
                                List.of(
                                        new Series("measured", Mark.LINE, points(nominal, Point::z)),
                                        new Series("predicted", Mark.DASHES, points(nominal, Point::predictedZ))))
                        .draw());
    }

    private static List<Integer> slots(Network network) {
        return network.study().stream().map(Point::slots).distinct().toList();
    }

    private static Series line(String name, Mark mark, Network network, int slots, ToDoubleFunction<Point> value) {
        return new Series(
                name,
                mark,
                network.study().stream()
                        .filter(point -> point.slots() == slots)
                        .map(point -> new XyPlot.Point(100 * (point.bias() - 1), value.applyAsDouble(point)))
                        .toList());
    }

    private static List<XyPlot.Point> points(List<Point> nominal, ToDoubleFunction<Point> value) {
        return nominal.stream()
                .map(point -> new XyPlot.Point(point.slots(), value.applyAsDouble(point)))
                .toList();
    }
}
