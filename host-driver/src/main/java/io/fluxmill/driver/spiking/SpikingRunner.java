// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.spiking;

import io.fluxmill.core.program.spiking.EncoderRules;
import io.fluxmill.core.program.spiking.NeuronRules;
import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingLayout.Memory;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loads a program into a spiking engine and runs ticks; docs/spiking-engine.md is the contract. */
public final class SpikingRunner {
    /** The engine is busy for as long as the ticks of the words in its queue take, which is much less than this. */
    private static final long WORD_TIMEOUT_CYCLES = 50_000_000;

    /** A word can be for all ticks of a sample; so many of them take the time above at most. */
    private static final int TICKS_IN_TIME = 1024;

    private static final int CLEAR_COUNTERS = 0b11;
    private static final int INTERRUPT = 0b01;

    private final Device device;
    private final SpikingShape shape;
    private final SpikingProgram program;
    private final String streamIn;
    private final String streamOut;
    private final SpikingEnds ends;
    private final SpikingAnswers answers;

    /** Outputs that are read after a sample; 0 for none. */
    private int outputs;

    /** The program is loaded by {@link #load}. */
    public SpikingRunner(Device device, SpikingProgram program) {
        this.device = device;
        this.program = program;
        shape = SpikingShape.of(device.manifest());
        ends = SpikingEnds.of(device.manifest());
        streamIn = device.manifest().streams().get(0).name();
        streamOut = device.manifest().streams().get(1).name();
        answers = new SpikingAnswers(device.manifest().design(), shape, program);
    }

    /**
     * What an engine did in a run, all {@code [populations][ticks][neurons]}.
     *
     * @param spikes of outputs; null for other populations
     * @param membranes after each tick; null for ticks and populations that were not asked for
     * @param currents the same
     * @param counters CYCLES, SPIKES, WORDS and DROPPED
     * @param read the engine's read-outs; null if it was not asked for them
     */
    public record Run(
            int[][][] spikes, int[][][] membranes, int[][][] currents, Map<String, Long> counters, Read read) {}

    /**
     * What was read of the outputs.
     *
     * @param best the class
     * @param words of each output
     */
    public record Read(int best, int[] words) {}

    /** Writes memories and registers. */
    public void load() {
        exchange(loads(), 0);
        configure();
    }

    /** The words that load the memories. */
    public List<Integer> loads() {
        List<Integer> words = new ArrayList<>();
        for (int core = 0; core < program.images().size(); core++) {
            int of = core;
            program.images().get(core).forEach((memory, image) -> append(words, of, memory, image));
        }
        return words;
    }

    /** Writes the registers of a program. */
    public void configure() {
        NeuronRules rules = program.rules();
        Map<String, Integer> contract = new HashMap<>();
        contract.put("synapse", rules.synapse().ordinal());
        contract.put("spike_old", rules.spikeFrom().ordinal());
        contract.put("at_least", rules.compare().ordinal());
        contract.put("reset", rules.reset().ordinal());
        contract.put("reset_next", rules.resetTick().ordinal());
        contract.put("clamp", rules.clamp().ordinal());
        contract.put("rounding", rules.rounding().ordinal());
        contract.put("spikes", rules.spikesPerTick());
        contract.put("refractory", rules.refractory());
        device.write("CONTRACT", contract);
        device.write("INPUTS", program.inputs());
        device.write("POPULATIONS", program.populations().size());
        device.write("LATE_TICK", program.lateTick());
        if (ends.encoder()) {
            encoder(EncoderRules.NONE);
        }
    }

    /** Sets the engine's encoder; only if it has one of as many bits. {@link #load} sets it to none. */
    public void encoder(EncoderRules rules) {
        device.write(
                "ENCODER",
                Map.of(
                        "kind",
                        rules.kind().ordinal(),
                        "every_tick",
                        rules.everyTick() ? 1 : 0,
                        "off",
                        rules.offSpikes() ? 1 : 0,
                        "threshold",
                        rules.threshold(),
                        "mask",
                        (1 << rules.bits()) - 1));
        device.write("VALUES", rules.values());
        List<Integer> words = new ArrayList<>();
        for (int code = 0; code < rules.latencies().length; code++) {
            words.add(SpikingLayout.word(SpikingLayout.TABLE, code, rules.latencies()[code]));
        }
        exchange(words, 0);
    }

    /**
     * Has outputs read after each sample; only if the engine has read-outs.
     *
     * @param kind 0 counts, 1 first ticks, 2 membranes
     * @param populations the outputs of the network: numbers of populations of the program
     */
    public void readOut(int kind, int... populations) {
        List<Integer> words = new ArrayList<>();
        for (int p : populations) {
            for (int neuron : program.populations().get(p).index()) {
                words.add(SpikingLayout.word(SpikingLayout.OUTPUT, words.size(), neuron));
            }
        }
        outputs = words.size();
        device.write("READ_OUT", Map.of("kind", kind, "outputs", outputs));
        exchange(words, 0);
    }

    private void append(List<Integer> words, int core, Memory memory, List<BigInteger> image) {
        words.add(SpikingLayout.word(SpikingLayout.LOAD, core << SpikingLayout.CORE_LSB | memory.ordinal(), 0));
        words.add(image.size());
        int beats = SpikingLayout.beats(shape.widthBits(memory));
        for (BigInteger word : image) {
            for (int beat = 0; beat < beats; beat++) {
                words.add(word.shiftRight(beat * SpikingLayout.BEAT_BITS).intValue());
            }
        }
    }

    /**
     * Runs ticks from rest.
     *
     * @param inputs {@code [ticks][inputs of the program]}: values of spikes, 0 for none
     * @param states whether the states of every tick are of interest; otherwise those after the last one
     */
    public Run run(int[][] inputs, boolean states) {
        return run(SpikingInput.spikes(inputs), states);
    }

    /**
     * Runs the ticks of a sample from rest, and reads the outputs if {@link #readOut} asks for it.
     *
     * @param states whether the states of every tick are of interest; otherwise those after the last one
     */
    public Run run(SpikingInput input, boolean states) {
        return run(input, states ? States.EVERY_TICK : States.END);
    }

    /** Which states are of interest. */
    public enum States {
        /** Those after each tick. */
        EVERY_TICK,
        /** Those after the last tick. */
        END,
        /** None. */
        NONE;

        /** Whether they are of interest after a tick. */
        boolean of(int tick, int ticks) {
            return this == EVERY_TICK || this == END && tick == ticks - 1;
        }
    }

    /** The same; without states, only what is read comes out, and spikes of outputs. */
    public Run run(SpikingInput input, States states) {
        device.write("CONTROL", CLEAR_COUNTERS);
        boolean timeStamps = ends.timeStamps() && states != States.EVERY_TICK;
        if (ends.timeStamps()) {
            device.write("TIME_STAMPS", Map.of("sparse", timeStamps ? 1 : 0));
        }
        SpikingSample sample = new SpikingSample(program, input, states, timeStamps, outputs > 0);
        List<Integer> out = exchange(sample.words(), sample.ticks());
        Map<String, Long> counters = new HashMap<>();
        for (String counter : List.of("CYCLES", "SPIKES", "WORDS", "DROPPED")) {
            counters.put(counter, device.counter(counter));
        }
        if (device.readField("STATUS", "error") != 0) {
            throw new DeviceException(device.manifest().design()
                    + " met a word that it does not know, or a load beyond a memory: load its program again");
        }
        return answers.run(out, sample, states, outputs, counters);
    }

    /** The words of a sample, tick by tick: clears states and counts, then what comes and what is asked for. */
    public List<Integer> sample(SpikingInput input, States states) {
        return new SpikingSample(program, input, states, false, outputs > 0).words();
    }

    /** Sends words as the queue has room, and takes what comes out, until the engine is idle. */
    private List<Integer> exchange(List<Integer> words, int ticks) {
        if (words.isEmpty()) {
            return List.of();
        }
        device.write("CONTROL", INTERRUPT);
        List<Integer> out = new ArrayList<>();
        int sent = 0;
        boolean idle = false;
        while (!idle || sent < words.size()) {
            int count = Math.min(device.read("ROOM"), words.size() - sent);
            if (count > 0) {
                ByteBuffer buffer = buffer(count);
                for (int i = 0; i < count; i++) {
                    buffer.putInt(words.get(sent + i));
                }
                move(streamIn, buffer.flip());
                sent += count;
            }
            if (!device.transport().awaitInterrupt(WORD_TIMEOUT_CYCLES * (1 + ticks / TICKS_IN_TIME))) {
                throw new DeviceException(device.manifest().design() + " does not come to an end: " + sent + " of "
                        + words.size() + " words were taken, " + ticks
                        + " ticks: reset it, or simulate it with fluxmill verify");
            }
            idle = device.readField("STATUS", "idle") != 0;
            int events = device.read("EVENTS");
            if (events > 0) {
                ByteBuffer buffer = buffer(events);
                move(streamOut, buffer);
                for (int i = 0; i < events; i++) {
                    out.add(buffer.getInt(i * Integer.BYTES));
                }
                idle = false;
            }
        }
        device.write("CONTROL", 0);
        return out;
    }

    private static ByteBuffer buffer(int words) {
        return ByteBuffer.allocateDirect(Integer.BYTES * words).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void move(String stream, ByteBuffer buffer) {
        device.transport().exchange(List.of(new StreamTransfer(stream, buffer)), WORD_TIMEOUT_CYCLES);
    }
}
