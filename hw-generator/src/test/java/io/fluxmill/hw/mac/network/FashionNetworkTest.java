// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.mac.network.NetworkProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.mac.NetworkRunner;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.map.NetworkMapping;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's network on the processor: eight images from one start, in each of its formats, against the bit-exact reference. */
@Tag("verilator")
class FashionNetworkTest {
    private static final Path HOME = Path.of(System.getProperty("fluxmill.home", ".."));
    private static final Path DATA = Path.of("/usr/share/datasets/fashion-mnist");
    private static final int IMAGES = 8;
    private static final List<NumberFormat> FORMATS = List.of("FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1").stream()
            .map(NumberFormats::of)
            .toList();

    @TempDir
    Path directory;

    private static float[][] images(String file, int count) {
        return Dataset.read(DatasetConfig.of(DATA.resolve(file))).samples(count);
    }

    @Test
    void runsFromOneStart() throws Exception {
        MacConfig engine = new MacConfig("fashion_network", 8, 8, FORMATS, List.of(), 8192, 2048, 64, 4, 32, 2, 16);
        Design design = NetworkDesign.generate(new NetworkConfig(engine, 2048, 1024, false, 0));
        Files.writeString(directory.resolve("fashion_network.v"), design.verilog());
        Network network = NetworkReader.read(HOME.resolve("examples/fashion/fashion.onnx"));
        Calibration calibration = Calibration.calibrate(network, images("train-images-idx3-ubyte.gz", 64));
        float[][] samples = images("t10k-images-idx3-ubyte.gz", IMAGES);
        long compared = 0;
        try (VerilatedTransport transport =
                VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST))) {
            Device device = new Device(design.manifest(), transport);
            device.identify();
            for (NumberFormat format : FORMATS) {
                QuantizedNetwork quantized =
                        Quantizer.quantize(network, QuantizationPlan.uniform(FORMATS, FORMATS, format), calibration);
                ReferenceExecutor reference = new ReferenceExecutor(quantized);
                short[] inputs = reference.encode(samples);
                short[] expected = reference.run(inputs, IMAGES);
                NetworkProgram program = NetworkMapping.map(quantized, design.manifest(), IMAGES, false);
                NetworkRunner runner = new NetworkRunner(device, program);
                device.write("CONTROL", 4);
                short[] actual = runner.run(inputs).output();
                assertTrue(device.counter("WORDS") < device.counter("CYCLES"), format.name());
                if (Boolean.getBoolean("mac.cycles")) {
                    System.out.println(format.name() + ": " + device.counter("CYCLES") + " cycles");
                }
                int mask = (1
                                << quantized
                                        .tensors()
                                        .get(quantized.output())
                                        .format()
                                        .widthBits())
                        - 1;
                for (int i = 0; i < expected.length; i++) {
                    expected[i] &= (short) mask;
                }
                assertArrayEquals(expected, actual, format.name());
                compared += expected.length;
            }
        }
        assertTrue(compared == 40L * IMAGES, "values compared: " + compared);
    }
}
