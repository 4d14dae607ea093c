// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.inspect;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import io.fluxmill.cli.console.Fact;
import io.fluxmill.cli.console.Printable;
import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Inspection.Node;
import io.fluxmill.cli.family.Inspection.Place;
import io.fluxmill.cli.report.Page;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** An inspection as one self-contained page with the graph: no script, no link, nothing to fetch. Every text is escaped. */
public final class InspectionPage {
    private static final List<Place> DRAWN = Arrays.stream(Place.values())
            .filter(place -> place != Place.CONSTANT && place != Place.UNUSED)
            .toList();

    private final Inspection inspection;
    private final String until;

    /** @param until where the network was told to end; null for its own output */
    public InspectionPage(Inspection inspection, String until) {
        this.inspection = PrintableInspection.of(inspection);
        this.until = until;
    }

    public String render() throws IOException {
        boolean accepted = inspection.refusal() == null;
        String what = inspection.format() + (until == null ? "" : ", up to " + Printable.of(until));
        return Page.of(
                inspection.file(),
                what,
                accepted,
                accepted
                        ? "accepted: it can run"
                        : "refused: " + Printable.of(inspection.refusal().getMessage()),
                Stream.of(totals(), refusal(), graph(), layers(), operators(), nodes())
                        .filter(part -> part != null)
                        .toList());
    }

    private DomContent totals() {
        List<Fact> facts = new ArrayList<>();
        inspection.inputs().forEach(input -> facts.add(fact("input", input)));
        inspection.outputs().forEach(output -> facts.add(fact("output", output)));
        if (!inspection.layers().isEmpty()) {
            facts.add(new Fact("parameters", InspectionText.count(inspection.parameters())));
            facts.add(new Fact(
                    "MACs for each sample",
                    InspectionText.count(inspection.macs()) + ", " + InspectionText.engineShare(inspection)
                            + " on the engine"));
            facts.add(new Fact("driver", InspectionText.driver(inspection)));
            facts.add(new Fact("left to the host", words(inspection.host(), "nothing")));
            facts.add(new Fact("trained quantisation", words(inspection.trained(), "none")));
        }
        return section(h2("Model"), Page.facts(facts));
    }

    private static Fact fact(String what, Inspection.Tensor tensor) {
        return new Fact(what + " " + tensor.name(), tensor.type() + " " + tensor.shape());
    }

    private static String words(List<String> parts, String none) {
        return parts.isEmpty() ? none : String.join("; ", parts);
    }

    /** Null if it is accepted. */
    private DomContent refusal() {
        if (inspection.refusal() == null) {
            return null;
        }
        List<String> sentences = new ArrayList<>(inspection.refusals());
        String first = Printable.of(inspection.refusal().getMessage());
        if (!sentences.contains(first)) {
            sentences.add(0, first);
        }
        return section(
                h2("What is refused"),
                ul(each(sentences, sentence -> li(sentence))),
                p(
                        inspection.cuts().isEmpty()
                                ? "No place was found at which the model could end instead."
                                : "It is accepted up to one of these nodes; the rest is left to the host."),
                ul(each(
                        inspection.cuts(),
                        cut -> li(
                                code("--until " + cut.until()),
                                span(String.format(
                                        " %s layers, %s parameters, %s MACs",
                                        InspectionText.count(cut.layers()),
                                        InspectionText.count(cut.parameters()),
                                        InspectionText.count(cut.macs())))))));
    }

    /** Null if the format has no graph. */
    private DomContent graph() {
        if (inspection.nodes().isEmpty()) {
            return null;
        }
        GraphDrawing drawing = new GraphDrawing(inspection);
        return section(
                h2("Graph"),
                p("Where each node is computed. Point at a node for its attributes and constants. "
                        + (inspection.nodes().size() - drawing.nodes())
                        + " nodes on constants, or that no output needs, are not drawn."),
                p(
                        attrs(".legend"),
                        each(DRAWN, place -> span(attrs("." + GraphDrawing.style(place)), place.toString()))),
                div(attrs(".graph"), drawing.draw()));
    }

    /** Null if there are none. */
    private DomContent layers() {
        return inspection.layers().isEmpty()
                ? null
                : section(
                        h2("Layers"),
                        p("After lowering, in the order in which they run; sizes for one sample."),
                        table(
                                attrs(".free"),
                                Page.titles("layer", "kind", "output", "#parameters", "#MACs", "where", "trained bits"),
                                tbody(each(
                                        inspection.layers(),
                                        layer -> tr(
                                                td(layer.name()),
                                                td(layer.kind()),
                                                td(layer.shape()),
                                                number(layer.parameters()),
                                                number(layer.macs()),
                                                td(layer.place().toString()),
                                                td(layer.trained()))))));
    }

    private DomContent operators() {
        return inspection.nodes().isEmpty()
                ? null
                : section(
                        h2("Operators"),
                        table(
                                Page.titles("operator", "#nodes", "where"),
                                tbody(each(
                                        OperatorCounts.of(inspection),
                                        row -> tr(
                                                td(row.operator()),
                                                number(row.nodes()),
                                                td(row.place().toString()))))));
    }

    private DomContent nodes() {
        return inspection.nodes().isEmpty()
                ? null
                : section(
                        h2("Nodes"),
                        table(
                                attrs(".free"),
                                Page.titles("node", "operator", "output", "#parameters", "where", "details"),
                                tbody(each(inspection.nodes(), InspectionPage::row))));
    }

    private static DomContent row(Node node) {
        return tr(
                td(node.name()),
                td(node.operator()),
                td(node.shape()),
                number(node.parameters()),
                td(node.place().toString()),
                td(String.join(" ", node.details())));
    }

    private static DomContent number(long value) {
        return td(attrs(".number"), InspectionText.count(value));
    }
}
