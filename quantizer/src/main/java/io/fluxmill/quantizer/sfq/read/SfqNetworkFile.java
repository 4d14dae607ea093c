// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.JsonFile;
import io.fluxmill.quantizer.data.JsonSection;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Layer;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Neuron;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Synapse;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Unit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * An {@link SfqNetwork} as a JSON file: bias currents in µA; docs/sfq-networks.md, section File. One line holds a unit. The same
 * network gives the same bytes on every machine.
 */
public final class SfqNetworkFile {
    /** Value of the key {@code format}. */
    public static final String FORMAT = "fluxmill-sfq-network-1";

    private static final String WIRE = "wire";

    private SfqNetworkFile() {}

    /**
     * Writes the file, whole or not at all.
     *
     * @throws InputException if it is a folder, or its folder does not exist
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be written
     */
    public static void write(SfqNetwork network, Path file) {
        JsonFile.write(toJson(network), file);
    }

    /** @throws InputException if the file cannot be read or is not a network; it names file and key */
    public static SfqNetwork read(Path file) {
        return parse(file, JsonFile.text(file));
    }

    /** A network from the text of a file; {@code file} is for messages. */
    public static SfqNetwork parse(Path file, String json) {
        JsonSection root = JsonFile.parse(
                file, json, FORMAT, "format", "name", "inputs", "slot-ps", "window", "max-rate", "threshold", "layers");
        return checked(file, () -> {
            List<Layer> layers = new ArrayList<>();
            for (JsonSection layer : root.sections("layers")) {
                layer.requireKeys("units");
                List<Unit> units = new ArrayList<>();
                for (JsonSection unit : layer.sections("units")) {
                    units.add(unit(unit));
                }
                layers.add(new Layer(units));
            }
            return new SfqNetwork(
                    root.text("name"),
                    root.integer("inputs", 1, 1 << 16),
                    root.number("slot-ps"),
                    root.integer("window", 1, 1 << 20),
                    root.number("max-rate"),
                    root.number("threshold"),
                    layers);
        });
    }

    private static SfqNetwork checked(Path file, Supplier<SfqNetwork> network) {
        try {
            return network.get();
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), JsonFile.REMEDY);
        }
    }

    private static Unit unit(JsonSection unit) {
        Neuron neuron = null;
        if (unit.has("neuron")) {
            unit.requireKeys("plus", "minus", "neuron");
            JsonSection section = unit.section("neuron");
            section.requireKeys("bias-ua", "leak-shift");
            neuron = new Neuron(section.number("bias-ua"), section.integer("leak-shift", 0, 15));
        } else {
            unit.requireKeys("plus", "minus");
        }
        return new Unit(rail(unit.section("plus")), rail(unit.section("minus")), neuron);
    }

    private static List<Synapse> rail(JsonSection rail) {
        List<Synapse> synapses = new ArrayList<>();
        for (String input : rail.keys()) {
            if (!input.matches("\\d{1,5}")) {
                throw rail.error(input, "under the number of an input");
            }
            boolean wire = rail.isText(input);
            if (wire && !rail.text(input).equals(WIRE)) {
                throw rail.error(input, "a bias current in uA, or " + WIRE);
            }
            synapses.add(new Synapse(Integer.parseInt(input), wire ? Synapse.WIRE : rail.number(input)));
        }
        return synapses;
    }

    /** The file's text, with a newline at the end. */
    public static String toJson(SfqNetwork network) {
        StringBuilder json = new StringBuilder("{\n");
        json.append("  \"format\": ").append(JsonFile.quoted(FORMAT)).append(",\n");
        json.append("  \"name\": ").append(JsonFile.quoted(network.name())).append(",\n");
        json.append("  \"inputs\": ").append(network.inputs()).append(",\n");
        json.append("  \"slot-ps\": ").append(network.slotPs()).append(",\n");
        json.append("  \"window\": ").append(network.window()).append(",\n");
        json.append("  \"max-rate\": ").append(network.maxRate()).append(",\n");
        json.append("  \"threshold\": ").append(network.threshold()).append(",\n");
        StringJoiner layers = new StringJoiner(",\n", "  \"layers\": [\n", "\n  ]\n");
        for (Layer layer : network.layers()) {
            StringJoiner units = new StringJoiner(",\n      ", "    {\"units\": [\n      ", "\n    ]}");
            layer.units().forEach(unit -> units.add(toJson(unit)));
            layers.add(units.toString());
        }
        return json.append(layers).append("}\n").toString();
    }

    private static String toJson(Unit unit) {
        String rails = "{\"plus\": " + toJson(unit.plus()) + ", \"minus\": " + toJson(unit.minus());
        return unit.neuron() == null
                ? rails + "}"
                : rails + ", \"neuron\": {\"bias-ua\": " + unit.neuron().biasMicroamperes() + ", \"leak-shift\": "
                        + unit.neuron().leakShift() + "}}";
    }

    private static String toJson(List<Synapse> rail) {
        StringJoiner paths = new StringJoiner(", ", "{", "}");
        for (Synapse s : rail) {
            paths.add("\"" + s.input() + "\": " + (s.isWire() ? "\"" + WIRE + "\"" : s.biasMicroamperes()));
        }
        return paths.toString();
    }
}
