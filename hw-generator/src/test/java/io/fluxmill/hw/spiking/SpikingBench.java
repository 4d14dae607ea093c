// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.spiking.EncoderRules;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.spiking.SpikingInput;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.driver.spiking.SpikingRunner.States;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A spiking engine on Verilator, compared with the bit-exact reference. */
final class SpikingBench implements AutoCloseable {
    final VerilatedTransport transport;
    final CountedLink link;
    final Device device;
    final SpikingConfig config;
    /** Numbers compared so far: spikes and states of neurons in ticks, and counters. */
    long compared;
    /** Spikes so far. */
    long spikes;
    /** Read-outs and classes so far. */
    long read;
    /** Words of weights that were added so far. */
    long words;
    /** What the engine did in the last check. */
    SpikingRunner.Run run;
    /** Bytes of the streams of the last check, with the states of every tick, those of the last one, and none. */
    final Map<States, Long> bytes = new EnumMap<>(States.class);

    /** @param directory for the Verilog */
    SpikingBench(SpikingConfig config, Path directory) throws IOException {
        this.config = config;
        Design design = config.generate();
        Files.writeString(directory.resolve(config.name() + ".v"), design.verilog());
        transport = VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST));
        link = new CountedLink(transport);
        device = new Device(design.manifest(), link);
        device.identify();
    }

    /** Runs both and demands the same spikes and states in every tick, and the same counters. */
    IntegerReference.Run check(IntegerNetwork network, Set<Integer> clockDriven, int[][][] inputs, String what) {
        RandomSample sample =
                new RandomSample(inputs, SpikingInput.spikes(flat(inputs)), EncoderRules.NONE, ReadOutOracle.NONE);
        return check(network, clockDriven, sample, what);
    }

    /** The same with a sample that the engine's encoder may make spikes of, and whose outputs it may read. */
    IntegerReference.Run check(IntegerNetwork network, Set<Integer> clockDriven, RandomSample sample, String what) {
        int[][][] inputs = sample.spikes();
        EncoderRules encoder = sample.encoder();
        int readOut = sample.readOut();
        Set<String> firing = network.populations().stream()
                .filter(p -> p.kind().fires())
                .map(IntegerNetwork.Neurons::name)
                .collect(Collectors.toSet());
        SpikingProgram program = SpikingMapping.map(network, config.shape(), firing, clockDriven);
        SpikingRunner runner = new SpikingRunner(device, program);
        runner.load();
        if (encoder != EncoderRules.NONE) {
            runner.encoder(encoder);
        }
        if (readOut != ReadOutOracle.NONE) {
            runner.readOut(readOut, ReadOutOracle.populations(network));
        }
        IntegerReference.Run expected = new IntegerReference(network).run(inputs);
        long before = link.bytes;
        run = runner.run(sample.input(), States.EVERY_TICK);
        bytes.put(States.EVERY_TICK, link.bytes - before);
        fewer(runner, sample, States.END, what);
        fewer(runner, sample, States.NONE, what);
        if (readOut != ReadOutOracle.NONE) {
            int words = ReadOutOracle.check(readOut, network, expected, run.read(), what);
            compared += words;
            read += words;
        }
        long sum = 0;
        for (int p = 0; p < network.populations().size(); p++) {
            IntegerNetwork.Neurons population = network.populations().get(p);
            for (int t = 0; t < inputs[0].length; t++) {
                String where = what + ", " + population.name() + " in tick " + t;
                if (population.kind().fires()) {
                    assertArrayEquals(expected.spikes()[p][t], run.spikes()[p][t], where);
                    for (int value : run.spikes()[p][t]) {
                        sum += value;
                    }
                    compared += population.size();
                }
                // The membrane of a sum is the sum.
                if (population.kind().hasMembrane() || !population.kind().fires()) {
                    assertArrayEquals(expected.membranes()[p][t], run.membranes()[p][t], where);
                    compared += population.size();
                    if (population.kind().hasSynapse()) {
                        assertArrayEquals(expected.currents()[p][t], run.currents()[p][t], where);
                        compared += population.size();
                    }
                }
            }
        }
        assertEquals(sum, run.counters().get("SPIKES"), what);
        assertEquals(0, run.counters().get("DROPPED"), what);
        long added = words(program, network, inputs, expected);
        assertEquals(added, run.counters().get("WORDS"), what);
        assertTrue(run.counters().get("CYCLES") > 0, what);
        spikes += sum;
        words += added;
        compared += 3;
        return expected;
    }

    /** Demands the same of a run that asks for fewer states. */
    private void fewer(SpikingRunner runner, RandomSample sample, States states, String what) {
        long before = link.bytes;
        SpikingRunner.Run again = runner.run(sample.input(), states);
        bytes.put(states, link.bytes - before);
        String where = what + ", states " + states;
        assertTrue(Arrays.deepEquals(run.spikes(), again.spikes()), where);
        int last = sample.input().ticks() - 1;
        for (int p = 0; p < run.membranes().length; p++) {
            for (int t = 0; t <= last; t++) {
                boolean shown = states == States.END && t == last;
                assertArrayEquals(shown ? run.membranes()[p][t] : null, again.membranes()[p][t], where);
                assertArrayEquals(shown ? run.currents()[p][t] : null, again.currents()[p][t], where);
            }
        }
        for (String counter : List.of("SPIKES", "WORDS", "DROPPED")) {
            assertEquals(run.counters().get(counter), again.counters().get(counter), where);
        }
        assertEquals(run.read() == null, again.read() == null, where);
        if (run.read() != null) {
            assertEquals(run.read().best(), again.read().best(), where);
            assertArrayEquals(run.read().words(), again.read().words(), where);
        }
    }

    /** Words of weights of all sources that send, on all cores, by the tables in the program's memories. */
    private long words(SpikingProgram program, IntegerNetwork network, int[][][] inputs, IntegerReference.Run run) {
        int ticks = inputs[0].length;
        long sum = ticks * walked(program);
        for (int core = 0; core < config.shape().cores(); core++) {
            sum += ticks * wordsOn(program, core, 0, ticks)
                    + Math.max(0, ticks - program.lateTick()) * wordsOn(program, core, 1, ticks);
        }
        int[][] flat = flat(inputs);
        for (int t = 0; t < ticks; t++) {
            for (int i = 0; i < flat[t].length; i++) {
                sum += flat[t][i] == 0
                        ? 0
                        : words(program, inputRoute(program, i), SpikingLayout.CONSTANTS + i, ticks - t);
            }
            for (int p = 0; p < network.populations().size(); p++) {
                int[] index = program.populations().get(p).index();
                for (int n = 0; n < index.length; n++) {
                    sum += run.spikes()[p][t][n] == 0 ? 0 : ofNeuron(program, index[n], ticks - t);
                }
            }
        }
        return sum;
    }

    /** The cores to which an input goes, a bit each. */
    private int inputRoute(SpikingProgram program, int input) {
        return config.shape().cores() == 1
                ? 1
                : program.images()
                        .get(0)
                        .get(SpikingLayout.Memory.INPUT_ROUTES)
                        .get(input)
                        .intValueExact();
    }

    /** Words of the rows of a neuron, on all cores. */
    private long ofNeuron(SpikingProgram program, int neuron, long left) {
        SpikingShape shape = config.shape();
        if (shape.cores() == 1) {
            return wordsOn(program, 0, SpikingLayout.CONSTANTS + program.inputs() + neuron, left);
        }
        BigInteger route = program.images()
                .get(neuron / shape.neurons())
                .get(SpikingLayout.Memory.ROUTES)
                .get(neuron % shape.neurons());
        return words(program, field(route, 0, shape.cores()), field(route, shape.cores(), shape.sourceBits()), left);
    }

    /** Words of the rows of a source on these cores. */
    private long words(SpikingProgram program, int cores, int source, long left) {
        long sum = 0;
        for (int core = 0; core < config.shape().cores(); core++) {
            sum += (cores >> core & 1) == 1 ? wordsOn(program, core, source, left) : 0;
        }
        return sum;
    }

    /** Those of rows with long delays are added if their tick begins before the run ends, so many ticks later. */
    private long wordsOn(SpikingProgram program, int core, int source, long left) {
        SpikingShape shape = config.shape();
        BigInteger word =
                program.images().get(core).get(SpikingLayout.Memory.SOURCES).get(source);
        if (!word.testBit(0)) {
            return 0;
        }
        int row = field(word, 1, shape.rowAddressBits());
        int groupBits = shape.groupBits();
        int last = shape.widthBits(SpikingLayout.Memory.ROWS) - 1;
        long sum = 0;
        BigInteger entry;
        do {
            entry = program.images().get(core).get(SpikingLayout.Memory.ROWS).get(row++);
            int delay = field(entry, shape.rowWeightBits() + 2 * groupBits, shape.delayBits());
            boolean added = delay < shape.delaySlots() || delay <= left;
            sum += added ? field(entry, shape.rowWeightBits() + groupBits, groupBits) + 1 : 0;
        } while (!entry.testBit(last));
        return sum;
    }

    /** Steps of all clock-driven connections. */
    private long walked(SpikingProgram program) {
        SpikingShape shape = config.shape();
        int steps = shape.stepBits();
        int at = 2 * steps + shape.weightStepBits() + shape.groupBits();
        long sum = 0;
        for (Map<SpikingLayout.Memory, List<BigInteger>> core : program.images()) {
            for (BigInteger walk : core.getOrDefault(SpikingLayout.Memory.WALKS, List.of())) {
                sum += (field(walk, steps, steps) + 1L) * (field(walk, at, shape.groupBits()) + 1);
            }
        }
        return sum;
    }

    private static int field(BigInteger word, int at, int bits) {
        return word.shiftRight(at).mod(BigInteger.ONE.shiftLeft(bits)).intValueExact();
    }

    /** All inputs of the network, one after the other. */
    static int[][] flat(int[][][] inputs) {
        int ticks = inputs[0].length;
        int[][] flat = new int[ticks][];
        for (int t = 0; t < ticks; t++) {
            int tick = t;
            flat[t] = java.util.Arrays.stream(inputs)
                    .flatMapToInt(input -> java.util.Arrays.stream(input[tick]))
                    .toArray();
        }
        return flat;
    }

    @Override
    public void close() {
        transport.close();
    }
}
