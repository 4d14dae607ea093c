// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import io.fluxmill.cli.pulse.PulseVerification.Method;
import io.fluxmill.cli.pulse.PulseVerification.Point;
import io.fluxmill.cli.pulse.PulseVerification.Resolution;
import io.fluxmill.cli.report.Page;
import io.fluxmill.cli.report.WaveDiagram;
import io.fluxmill.cli.report.XyPlot;
import io.fluxmill.cli.report.XyPlot.Mark;
import io.fluxmill.cli.report.XyPlot.Series;
import io.fluxmill.quantizer.pulse.detector.Residuals;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The verification of a pulse-feature accelerator as a page. */
public record PulseReport(PulseVerification verification) {
    private static final int BINS = 60;

    /** The page. */
    public String render() throws IOException {
        PulseVerification.Comparison comparison = verification.comparison();
        String verdict = comparison.words() == 0
                ? "nothing was compared, for neither RTL nor reference had an event"
                : comparison.mismatches() == 0
                        ? String.format(
                                Locale.ROOT,
                                "RTL and reference agree in all %,d packet words of %,d events",
                                comparison.words(),
                                comparison.events())
                        : String.format(
                                Locale.ROOT,
                                "%,d of %,d packet words differ",
                                comparison.mismatches(),
                                comparison.words());
        String design = verification.manifest().design();
        List<DomContent> content = new ArrayList<>();
        content.add(cards());
        if (verification.resolution() != null) {
            content.addAll(resolution(verification.resolution()));
        }
        if (verification.records() != null) {
            content.addAll(records(verification.records()));
        }
        content.add(section(
                h2("Engine"),
                p("Samples in, one packet an event out."),
                new PulseDiagram(verification.manifest()).draw()));
        content.add(counters());
        if (verification.waves() != null) {
            content.add(section(
                    h2("Waves"),
                    p("The first event as it was simulated; values are hexadecimal."),
                    new WaveDiagram(verification.waves()).draw()));
        }
        content.add(Page.environment(verification.environment(), verification.config()));
        return Page.render(
                verification.network() == null ? design : verification.network() + " on " + design,
                verification.config(),
                comparison.agrees(),
                verdict,
                content);
    }

    private DomContent cards() {
        PulseVerification.Throughput throughput = verification.throughput();
        List<DomContent> cards = new ArrayList<>();
        cards.add(Page.card(Page.count(verification.comparison().events()), "events on the RTL"));
        cards.add(Page.card(Page.count(verification.comparison().words()), "words compared"));
        if (throughput.cycles() > 0) {
            cards.add(Page.card(
                    String.format(Locale.ROOT, "%.1f", throughput.cyclesPerEvent()),
                    "busy cycles of the network engine, each event"));
            cards.add(Page.card(
                    String.format(Locale.ROOT, "%.0f %%", 100 * throughput.utilisation()),
                    "of the multiplier slots did useful work"));
        }
        cards.add(Page.card(Page.count(throughput.clockCycles()), "clock cycles"));
        cards.add(Page.card(
                String.format(Locale.ROOT, "%.1f s", verification.seconds().simulate()), "in simulation"));
        return Page.cards(cards);
    }

    private static List<DomContent> resolution(Resolution resolution) {
        List<DomContent> sections = new ArrayList<>();
        sections.add(section(
                h2("Resolution"),
                p(resolution.pulse() + ". Standard deviation of estimate minus truth over "
                        + Page.count(resolution.main().events())
                        + " events; the bound is Cramér and Rao's for amplitude and time. Constant offsets are taken"
                        + " out. FWHM is that of the normal distribution with the same quartiles; the last column is the"
                        + " difference of two channels."),
                methods(resolution.main())));
        sections.add(section(
                h2("Residuals"),
                histogram("time residual (ps)", resolution.timeResiduals()),
                histogram("amplitude residual (%)", resolution.amplitudeResiduals())));
        if (resolution.curve().size() > 1) {
            sections.add(section(
                    h2("Resolution over the signal-to-noise ratio"),
                    p("Every point ran on the RTL; the network is the same at all of them."),
                    curve(
                            "time resolution",
                            "SNR (dB)",
                            "σ of the time (ps)",
                            resolution.curve(),
                            Method::timePs,
                            Point::boundTimePs),
                    curve(
                            "amplitude resolution",
                            "SNR (dB)",
                            "σ of the amplitude (%)",
                            resolution.curve(),
                            Method::amplitudePercent,
                            Point::boundAmplitudePercent)));
        }
        if (resolution.range().size() > 1) {
            String over = resolution.rangeTime() == null || resolution.rangeAmplitude() == null
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            " Residuals of the network divided by the bound of each event have σ = %.3f (time) and %.3f"
                                    + " (amplitude).",
                            resolution.rangeTime().sigma(),
                            resolution.rangeAmplitude().sigma());
            sections.add(section(
                    h2("Resolution over the amplitude"),
                    p("Noise as above." + over),
                    curve(
                            "time resolution over the amplitude",
                            "amplitude (share of full scale)",
                            "σ of the time (ps)",
                            resolution.range(),
                            Method::timePs,
                            Point::boundTimePs)));
        }
        sections.add(section(
                h2("Pulses"),
                p("Events as the front end cuts them, over their baseline."),
                traces(resolution.pulses(), resolution.periodNs())));
        return sections;
    }

    private static DomContent methods(Point point) {
        List<DomContent> rows = new ArrayList<>();
        rows.add(tr(
                td("bound"),
                td(""),
                number("%.1f", point.boundTimePs()),
                td(""),
                td(""),
                td(""),
                number("%.4f", point.boundAmplitudePercent()),
                td("")));
        for (Method method : point.methods()) {
            Residuals time = method.timePs();
            Residuals amplitude = method.amplitudePercent();
            rows.add(tr(
                    td(method.name()),
                    td(method.rtl() ? "RTL" : "software"),
                    time == null ? none() : number("%.1f", time.sigma()),
                    time == null ? none() : number("%.3f", time.sigma() / point.boundTimePs()),
                    time == null ? none() : number("%.1f", time.fwhm()),
                    time == null ? none() : number("%.1f", time.pairSigma()),
                    amplitude == null ? none() : number("%.4f", amplitude.sigma()),
                    amplitude == null ? none() : number("%.3f", amplitude.sigma() / point.boundAmplitudePercent())));
        }
        return table(
                attrs(".free"),
                Page.titles(
                        "method",
                        "where",
                        "#σ time, ps",
                        "#÷ bound",
                        "#FWHM, ps",
                        "#two channels, ps",
                        "#σ amplitude, %",
                        "#÷ bound"),
                tbody(each(rows, row -> row)));
    }

    private static DomContent none() {
        return td(attrs(".number"), "–");
    }

    private static DomContent number(String format, double value) {
        return td(attrs(".number"), String.format(Locale.ROOT, format, value));
    }

    /** Lines of all methods that have the estimate, and the bound. */
    private static DomContent curve(
            String title,
            String xLabel,
            String yLabel,
            List<Point> points,
            Function<Method, Residuals> estimate,
            ToDoubleFunction<Point> bound) {
        List<Series> series = new ArrayList<>();
        for (Method method : points.get(0).methods()) {
            List<XyPlot.Point> line = points.stream()
                    .flatMap(point -> point.methods().stream()
                            .filter(m -> m.name().equals(method.name()) && estimate.apply(m) != null)
                            .map(m -> new XyPlot.Point(
                                    point.at(), estimate.apply(m).sigma())))
                    .toList();
            if (!line.isEmpty()) {
                series.add(new Series(method.name(), Mark.LINE, line));
            }
        }
        series.add(new Series(
                "bound",
                Mark.DASHES,
                points.stream()
                        .map(point -> new XyPlot.Point(point.at(), bound.applyAsDouble(point)))
                        .toList()));
        return new XyPlot(title, xLabel, yLabel, true, series).draw();
    }

    /** Within five standard deviations; values beyond are in the first and last bin. */
    private static DomContent histogram(String label, double[] residuals) {
        if (residuals.length < 2) {
            return p("No estimate of this: " + label + ".");
        }
        Residuals statistics = Residuals.of(residuals);
        double width = 10 * statistics.sigma() / BINS;
        double low = statistics.mean() - 5 * statistics.sigma();
        int[] bins = new int[BINS];
        for (double residual : residuals) {
            bins[(int) Math.max(0, Math.min(BINS - 1, (residual - low) / width))]++;
        }
        List<XyPlot.Point> measured = new ArrayList<>();
        List<XyPlot.Point> normal = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            measured.add(new XyPlot.Point(low + i * width, bins[i]));
            double u = (i + 0.5) / BINS * 10 - 5;
            double density = Math.exp(-u * u / 2) / Math.sqrt(2 * Math.PI) * 10 / BINS;
            normal.add(new XyPlot.Point(low + (i + 0.5) * width, residuals.length * density));
        }
        measured.add(new XyPlot.Point(low + BINS * width, bins[BINS - 1]));
        return new XyPlot(
                        "histogram of the " + label,
                        label,
                        "events",
                        false,
                        List.of(
                                new Series("residuals", Mark.STEPS, measured),
                                new Series("normal, same σ", Mark.DASHES, normal)))
                .draw();
    }

    private static DomContent traces(double[][] pulses, double periodNs) {
        List<Series> series = new ArrayList<>();
        for (int n = 0; n < pulses.length; n++) {
            List<XyPlot.Point> points = new ArrayList<>();
            int step = Math.max(1, pulses[n].length / 1000);
            for (int i = 0; i < pulses[n].length; i += step) {
                points.add(new XyPlot.Point(i * periodNs, pulses[n][i]));
            }
            series.add(new Series("event " + (n + 1), Mark.LINE, points));
        }
        return new XyPlot("pulses", "time in the window (ns)", "ADC counts over the baseline", false, series).draw();
    }

    private static List<DomContent> records(PulseVerification.Records records) {
        double[] sorted = records.amplitudes().clone();
        Arrays.sort(sorted);
        List<XyPlot.Point> points = new ArrayList<>();
        for (int i = 0; i < sorted.length; i++) {
            points.add(new XyPlot.Point(i + 1, sorted[i]));
        }
        return List.of(
                section(h2("Recorded pulses"), Page.facts(records.facts())),
                section(
                        h2("Pulses"),
                        p("Events as the front end cuts them, over their baseline."),
                        traces(records.pulses(), records.periodNs())),
                section(
                        h2("Amplitudes"),
                        new XyPlot(
                                        "amplitudes, ascending",
                                        "event, by amplitude",
                                        "trapezoid amplitude (ADC counts)",
                                        false,
                                        List.of(new Series("events", Mark.DOTS, points)))
                                .draw()));
    }

    private DomContent counters() {
        return section(
                h2("Counters"),
                p("As the hardware counted: nothing is lost without a count."),
                table(
                        attrs(".free"),
                        Page.titles("counter", "#value", "meaning"),
                        tbody(each(
                                verification.counters(),
                                counter -> tr(
                                        td(counter.name()),
                                        td(attrs(".number"), Page.count(counter.value())),
                                        td(counter.description()))))));
    }
}
