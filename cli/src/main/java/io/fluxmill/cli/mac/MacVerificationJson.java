// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.mac.MacVerification.FormatRun;
import io.fluxmill.cli.mac.MacVerification.LayerRun;

/** The machine-readable result of a verification; docs/cli.md lists the keys. */
public final class MacVerificationJson {
    private MacVerificationJson() {}

    /**
     * The first run's keys at the top, with mismatches, words and seconds summed over all runs, and every run under {@code
     * runs}.
     */
    public static ObjectNode of(MacVerification verification) {
        ObjectNode root = run(verification, verification.runs().get(0));
        root.put("words", verification.words());
        root.put("mismatches", verification.mismatches());
        seconds(root, verification, verification.quantizeSeconds(), verification.simulateSeconds());
        ArrayNode runs = root.putArray("runs");
        for (FormatRun run : verification.runs()) {
            runs.add(run(verification, run));
        }
        return root;
    }

    private static ObjectNode run(MacVerification verification, FormatRun run) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("design", verification.manifest().design());
        node.put("model", verification.network());
        node.put("format", run.format());
        node.put("samples", run.samples());
        node.put("reference-samples", run.referenceSamples());
        node.put("words", run.words());
        node.put("mismatches", run.mismatches());
        if (run.first() != null) {
            node.put("first-mismatch", run.first().toString());
        }
        node.putObject(verification.labels() ? "accuracy" : "error")
                .put("float", run.quality().inFloat())
                .put("reference", run.quality().reference())
                .put("reference-on-rtl-samples", run.quality().referenceOnRtlSamples())
                .put("rtl", run.quality().rtl());
        node.putObject("cycles").put("total", run.cycles()).put("per-sample", run.cyclesPerSample());
        node.put("utilisation", run.utilisation());
        ArrayNode layers = node.putArray("layers");
        run.layers().forEach(layer -> layer(layers.addObject(), layer, verification.segmentBits()));
        seconds(node, verification, run.quantizeSeconds(), run.simulateSeconds());
        return node;
    }

    private static void layer(ObjectNode node, LayerRun layer, int segmentBits) {
        node.put("name", layer.name())
                .put("format", layer.format())
                .put("macs", layer.macs())
                .put("cycles", layer.cycles())
                .put("utilisation", layer.utilisation())
                .put("mismatches", layer.mismatches())
                .put("accumulator-bits", layer.accumulator().neededBits())
                .put("accumulator-lane-bits", layer.accumulator().availableBits(segmentBits));
    }

    private static void seconds(ObjectNode node, MacVerification verification, double quantize, double simulate) {
        node.putObject("seconds")
                .put("generate", verification.generateSeconds())
                .put("quantize", quantize)
                .put("verilate", verification.verilateSeconds())
                .put("simulate", simulate);
    }
}
