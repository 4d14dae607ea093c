// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.EncoderRules;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random networks by random rules on random engines: the RTL is the integer reference, in every tick, state and counter. */
@Tag("verilator")
class SpikingEngineTest {
    private static final int ENGINES = Integer.getInteger("spiking.engines", 3);
    private static final int GRAPHS = Integer.getInteger("spiking.graphs", 60);
    private static final int SEED = Integer.getInteger("spiking.seed", 1);
    private static final int MOST_TRIES = 400;

    @TempDir
    Path folder;

    private int notQuantized;
    private int refused;
    private int fitted;
    private int graphs;
    private long compared;
    private long spikes;
    private long words;
    private long read;
    private final Map<EncoderRules.Kind, Integer> encoded = new EnumMap<>(EncoderRules.Kind.class);
    private final Map<Integer, Integer> readOuts = new TreeMap<>();
    private long walked;

    @Test
    void everyTickIsThatOfTheReference() throws IOException {
        for (int e = 0; e < ENGINES; e++) {
            Random random = new Random(1000L * SEED + e);
            SpikingConfig config = RandomSpiking.engine(random, e);
            try (SpikingBench bench = new SpikingBench(config, Files.createDirectory(folder.resolve("engine" + e)))) {
                int wanted = graphs + GRAPHS / ENGINES;
                for (int i = 0; graphs < wanted && i < MOST_TRIES; i++) {
                    run(bench, random, "engine " + e + " try " + i + " " + config.shape());
                }
                assertTrue(graphs == wanted, () -> "too few networks fit " + config.shape());
                compared += bench.compared;
                spikes += bench.spikes;
                words += bench.words;
                read += bench.read;
            }
        }
        System.out.printf(
                "%d networks on %d engines, %d numbers compared, %d spikes, %d words of weights, %d clock-driven connections, %d networks refused, %d of them fit as their messages say, %d without integers%n",
                graphs, ENGINES, compared, spikes, words, walked, refused, fitted, notQuantized);
        System.out.printf(
                "encoders %s, read-outs (0 counts, 1 first, 2 membranes) %s, %d words%n", encoded, readOuts, read);
        assertEquals(4, encoded.size(), () -> "kinds of encoders: " + encoded);
        assertEquals(4, readOuts.size(), () -> "kinds of read-outs and none: " + readOuts);
        assertTrue(read > GRAPHS, "words read " + read);
        assertTrue(refused > 0 && fitted > refused / 2, "refused " + refused + ", fitted " + fitted);
        assertTrue(compared > 500L * GRAPHS, "compared " + compared);
        assertTrue(spikes > 100L * GRAPHS, "spikes " + spikes);
        assertTrue(walked > GRAPHS / 4, "clock-driven " + walked);
        assertTrue(words > 100L * GRAPHS, "words " + words);
    }

    private void run(SpikingBench bench, Random random, String where) {
        SpikingShape shape = bench.config.shape();
        TickRules rules = RandomSpiking.rules(random, shape);
        int delay = RandomSpiking.longestDelay(shape);
        NirGraph graph = new RandomNirGraphs(random, rules, shape.currents(), shape.neurons() * 3 / 4, delay).next();
        SpikingNetwork network = NirReader.of("random", graph);
        SpikingWidths widths = SpikingWidths.of(shape, null, RandomSpiking.any(random, StateRounding.values()));
        IntegerNetwork integers;
        try {
            integers = SpikingQuantizer.quantize(network, rules, widths);
        } catch (InputException e) {
            notQuantized++;
            return;
        }
        Set<Integer> clockDriven = RandomSpiking.clockDriven(random, integers, shape);
        try {
            SpikingMapping.map(integers, shape, clockDriven);
        } catch (InputException e) {
            refused++;
            fitted += Remedies.fit(integers, clockDriven, bench.config) == null ? 0 : 1;
            return;
        }
        bench.transport.pauses("s_axis_evt", random.nextInt(3) * 30, random.nextLong());
        bench.transport.pauses("m_axis_evt", random.nextInt(3) * 30, random.nextLong());
        RandomSample sample = RandomSample.draw(random, network, integers, bench.config);
        bench.check(integers, clockDriven, sample, where + " " + rules + " " + sample.encoder());
        if (sample.encoder() != EncoderRules.NONE) {
            encoded.merge(sample.encoder().kind(), 1, Integer::sum);
        }
        readOuts.merge(sample.readOut(), 1, Integer::sum);
        walked += clockDriven.size();
        graphs++;
    }
}
