// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.core.program.mac.network.LayerKind;
import io.fluxmill.core.program.mac.network.NetworkProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.mac.NetworkRunner;
import io.fluxmill.driver.transport.CountingTransport;
import io.fluxmill.driver.transport.ForwardingTransport;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.map.NetworkMapping;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random networks on the processor in Verilator, one start each, against the bit-exact reference. */
@Tag("verilator")
class NetworkProcessorTest {
    private static final int NETWORKS = Integer.getInteger("mac.networks", 60);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(NetworkProcessors.class)
    void computesAsTheReference(NetworkProcessors processor) throws Exception {
        NetworkConfig config = processor.config();
        Design design = processor.design();
        Files.writeString(directory.resolve(design.manifest().design() + ".v"), design.verilog());
        long compared = 0;
        int run = 0;
        int grouped = 0;
        int shortTiles = 0;
        int sums = 0;
        try (VerilatedTransport transport =
                VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST))) {
            Device device = new Device(design.manifest(), transport);
            device.identify();
            for (int seed = 1; seed <= NETWORKS; seed++) {
                Random random = new Random(seed);
                int images = 1 + random.nextInt(5);
                QuantizedNetwork network = RandomLayers.network(
                        random, config.engine().formats(), config.engine().rows(), config.termTables());
                NetworkProgram program;
                try {
                    program = NetworkMapping.map(network, design.manifest(), images, seed % 2 == 0);
                } catch (InputException e) {
                    continue;
                }
                run++;
                grouped +=
                        layersWith(program, config.depthwise() ? DescriptorField.DEPTHWISE : DescriptorField.TILE_STEP);
                sums += (int) program.layers().stream()
                        .filter(layer -> layer.kind() == LayerKind.TERMS)
                        .count();
                shortTiles += program.layers().stream()
                                .mapToLong(layer -> layer.descriptor().get(DescriptorField.TILE_ROWS))
                                .anyMatch(rows ->
                                        rows > 0 && rows < config.engine().rows())
                        ? 1
                        : 0;
                NetworkRunner runner = new NetworkRunner(device, program);
                for (int repeat = 0; repeat < 2; repeat++) {
                    // The second input comes so slowly that its first layer waits for it.
                    transport.pauses("s_axis_act", repeat * 95, seed);
                    short[] inputs = RandomLayers.inputs(random, network, images);
                    List<short[]> expected = new ReferenceExecutor(network).trace(inputs, images);
                    short[][] values = runner.run(inputs).values();
                    for (int sent : program.sent()) {
                        short[] tensor = expected.get(sent);
                        int mask = (1 << network.tensors().get(sent).format().widthBits()) - 1;
                        for (int i = 0; i < tensor.length; i++) {
                            assertEquals(
                                    tensor[i] & mask,
                                    values[sent][i] & 0xFFFF,
                                    "seed " + seed + " images " + images + " element " + i + " of tensor " + sent
                                            + " of " + network.layers());
                        }
                        compared += tensor.length;
                    }
                }
            }
        }
        assertTrue(grouped > NETWORKS / 8, "layers whose columns read their own channels: " + grouped);
        assertTrue(config.engine().rows() < 4 || shortTiles > 0, "tiles of fewer rows: " + shortTiles);
        assertTrue(config.termTables() == 0 || sums > NETWORKS / 8, "layers of terms: " + sums);
        assertTrue(run > NETWORKS / 2, run + " of " + NETWORKS + " networks were run");
        assertTrue(compared > 100L * run, "values compared: " + compared);
    }

    /** The codes of a network before are NaR in the format of the next one, and lie where its windows leave lanes free. */
    @Test
    void whatWasThereDoesNotCount() throws Exception {
        Design design = NetworkProcessors.NETWORK4X8.design();
        Files.writeString(directory.resolve(design.manifest().design() + ".v"), design.verilog());
        Random random = new Random(5);
        QuantizedNetwork before = RandomLayers.ofPixels(random, NumberFormats.of("POSIT8_0"));
        QuantizedNetwork network = RandomLayers.ofPixels(random, NumberFormats.of("POSIT4_1"));
        short[] nibbles = new short[before.tensors().get(0).shape().elements()];
        Arrays.fill(nibbles, (short) 0x88);
        short[] inputs = RandomLayers.inputs(random, network, 1);
        try (VerilatedTransport transport =
                VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST))) {
            Device device = new Device(design.manifest(), transport);
            device.identify();
            new NetworkRunner(device, NetworkMapping.map(before, design.manifest(), 1, false)).run(nibbles);
            short[][] values = new NetworkRunner(device, NetworkMapping.map(network, design.manifest(), 1, false))
                    .run(inputs)
                    .values();
            short[] expected = new ReferenceExecutor(network).trace(inputs, 1).get(network.output());
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i] & 0xF, values[network.output()][i], "element " + i);
            }
            assertEquals(3 * 36, expected.length);
        }
    }

    /** A program that the memories still have is not loaded again; one that is there in part is. */
    @Test
    void aProgramIsLoadedOnce() throws Exception {
        Design design = NetworkProcessors.NETWORK4X8.design();
        Files.writeString(directory.resolve(design.manifest().design() + ".v"), design.verilog());
        Random random = new Random(6);
        QuantizedNetwork first = RandomLayers.ofPixels(random, NumberFormats.of("POSIT8_0"));
        QuantizedNetwork second = RandomLayers.ofPixels(random, NumberFormats.of("POSIT8_0"));
        short[] inputs = RandomLayers.inputs(random, first, 1);
        try (VerilatedTransport transport =
                VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST))) {
            long whole = loaded(design, transport, first, inputs);
            assertTrue(whole > 100, "bytes loaded: " + whole);
            assertEquals(0, loaded(design, transport, first, inputs));
            assertTrue(loaded(design, transport, second, inputs) > 100);
            Transport broken = new ForwardingTransport(transport) {
                private int loads;

                @Override
                public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
                    if (++loads == 2) {
                        throw new TransportException("pulled out");
                    }
                    super.exchange(transfers, timeoutCycles);
                }
            };
            assertThrows(TransportException.class, () -> loaded(design, broken, first, inputs));
            transport.reset();
            assertEquals(whole, loaded(design, transport, first, inputs));
            transport.reset();
            assertEquals(0, loaded(design, transport, first, inputs));
        }
    }

    /** What is sent too early waits for the next start. */
    @Test
    void noMoreInputIsTakenThanALayerWants() throws Exception {
        Design design = NetworkProcessors.NETWORK4X8.design();
        Files.writeString(directory.resolve(design.manifest().design() + ".v"), design.verilog());
        Random random = new Random(7);
        int checked = 0;
        try (VerilatedTransport transport =
                VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST))) {
            Device device = new Device(design.manifest(), transport);
            while (checked < 6) {
                QuantizedNetwork network = RandomLayers.network(random, List.of(NumberFormats.of("POSIT8_0")), 4, 0);
                NetworkProgram program;
                try {
                    program = NetworkMapping.map(network, design.manifest(), 1, false);
                } catch (InputException e) {
                    continue;
                }
                new NetworkRunner(device, program);
                long beats = program.layers().get(0).descriptor().get(DescriptorField.ROWS);
                device.write("CONTROL", device.value("CONTROL", Map.of("start", 1)));
                ByteBuffer twice = ByteBuffer.allocateDirect((int) (2 * beats * 4 * Short.BYTES));
                TransportException e = assertThrows(
                        TransportException.class,
                        () -> transport.exchange(List.of(new StreamTransfer("s_axis_act", twice)), 20_000));
                assertTrue(e.getMessage().contains(beats + " of " + 2 * beats + " beats"), e.getMessage());
                transport.reset();
                checked++;
            }
        }
    }

    /** A window that reaches farther than its field can say waits for the whole input. */
    @Test
    void aKernelThatReachesFar() throws Exception {
        Design design = NetworkProcessors.NETWORK8X8.design();
        Files.writeString(directory.resolve(design.manifest().design() + ".v"), design.verilog());
        Random random = new Random(8);
        QuantizedNetwork network = RandomLayers.ofBorders(random, NumberFormats.of("INT8"));
        short[] inputs = RandomLayers.inputs(random, network, 1);
        try (VerilatedTransport transport =
                VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST))) {
            assertTrue(loaded(design, transport, network, inputs) > 0);
        }
    }

    /** Runs a network, compares its result, and says how many bytes were loaded before. */
    private static long loaded(Design design, Transport transport, QuantizedNetwork network, short[] inputs) {
        CountingTransport link = new CountingTransport(design.manifest(), transport);
        NetworkRunner runner = new NetworkRunner(
                new Device(design.manifest(), link), NetworkMapping.map(network, design.manifest(), 1, false));
        long bytes = link.traffic().bytesIn();
        short[] expected = new ReferenceExecutor(network).trace(inputs, 1).get(network.output());
        short[] found = runner.run(inputs).values()[network.output()];
        assertEquals(expected.length, found.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] & 0xFF, found[i], "element " + i);
        }
        return bytes;
    }

    private static int layersWith(NetworkProgram program, DescriptorField field) {
        return (int) program.layers().stream()
                .filter(layer -> layer.descriptor().get(field) != 0)
                .count();
    }
}
