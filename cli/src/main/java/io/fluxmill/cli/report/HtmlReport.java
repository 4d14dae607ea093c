// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.b;
import static j2html.TagCreator.body;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.title;

import io.fluxmill.cli.report.Verification.FormatRun;
import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verification as one self-contained HTML page: no script, no link, nothing to fetch. Every text is escaped. */
public record HtmlReport(Verification verification) {

    /** The page. */
    public String render() throws IOException {
        String name = verification.network() + " on " + verification.manifest().design();
        return document(html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                title("Fluxmill: " + name),
                                style(css())),
                        body(main(
                                header(h1(name), p("Verification by Fluxmill of " + verification.config()), verdict()),
                                cards(),
                                results(),
                                layers(),
                                engine(),
                                waves(),
                                ranges(),
                                environment())))
                .attr("lang", "en"));
    }

    private static DomContent style(String css) {
        return j2html.TagCreator.style().with(j2html.TagCreator.rawHtml(css));
    }

    private static String css() throws IOException {
        try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private DomContent verdict() {
        long words = verification.words();
        long wrong = verification.mismatches();
        String text = wrong == 0
                ? String.format(Locale.ROOT, "RTL and reference agree in all %,d result words", words)
                : String.format(Locale.ROOT, "%,d of %,d result words differ", wrong, words);
        return div(attrs(".verdict." + (wrong == 0 ? "good" : "bad")), text);
    }

    private DomContent cards() {
        FormatRun first = verification.runs().get(0);
        List<DomContent> cards = new ArrayList<>();
        cards.add(card(Integer.toString(verification.runs().size()), "formats"));
        cards.add(card(count(first.samples()), "samples on the RTL, each format"));
        cards.add(card(count(first.referenceSamples()), "samples on the reference"));
        cards.add(card(count(verification.words()), "words compared"));
        cards.add(card(
                count(verification.runs().stream().mapToLong(FormatRun::cycles).sum()), "clock cycles"));
        cards.add(card(String.format(Locale.ROOT, "%.1f s", verification.simulateSeconds()), "in simulation"));
        return div(attrs(".cards"), each(cards, card -> card));
    }

    private static DomContent card(String value, String what) {
        return div(attrs(".card"), b(value), span(what));
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
                p("Multiply-accumulates and cycles as the engine's own counters have them, over all samples of a run."),
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
                each(verification.runs(), run -> LayerTables.ranges(run, verification.segmentBits())));
    }

    private DomContent environment() {
        return section(
                h2("Environment"),
                LayerTables.facts(verification.environment()),
                h3("Again"),
                pre(code("./fluxmill verify " + verification.config())));
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
