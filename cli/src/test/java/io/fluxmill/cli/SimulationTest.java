// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.report.Verification.Mismatch;
import io.fluxmill.graph.QuantizedNetwork;
import io.fluxmill.graph.QuantizedNetwork.Layer;
import io.fluxmill.graph.QuantizedNetwork.Matrix;
import io.fluxmill.mac.MacDesign;
import io.fluxmill.manifest.Manifest;
import io.fluxmill.map.MacMapping;
import io.fluxmill.program.Program;
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
class SimulationTest {
    private static final Console NOWHERE =
            new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), false);

    @TempDir
    private Path folder;

    private Workload workload;
    private Quantized quantized;
    private Simulation simulation;
    private Program program;

    @BeforeEach
    void build() throws Exception {
        DesignConfig config = DesignConfig.read(new TinyDesign(folder).config());
        workload = Workload.load(config, NOWHERE);
        quantized = workload.quantize("INT8");
        Manifest manifest = MacDesign.write(config.engine(), folder.resolve("rtl"));
        program = MacMapping.map(quantized.network(), manifest);
        simulation = new Simulation(
                manifest,
                new SimulatorBench().engines(manifest, folder.resolve("rtl"), true),
                config.verify(),
                NOWHERE);
    }

    @Test
    void theSameNetworkAgrees() {
        short[] inputs = workload.reference(quantized).inputs();
        SimulatedRun run = simulation.run(quantized.network(), program, inputs, TinyDesign.SAMPLES, null);
        assertEquals(0, run.mismatches());
        assertNull(run.first());
    }

    @Test
    void oneWrongWeightIsFound() {
        short[] inputs = workload.reference(quantized).inputs();
        QuantizedNetwork other = withWeight(quantized.network(), 1, 4, 100);
        SimulatedRun run = simulation.run(other, program, inputs, TinyDesign.SAMPLES, null);
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
