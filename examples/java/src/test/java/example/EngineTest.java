// SPDX-License-Identifier: Apache-2.0
package example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.family.Project;
import io.fluxmill.cli.family.Verdict;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.driver.mac.MacRunner;
import io.fluxmill.driver.mac.RunOptions;
import io.fluxmill.driver.mac.RunResult;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.map.MacMapping;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import io.fluxmill.simulator.verilator.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A trained network on a matrix co-processor: step by step, and by its configuration. */
class EngineTest {
    private static final Path MODEL = Path.of("../fashion/fashion-mlp.onnx");
    private static final int SAMPLES = 16;

    @Test
    void stepByStep() {
        Network network = NetworkReader.read(MODEL);
        float[][] samples = samples(network.inputShape().elements());

        MacConfig engine = MacConfig.defaults("npe");
        Design design = engine.generate();
        QuantizationPlan plan =
                QuantizationPlan.uniform(engine.formats(), engine.resultFormats(), NumberFormats.POSIT8_0);
        QuantizedNetwork quantized = Quantizer.quantize(network, plan, Calibration.calibrate(network, samples));
        MacProgram program = MacMapping.map(quantized, design.manifest());

        ReferenceExecutor reference = new ReferenceExecutor(quantized);
        short[] input = reference.encode(samples);
        try (Simulation simulation = Simulation.open(design, Path.of("target/npe"))) {
            RunResult result = new MacRunner(simulation.device(), program).run(input, SAMPLES, RunOptions.RESULT);
            assertArrayEquals(reference.run(input, SAMPLES), result.output());
            assertTrue(result.cycles() > 0);
        }
    }

    private static float[][] samples(int elements) {
        Random random = new Random(1);
        float[][] samples = new float[SAMPLES][elements];
        for (float[] sample : samples) {
            for (int i = 0; i < elements; i++) {
                sample[i] = random.nextFloat();
            }
        }
        return samples;
    }

    @Test
    void byItsConfiguration() throws IOException {
        Path folder = Path.of("target/xor");
        Project project = Project.open(Path.of("../sfq-xor.yaml"));
        Verdict verdict = project.verify(folder);
        assertTrue(verdict.passes(), () -> String.join("\n", verdict.lines()));
        assertEquals(0, verdict.comparison().mismatches());
        assertTrue(Files.exists(folder.resolve("report.html")));
    }
}
