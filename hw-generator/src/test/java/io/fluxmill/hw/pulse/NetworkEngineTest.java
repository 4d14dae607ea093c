// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.hw.mac.PublishedShapes;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks on the network engine: every result of every event equals the reference. */
@Tag("verilator")
class NetworkEngineTest {
    private static final int NETWORKS = 150;

    @ParameterizedTest
    @EnumSource(NetworkEngines.class)
    void randomNetworksWithRandomPauses(NetworkEngines engine, @TempDir Path directory) throws Exception {
        try (NetworkBench bench = new NetworkBench(engine, directory)) {
            for (int i = 0; i < NETWORKS; i++) {
                long seed = 1000L * engine.ordinal() + i;
                Random random = new Random(seed);
                bench.transport.pauses("s_axis_event", i % 4 == 0 ? 0 : random.nextInt(95), seed);
                bench.transport.pauses("m_axis_result", i % 3 == 0 ? 0 : random.nextInt(95), seed + 1);
                PulseNetwork network =
                        RandomNetworks.any(random, engine.config().activationBits());
                bench.load(network);
                bench.check(RandomNetworks.events(random, network, 1 + random.nextInt(12)), "seed " + seed);
            }
            assertTrue(bench.compared > NETWORKS, "compared=" + bench.compared);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NetworkEngines.class,
            names = {"EIGHT_BIT", "SIXTEEN_BIT", "WIDE"})
    void publishedShapes(NetworkEngines engine, @TempDir Path directory) throws Exception {
        int bits = engine.config().activationBits();
        Random random = new Random(7);
        try (NetworkBench bench = new NetworkBench(engine, directory)) {
            for (PulseNetwork network : PublishedShapes.all(random, bits)) {
                bench.load(network);
                bench.check(RandomNetworks.events(random, network, 20), network.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NetworkEngines.class,
            names = {"SMALL", "SIXTEEN_BIT"})
    void nothingOfAnEarlierRunIsLeft(NetworkEngines engine, @TempDir Path directory) throws Exception {
        Random random = new Random(5);
        try (NetworkBench bench = new NetworkBench(engine, directory)) {
            for (int i = 0; i < 20; i++) {
                PulseNetwork network =
                        RandomNetworks.any(random, engine.config().activationBits());
                bench.load(network);
                bench.abandon(RandomNetworks.events(random, network, 2));
                bench.transport.step(random.nextInt(300));
                bench.load(RandomNetworks.any(random, engine.config().activationBits()));
                bench.check(RandomNetworks.events(random, bench.network(), 3), "network " + i);
            }
        }
    }

    @Test
    void surplusElementsAreDropped(@TempDir Path directory) throws Exception {
        Random random = new Random(6);
        try (NetworkBench bench = new NetworkBench(NetworkEngines.SMALL, directory)) {
            for (int surplus = 1; surplus < 12; surplus++) {
                bench.load(RandomNetworks.any(random, 16));
                bench.check(RandomNetworks.events(random, bench.network(), 5), surplus, "surplus " + surplus);
            }
        }
    }

    /** Counted by the hardware while events come as fast as they are taken. */
    @ParameterizedTest
    @EnumSource(
            value = NetworkEngines.class,
            names = {"EIGHT_BIT", "SIXTEEN_BIT"})
    void cyclesOfTheDefaultNetwork(NetworkEngines engine, @TempDir Path directory) throws Exception {
        Random random = new Random(11);
        PulseNetwork network =
                PublishedShapes.defaultIn32(random, engine.config().activationBits());
        try (NetworkBench bench = new NetworkBench(engine, directory)) {
            bench.load(network);
            assertEquals(160, bench.program().steps());
            bench.check(RandomNetworks.events(random, network, 1), "one event");
            int one = bench.transport.read(NetworkEngineTop.CYCLES);
            int latency = bench.transport.read(NetworkEngineTop.LATENCY);
            assertEquals(network.macs(), bench.transport.read(NetworkEngineTop.MACS));
            int events = 100;
            bench.check(RandomNetworks.events(random, network, events), "many events");
            double each = (bench.transport.read(NetworkEngineTop.CYCLES) - one) / (double) events;
            double source = bench.transport.read(NetworkEngineTop.STALL_SOURCE) / (events + 1.0);
            double drain = bench.transport.read(NetworkEngineTop.STALL_DRAIN) / (events + 1.0);
            assertTrue(latency <= 190, "cycles from the last element to the last result=" + latency);
            assertTrue(each <= 175, "cycles per event=" + each);
            assertTrue(source + drain + bench.program().steps() <= each + 2, "stalls=" + source + " + " + drain);
            assertEquals((events + 1) * network.macs(), bench.transport.read(NetworkEngineTop.MACS));
        }
    }
}
