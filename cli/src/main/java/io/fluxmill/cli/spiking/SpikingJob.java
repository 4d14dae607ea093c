// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.Check;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.cli.family.Quantization;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.family.Verdict;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.hw.spiking.SpikingConfig;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A configuration of a spiking engine: the engine, a network, the contract of a tick, and spikes; docs/spiking-engine.md has the table of keys.
 *
 * @param contract name of the preset, or null
 * @param fractionBits places behind the point of the membranes; null to use all weight bits
 */
record SpikingJob(
        Path file,
        SpikingConfig engine,
        SpikingNetwork network,
        TickRules rules,
        String contract,
        Integer fractionBits,
        StateRounding rounding,
        SpikingData data,
        Run run)
        implements Job {
    private static final String ACCURACY = "running all samples";

    /**
     * The section {@code verify}.
     *
     * @param samples how many run on the hardware
     * @param everyTick whether states are compared after every tick, not only after the last
     * @param idlePercent share of cycles in which the stream in pauses
     * @param backPressurePercent share of cycles in which words are not taken
     * @param presets contracts whose spikes are shown beside
     */
    record Run(
            int samples,
            boolean everyTick,
            int idlePercent,
            int backPressurePercent,
            int seed,
            List<TickPreset> presets) {
        static Run from(Optional<ConfigNode> section) {
            if (section.isEmpty()) {
                return new Run(1, true, 0, 0, 1, List.of());
            }
            ConfigNode node = section.get();
            Run run = new Run(
                    node.integer("samples", 1, Integer.MAX_VALUE, 1),
                    node.choice("states", List.of("every-tick", "end"), "every-tick")
                            .equals("every-tick"),
                    node.integer("idle", 0, 99, 0),
                    node.integer("back-pressure", 0, 99, 0),
                    node.integer("seed", 0, Integer.MAX_VALUE, 1),
                    node.parsedList("presets", Run::preset, List.of()));
            node.rejectUnknown();
            return run;
        }

        private static TickPreset preset(String name) {
            try {
                return TickPreset.valueOf(name.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "preset must be one of "
                                + Arrays.stream(TickPreset.values())
                                        .map(preset -> preset.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + ": preset=" + name,
                        e);
            }
        }
    }

    /**
     * Reads a whole configuration; the files that it names must be there.
     *
     * @throws InputException for anything that breaks a rule, with file and line
     */
    static SpikingJob from(ConfigNode root) {
        NamedFiles files = new NamedFiles(root.string("origin", null));
        SpikingConfig engine = SpikingConfig.from(root.node("engine"));
        SpikingNetwork network = NirReader.read(files.required(root, "model"));
        ConfigNode contract = root.node("contract");
        TickRules rules = TickRules.from(contract);
        String preset = contract.has("preset") ? contract.string("preset") : null;
        contract.rejectUnknown();
        Integer fractionBits = null;
        StateRounding usual = isLoihi(preset) ? StateRounding.TOWARD_ZERO : StateRounding.NEAREST_EVEN;
        StateRounding rounding = usual;
        Optional<ConfigNode> quantization = root.optionalNode("quantization");
        if (quantization.isPresent()) {
            ConfigNode node = quantization.get();
            fractionBits = node.has("fraction-bits") ? node.integer("fraction-bits", 0, 30) : null;
            rounding = node.choice("rounding", StateRounding.class, usual);
            node.rejectUnknown();
        }
        SpikingData data = SpikingData.from(root, files, network, engine);
        Run run = Run.from(root.optionalNode("verify"));
        root.rejectUnknown();
        return new SpikingJob(root.file(), engine, network, rules, preset, fractionBits, rounding, data, run);
    }

    /** The network in integers. */
    IntegerNetwork integers() {
        SpikingWidths widths = SpikingWidths.of(engine.shape(), fractionBits, rounding);
        IntegerNetwork integers = isLoihi(contract)
                ? SpikingQuantizer.loihi(network, rules, widths)
                : SpikingQuantizer.quantize(network, rules, widths);
        if (data.readOut() != null) {
            data.readOut().check(integers);
        }
        return integers;
    }

    /** Whether the contract asks for the integers of the Loihi chip. */
    private static boolean isLoihi(String preset) {
        return "loihi".equals(preset);
    }

    /** Spikes of a sample as the references take them: {@code [inputs of the network][ticks][values]}. */
    int[][][] inputs(int sample) {
        return data.inputs(network, sample);
    }

    /** The network in integers, its memories, and the accuracy of its samples if they have labels. */
    @Override
    public Quantization quantize(Console console) {
        IntegerNetwork integers = integers();
        SpikingProgram program = SpikingMapping.map(integers, engine.shape());
        Agreement agreement = Agreement.of(this, integers, 0);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", network.name()).put("neurons", network.neurons());
        json.set("agreement", agreement.json());
        TextTable table = new TextTable("memory", "words", "of", "bits");
        ObjectNode memories = json.putObject("memories");
        for (SpikingLayout.Memory memory : SpikingLayout.Memory.values()) {
            String name = memory.name().toLowerCase(Locale.ROOT).replace('_', '-');
            int words = program.images().get(memory).size();
            table.row(
                    name,
                    words,
                    engine.shape().depthWords(memory),
                    engine.shape().widthBits(memory));
            memories.put(name, words);
        }
        List<String> lines = new ArrayList<>();
        lines.add(agreement.line());
        if (data.samples().hasLabels()) {
            Accuracy accuracy = console.stages(
                    "quantize " + file.toAbsolutePath(),
                    List.of(new Stage(ACCURACY, 1)),
                    () -> Accuracy.of(this, integers, console.stage(ACCURACY)));
            accuracy.put(json);
            lines.addAll(accuracy.lines());
        }
        if (data.samples().encoding() != null) {
            json.put("clipped", data.clipped());
        }
        if (data.clippedLine() != null) {
            lines.add(data.clippedLine());
        }
        lines.addAll(table.lines());
        return new Quantization(lines, json, List.of(new Check(engine.name(), "fits", null, 0)));
    }

    @Override
    public Verdict verify(Rig rig) throws IOException {
        return new SpikingVerifier(this, rig).run();
    }
}
