// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.EncoderRules;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.driver.spiking.SpikingRunner;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random networks on engines of one core and several: all are the integer reference, in every tick, state and counter, and each other. */
@Tag("verilator")
class MeshEngineTest {
    private static final int ENGINES = Integer.getInteger("spiking.engines", 2);
    private static final int GRAPHS = Integer.getInteger("spiking.graphs", 24);
    private static final int SEED = Integer.getInteger("spiking.seed", 1);
    private static final int MOST_CORES = Integer.getInteger("spiking.cores", 4);
    private static final int MOST_LANES = 4;
    private static final int LEAST_GROUPS = 32;
    private static final int MOST_TRIES = 400;

    @TempDir
    Path folder;

    private int graphs;
    private long compared;
    private long spikes;
    private long split;
    private long walked;
    private long encoded;
    private long read;

    @Test
    void coresTogetherAreOne() throws IOException {
        for (int e = 0; e < ENGINES; e++) {
            Random random = new Random(77_000L * SEED + e);
            SpikingConfig one = engine(random, e);
            SpikingEnds ends = new SpikingEnds(1 + random.nextInt(8), true, e % 2 == 0);
            List<SpikingBench> benches = new ArrayList<>();
            try {
                for (int cores = 1; cores <= MOST_CORES; cores *= 2) {
                    SpikingConfig config = new SpikingConfig(
                            "mesh" + e + "_" + cores, one.shape().withCores(cores), ends, one.queueWords());
                    benches.add(new SpikingBench(config, Files.createDirectory(folder.resolve(config.name()))));
                }
                int wanted = graphs + GRAPHS / ENGINES;
                for (int i = 0; graphs < wanted && i < MOST_TRIES; i++) {
                    run(benches, random, "engine " + e + " try " + i + " " + one.shape());
                }
                assertTrue(graphs == wanted, () -> "too few networks fit " + one.shape());
                for (SpikingBench bench : benches) {
                    compared += bench.compared;
                    spikes += bench.spikes;
                    read += bench.read;
                }
            } finally {
                benches.forEach(SpikingBench::close);
            }
        }
        System.out.printf(
                "%d networks, each on engines of 1 to %d cores, %d numbers compared, %d spikes, %d parts of populations on other cores, %d clock-driven connections, %d with an encoder, %d read-outs%n",
                graphs, MOST_CORES, compared, spikes, split, walked, encoded, read);
        assertTrue(compared > 1500L * GRAPHS, "compared " + compared);
        assertTrue(spikes > 150L * GRAPHS, "spikes " + spikes);
        assertTrue(split > GRAPHS, "split " + split);
        assertTrue(encoded > GRAPHS / 8, "encoded " + encoded);
        assertTrue(read > GRAPHS, "read " + read);
        assertTrue(walked > GRAPHS / 8, "clock-driven " + walked);
    }

    /** One with so many groups that populations are on several cores. */
    private static SpikingConfig engine(Random random, int number) {
        SpikingConfig config = RandomSpiking.engine(random, number);
        while (config.shape().lanes() > MOST_LANES || config.shape().groups() < LEAST_GROUPS) {
            config = RandomSpiking.engine(random, number);
        }
        return config;
    }

    private void run(List<SpikingBench> benches, Random random, String where) {
        SpikingShape shape = benches.get(0).config.shape();
        TickRules rules = RandomSpiking.rules(random, shape);
        int delay = RandomSpiking.longestDelay(shape);
        NirGraph graph = new RandomNirGraphs(random, rules, shape.currents(), shape.neurons() * 3 / 4, delay).next();
        SpikingNetwork network = NirReader.of("random", graph);
        SpikingWidths widths = SpikingWidths.of(shape, null, RandomSpiking.any(random, StateRounding.values()));
        IntegerNetwork integers;
        Set<Integer> clockDriven;
        try {
            integers = SpikingQuantizer.quantize(network, rules, widths);
            clockDriven = RandomSpiking.clockDriven(
                    random, integers, benches.get(benches.size() - 1).config.shape());
            for (SpikingBench bench : benches) {
                SpikingMapping.map(integers, bench.config.shape(), clockDriven)
                        .populations()
                        .forEach(place -> split += place.parts().size() - 1);
            }
        } catch (InputException e) {
            return;
        }
        RandomSample sample = RandomSample.draw(random, network, integers, benches.get(0).config);
        SpikingRunner.Run first = null;
        for (SpikingBench bench : benches) {
            bench.transport.pauses("s_axis_evt", random.nextInt(3) * 30, random.nextLong());
            bench.transport.pauses("m_axis_evt", random.nextInt(3) * 30, random.nextLong());
            String what = where + ", " + bench.config.shape().cores() + " cores, " + rules;
            bench.check(integers, clockDriven, sample, what);
            first = first == null ? bench.run : first;
            assertArrayEquals(first.spikes(), bench.run.spikes(), what);
            assertArrayEquals(first.membranes(), bench.run.membranes(), what);
            assertArrayEquals(first.currents(), bench.run.currents(), what);
        }
        graphs++;
        walked += clockDriven.size();
        encoded += sample.encoder() == EncoderRules.NONE ? 0 : 1;
    }
}
