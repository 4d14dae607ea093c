// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.i;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import io.fluxmill.cli.mac.MacVerification.DriverRun;
import io.fluxmill.cli.mac.MacVerification.FormatRun;
import io.fluxmill.cli.mac.MacVerification.LayerRun;
import io.fluxmill.cli.report.Page;
import io.fluxmill.cli.report.Svg;
import io.fluxmill.quantizer.mac.precision.AccumulatorRange;
import j2html.tags.DomContent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of the report. */
public final class LayerTables {
    private LayerTables() {}

    public static DomContent qualities(MacVerification verification) {
        FormatRun first = verification.runs().get(0);
        String same = count(first.samples()) + " samples";
        return table(
                Page.titles(
                        "format",
                        "#reference, " + count(first.referenceSamples()) + " samples",
                        "#reference, first " + same,
                        "#RTL, first " + same),
                tbody(each(
                        verification.runs(),
                        run -> tr(
                                td(run.format()),
                                percent(run.quality().reference()),
                                percent(run.quality().referenceOnRtlSamples()),
                                percent(run.quality().rtl())))));
    }

    private static DomContent percent(double share) {
        return td(attrs(".number"), String.format(Locale.ROOT, "%.2f %%", 100 * share));
    }

    public static DomContent layers(FormatRun run) {
        List<DomContent> rows = new ArrayList<>();
        for (LayerRun layer : run.layers()) {
            rows.add(tr(
                    td(layer.name()),
                    td(layer.format()),
                    number("%,d", layer.macs()),
                    number("%,d", layer.cycles()),
                    td(meter(layer.utilisation())),
                    number("%,d", layer.stallIn()),
                    number("%,d", layer.stallOut()),
                    number("%,d", layer.words()),
                    td(attrs(layer.mismatches() == 0 ? ".number" : ".number.bad"), count(layer.mismatches()))));
        }
        for (DriverRun step : run.driver()) {
            rows.add(tr(
                    td(step.name()),
                    td("driver: " + step.kind()),
                    each(List.of("–", "–", "–", "–", "–"), none -> td(attrs(".number"), none)),
                    number("%,d", step.words()),
                    td(attrs(step.mismatches() == 0 ? ".number" : ".number.bad"), count(step.mismatches()))));
        }
        String rounding = run.round() == null ? "" : ", rounding " + run.round().key();
        return div(
                h3(run.format() + rounding),
                table(
                        Page.titles(
                                "layer",
                                "format",
                                "#MACs",
                                "#cycles",
                                "utilisation",
                                "#waits for input",
                                "#waits for output",
                                "#words",
                                "#mismatches"),
                        tbody(each(rows, row -> row))));
    }

    public static DomContent ranges(FormatRun run, int accumulatorBits) {
        List<DomContent> rows = new ArrayList<>();
        for (LayerRun layer : run.layers().stream().filter(LayerRun::hasSums).toList()) {
            AccumulatorRange range = layer.accumulator();
            rows.add(tr(
                    td(layer.name()),
                    td(layer.format()),
                    td(attrs(".number"), units(range.min())),
                    td(attrs(".number"), units(range.max())),
                    td("2^" + range.format().sumExponent()),
                    td(bits(range.neededBits(), accumulatorBits))));
        }
        return div(
                h3(run.format()),
                table(
                        Page.titles("layer", "format", "#smallest", "#largest", "unit", "bits needed of accumulator"),
                        tbody(each(rows, row -> row))));
    }

    /** All digits, or four if there are too many to read. */
    private static String units(BigInteger value) {
        return value.bitLength() < 50 ? value.toString() : String.format(Locale.ROOT, "%.3e", new BigDecimal(value));
    }

    private static DomContent number(String format, long value) {
        return td(attrs(".number"), String.format(Locale.ROOT, format, value));
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static DomContent meter(double share) {
        return span(bar(share), span(String.format(Locale.ROOT, "%.1f %%", 100 * share)));
    }

    private static DomContent bits(int needed, int available) {
        return span(bar((double) needed / available), span(needed + " of " + available));
    }

    private static DomContent bar(double share) {
        return span(attrs(".meter"), i().withStyle("width:" + Svg.number(100 * Math.min(1, share)) + "%"));
    }
}
