// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import io.fluxmill.cli.console.Fact;
import io.fluxmill.cli.family.Comparison;
import io.fluxmill.cli.report.Axis;
import io.fluxmill.cli.report.Page;
import io.fluxmill.cli.report.Svg;
import io.fluxmill.cli.report.XyPlot;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The verification of a spiking engine as a page: spikes as rasters, membranes as curves, by population.
 *
 * @param lines what the terminal says of hardware and reference
 * @param beside what it says of floating point: the agreement, then a line for each contract
 * @param costs of the populations in the first sample
 * @param samples synaptic operations and clock cycles of each sample
 */
record SpikingReport(
        SpikingJob job,
        IntegerNetwork network,
        IntegerReference.Run run,
        Comparison comparison,
        List<String> lines,
        List<String> beside,
        Map<String, Long> counters,
        List<LayerCost> costs,
        List<XyPlot.Point> samples,
        List<Fact> facts) {
    private static final double TOP = 8;
    private static final double LEAST_HEIGHT = 60;
    private static final double MOST_HEIGHT = 400;
    private static final double ROW = 8;
    private static final int SHOWN_MEMBRANES = 4;
    private static final int SHOWN_POINTS = 1000;

    String render() throws IOException {
        List<DomContent> content = new ArrayList<>();
        content.add(cards());
        content.add(layers());
        if (samples.stream().mapToDouble(XyPlot.Point::x).distinct().count() > 1) {
            content.add(cycles());
        }
        for (int i = 0; i < network.populations().size(); i++) {
            content.add(population(i));
        }
        List<DomContent> floating = new ArrayList<>(List.of(h2("In floating point"), p(beside.get(0))));
        if (beside.size() > 1) {
            floating.add(p("Ticks in which outputs fire, by contract:"));
            floating.add(pre(String.join("\n", beside.subList(1, beside.size()))));
        }
        content.add(section(floating.toArray(DomContent[]::new)));
        content.add(section(
                h2("Counters"),
                table(
                        attrs(".free"),
                        Page.titles("counter", "#value"),
                        tbody(each(
                                counters.entrySet(),
                                counter -> tr(
                                        td(counter.getKey()),
                                        td(attrs(".number"), Page.count(counter.getValue()))))))));
        content.add(Page.environment(facts, job.file().toString()));
        String verdict = lines.stream()
                .filter(line -> line.startsWith(job.engine().name() + ": "))
                .findFirst()
                .orElse("");
        return Page.render(
                job.file().getFileName() + " on " + job.engine().name(),
                job.file().toString(),
                comparison.agrees(),
                verdict,
                content);
    }

    private DomContent cards() {
        return Page.cards(List.of(
                Page.card(
                        Page.count(network.populations().stream()
                                .mapToLong(p -> p.size())
                                .sum()),
                        "neurons"),
                Page.card(Page.count(comparison.words()), "spikes and states compared"),
                Page.card(Page.count(run.operations()), "synaptic operations of the first sample"),
                Page.card(Page.count(counters.get("CYCLES")), "clock cycles")));
    }

    private DomContent layers() {
        double whole = costs.stream().mapToDouble(LayerCost::energy).sum();
        return section(
                h2("Populations in the first sample"),
                table(
                        attrs(".free"),
                        Page.titles(
                                "population", "#neurons", "#spikes", "#synaptic operations", "#energy, nJ (estimated)"),
                        tbody(each(
                                costs,
                                cost -> tr(
                                        td(cost.name()),
                                        td(attrs(".number"), Page.count(cost.neurons())),
                                        td(attrs(".number"), Page.count(cost.spikes())),
                                        td(attrs(".number"), Page.count(cost.operations())),
                                        td(attrs(".number"), energy(cost.energy())))))),
                p("Estimated energy of the sample: " + energy(whole)
                        + " nJ, by additions (0.1 pJ for 32 bits), products (3.1 pJ for 32 by 32 bits) and accesses of memories (10 pJ for"
                        + " 64 bits of 8 kB) in proportion to the bits: M. Horowitz, ISSCC 2014, 45 nm, 0.9 V. It compares networks and"
                        + " widths; an FPGA takes more."));
    }

    private static String energy(double nanojoules) {
        return String.format(Locale.ROOT, "%,.1f", nanojoules);
    }

    /** Clock cycles of each sample against its activity, and what the lanes would need alone. */
    private DomContent cycles() {
        List<XyPlot.Point> sorted = samples.stream()
                .sorted(Comparator.comparingDouble(XyPlot.Point::x))
                .toList();
        double slots =
                (double) job.engine().shape().lanes() * job.engine().shape().cores();
        return section(
                h2("Cycles against activity"),
                new XyPlot(
                                "cycles",
                                "synaptic operations of a sample",
                                "clock cycles",
                                false,
                                List.of(
                                        new XyPlot.Series("samples", XyPlot.Mark.DOTS, sorted),
                                        new XyPlot.Series(
                                                "no overhead",
                                                XyPlot.Mark.DASHES,
                                                List.of(
                                                        ideal(sorted.get(0), slots),
                                                        ideal(sorted.get(sorted.size() - 1), slots)))))
                        .draw(),
                p("No overhead: a synaptic operation in each lane and cycle."));
    }

    private static XyPlot.Point ideal(XyPlot.Point sample, double slots) {
        return new XyPlot.Point(sample.x(), sample.x() / slots);
    }

    private DomContent population(int index) {
        IntegerNetwork.Neurons population = network.populations().get(index);
        List<DomContent> parts = new ArrayList<>();
        parts.add(h2(population.name() + " (" + population.kind().nirName() + ", " + population.size()
                + (population.size() == 1 ? " neuron)" : " neurons)")));
        long spikes = 0;
        for (int[] tick : run.spikes()[index]) {
            for (int value : tick) {
                spikes += value;
            }
        }
        if (population.kind().fires()) {
            parts.add(p(Page.count(spikes) + (spikes == 1 ? " spike" : " spikes")
                    + " of the first sample, a row for each neuron."));
            parts.add(raster(index));
        }
        if (population.kind().hasMembrane()) {
            parts.add(membranes(index));
        }
        return section(parts.toArray(DomContent[]::new));
    }

    private DomContent raster(int index) {
        int[][] spikes = run.spikes()[index];
        int size = network.populations().get(index).size();
        double height = Math.max(LEAST_HEIGHT, Math.min(MOST_HEIGHT, ROW * size));
        Axis ticks = Axis.linear(0, spikes.length - 1);
        List<DomContent> content = new ArrayList<>();
        for (double tick : ticks.ticks()) {
            double x = x(ticks, tick);
            content.add(Svg.line("grid", x, TOP, x, TOP + height));
            content.add(Svg.text("label middle", x, TOP + height + 16, Axis.label(tick)));
        }
        content.add(Svg.text("label end", XyPlot.LEFT - 8, TOP + 10, "0"));
        if (size > 1) {
            content.add(Svg.text("label end", XyPlot.LEFT - 8, TOP + height, String.valueOf(size - 1)));
        }
        content.add(Svg.text("label middle", (XyPlot.LEFT + XyPlot.RIGHT) / 2, TOP + height + 32, "tick"));
        double row = height / size;
        double mark = Math.max(1.5, row * 0.8);
        StringBuilder path = new StringBuilder();
        for (int t = 0; t < spikes.length; t++) {
            for (int n = 0; n < size; n++) {
                if (spikes[t][n] > 0) {
                    path.append('M').append(Svg.number(x(ticks, t))).append(' ');
                    path.append(Svg.number(TOP + row * n)).append('v').append(Svg.number(mark));
                }
            }
        }
        content.add(Svg.path("pulse", path.toString()));
        return Svg.drawing("spikes", XyPlot.WIDTH, TOP + height + 40, content.toArray(DomContent[]::new));
    }

    /** The place of a tick, which is that in the curves below. */
    private static double x(Axis ticks, double tick) {
        return XyPlot.LEFT + (XyPlot.RIGHT - XyPlot.LEFT) * ticks.share(tick);
    }

    private DomContent membranes(int index) {
        IntegerNetwork.Neurons population = network.populations().get(index);
        int[][] states = run.membranes()[index];
        List<XyPlot.Series> series = new ArrayList<>();
        int step = Math.max(1, states.length / SHOWN_POINTS);
        for (int n = 0; n < Math.min(SHOWN_MEMBRANES, population.size()); n++) {
            List<XyPlot.Point> points = new ArrayList<>();
            for (int t = 0; t < states.length; t += step) {
                points.add(new XyPlot.Point(t, states[t][n] * population.unit()[n]));
            }
            series.add(new XyPlot.Series("neuron " + n, XyPlot.Mark.LINE, points));
        }
        double threshold = population.threshold()[0] * population.unit()[0];
        boolean same = IntStream.range(0, series.size())
                .allMatch(n -> population.threshold()[n] * population.unit()[n] == threshold);
        if (population.kind().fires() && same) {
            series.add(new XyPlot.Series(
                    "threshold",
                    XyPlot.Mark.DASHES,
                    List.of(new XyPlot.Point(0, threshold), new XyPlot.Point(states.length - 1, threshold))));
        }
        return new XyPlot("membranes", "tick", "membrane after the tick (NIR's unit)", false, series).draw();
    }
}
