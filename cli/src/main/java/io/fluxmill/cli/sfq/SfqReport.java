// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import io.fluxmill.cli.report.Page;
import io.fluxmill.cli.report.XyPlot;
import io.fluxmill.cli.report.XyPlot.Mark;
import io.fluxmill.cli.report.XyPlot.Series;
import io.fluxmill.cli.sfq.SfqVerification.BackEnd;
import io.fluxmill.cli.sfq.SfqVerification.Raster;
import io.fluxmill.cli.sfq.SfqVerification.Timing;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.StaticTiming;
import io.fluxmill.quantizer.sfq.margin.Margin;
import io.fluxmill.quantizer.sfq.margin.Yield;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The verification of an SFQ netlist as a page. */
public record SfqReport(SfqVerification verification) {
    private static final int SHOWN_ENDPOINTS = 10;

    /** The page. */
    public String render() throws IOException {
        Netlist netlist = verification.netlist();
        List<DomContent> content = new ArrayList<>();
        content.add(cards());
        content.add(section(
                h2("Back ends"),
                p("All get the same stimuli as the event-driven reference. The emulator shows which violation flags are"
                        + " set and the time of the first; structural Verilog shows every violation."),
                backEnds()));
        if (!verification.violations().isEmpty()) {
            content.add(new SfqViolations(verification).section());
        }
        if (verification.network() != null) {
            content.addAll(new SfqNetworkSections(verification).draw());
        }
        if (netlist.instances().size() <= Schematic.MOST_CELLS) {
            content.add(section(h2("Schematic"), new Schematic(netlist).draw()));
        }
        Raster raster = verification.raster();
        content.add(section(
                h2("Pulses"),
                p("The first run in the reference; crosses are violations, collisions in mergers among them."),
                new SfqRaster(
                                "pulses of the first run",
                                raster.nets(),
                                raster.trace(),
                                verification.quantumPs(),
                                0,
                                raster.until())
                        .draw()));
        if (verification.timing() != null) {
            content.add(timing(verification.timing()));
        }
        if (!verification.margins().isEmpty()) {
            content.add(section(
                    h2("Margins"),
                    p(
                            "How far one parameter of all cells may be from nominal, the others nominal, before the circuit does"
                                    + " something else on these stimuli."),
                    new MarginPlot(verification.margins()).draw(),
                    margins()));
        }
        if (verification.yield() != null) {
            content.add(section(
                    h2("Yield"),
                    p(
                            "Share of circuits that work although every instance deviates on its own; the standard deviations are"
                                    + " those of the configuration times the scale. Dashed: 95 % intervals."),
                    yieldCurve(verification.yield())));
        }
        content.add(section(h2("Cells"), p("Of the library " + verification.library() + "."), cells()));
        content.add(Page.environment(verification.environment(), verification.config()));
        return Page.render(netlist.name(), verification.config(), verification.good(), verdict(verification), content);
    }

    /** One sentence. */
    public static String verdict(SfqVerification verification) {
        long pulses =
                verification.backEnds().stream().mapToLong(BackEnd::pulses).sum();
        if (!verification.idle().isEmpty()) {
            return "nothing was compared, for no pulse of an output and no violation came: "
                    + String.join(", ", verification.idle());
        }
        if (verification.mismatches() == 0 && !verification.failures().isEmpty()) {
            return "all back ends agree, but not with what is expected: " + String.join("; ", verification.failures());
        }
        if (verification.mismatches() == 0) {
            List<String> names =
                    verification.backEnds().stream().map(BackEnd::name).toList();
            return String.format(
                    Locale.ROOT,
                    "reference and %s agree in all %,d output pulses and in all violations%s",
                    String.join(", ", names),
                    pulses,
                    verification.violations().isEmpty()
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    ", %,d as expected",
                                    verification.violations().size()));
        }
        return String.format(
                Locale.ROOT,
                "%,d pulses or violations of %,d output pulses differ from the reference",
                verification.mismatches(),
                pulses);
    }

    private DomContent cards() {
        List<DomContent> cards = new ArrayList<>();
        cards.add(Page.card(Page.count(verification.costs().junctions()), "Josephson junctions"));
        cards.add(Page.card(Page.count(verification.netlist().instances().size()), "cells"));
        cards.add(Page.card(
                String.format(Locale.ROOT, "%.1f mA", verification.costs().biasMicroamperes() / 1000), "bias current"));
        cards.add(Page.card(
                String.format(Locale.ROOT, "%,.0f µm²", verification.costs().areaSquareMicrons()),
                "area of the cells"));
        cards.add(Page.card(Page.count(verification.activity().runs()), "runs"));
        cards.add(Page.card(
                String.format(
                        Locale.ROOT, "%,.1f ns", verification.activity().quanta() * verification.quantumPs() / 1000),
                "simulated"));
        cards.add(Page.card(Page.count(verification.activity().pulses()), "pulses"));
        cards.add(Page.card(Page.count(verification.activity().collisions()), "merger collisions"));
        cards.add(Page.card(Page.count(verification.activity().violations()), "other violations"));
        if (verification.score() != null) {
            cards.add(Page.card(
                    String.format(
                            Locale.ROOT, "%.2f %%", 100 * verification.score().errorRate()),
                    "of " + Page.count(verification.score().of()) + " "
                            + verification.score().what() + " wrong"));
        }
        return Page.cards(cards);
    }

    private DomContent backEnds() {
        return table(
                attrs(".free"),
                Page.titles(
                        "back end",
                        "#runs",
                        "#output pulses",
                        "#violations",
                        "#pulses that differ",
                        "#violations that differ",
                        "#seconds"),
                tbody(each(
                        verification.backEnds(),
                        backEnd -> tr(
                                td(backEnd.name()),
                                number(backEnd.runs()),
                                number(backEnd.pulses()),
                                number(backEnd.violations()),
                                mismatches(backEnd.pulseMismatches()),
                                mismatches(backEnd.violationMismatches()),
                                td(attrs(".number"), String.format(Locale.ROOT, "%.1f", backEnd.seconds()))))));
    }

    private static DomContent number(long value) {
        return td(attrs(".number"), Page.count(value));
    }

    private static DomContent mismatches(long value) {
        return td(attrs(value == 0 ? ".number" : ".number.bad"), Page.count(value));
    }

    private DomContent timing(Timing timing) {
        String period = String.format(
                Locale.ROOT, "Period %.1f ps", timing.analysis().period() / (double) CellLibrary.QUANTA_PER_PS);
        String shortest = timing.shortestPeriod().isEmpty()
                ? "no shorter period keeps the slack"
                : String.format(
                        Locale.ROOT,
                        "the slack is never negative down to %.1f ps (%.1f GHz)",
                        timing.shortestPeriod().getAsInt() / (double) CellLibrary.QUANTA_PER_PS,
                        StaticTiming.gigahertz(timing.shortestPeriod().getAsInt()));
        List<StaticTiming.Endpoint> worst = timing.analysis().endpoints().stream()
                .sorted(Comparator.comparingLong(StaticTiming.Endpoint::slack))
                .limit(SHOWN_ENDPOINTS)
                .toList();
        return section(
                h2("Static timing"),
                p(period + "; " + shortest + ". The endpoints of least slack of "
                        + Page.count(timing.analysis().endpoints().size()) + ":"),
                ul(each(worst, endpoint -> li(endpoint.toString()))),
                iff(
                        !timing.analysis().unchecked().isEmpty(),
                        p("Not checked: " + String.join("; ", timing.analysis().unchecked()))),
                iff(
                        !verification.insertions().isEmpty(),
                        table(
                                attrs(".free"),
                                Page.titles("netlist", "#Josephson junctions"),
                                tbody(each(
                                        verification.insertions().entrySet(),
                                        entry -> tr(
                                                td(entry.getKey()),
                                                number(entry.getValue().junctions())))))));
    }

    private DomContent margins() {
        return table(
                attrs(".free"),
                Page.titles("margin of", "#lower", "what fails below", "#upper", "what fails above"),
                tbody(each(
                        verification.margins(),
                        margin -> tr(
                                td(margin.parameter().key()),
                                percent(margin.lower()),
                                td(failure(margin.lower())),
                                percent(margin.upper()),
                                td(failure(margin.upper()))))));
    }

    private static DomContent percent(Margin.Side side) {
        return td(attrs(".number"), String.format(Locale.ROOT, "%+.1f %%", side.percent()));
    }

    private static String failure(Margin.Side side) {
        String what = side.limited() ? "end of the range" : side.failure();
        return side.irregular().isEmpty() ? what : what + "; works again at " + side.irregular() + " %";
    }

    private static DomContent yieldCurve(Yield yield) {
        return new XyPlot(
                        "yield over the scale of the variation",
                        "scale of the standard deviations",
                        "yield (%)",
                        false,
                        List.of(
                                line("yield", Mark.LINE, yield, Yield.Point::share),
                                line("from", Mark.DASHES, yield, Yield.Point::low),
                                line("to", Mark.DASHES, yield, Yield.Point::high)))
                .draw();
    }

    private static Series line(String name, Mark mark, Yield yield, ToDoubleFunction<Yield.Point> value) {
        return new Series(
                name,
                mark,
                yield.curve().stream()
                        .map(point -> new XyPlot.Point(point.scale(), 100 * value.applyAsDouble(point)))
                        .toList());
    }

    private DomContent cells() {
        Map<String, List<Instance>> kinds = new LinkedHashMap<>();
        for (Instance instance : verification.netlist().instances()) {
            kinds.computeIfAbsent(instance.cell().name(), name -> new ArrayList<>())
                    .add(instance);
        }
        List<DomContent> rows = new ArrayList<>();
        kinds.forEach((name, instances) -> {
            Cell cell = instances.get(0).cell();
            rows.add(tr(
                    td(name),
                    number(instances.size()),
                    number(cell.costs().junctions()),
                    number((long) cell.costs().junctions() * instances.size()),
                    td(delays(cell))));
        });
        return table(
                attrs(".free"),
                Page.titles("cell", "#instances", "#junctions each", "#junctions", "delay, ps"),
                tbody(each(rows, row -> row)));
    }

    private String delays(Cell cell) {
        return cell.transitions().stream()
                .flatMap(t -> t.emissions().stream())
                .map(e -> String.format(Locale.ROOT, "%.1f", e.delay() * verification.quantumPs()))
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElse("–");
    }
}
