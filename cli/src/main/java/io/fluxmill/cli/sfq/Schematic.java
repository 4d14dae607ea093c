// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.report.Svg;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** The schematic of a netlist: cells from left to right in the direction of the pulses, nets as orthogonal lines. */
record Schematic(Netlist netlist) {
    /** Netlists of more cells are too large to be read as a drawing. */
    static final int MOST_CELLS = 120;

    private static final double PIN = 14;
    private static final double LETTER = 6.6;
    private static final double GAP = 18;

    static {
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    ContainerTag<?> draw() {
        Layout layout = new Layout();
        List<DomContent> content = new ArrayList<>();
        for (ElkEdge edge : layout.graph.getContainedEdges()) {
            edge.getSections().forEach(section -> content.add(wire(section)));
        }
        layout.instances.forEach((node, instance) -> content.add(cell(node, instance)));
        layout.terminals.forEach((node, net) -> content.add(Svg.text(
                "name middle", node.getX() + node.getWidth() / 2, node.getY() + node.getHeight() / 2 + 4, net)));
        return Svg.drawing(
                "schematic of " + netlist.name(),
                layout.graph.getWidth(),
                layout.graph.getHeight(),
                content.toArray(DomContent[]::new));
    }

    private static DomContent wire(ElkEdgeSection section) {
        StringBuilder path = new StringBuilder();
        path.append('M').append(Svg.number(section.getStartX())).append(' ').append(Svg.number(section.getStartY()));
        for (ElkBendPoint bend : section.getBendPoints()) {
            path.append('L').append(Svg.number(bend.getX())).append(' ').append(Svg.number(bend.getY()));
        }
        path.append('L').append(Svg.number(section.getEndX())).append(' ').append(Svg.number(section.getEndY()));
        return Svg.group()
                .with(
                        Svg.path("wire", path.toString()),
                        Svg.path(
                                "tip",
                                "M" + Svg.number(section.getEndX()) + " " + Svg.number(section.getEndY())
                                        + "l-6 -3v6z"));
    }

    private static DomContent cell(ElkNode node, Instance instance) {
        double middle = node.getX() + node.getWidth() / 2;
        List<DomContent> parts = new ArrayList<>();
        parts.add(Svg.box("block", node.getX(), node.getY(), node.getWidth(), node.getHeight()));
        parts.add(Svg.text(
                "name middle",
                middle,
                node.getY() + node.getHeight() / 2,
                instance.cell().name()));
        parts.add(Svg.text("label middle", middle, node.getY() + node.getHeight() / 2 + 12, instance.name()));
        if (instance.cell().inputs().size() > 1) {
            for (ElkPort port : node.getPorts()) {
                if (port.getProperty(CoreOptions.PORT_SIDE) == PortSide.WEST) {
                    parts.add(Svg.text("code", node.getX() + 3, node.getY() + port.getY() + 3, port.getIdentifier()));
                }
            }
        }
        return Svg.group().with(parts);
    }

    /** The netlist as a graph with places. */
    private final class Layout {
        final ElkNode graph = ElkGraphUtil.createGraph();
        final Map<ElkNode, Instance> instances = new HashMap<>();
        final Map<ElkNode, String> terminals = new HashMap<>();
        private final Map<String, ElkPort> drivers = new HashMap<>();

        Layout() {
            graph.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
            graph.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
            graph.setProperty(LayeredOptions.SPACING_NODE_NODE, GAP);
            graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 2 * GAP);
            for (String input : netlist.inputs()) {
                drivers.put(input, terminal(input, PortSide.EAST));
            }
            Map<Instance, List<ElkPort>> sinks = new HashMap<>();
            for (Instance instance : netlist.instances()) {
                sinks.put(instance, place(instance));
            }
            for (Instance instance : netlist.instances()) {
                for (int i = 0; i < instance.inputs().size(); i++) {
                    connect(instance.inputs().get(i), sinks.get(instance).get(i));
                }
            }
            for (String output : netlist.outputs()) {
                connect(output, terminal(output, PortSide.WEST));
            }
            new LayeredLayoutProvider().layout(graph, new BasicProgressMonitor());
        }

        private ElkPort terminal(String net, PortSide side) {
            ElkNode node = ElkGraphUtil.createNode(graph);
            node.setDimensions(LETTER * net.length() + 12, PIN);
            terminals.put(node, net);
            return port(node, net, side);
        }

        /** The ports of the inputs. */
        private List<ElkPort> place(Instance instance) {
            ElkNode node = ElkGraphUtil.createNode(graph);
            int pins = Math.max(
                    instance.cell().inputs().size(), instance.cell().outputs().size());
            int letters = Math.max(
                    instance.cell().name().length() + 6, instance.name().length() + 2);
            double pinNames = instance.cell().inputs().size() < 2 ? 0 : 2 * LETTER * longestInput(instance);
            node.setDimensions(LETTER * letters + pinNames, Math.max(36, PIN * (pins + 1)));
            node.setProperty(CoreOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_SIDE);
            instances.put(node, instance);
            List<ElkPort> inputs = instance.cell().inputs().stream()
                    .map(pin -> port(node, pin, PortSide.WEST))
                    .toList();
            for (int i = 0; i < instance.outputs().size(); i++) {
                drivers.put(
                        instance.outputs().get(i),
                        port(node, instance.cell().outputs().get(i), PortSide.EAST));
            }
            return inputs;
        }

        private int longestInput(Instance instance) {
            return instance.cell().inputs().stream()
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
        }

        private ElkPort port(ElkNode node, String name, PortSide side) {
            ElkPort port = ElkGraphUtil.createPort(node);
            port.setIdentifier(name);
            port.setProperty(CoreOptions.PORT_SIDE, side);
            return port;
        }

        private void connect(String net, ElkPort sink) {
            ElkPort driver = drivers.get(net);
            if (driver != null) {
                ElkGraphUtil.createSimpleEdge(driver, sink);
            }
        }
    }
}
