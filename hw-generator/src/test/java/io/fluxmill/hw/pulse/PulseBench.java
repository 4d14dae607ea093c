// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.pulse.FeaturePacket;
import io.fluxmill.driver.pulse.PulseRunner;
import io.fluxmill.quantizer.pulse.map.PulseMapping;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.reference.ClassicalReference;
import io.fluxmill.quantizer.pulse.reference.FrontEndReference;
import io.fluxmill.quantizer.pulse.reference.PacketReference;
import io.fluxmill.quantizer.pulse.reference.PulseEvent;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A generated pulse-feature accelerator in Verilator, and its references beside it. */
final class PulseBench implements AutoCloseable {
    final PulseConfig config;
    final VerilatedTransport transport;
    final Device device;
    final PulseRunner runner;
    /** Packets compared so far. */
    long compared;

    private FrontEndSettings frontEnd;
    private PacketReference packets;
    private int channelMask;

    /** @param seed of registers and memories without an initial value */
    PulseBench(PulseProcessors processor, Path directory, long seed) throws IOException {
        config = processor.config();
        Design design = processor.design();
        Files.writeString(directory.resolve(design.manifest().design() + ".v"), design.verilog());
        transport = VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST), seed);
        device = new Device(design.manifest(), transport);
        runner = new PulseRunner(device);
    }

    void load(FrontEndSettings settings, PulseNetwork network, ClassicalSettings classical, int mask) {
        frontEnd = settings;
        channelMask = mask;
        packets = new PacketReference(
                network,
                classical == null ? null : new ClassicalReference(classical, settings.pretrigger(), config.adcBits()));
        runner.load(settings, network == null ? null : PulseMapping.map(network, device.manifest()), classical, mask);
        runner.clearCounters();
    }

    /** Streams samples from enabling to disabling and compares every packet word and every counter. */
    List<FeaturePacket> check(int[][] samples, String what) {
        runner.enable();
        List<FeaturePacket> observed = runner.stream(samples);
        boolean[] stuck = new boolean[samples.length];
        int stuckChannels = device.read("STUCK_CHANNELS");
        for (int c = 0; c < stuck.length; c++) {
            stuck[c] = (stuckChannels >> c & 1) == 1;
        }
        runner.disable();
        long total = 0;
        for (int c = 0; c < samples.length; c++) {
            int channel = c;
            List<FeaturePacket> own =
                    observed.stream().filter(p -> p.channel() == channel).toList();
            total += compare(channel, samples[c], own, stuck[c], what + ", channel " + c);
        }
        assertEquals(total, observed.size(), what + ": packets of all channels");
        Map<String, Long> counters = runner.counters();
        assertEquals(total, counters.get("PACKETS"), what + ": PACKETS");
        assertEquals(samples[0].length, counters.get("SAMPLES"), what + ": SAMPLES");
        assertEquals(1, device.readField("STATUS", "idle"), what + ": idle");
        return observed;
    }

    private long compare(int channel, int[] samples, List<FeaturePacket> observed, boolean stuck, String what) {
        FrontEndReference reference =
                new FrontEndReference(frontEnd, channel, config.adcBits(), config.activationBits());
        if ((channelMask >> channel & 1) == 1) {
            // What was lost because all buffers were full depends on the speed of the engine: it is told by what came
            // out. A trigger
            // in the last window has no packet either way: it was lost as long as the hardware counts more losses.
            Set<Long> stamps = new HashSet<>();
            observed.forEach(p -> stamps.add(p.stamp()));
            long lost = runner.counters(channel).get("LOST_FULL");
            long end = samples.length - frontEnd.window();
            reference.run(
                    samples,
                    stamp -> frontEnd.hold()
                            || stamps.contains(stamp)
                            || stamp > end && reference.counts().lostFull() >= lost);
        }
        List<PulseEvent> events = reference.events();
        for (int i = 0; i < Math.min(events.size(), observed.size()); i++) {
            int[] expected = packets.packet(events.get(i));
            int[] words = observed.get(i).words();
            if (!Arrays.equals(expected, words)) {
                throw new AssertionError(String.format(
                        "%s, event %d:%nobserved %s%nexpected %s%nsamples %s%n%s",
                        what,
                        i,
                        hex(words),
                        hex(expected),
                        Arrays.toString(events.get(i).samples()),
                        frontEnd));
            }
            compared++;
        }
        assertEquals(events.size(), observed.size(), what + ": packets, " + frontEnd);
        counters(channel, reference, what);
        assertEquals(reference.stuck(), stuck, what + ": stuck");
        return events.size();
    }

    private void counters(int channel, FrontEndReference reference, String what) {
        FrontEndReference.Counts counts = reference.counts();
        long dropped = reference.recording() ? 1 : 0;
        Map<String, Long> expected = Map.of(
                "EVENTS", counts.events(),
                "PILE_UP", counts.pileUp(),
                "LOST_DEAD", counts.lostDead() + dropped,
                "LOST_FULL", counts.lostFull(),
                "OVER_RANGE", counts.overRange(),
                "STUCK", counts.stuck());
        assertEquals(expected, Map.copyOf(runner.counters(channel)), what + ": counters");
    }

    private static String hex(int[] words) {
        List<String> texts = new ArrayList<>();
        for (int word : words) {
            texts.add(String.format("%08x", word));
        }
        return texts.toString();
    }

    @Override
    public void close() {
        transport.close();
        assertTrue(compared > 0, "nothing was compared");
    }
}
