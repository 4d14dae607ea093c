// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.inspect;

import io.fluxmill.cli.console.Printable;
import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Inspection.Cut;
import io.fluxmill.cli.family.Inspection.Layer;
import io.fluxmill.cli.family.Inspection.Node;
import io.fluxmill.cli.family.Inspection.Tensor;
import java.util.List;

/** An inspection all of whose texts can stand in a document: XML has no control characters. */
final class PrintableInspection {
    private PrintableInspection() {}

    static Inspection of(Inspection x) {
        return new Inspection(
                Printable.of(x.file()),
                Printable.of(x.format()),
                tensors(x.inputs()),
                tensors(x.outputs()),
                x.nodes().stream().map(PrintableInspection::node).toList(),
                x.layers().stream().map(PrintableInspection::layer).toList(),
                texts(x.host()),
                texts(x.trained()),
                x.refusal(),
                texts(x.refusals()),
                x.cuts().stream()
                        .map(cut -> new Cut(Printable.of(cut.until()), cut.layers(), cut.parameters(), cut.macs()))
                        .toList());
    }

    private static List<Tensor> tensors(List<Tensor> tensors) {
        return tensors.stream()
                .map(tensor -> new Tensor(Printable.of(tensor.name()), tensor.type(), tensor.shape()))
                .toList();
    }

    private static Node node(Node node) {
        return new Node(
                Printable.of(node.name()),
                Printable.of(node.operator()),
                node.place(),
                node.shape(),
                node.parameters(),
                node.producers(),
                texts(node.details()));
    }

    private static Layer layer(Layer layer) {
        return new Layer(
                Printable.of(layer.name()),
                layer.kind(),
                layer.shape(),
                layer.parameters(),
                layer.macs(),
                layer.place(),
                layer.trained());
    }

    private static List<String> texts(List<String> texts) {
        return texts.stream().map(Printable::of).toList();
    }
}
