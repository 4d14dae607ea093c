// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.LayerWords;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.ColumnGroup;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.MacProgram.Window;
import java.util.Locale;

/** A program as JSON: the job list; images are named by their place in {@code weights.bin} and {@code parameters.bin}. */
final class ProgramJson {
    private final MacProgram program;
    private final Manifest manifest;
    private final JobPlaces places;
    private long weightBeat;
    private long parameterBeat;

    ProgramJson(MacProgram program, Manifest manifest) {
        this.program = program;
        this.manifest = manifest;
        places = new JobPlaces(program, manifest);
    }

    ObjectNode render(Coding coding) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("network", program.network()).put("design", program.design()).put("hash", program.configHash());
        root.put("output", program.output()).put("resident", places.resident());
        scale(root.putObject("input-scale"), coding.input());
        scale(root.putObject("result-scale"), coding.result());
        ArrayNode values = root.putArray("values");
        for (Value value : program.values()) {
            values.addObject()
                    .put("name", value.name())
                    .put("channels", value.channels())
                    .put("height", value.height())
                    .put("width", value.width())
                    .put("format", value.format().name());
        }
        ArrayNode steps = root.putArray("steps");
        for (MacProgram.Step step : program.steps()) {
            ObjectNode node = steps.addObject().put("name", step.name());
            if (step instanceof MatrixStep matrix) {
                matrix(node, matrix);
            } else if (step instanceof PoolStep pool) {
                pool(node, pool);
            } else {
                StepJson.put(node, (MacProgram.HostStep) step);
            }
        }
        return root;
    }

    private static void scale(ObjectNode node, Coding.Scale scale) {
        node.put("scale", scale.scale()).put("zero-point", scale.zeroPoint());
        ArrayNode channels = node.putArray("channel-scales");
        for (double channel : scale.channels()) {
            channels.add(channel);
        }
    }

    private void matrix(ObjectNode node, MatrixStep step) {
        LayerWords words = LayerWords.of(step.rescale(), manifest);
        node.put("kind", "matrix").put("input", step.input()).put("output", step.output());
        node.put("pad-code", step.padCode());
        window(node, step.window());
        ObjectNode registers = node.putObject("registers")
                .put("FORMAT", words.format() & 0xFFFF_FFFFL)
                .put("DEPTH", step.depth())
                .put("DEPTH_WORDS", step.depthWords())
                .put("BIAS_SHIFT", step.rescale().biasShift())
                .put("CLIP", words.clip() & 0xFFFF_FFFFL);
        words.outputZero().ifPresent(zero -> registers.put("OUTPUT_ZERO", zero));
        ArrayNode jobs = node.putArray("jobs");
        long columns = manifest.parameter("columns");
        for (ColumnGroup group : step.groups()) {
            JobPlaces.Place place = places.of(group);
            long weights = group.weights().length / columns;
            long parameters = group.parameters().length / columns;
            jobs.addObject()
                    .put("output-channel", group.outputChannel())
                    .put("COLUMNS", group.count())
                    .put("WEIGHT_BASE", place.weightBase())
                    .put("PARAMETER_BASE", place.parameterBase())
                    .put("first-weight-beat", weightBeat)
                    .put("weight-beats", weights)
                    .put("first-parameter-beat", parameterBeat)
                    .put("parameter-beats", parameters);
            weightBeat += weights;
            parameterBeat += parameters;
        }
    }

    private static void pool(ObjectNode node, PoolStep step) {
        node.put("kind", "pool").put("input", step.input()).put("output", step.output());
        node.put("pad-code", step.padCode());
        node.put("pooling", step.kind().name().toLowerCase(Locale.ROOT));
        node.put("count-include-pad", step.countIncludePad());
        window(node, step.window());
    }

    static void window(ObjectNode node, Window window) {
        node.putObject("window")
                .put("first-channel", window.firstChannel())
                .put("channels", window.channels())
                .put("kernel-height", window.kernelHeight())
                .put("kernel-width", window.kernelWidth())
                .put("stride-y", window.strideY())
                .put("stride-x", window.strideX())
                .put("pad-top", window.padTop())
                .put("pad-left", window.padLeft())
                .put("dilation-y", window.dilationY())
                .put("dilation-x", window.dilationX())
                .put("out-height", window.outHeight())
                .put("out-width", window.outWidth());
    }
}
