// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import io.fluxmill.cli.mac.MacVerification.FormatRun;
import io.fluxmill.cli.report.BarPlot;
import io.fluxmill.cli.report.DotPlot;
import io.fluxmill.cli.report.Page;
import io.fluxmill.cli.report.WaveDiagram;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verification as one self-contained HTML page: no script, no link, nothing to fetch. Every text is escaped. */
public record MacReport(MacVerification verification) {

    /** The page. */
    public String render() throws IOException {
        long words = verification.words();
        long wrong = verification.mismatches();
        String verdict = !verification.idle().isEmpty()
                ? "nothing was compared, for there was no result word in " + String.join(", ", verification.idle())
                : wrong == 0
                        ? String.format(Locale.ROOT, "RTL and reference agree in all %,d result words", words)
                        : String.format(Locale.ROOT, "%,d of %,d result words differ", wrong, words);
        return Page.render(
                verification.network() + " on " + verification.manifest().design(),
                verification.config(),
                verification.agrees(),
                verdict,
                List.of(
                        cards(),
                        results(),
                        layers(),
                        engine(),
                        waves(),
                        ranges(),
                        Page.environment(verification.environment(), verification.config())));
    }

    private DomContent cards() {
        FormatRun first = verification.runs().get(0);
        List<DomContent> cards = new ArrayList<>();
        cards.add(Page.card(Integer.toString(verification.runs().size()), "formats"));
        cards.add(Page.card(Page.count(first.samples()), "samples on the RTL, each format"));
        cards.add(Page.card(Page.count(first.referenceSamples()), "samples on the reference"));
        cards.add(Page.card(Page.count(verification.words()), "words compared"));
        cards.add(Page.card(
                Page.count(verification.runs().stream()
                        .mapToLong(FormatRun::cycles)
                        .sum()),
                "clock cycles"));
        cards.add(Page.card(String.format(Locale.ROOT, "%.1f s", verification.simulateSeconds()), "in simulation"));
        return Page.cards(cards);
    }

    private DomContent results() {
        List<DomContent> content = new ArrayList<>();
        boolean labels = verification.labels();
        content.add(h2(labels ? "Accuracy" : "Error"));
        content.add(p((labels
                        ? "Share of right classes"
                        : "Distance of the outputs to the wanted ones, relative to their norm")
                + ", on the bit-exact reference; the dashed line is the network in float."));
        content.add(qualities());
        content.add(LayerTables.qualities(verification));
        content.add(h2("Clock cycles"));
        content.add(
                p("Cycles per sample in which the engine was busy, and the share of MAC slots that did useful work."));
        content.add(cycles());
        return section(each(content, part -> part));
    }

    private DomContent qualities() {
        List<DotPlot.Row> rows = verification.runs().stream()
                .map(run -> new DotPlot.Row(run.format(), 100 * run.quality().reference()))
                .toList();
        double goal = 100 * verification.runs().get(0).quality().inFloat();
        return new DotPlot((verification.labels() ? "accuracy" : "relative error") + " by format", rows, goal).draw();
    }

    private DomContent cycles() {
        List<BarPlot.Bar> bars = verification.runs().stream()
                .map(run -> new BarPlot.Bar(
                        run.format(),
                        run.cyclesPerSample(),
                        String.format(
                                Locale.ROOT,
                                "%,.1f cycles, %.0f %% of slots",
                                run.cyclesPerSample(),
                                100 * run.utilisation())))
                .toList();
        return new BarPlot("cycles per sample by format", bars).draw();
    }

    private DomContent layers() {
        return section(
                h2("Layers"),
                p(
                        "Multiply-accumulates and cycles as the engine's own counters have them, over all samples of a run; after them the"
                                + " steps that the driver computes."),
                each(verification.runs(), run -> LayerTables.layers(run)));
    }

    private DomContent engine() {
        return section(
                h2("Engine"),
                p(
                        "One operand word for each row and column and cycle; a word holds four 4-bit, two 8-bit or one 16-bit element."),
                new EngineDiagram(verification.manifest()).draw());
    }

    private DomContent waves() {
        if (verification.waves() == null) {
            return section(
                    h2("Waves"),
                    p("None were recorded: see the key waves in the section verify of the configuration."));
        }
        return section(
                h2("Waves"),
                p("The start of the first job as it was simulated; values are hexadecimal."),
                new WaveDiagram(verification.waves()).draw());
    }

    private DomContent ranges() {
        return section(
                h2("Accumulator ranges"),
                p(
                        "Smallest and largest sum that any input can produce, proved by interval arithmetic, in units of the exact"
                                + " accumulator, and the bits they need of the lane that holds them."),
                each(verification.runs(), run -> LayerTables.ranges(run, verification.accumulatorBits())));
    }
}
