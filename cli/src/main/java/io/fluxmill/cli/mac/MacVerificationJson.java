// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.mac.MacVerification.FormatRun;
import io.fluxmill.cli.mac.MacVerification.LayerRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The machine-readable result of a verification; docs/cli.md lists the keys. */
public final class MacVerificationJson {
    private MacVerificationJson() {}

    /**
     * The first run's keys, without those of the common head, and every run under {@code runs}.
     */
    public static ObjectNode of(MacVerification verification) {
        ObjectNode root = run(verification, verification.runs().get(0));
        root.remove(List.of("words", "mismatches", "first-mismatch", "seconds")); // those of all runs are in the head
        root.put("starts", most(verification, run -> run.traffic().starts()));
        root.put("host-steps", most(verification, run -> run.driver().size()));
        root.put("bytes-in", most(verification, run -> run.traffic().bytesIn()));
        root.put("bytes-out", most(verification, run -> run.traffic().bytesOut()));
        root.put(
                "bound",
                verification.runs().stream().mapToDouble(FormatRun::bound).max().orElse(0));
        ArrayNode runs = root.putArray("runs");
        for (FormatRun run : verification.runs()) {
            runs.add(run(verification, run));
        }
        return root;
    }

    private static long most(MacVerification verification, ToLongFunction<FormatRun> count) {
        return verification.runs().stream().mapToLong(count).max().orElse(0);
    }

    private static ObjectNode run(MacVerification verification, FormatRun run) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("design", verification.manifest().design());
        node.put("model", verification.network());
        node.put("format", run.format());
        if (run.round() != null) {
            node.put("round", run.round().key());
        }
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
        node.put("starts", run.traffic().starts());
        node.put("host-steps", run.driver().size());
        node.put("bytes-in", run.traffic().bytesIn());
        node.put("bytes-out", run.traffic().bytesOut());
        node.put("bound", run.bound());
        if (run.traffic().lineBytes() > 0) {
            node.put("line-bytes", run.traffic().lineBytes());
            node.put("samples-per-second", verification.samplesPerSecond(run));
        }
        ArrayNode layers = node.putArray("layers");
        run.layers().forEach(layer -> layer(layers.addObject(), layer, verification.accumulatorBits()));
        ArrayNode driver = node.putArray("driver");
        run.driver().forEach(step -> driver.addObject()
                .put("name", step.name())
                .put("kind", step.kind())
                .put("words", step.words())
                .put("mismatches", step.mismatches()));
        ObjectNode seconds = node.putObject("seconds");
        seconds(verification, run.quantizeSeconds(), run.simulateSeconds()).forEach(seconds::put);
        return node;
    }

    private static void layer(ObjectNode node, LayerRun layer, int accumulatorBits) {
        node.put("name", layer.name())
                .put("format", layer.format())
                .put("macs", layer.macs())
                .put("cycles", layer.cycles())
                .put("utilisation", layer.utilisation())
                .put("mismatches", layer.mismatches());
        if (layer.hasSums()) {
            node.put("accumulator-bits", layer.accumulator().neededBits())
                    .put("accumulator-lane-bits", accumulatorBits);
        }
    }

    static Map<String, Double> seconds(MacVerification verification, double quantize, double simulate) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("generate", verification.generateSeconds());
        seconds.put("quantize", quantize);
        seconds.put("verilate", verification.verilateSeconds());
        seconds.put("simulate", simulate);
        return seconds;
    }
}
