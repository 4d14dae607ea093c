// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.data.JsonFile;
import io.fluxmill.quantizer.data.JsonSection;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * A {@link PulseNetwork} as a JSON file: the integers of TensorFlow's quantisation-aware training (int8 weights, int32 biases,
 * a 16-bit multiplier and a shift for each output channel; zero points are all 0). One line holds the weights of one output
 * channel, so that differences between files are easy to read; the same network gives the same bytes on every machine. A file is read back
 * only if it has exactly the keys that are written.
 */
public final class PulseNetworkFile {
    /** Value of the key {@code format}. */
    public static final String FORMAT = "fluxmill-pulse-network-1";

    private PulseNetworkFile() {}

    /**
     * Writes the file, whole or not at all.
     *
     * @throws InputException if it is a folder, or its folder does not exist
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be written
     */
    public static void write(PulseNetwork network, Path file) {
        JsonFile.write(toJson(network), file);
    }

    /** @throws InputException if the file cannot be read or is not a network; it names file and key */
    public static PulseNetwork read(Path file) {
        return parse(file, JsonFile.text(file));
    }

    /** A network from the text of a file; {@code file} is for messages. */
    public static PulseNetwork parse(Path file, String json) {
        JsonSection root = JsonFile.parse(
                file, json, FORMAT, "format", "name", "input", "activation-bits", "rounding", "layers", "outputs");
        JsonSection input = root.section("input");
        input.requireKeys("length", "channels");
        List<Layer> layers = new ArrayList<>();
        for (JsonSection layer : root.sections("layers")) {
            layers.add(layer(layer));
        }
        List<Output> outputs = new ArrayList<>();
        for (JsonSection output : root.sections("outputs")) {
            output.requireKeys("name", "unit", "scale", "offset");
            outputs.add(new Output(
                    output.text("name"), output.text("unit"), output.number("scale"), output.number("offset")));
        }
        try {
            return new PulseNetwork(
                    root.text("name"),
                    input.integer("length", 1, 1 << 20),
                    input.integer("channels", 1, 1 << 16),
                    root.integer("activation-bits", 8, 16),
                    rounding(root),
                    layers,
                    outputs);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), JsonFile.REMEDY);
        }
    }

    private static Layer layer(JsonSection layer) {
        layer.requireKeys(
                "name",
                "input",
                "kernel",
                "stride",
                "pad-left",
                "output",
                "relu",
                "bias",
                "multipliers",
                "shifts",
                "weights");
        int[] input = layer.integers("input", 2, 1, 1 << 20);
        int[] output = layer.integers("output", 2, 1, 1 << 20);
        int kernel = layer.integer("kernel", 1, 1 << 20);
        byte[] weights = layer.rows("weights", output[1], kernel * input[1]);
        try {
            return new Layer(
                    layer.text("name"),
                    input[0],
                    input[1],
                    kernel,
                    layer.integer("stride", 1, 1 << 20),
                    layer.integer("pad-left", 0, 1 << 20),
                    output[0],
                    output[1],
                    layer.flag("relu"),
                    weights,
                    layer.integers("bias", output[1], Integer.MIN_VALUE, Integer.MAX_VALUE),
                    layer.integers("multipliers", output[1], 0, 0xFFFF),
                    layer.integers("shifts", output[1], 0, 47));
        } catch (IllegalArgumentException e) {
            throw new InputException(layer.file() + ": " + e.getMessage(), JsonFile.REMEDY);
        }
    }

    private static Rounding rounding(JsonSection root) {
        for (Rounding rounding : Rounding.values()) {
            if (name(rounding).equals(root.text("rounding"))) {
                return rounding;
            }
        }
        throw root.error("rounding", "nearest-away or nearest-even, not " + root.text("rounding"));
    }

    private static String name(Rounding rounding) {
        return rounding == Rounding.NEAREST_AWAY ? "nearest-away" : "nearest-even";
    }

    // ------------------------------------------------------------------------------------------------------- writing

    /** The file's text, with a newline at the end. */
    public static String toJson(PulseNetwork network) {
        StringBuilder json = new StringBuilder("{\n");
        json.append("  \"format\": ").append(JsonFile.quoted(FORMAT)).append(",\n");
        json.append("  \"name\": ").append(JsonFile.quoted(network.name())).append(",\n");
        json.append("  \"input\": {\"length\": ").append(network.inputLength());
        json.append(", \"channels\": ").append(network.inputChannels()).append("},\n");
        json.append("  \"activation-bits\": ").append(network.activationBits()).append(",\n");
        json.append("  \"rounding\": ")
                .append(JsonFile.quoted(name(network.rounding())))
                .append(",\n");
        StringJoiner layers = new StringJoiner(",\n", "  \"layers\": [\n", "\n  ],\n");
        network.layers().forEach(layer -> layers.add(toJson(layer)));
        StringJoiner outputs = new StringJoiner(",\n", "  \"outputs\": [\n", "\n  ]\n");
        for (Output output : network.outputs()) {
            outputs.add(
                    "    {\"name\": " + JsonFile.quoted(output.name()) + ", \"unit\": " + JsonFile.quoted(output.unit())
                            + ", \"scale\": " + output.scale() + ", \"offset\": " + output.offset() + "}");
        }
        return json.append(layers).append(outputs).append("}\n").toString();
    }

    private static String toJson(Layer layer) {
        StringJoiner rows = new StringJoiner(",\n        ", "[\n        ", "\n      ]");
        for (int c = 0; c < layer.outputChannels(); c++) {
            rows.add(Arrays.toString(Arrays.copyOfRange(layer.weights(), c * layer.depth(), (c + 1) * layer.depth())));
        }
        StringJoiner json = new StringJoiner(",\n      ", "    {\n      ", "\n    }");
        json.add("\"name\": " + JsonFile.quoted(layer.name()));
        json.add("\"input\": [" + layer.inputLength() + ", " + layer.inputChannels() + "]");
        json.add("\"kernel\": " + layer.kernel());
        json.add("\"stride\": " + layer.stride());
        json.add("\"pad-left\": " + layer.padLeft());
        json.add("\"output\": [" + layer.outputLength() + ", " + layer.outputChannels() + "]");
        json.add("\"relu\": " + layer.relu());
        json.add("\"bias\": " + Arrays.toString(layer.bias()));
        json.add("\"multipliers\": " + Arrays.toString(layer.multipliers()));
        json.add("\"shifts\": " + Arrays.toString(layer.shifts()));
        return json.add("\"weights\": " + rows).toString();
    }
}
