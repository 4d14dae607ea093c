// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.mac.Counters;
import io.fluxmill.driver.mac.LayerCounters;
import io.fluxmill.driver.mac.MacRunner;
import io.fluxmill.driver.mac.RunOptions;
import io.fluxmill.driver.mac.RunResult;
import io.fluxmill.driver.sfq.SfqRunner;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.hw.sfq.CellSweep;
import io.fluxmill.hw.sfq.RandomNetlists;
import io.fluxmill.hw.sfq.SfqConfig;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.map.MacMapping;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same driver calls on the simulated engine and over the pins of what hosts it: same results, same counters, same cycles. */
@Tag("verilator")
class LinkEnginesTest {
    /** What hosts an engine. */
    enum Host {
        UART(LinkRig::new),
        BUS(BusRig::new),
        JTAG(JtagRig::new);

        private final BiFunction<HostedEngine, Path, HostRig> rig;

        Host(BiFunction<HostedEngine, Path, HostRig> rig) {
            this.rig = rig;
        }

        HostRig of(HostedEngine engine, Path directory) {
            return rig.apply(engine, directory);
        }
    }

    @TempDir
    private Path directory;

    private static final MacConfig MAC = new MacConfig(
            "mac_small",
            2,
            2,
            List.of(NumberFormats.of("INT2")),
            List.of(NumberFormats.INT16),
            64,
            16,
            8,
            1,
            32,
            1,
            16);

    private static Network network() {
        Random random = new Random(5);
        Shape in = new Shape(6, 1, 1);
        Shape middle = new Shape(5, 1, 1);
        MatrixLayer first = dense("first", "input", in, middle, random);
        MatrixLayer second = dense("second", "first", middle, new Shape(3, 1, 1), random);
        return new Network("small", in, 1, 0, null, List.of(first, second), false);
    }

    private static MatrixLayer dense(String name, String input, Shape from, Shape to, Random random) {
        float[] weights = new float[to.elements() * from.elements()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        double[] gain = new double[to.elements()];
        Arrays.fill(gain, 1);
        double[] bias = random.doubles(to.elements(), -0.5, 0.5).toArray();
        Geometry geometry = Geometry.dense(from);
        return new MatrixLayer(name, input, name, from, to, geometry, weights, gain, bias, Activation.RELU, null, null);
    }

    @ParameterizedTest
    @EnumSource(Host.class)
    void matrixProgram(Host host) {
        try (HostRig rig = host.of(MAC, directory)) {
            Network network = network();
            Random random = new Random(7);
            float[][] samples = new float[12][6];
            for (float[] sample : samples) {
                for (int i = 0; i < sample.length; i++) {
                    sample[i] = (float) random.nextGaussian();
                }
            }
            QuantizedNetwork quantized = Quantizer.quantize(
                    network,
                    QuantizationPlan.uniform(
                            List.of(NumberFormats.of("INT2")), List.of(NumberFormats.INT16), NumberFormats.of("INT2")),
                    Calibration.calibrate(network, samples));
            MacProgram program = MacMapping.map(quantized, rig.manifest);
            short[] codes = new short[12 * 6];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (short) (random.nextInt(4) & 3);
            }
            RunResult direct = run(rig.manifest, rig.direct, program, codes);
            try (Transport link = rig.hosted()) {
                RunResult linked = run(rig.manifest, link, program, codes);
                assertArrayEquals(direct.values(), linked.values());
                assertEquals(counters(direct), counters(linked), "MACS, CYCLES, STALL_IN and STALL_OUT of every layer");
                assertEquals(direct.cycles(), linked.cycles());
                assertEquals(rig.direct.cycles(), link.cycles(), "the engine's time");
                if (link instanceof SerialTransport serial) {
                    assertTrue(serial.counters().get("frames") > 20);
                    assertEquals(new SerialTransport.Faults(0, 0, 0), serial.faults());
                }
            }
            short[][] expected =
                    new ReferenceExecutor(quantized).trace(codes, 12).toArray(short[][]::new);
            assertArrayEquals(expected[expected.length - 1], direct.output());
        }
    }

    private static List<Counters> counters(RunResult result) {
        return result.layers().stream().map(LayerCounters::hardware).toList();
    }

    private static RunResult run(Manifest manifest, Transport transport, MacProgram program, short[] codes) {
        Device device = new Device(manifest, transport);
        device.identify();
        return new MacRunner(device, program).run(codes, 12, RunOptions.ALL_VALUES);
    }

    @ParameterizedTest
    @EnumSource(Host.class)
    void sfqNetlist(Host host) {
        Netlist netlist = RandomNetlists.of("few_cells", 3, 4);
        try (HostRig rig = host.of(new SfqConfig("sfq_small", netlist, 1, 64), directory)) {
            long pulses = 0;
            try (Transport link = rig.hosted()) {
                SfqRunner direct = new SfqRunner(new Device(rig.manifest, rig.direct), netlist.ports());
                SfqRunner linked = new SfqRunner(new Device(rig.manifest, link), netlist.ports());
                for (int seed = 0; seed < 3; seed++) {
                    Map<String, long[]> stimuli = CellSweep.random(netlist, new Random(seed), 60, 1000);
                    SfqRunner.Run expected = direct.run(stimuli, 1000);
                    SfqRunner.Run found = linked.run(stimuli, 1000);
                    assertEquals(
                            List.of(),
                            new SfqTrace(expected.pulses(), List.of())
                                    .pulseDifferences(new SfqTrace(found.pulses(), List.of())));
                    assertEquals(expected.flags(), found.flags());
                    assertEquals(expected.firstViolation(), found.firstViolation());
                    assertEquals(expected.stallCycles(), found.stallCycles());
                    assertEquals(rig.direct.cycles(), link.cycles(), "the engine's time after run " + seed);
                    pulses += new SfqTrace(expected.pulses(), List.of()).count();
                }
            }
            assertTrue(pulses > 50, "pulses " + pulses);
        }
    }
}
