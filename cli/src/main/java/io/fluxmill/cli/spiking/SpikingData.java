// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.EncoderRules;
import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.driver.spiking.SpikingInput;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.hw.spiking.SpikingConfig;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.spiking.encode.Encoding;
import io.fluxmill.quantizer.spiking.encode.Lfsr;
import io.fluxmill.quantizer.spiking.encode.ReadOut;
import io.fluxmill.quantizer.spiking.encode.SpikingSamples;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.read.SpikeFile;
import io.fluxmill.quantizer.spiking.read.SyntheticSpikes;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a network is given, and what is read of it: the sections {@code data} and {@code encoding}, and {@code read-out}.
 *
 * @param readOut null if neither a read-out nor labels are given
 * @param clipped values beyond the codes
 * @param encodedByEngine whether the engine makes spikes of values
 * @param readByEngine whether the engine reads the outputs
 */
record SpikingData(
        SpikingSamples samples, ReadOut readOut, long clipped, boolean encodedByEngine, boolean readByEngine) {
    /** @throws InputException for anything that breaks a rule */
    static SpikingData from(ConfigNode root, NamedFiles files, SpikingNetwork network, SpikingConfig engine) {
        ConfigNode node = root.node("data");
        Optional<ConfigNode> section = root.optionalNode("encoding");
        Encoding encoding = section.map(Encoding::from).orElse(null);
        SpikingSamples samples;
        if (node.has("synthetic")) {
            if (encoding != null) {
                throw section.get()
                        .error("kind", "left out with data.synthetic", "remove the section, or give data.inputs");
            }
            samples = SpikingSamples.of(
                    SyntheticSpikes.from(node.node("synthetic")).draw(network.inputs()));
            node.rejectUnknown();
        } else {
            samples = samples(node, files, encoding, network, engine);
        }
        if (encoding != null && encoding.valueBits() > engine.shape().valueBits()) {
            throw section.get()
                    .error(
                            "bits",
                            "at most engine.value-bits with kind: direct, which is "
                                    + engine.shape().valueBits(),
                            "set engine.value-bits: " + encoding.valueBits() + ", or encoding.bits: "
                                    + engine.shape().valueBits());
        }
        ReadOut readOut = root.has("read-out") ? root.choice("read-out", ReadOut.class) : null;
        if (samples.hasLabels()) {
            readOut = readOut == null ? ReadOut.usual(network) : readOut;
            checkLabels(node, samples, ReadOut.size(network));
        }
        if (readOut != null) {
            readOut.check(network);
        }
        int outputs = ReadOut.size(network);
        boolean read = readOut != null
                && engine.ends().readOuts()
                && outputs
                        <= Math.min(
                                SpikingEnds.MOST_OUTPUTS,
                                engine.shape().cores() * engine.shape().neurons());
        return new SpikingData(samples, readOut, samples.clipped(), byEngine(section, encoding, engine), read);
    }

    /** Whether the engine is the place of an encoding. */
    private static boolean byEngine(Optional<ConfigNode> section, Encoding encoding, SpikingConfig engine) {
        if (encoding == null || encoding.place() == Encoding.Place.HOST) {
            return false;
        }
        boolean can = engine.ends().encoderBits() >= encoding.bits();
        if (encoding.place() == Encoding.Place.ENGINE && !can) {
            throw section.get()
                    .error(
                            "place",
                            "host unless engine.encoder-bits is at least encoding.bits",
                            "set engine.encoder-bits: " + encoding.bits() + ", or encoding.place: host");
        }
        return can;
    }

    /** A sample as the engine gets it. */
    SpikingInput input(int sample) {
        Encoding encoding = samples.encoding();
        if (!encodedByEngine) {
            return SpikingInput.spikes(samples.spikes(sample));
        }
        int[][] codes = samples.codes(sample);
        return new SpikingInput(
                codes,
                encoding.kind() == Encoding.Kind.DELTA ? codes.length : encoding.ticks(),
                EncoderRules.Kind.valueOf(encoding.kind().name()),
                Lfsr.seedOf(encoding.seed(), samples.number(sample)));
    }

    /** Sets the encoder and the read-outs of an engine. */
    void prepare(SpikingRunner runner, SpikingNetwork network) {
        if (encodedByEngine) {
            runner.encoder(samples.encoding().rules(samples.codes(0)[0].length));
        }
        if (readByEngine) {
            runner.readOut(
                    readOut.ordinal(),
                    network.outputs().stream()
                            .mapToInt(SpikingNetwork.Output::population)
                            .toArray());
        }
    }

    private static SpikingSamples samples(
            ConfigNode node, NamedFiles files, Encoding encoding, SpikingNetwork network, SpikingConfig engine) {
        if (files.optionalData(node, "inputs") == null) {
            throw new InputException(
                    node.file() + ":" + node.line() + ": data.inputs must name a file of spikes",
                    "add inputs: ..., or a section synthetic");
        }
        files.checkData(node, "labels");
        int[] columns = node.has("columns")
                ? node.parsedList("columns", SpikingData::column).stream()
                        .mapToInt(c -> c)
                        .toArray()
                : null;
        DatasetConfig config = DatasetConfig.of(node);
        int inputs =
                network.inputs().stream().mapToInt(SpikingNetwork.Input::size).sum();
        return encoding == null
                ? SpikeFile.read(config, columns, inputs, (1 << engine.shape().valueBits()) - 1)
                : SpikeFile.encoded(config, encoding, columns, inputs);
    }

    private static Integer column(String text) {
        int column = Integer.parseInt(text);
        if (column < 0) {
            throw new IllegalArgumentException("column must be 0 or more: column=" + text);
        }
        return column;
    }

    private static void checkLabels(ConfigNode node, SpikingSamples samples, int classes) {
        for (int i = 0; i < samples.count(); i++) {
            if (samples.label(i) < 0 || samples.label(i) >= classes) {
                throw new InputException(
                        node.file() + ":" + node.line() + ": data: the label of sample " + samples.number(i) + " is "
                                + samples.label(i) + ", but the network has " + classes + " output neurons",
                        "use labels from 0 to " + (classes - 1));
            }
        }
    }

    /** Spikes of a sample as the references take them: {@code [inputs of the network][ticks][values]}. */
    int[][][] inputs(SpikingNetwork network, int sample) {
        int[][] spikes = samples.spikes(sample);
        int[][][] inputs = new int[network.inputs().size()][spikes.length][];
        for (int t = 0; t < spikes.length; t++) {
            int at = 0;
            for (int i = 0; i < inputs.length; i++) {
                int size = network.inputs().get(i).size();
                inputs[i][t] = Arrays.copyOfRange(spikes[t], at, at + size);
                at += size;
            }
        }
        return inputs;
    }

    /** What the terminal says of clipped values; null if none are. */
    String clippedLine() {
        if (clipped == 0) {
            return null;
        }
        Encoding encoding = samples.encoding();
        return String.format(
                Locale.ROOT,
                "%,d values lie beyond 0 to %s (encoding.full-scale) and are clipped",
                clipped,
                encoding.fullScale());
    }
}
