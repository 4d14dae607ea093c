// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.inspect;

import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Inspection.Node;
import io.fluxmill.cli.family.Inspection.Place;
import io.fluxmill.cli.report.Svg;
import j2html.TagCreator;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.LayeringStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * A model's graph from top to bottom, each node in the layer of its longest path. Nodes on constants and nodes that no output needs are left out.
 * Colours say where a node is computed; its attributes and parameters are a tooltip.
 */
record GraphDrawing(Inspection inspection) {
    private static final Set<Place> LEFT_OUT = Set.of(Place.CONSTANT, Place.UNUSED);
    private static final double LETTER = 6.9;
    private static final double LINE = 15;
    private static final int MOST_LETTERS = 30;
    private static final double GAP = 24;

    static {
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    /** The number of nodes that are drawn. */
    long nodes() {
        return inspection.nodes().stream()
                .filter(node -> !LEFT_OUT.contains(node.place()))
                .count();
    }

    ContainerTag<?> draw() {
        ElkNode graph = ElkGraphUtil.createGraph();
        graph.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
        graph.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        graph.setProperty(LayeredOptions.LAYERING_STRATEGY, LayeringStrategy.LONGEST_PATH_SOURCE);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE, GAP);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, GAP);
        Map<Integer, ElkNode> places = new LinkedHashMap<>();
        for (int i = 0; i < inspection.nodes().size(); i++) {
            Node node = inspection.nodes().get(i);
            if (!LEFT_OUT.contains(node.place())) {
                ElkNode box = ElkGraphUtil.createNode(graph);
                int letters =
                        texts(node).stream().mapToInt(String::length).max().orElse(0);
                box.setDimensions(LETTER * letters + 16, LINE * texts(node).size() + 10);
                places.put(i, box);
            }
        }
        places.forEach((index, box) -> inspection.nodes().get(index).producers().stream()
                .filter(places::containsKey)
                .forEach(producer -> ElkGraphUtil.createSimpleEdge(places.get(producer), box)));
        new LayeredLayoutProvider().layout(graph, new BasicProgressMonitor());
        List<DomContent> content = new ArrayList<>();
        for (ElkEdge edge : graph.getContainedEdges()) {
            edge.getSections().forEach(section -> content.add(arrow(section)));
        }
        places.forEach((index, box) -> content.add(box(inspection.nodes().get(index), box)));
        return Svg.drawing(
                        "graph of " + inspection.file(),
                        graph.getWidth(),
                        graph.getHeight(),
                        content.toArray(DomContent[]::new))
                .attr("style", "width:" + Svg.number(graph.getWidth()) + "px");
    }

    private static DomContent arrow(ElkEdgeSection section) {
        StringBuilder path = new StringBuilder("M" + point(section.getStartX(), section.getStartY()));
        for (ElkBendPoint bend : section.getBendPoints()) {
            path.append('L').append(point(bend.getX(), bend.getY()));
        }
        String end = point(section.getEndX(), section.getEndY());
        path.append('L').append(end);
        return Svg.group().with(Svg.path("edge", path.toString()), Svg.path("tip", "M" + end + "l-3 -6h6z"));
    }

    private static String point(double x, double y) {
        return Svg.number(x) + " " + Svg.number(y);
    }

    private static DomContent box(Node node, ElkNode place) {
        List<DomContent> parts = new ArrayList<>();
        parts.add(TagCreator.tag("title").withText(tooltip(node)));
        parts.add(
                Svg.box("place " + style(node.place()), place.getX(), place.getY(), place.getWidth(), place.getHeight())
                        .attr("rx", 5));
        List<String> texts = texts(node);
        for (int i = 0; i < texts.size(); i++) {
            parts.add(Svg.text(
                    (i == 0 ? "name" : "label") + " middle",
                    place.getX() + place.getWidth() / 2,
                    place.getY() + LINE * (i + 1),
                    texts.get(i)));
        }
        return Svg.group().with(parts);
    }

    /** The class of a place's colour. */
    static String style(Place place) {
        return "on-" + place.name().toLowerCase(Locale.ROOT);
    }

    /** Operator, name unless it says no more, shape if it is known. */
    private static List<String> texts(Node node) {
        List<String> texts = new ArrayList<>(List.of(shortened(node.operator())));
        if (!node.name().startsWith(node.operator() + "_")) {
            texts.add(shortened(node.name()));
        }
        if (!node.shape().isEmpty()) {
            texts.add(shortened(node.shape()));
        }
        return texts;
    }

    private static String shortened(String text) {
        int half = MOST_LETTERS / 2 - 1;
        return text.length() <= MOST_LETTERS
                ? text
                : text.substring(0, half) + "\u2026" + text.substring(text.length() - half);
    }

    private static String tooltip(Node node) {
        List<String> lines = new ArrayList<>();
        lines.add(node.name() + " (" + node.operator() + "): " + node.place());
        if (node.parameters() > 0) {
            lines.add(InspectionText.count(node.parameters()) + " parameters");
        }
        lines.addAll(node.details());
        return String.join("\n", lines);
    }
}
