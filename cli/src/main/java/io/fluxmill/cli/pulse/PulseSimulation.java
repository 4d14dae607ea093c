// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.pulse.PulseVerification.Comparison;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.core.program.pulse.PulseProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.pulse.FeaturePacket;
import io.fluxmill.driver.pulse.PulseRunner;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.hw.pulse.PulseConfig;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.reference.ClassicalReference;
import io.fluxmill.quantizer.pulse.reference.FrontEndReference;
import io.fluxmill.quantizer.pulse.reference.PacketReference;
import io.fluxmill.quantizer.pulse.reference.PulseEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ADC samples through a pulse-feature accelerator, every word of every packet compared with the reference. */
final class PulseSimulation {
    private final Engines engines;
    private final PulseConfig engine;
    private final Manifest manifest;
    private final PulseNetwork network;
    private final PulseProgram program;
    private final PulseJob.Run run;

    /** @param network and its program, or null for both */
    PulseSimulation(
            Manifest manifest,
            Engines engines,
            PulseConfig engine,
            PulseNetwork network,
            PulseProgram program,
            PulseJob.Run run) {
        this.manifest = manifest;
        this.engines = engines;
        this.engine = engine;
        this.network = network;
        this.program = program;
        this.run = run;
    }

    /**
     * A stretch of samples as the hardware saw it.
     *
     * @param events as the reference cut them, by channel
     * @param packets as the hardware sent them, by channel, in the order of the events
     * @param counters of the hardware, those of the channels summed
     */
    record Result(
            List<List<PulseEvent>> events,
            List<List<FeaturePacket>> packets,
            Comparison comparison,
            Map<String, Long> counters,
            long clockCycles) {}

    /**
     * Runs stretches of samples on a reset design, which is enabled again before each of them.
     *
     * @param classical null if the design has no classical chain
     * @param stretches ADC codes, {@code [stretch][channel][sample]}
     * @param seed of pauses and of the memories' initial values
     * @param waves file for a recording of the first event, or null
     */
    Result run(FrontEndSettings settings, ClassicalSettings classical, List<int[][]> stretches, long seed, Path waves) {
        int channels = stretches.get(0).length;
        List<List<PulseEvent>> events = lists(channels);
        for (int[][] samples : stretches) {
            for (int c = 0; c < channels; c++) {
                FrontEndReference reference =
                        new FrontEndReference(settings, c, engine.adcBits(), engine.activationBits());
                reference.run(samples[c]);
                events.get(c).addAll(reference.events());
            }
        }
        List<List<FeaturePacket>> packets = lists(channels);
        Map<String, Long> counters;
        long cycles;
        try (Transport design = engines.open(seed, run.idlePercent(), run.backPressurePercent())) {
            PulseRunner runner = new PulseRunner(new Device(manifest, design));
            runner.load(settings, program, classical, (1 << channels) - 1);
            for (int[][] samples : stretches) {
                runner.enable();
                if (waves != null && samples == stretches.get(0)) {
                    record(design, settings, events.get(0), waves);
                }
                runner.stream(samples)
                        .forEach(packet -> packets.get(packet.channel()).add(packet));
                runner.disable();
            }
            counters = counters(runner, channels);
            cycles = design.cycles();
        }
        return new Result(events, packets, compare(settings, classical, events, packets), counters, cycles);
    }

    private void record(Transport design, FrontEndSettings settings, List<PulseEvent> events, Path waves) {
        long first = events.isEmpty() ? 0 : events.get(0).stamp() - settings.pretrigger();
        long from = design.cycles() + Math.max(0, first);
        engines.record(design, waves, from, from + run.waveCycles());
    }

    private static <T> List<List<T>> lists(int count) {
        List<List<T>> lists = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private Comparison compare(
            FrontEndSettings settings,
            ClassicalSettings classical,
            List<List<PulseEvent>> events,
            List<List<FeaturePacket>> packets) {
        ClassicalReference chain =
                classical == null ? null : new ClassicalReference(classical, settings.pretrigger(), engine.adcBits());
        PacketReference reference = new PacketReference(network, chain);
        Comparison sum = new Comparison(0, 0, 0, null);
        for (int c = 0; c < events.size(); c++) {
            int count = Math.max(events.get(c).size(), packets.get(c).size());
            for (int i = 0; i < count; i++) {
                int[] expected = i < events.get(c).size()
                        ? reference.packet(events.get(c).get(i))
                        : new int[0];
                int[] found = i < packets.get(c).size() ? packets.get(c).get(i).words() : new int[0];
                sum = sum.plus(compare(c, i, expected, found));
            }
        }
        return sum;
    }

    private static Comparison compare(int channel, int event, int[] expected, int[] found) {
        int words = Math.max(expected.length, found.length);
        int at = Arrays.mismatch(expected, found);
        if (at < 0) {
            return new Comparison(1, words, 0, null);
        }
        long wrong = 0;
        for (int i = 0; i < words; i++) {
            wrong += i < expected.length && i < found.length && expected[i] == found[i] ? 0 : 1;
        }
        return new Comparison(
                1,
                words,
                wrong,
                String.format(
                        "channel %d, event %d, word %d: the reference says %s, the RTL %s",
                        channel, event, at, word(expected, at), word(found, at)));
    }

    private static String word(int[] words, int at) {
        return at < words.length ? String.format("0x%08X", words[at]) : "nothing";
    }

    private static Map<String, Long> counters(PulseRunner runner, int channels) {
        Map<String, Long> sum = new LinkedHashMap<>();
        for (int c = 0; c < channels; c++) {
            runner.counters(c).forEach((name, value) -> sum.merge(name, value, Long::sum));
        }
        sum.putAll(runner.counters());
        return sum;
    }
}
