// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.encode.Encoding;
import io.fluxmill.quantizer.spiking.encode.ReadOut;
import io.fluxmill.quantizer.spiking.graph.NeuronFactors;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Cell;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Conv;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Dense;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.SumPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpikingTrainConfigTest {
    private static final String TEXT =
            """
            family: spiking
            name: small
            model: small.nir
            digits: digits
            test-images: i.npy
            test-labels: l.npy
            contract: {preset: norse, dt: 1.0e-3}
            encoding: {kind: direct, ticks: 4, bits: 4, full-scale: 255}
            layers:
              - {conv: 8, kernel: 3, decay: 0.5}
              - {pool: 2}
              - {dense: 10, neuron: LI, decay: 0.9}
            float: {epochs: 2, learning-rate: 0.01}
            quantized: {epochs: 1, learning-rate: 0.001}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void createDataFiles() throws IOException {
        Files.createFile(folder.resolve("i.npy"));
        Files.createFile(folder.resolve("l.npy"));
    }

    private SpikingTrainConfig parse(String text) {
        return SpikingTrainConfig.from(ConfigNode.parse(folder.resolve("train.yaml"), text));
    }

    @Test
    void readsEveryKeyAndItsDefault() {
        SpikingTrainConfig config = parse(TEXT);
        assertEquals(folder.resolve("digits"), config.train().digits());
        assertEquals(folder.resolve("i.npy"), config.test().images().path());
        assertEquals(
                List.of(
                        new Conv(8, 3, 1, 0, new Cell(NeuronKind.LIF, 0.5, 1)),
                        new SumPool(2),
                        new Dense(10, new Cell(NeuronKind.LI, 0.9, 0))),
                config.layers());
        assertEquals(Encoding.Kind.DIRECT, config.encoding().kind());
        assertEquals(ReadOut.MEMBRANE, config.readOut());
        assertEquals(8, config.weightBits());
        assertEquals(new Surrogate(Surrogate.Shape.ATAN, 2), config.surrogate());
        assertEquals(Distortion.NONE, config.distortion());
        assertEquals(List.of(1L, 1L, 128L), List.of(config.seed(), (long) config.threads(), (long) config.batch()));
        assertEquals(new SpikingTrainConfig.Phase(2, 0.01), config.floating());
        assertEquals(new SpikingTrainConfig.Phase(1, 0.001), config.quantized());
        SpikingTrainConfig other =
                parse(TEXT.replace("float:", "surrogate: fast-sigmoid\nslope: 5\nflip: true\nfloat:"));
        assertEquals(new Surrogate(Surrogate.Shape.FAST_SIGMOID, 5), other.surrogate());
        assertEquals(new Distortion(true, 0, 0, 0, 0), other.distortion());
    }

    /** decay and a gain of 1, within float32, by each rule of decays; a shift takes the nearest power of two. */
    @Test
    void neuronsInTheUnitsOfNirGiveTheWantedDecay() {
        int checked = 0;
        for (String preset : List.of("norse", "snntorch", "nengo", "lava", "spyx", "sinabs", "xylo")) {
            TickRules rules =
                    TickRules.from(ConfigNode.parse(Path.of("c.yaml"), "{preset: " + preset + ", dt: 3.0e-3}"));
            for (double decay : new double[] {0.25, 0.5, 0.9, 0.99}) {
                NeuronFactors factors = CellPopulation.factors(new Cell(NeuronKind.LIF, decay, 0.75), rules);
                double wanted = preset.equals("xylo") ? xylo(decay) : decay;
                assertEquals(wanted, factors.membraneDecay(), 1e-7, preset);
                assertEquals(1, factors.membraneGain(), 2e-7, preset);
                assertEquals(0.75, factors.threshold(), preset);
                assertEquals(0, factors.leak(), preset);
                checked++;
            }
        }
        assertEquals(28, checked);
    }

    /** log2 of 4/3, 2, 10 and 100: 0.4, 1, 3.3, 6.6. */
    private static double xylo(double decay) {
        return decay == 0.25 ? 0 : decay == 0.5 ? 0.5 : decay == 0.9 ? 1 - 1.0 / 8 : 1 - 1.0 / 128;
    }

    @Test
    void refusesWhatIsNotTrained() {
        refuses(
                "train.contract.spikes-per-tick must be 1: a neuron that is trained fires once a tick: spikes-per-tick=255",
                "set spikes-per-tick: 1 in train.contract, and in the configuration of the engine",
                () -> parse(TEXT.replace("preset: norse", "preset: sinabs")));
        parse(TEXT.replace("preset: norse", "preset: sinabs, spikes-per-tick: 1"));
        refuses(
                "train.contract.refractory must be 0: neurons are trained without: refractory=2",
                "set refractory: 0",
                () -> parse(TEXT.replace("preset: norse", "preset: norse, refractory: 2")));
        parse(TEXT.replace("preset: norse", "preset: norse, refractory: 0"));
        refuses(
                "train.contract.spike-from must be new or old: spike-from=crossing",
                "use another preset than exact",
                () -> parse(TEXT.replace("preset: norse", "preset: exact")));
        Path file = folder.resolve("train.yaml");
        refuses(
                file + ":8: encoding.kind must be direct, rate or latency in training: kind=delta",
                "use one of these",
                () -> parse(TEXT.replace(
                        "{kind: direct, ticks: 4, bits: 4, full-scale: 255}", "{kind: delta, threshold: 3}")));
        refuses(
                file + ":15: read-out must be count or membrane in training: read-out=first",
                "use one of these",
                () -> parse(TEXT + "read-out: first\n"));
        refuses(
                file + ":15: read-out must be membrane, as the neurons of the last layer do not fire: read-out=count",
                "use LIF or IF there",
                () -> parse(TEXT + "read-out: count\n"));
        parse(TEXT.replace("neuron: LI,", "neuron: LIF,") + "read-out: count\n");
        refuses(
                file + ":11: layers[1] must have one of the keys conv, pool, dense",
                "write for example - dense: 10",
                () -> parse(TEXT.replace("{pool: 2}", "{drop: 2}")));
    }
}
