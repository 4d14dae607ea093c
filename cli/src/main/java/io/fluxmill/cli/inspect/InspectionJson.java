// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Inspection.Node;
import io.fluxmill.cli.family.Inspection.Tensor;
import java.util.List;

/** The machine-readable result of an inspection; docs/cli.md lists the keys. */
public final class InspectionJson {
    private InspectionJson() {}

    public static ObjectNode of(Inspection inspection) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("file", inspection.file())
                .put("format", inspection.format())
                .put("accepted", inspection.refusal() == null);
        tensors(root.putArray("inputs"), inspection.inputs());
        tensors(root.putArray("outputs"), inspection.outputs());
        ArrayNode operators = root.putArray("operators");
        OperatorCounts.of(inspection).forEach(row -> operators
                .addObject()
                .put("operator", row.operator())
                .put("nodes", row.nodes())
                .put("where", row.place().toString()));
        ArrayNode nodes = root.putArray("nodes");
        inspection.nodes().forEach(node -> node(nodes.addObject(), node));
        ArrayNode layers = root.putArray("layers");
        inspection.layers().forEach(layer -> layers.addObject()
                .put("name", layer.name())
                .put("kind", layer.kind())
                .put("shape", layer.shape())
                .put("parameters", layer.parameters())
                .put("macs", layer.macs())
                .put("where", layer.place().toString())
                .put("trained", layer.trained()));
        totals(root.putObject("totals"), inspection);
        texts(root.putArray("host"), inspection.host());
        texts(root.putArray("trained"), inspection.trained());
        if (inspection.refusal() != null) {
            root.putObject("refusal")
                    .put("problem", inspection.refusal().getMessage())
                    .put("remedy", inspection.refusal().remedy());
        }
        texts(root.putArray("refusals"), inspection.refusals());
        ArrayNode cuts = root.putArray("cuts");
        inspection.cuts().forEach(cut -> cuts.addObject()
                .put("until", cut.until())
                .put("layers", cut.layers())
                .put("parameters", cut.parameters())
                .put("macs", cut.macs()));
        return root;
    }

    private static void totals(ObjectNode totals, Inspection inspection) {
        totals.put("parameters", inspection.parameters())
                .put("macs", inspection.macs())
                .put("engine-macs", inspection.engineMacs());
        ObjectNode steps = totals.putObject("driver-steps");
        OperatorCounts.driverSteps(inspection).forEach(steps::put);
    }

    private static void node(ObjectNode json, Node node) {
        json.put("name", node.name())
                .put("operator", node.operator())
                .put("where", node.place().toString())
                .put("shape", node.shape())
                .put("parameters", node.parameters());
        node.producers().forEach(json.putArray("reads")::add);
        texts(json.putArray("details"), node.details());
    }

    private static void tensors(ArrayNode array, List<Tensor> tensors) {
        tensors.forEach(tensor -> array.addObject()
                .put("name", tensor.name())
                .put("type", tensor.type())
                .put("shape", tensor.shape()));
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
