// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.family.SimulatorBench;
import io.fluxmill.cli.mac.MacVerification.Mismatch;
import io.fluxmill.cli.mac.program.MappedNetwork;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Layer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong word is found and named: hardware and reference get networks that differ in one weight. */
@Tag("verilator")
class MacSimulationTest {
    private static final Console NOWHERE =
            new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), false);

    @TempDir
    private Path folder;

    private MacWorkload workload;
    private Quantized quantized;
    private MacSimulation simulation;
    private MappedNetwork program;

    @BeforeEach
    void build() throws Exception {
        MacJobConfig config = MacJobConfig.from(ConfigNode.read(new TinyDesign(folder).config()));
        workload = MacWorkload.load(config, NOWHERE);
        quantized = workload.quantize("INT8");
        Rig rig = new Rig(folder, new SimulatorBench(), NOWHERE);
        Manifest manifest = rig.generate(config.execution().engine());
        program = config.execution().map(quantized.network(), manifest, TinyDesign.SAMPLES, false);
        simulation = new MacSimulation(manifest, rig.build(true), config.verify(), rig);
    }

    @Test
    void theSameNetworkAgrees() {
        short[] inputs = workload.reference(quantized).inputs();
        SimulatedRun run = simulation.run("INT8", quantized.network(), program, inputs, TinyDesign.SAMPLES, null);
        assertEquals(0, run.mismatches());
        assertNull(run.first());
    }

    @Test
    void oneWrongWeightIsFound() {
        short[] inputs = workload.reference(quantized).inputs();
        QuantizedNetwork other = withWeight(quantized.network(), 1, 4, 100);
        SimulatedRun run = simulation.run("INT8", other, program, inputs, TinyDesign.SAMPLES, null);
        assertTrue(run.mismatches() > 0 && run.mismatches() <= TinyDesign.SAMPLES, "only one output channel differs");
        Mismatch first = run.first();
        assertEquals("last", first.layer());
        assertEquals(0, first.channel(), "weight 4 of 5 is channel 0");
        assertTrue(first.expected() != first.observed());
        assertTrue(
                first.toString()
                        .matches("layer last, sample \\d+, channel 0, row 0, column 0:"
                                + " the reference says 0x[0-9A-F]+, the RTL 0x[0-9A-F]+"),
                first.toString());
    }

    private static QuantizedNetwork withWeight(QuantizedNetwork network, int layer, int index, int delta) {
        List<Layer> layers = new ArrayList<>(network.layers());
        Matrix matrix = (Matrix) layers.get(layer);
        short[] weights = matrix.weights().clone();
        weights[index] = (short) ((weights[index] + delta) & 0xFF);
        layers.set(
                layer,
                new Matrix(
                        matrix.name(),
                        matrix.input(),
                        matrix.output(),
                        matrix.geometry(),
                        weights,
                        matrix.padCode(),
                        matrix.rescale(),
                        matrix.channels(),
                        matrix.accumulatorMin(),
                        matrix.accumulatorMax()));
        return new QuantizedNetwork(network.name(), network.inputSteps(), network.tensors(), layers, network.output());
    }
}
