// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.hw.spiking.SpikingConfig;
import io.fluxmill.quantizer.spiking.export.QuantizedGraph;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.map.LongDelays;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import io.fluxmill.quantizer.spiking.nir.NirWriter;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.precision.WordLengths;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A configuration of a spiking engine: the engine, a network, the contract of a tick, and spikes; docs/spiking-engine.md has the table of keys.
 *
 * @param contract name of the preset, or null
 */
record SpikingJob(
        Path file,
        SpikingConfig engine,
        SpikingNetwork network,
        TickRules rules,
        String contract,
        QuantizationSection quantization,
        SpikingData data,
        ConnectionChoice choice,
        VerifySection run)
        implements Job {
    private static final String ACCURACY = "running all samples";

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
        StateRounding usual = isLoihi(preset) ? StateRounding.TOWARD_ZERO : StateRounding.NEAREST_EVEN;
        QuantizationSection quantization = QuantizationSection.from(root.optionalNode("quantization"), usual);
        SpikingData data = SpikingData.from(root, files, network, engine, rules.dt());
        ConnectionChoice choice = ConnectionChoice.from(root.optionalNode("mapping"));
        VerifySection run = VerifySection.from(root.optionalNode("verify"));
        root.rejectUnknown();
        return new SpikingJob(root.file(), engine, network, rules, preset, quantization, data, choice, run);
    }

    private SpikingWidths widths() {
        return SpikingWidths.of(engine.shape(), quantization.fractionBits(), quantization.rounding());
    }

    /** The network in integers. */
    IntegerNetwork integers() {
        SpikingWidths widths = widths();
        boolean loihi = isLoihi(contract);
        if (loihi && !quantization.randomWeights().isEmpty()) {
            throw new InputException(
                    file
                            + ": quantization.random-weights has weights with a unit of their own, but preset loihi has those of the chip",
                    "remove quantization.random-weights, or use preset lava");
        }
        IntegerNetwork integers = loihi
                ? SpikingQuantizer.loihi(network, rules, widths)
                : SpikingQuantizer.quantize(network, rules, widths, quantization.randomWeights());
        if (data.readOut() != null) {
            data.readOut().check(integers);
        }
        return integers;
    }

    /** Whether the contract asks for the integers of the Loihi chip. */
    private static boolean isLoihi(String preset) {
        return "loihi".equals(preset);
    }

    /** Numbers of the connections that are clock-driven. */
    Set<Integer> clockDriven(IntegerNetwork integers) {
        return choice.of(integers, engine.shape(), first(ConnectionChoice.SAMPLES));
    }

    /** The first samples, as the references take them. */
    private List<int[][][]> first(int most) {
        return IntStream.range(0, Math.min(most, data.samples().count()))
                .mapToObj(this::inputs)
                .toList();
    }

    /** The lengths of words that agree as much as was asked for, if it was. */
    private List<String> wordLengths(ObjectNode json) {
        if (quantization.agreement() == null) {
            return List.of();
        }
        if (isLoihi(contract)) {
            throw new InputException(
                    file
                            + ": quantization.agreement looks for lengths of words, but preset loihi has those of the chip",
                    "remove quantization.agreement, or use preset lava");
        }
        if (!quantization.randomWeights().isEmpty()) {
            throw new InputException(
                    file
                            + ": quantization.agreement looks for lengths of words, but random weights have those of their seed",
                    "remove quantization.agreement, or quantization.random-weights");
        }
        WordLengths lengths = WordLengths.measure(
                network, rules, widths(), (1L << engine.shape().valueBits()) - 1, first(WordLengthTable.SAMPLES));
        return WordLengthTable.of(
                lengths, quantization.agreement(), engine.shape().valueBits(), json);
    }

    /** The line that names them, if the engine can have any. */
    List<String> names(IntegerNetwork integers, Set<Integer> clockDriven, ObjectNode json) {
        if (engine.shape().clockDriven() == 0) {
            return List.of();
        }
        List<String> names = clockDriven.stream()
                .map(c -> integers.connections().get(c).name())
                .toList();
        ArrayNode array = json.putArray("clock-driven");
        names.forEach(array::add);
        return List.of("clock-driven connections: " + (names.isEmpty() ? "none" : String.join(", ", names)));
    }

    /** The line that says how full the queue of long delays gets, if the engine has one. */
    private List<String> waiting(IntegerNetwork integers, ObjectNode json) {
        int places = engine.shape().delayQueue();
        if (places == 0) {
            return List.of();
        }
        List<int[][][]> samples = first(ConnectionChoice.SAMPLES);
        LongDelays delays = LongDelays.of(integers, engine.shape(), samples);
        json.putObject("delay-queue")
                .put("places", places)
                .put("most", delays.most())
                .put("all", delays.rows());
        return List.of("queue of long delays: " + delays.most() + " of " + places + " places in the first "
                + samples.size() + " samples; every source in every tick would need " + delays.rows());
    }

    /** The key with which the queue of long delays, if there is one, loses nothing in the first samples; nothing if it does not. */
    Optional<String> roomForDelays(IntegerNetwork integers, int samples) {
        SpikingShape shape = engine.shape();
        return shape.delayQueue() == 0
                ? Optional.empty()
                : LongDelays.of(integers, shape, first(samples)).room(integers, shape);
    }

    /** Spikes of a sample as the references take them: {@code [inputs of the network][ticks][values]}. */
    int[][][] inputs(int sample) {
        return data.inputs(network, sample);
    }

    /** The network in integers, its memories, and the accuracy of its samples if they have labels. */
    @Override
    public Quantization quantize(Console console) {
        IntegerNetwork integers = integers();
        Set<Integer> clockDriven = clockDriven(integers);
        SpikingProgram program = SpikingMapping.map(integers, engine.shape(), clockDriven);
        Agreement agreement = Agreement.of(this, integers, 0);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", network.name()).put("neurons", network.neurons());
        json.set("agreement", agreement.json());
        TextTable table = new TextTable("memory", "words", "of", "bits");
        ObjectNode memories = json.putObject("memories");
        int cores = engine.shape().cores();
        for (int core = 0; core < cores; core++) {
            String prefix = cores == 1 ? "" : "core " + core + " ";
            ObjectNode ofCore = cores == 1 ? memories : memories.putObject("core" + core);
            program.images().get(core).forEach((memory, image) -> {
                String name = memory.name().toLowerCase(Locale.ROOT).replace('_', '-');
                table.row(
                        prefix + name,
                        image.size(),
                        engine.shape().depthWords(memory),
                        engine.shape().widthBits(memory));
                ofCore.put(name, image.size());
            });
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
        lines.addAll(names(integers, clockDriven, json));
        lines.addAll(waiting(integers, json));
        lines.addAll(wordLengths(json));
        return new Quantization(lines, json, List.of(new Check(engine.name(), "fits", null, 0)));
    }

    @Override
    public void writeNir(Path target) {
        NirWriter.write(QuantizedGraph.of(network, integers(), rules), target);
    }

    @Override
    public Verdict verify(Rig rig) throws IOException {
        return new SpikingVerifier(this, rig).run();
    }
}
