// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.EncoderRules;
import io.fluxmill.core.program.spiking.EncoderRules.Kind;
import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingProgram.Part;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of random words with pauses, on engines with and without encoder, read-outs and several cores: each word out is the one of {@link StampOracle}. */
@Tag("verilator")
class TimeStampsTest {
    private static final int WORDS = Integer.getInteger("spiking.stamp-words", 40_000);
    private static final int ENGINES = 5;
    private static final int ROUND = 250;
    private static final int MOST_SPIKES = 40;
    /** Far more than a round takes. */
    private static final long TIMEOUT_CYCLES = 500_000;

    private static final int BITS = 2;

    @TempDir
    Path folder;

    private SpikingBench bench;
    private SpikingProgram program;
    private SpikingRunner runner;

    /** Words of a round, as they are drawn. */
    private List<Integer> words;

    private StampOracle oracle;
    private Random random;
    private boolean wrong;
    private int sinceTick;

    private void open(int cores, boolean currents, SpikingEnds ends, int queueWords) throws IOException {
        SpikingShape shape = StampNetwork.shape(cores, currents);
        bench = new SpikingBench(new SpikingConfig("stamps", shape, ends, queueWords), folder);
        program = SpikingMapping.map(StampNetwork.network(), shape);
        runner = new SpikingRunner(bench.device, program);
        runner.load();
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, false, false, 16",
        "1, true, true, true, 64",
        "1, false, false, true, 16",
        "2, false, true, false, 32",
        "4, true, true, true, 16"
    })
    void everyWordIsTheOracles(int cores, boolean currents, boolean encoder, boolean readOuts, int queueWords)
            throws IOException {
        random = new Random(31L * cores + (currents ? 8 : 0) + (encoder ? 4 : 0) + (readOuts ? 2 : 0));
        open(cores, currents, new SpikingEnds(encoder ? BITS : 0, readOuts, true), queueWords);
        long sent = 0;
        long compared = 0;
        long leftOut = 0;
        long likeTicks = 0;
        try {
            int rounds = WORDS / ENGINES / ROUND;
            for (int round = 0; round < rounds; round++) {
                // Wrong words from the last quarter on: the error stays until reset.
                wrong = round >= rounds * 3 / 4;
                begin(random.nextInt(4) > 0, random.nextInt(3));
                while (words.size() < ROUND) {
                    draw();
                }
                bench.transport.pauses("s_axis_evt", random.nextInt(3) * 30, random.nextLong());
                bench.transport.pauses("m_axis_evt", random.nextInt(3) * 45, random.nextLong());
                exchange("round " + round);
                assertEquals(
                        wrong || oracle.failed ? 1 : 0, bench.device.readField("STATUS", "error"), "round " + round);
                sent += words.size();
                compared += oracle.answers.size();
                leftOut += oracle.leftOut;
                likeTicks += oracle.likeTicks;
            }
        } finally {
            bench.close();
        }
        System.out.printf(
                "%d cores: %d words in, %d words out compared, %d ends of ticks left out, %d raw words like ends of ticks%n",
                cores, sent, compared, leftOut, likeTicks);
        assertTrue(sent >= WORDS / ENGINES - ROUND, "sent " + sent);
        assertTrue(compared > sent / 2, "compared " + compared);
        assertTrue(leftOut > sent / 10, "left out " + leftOut);
        assertTrue(likeTicks > sent / 50, "like ticks " + likeTicks);
    }

    /** Sets the engine up, and clears it. */
    private void begin(boolean sparse, int readOut) {
        SpikingEnds ends = bench.config.ends();
        bench.device.write("TIME_STAMPS", Map.of("sparse", sparse ? 1 : 0));
        if (ends.encoder()) {
            runner.encoder(new EncoderRules(Kind.DIRECT, BITS, 0, false, false, StampNetwork.INPUTS, new int[0]));
        }
        if (ends.readOuts()) {
            runner.readOut(readOut, 0, 1);
        }
        oracle = new StampOracle(program, bench.config.shape(), sparse, readOut);
        words = new ArrayList<>(List.of(4 << 28));
        sinceTick = 0;
        if (wrong) {
            words.add(0xB0000000);
        }
    }

    private void draw() {
        SpikingEnds ends = bench.config.ends();
        switch (random.nextInt(wrong ? 32 : 28)) {
            case 0, 1, 2, 3, 4, 5, 6 -> spike(random.nextInt(StampNetwork.INPUTS + 1), random.nextInt(4));
            case 7, 8, 9 -> tick();
            case 10, 11, 12, 13 -> until(oracle.ticks + 1 + random.nextInt(12));
            case 14 -> until(oracle.ticks + random.nextInt(100));
            case 15 -> until(oracle.ticks);
            case 16, 17, 18, 19 -> state();
            case 20 -> clear();
            case 21 -> load();
            case 22 -> {
                if (ends.readOuts()) {
                    words.add(9 << 28 | random.nextInt(1 << 28));
                    oracle.read();
                }
            }
            case 23, 24 -> {
                if (ends.encoder()) {
                    int input = random.nextInt(StampNetwork.INPUTS);
                    int code = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
                    words.add(5 << 28 | code << 20 | input);
                    oracle.value(input, code);
                }
            }
            case 25 -> {
                if (ends.encoder()) {
                    words.add((6 + random.nextInt(2)) << 28 | random.nextInt(1 << 28));
                }
            }
            case 26 -> {
                clear();
                until(random.nextInt(4));
            }
                // States that look like the end of a tick, and silent ticks behind them.
            case 27 -> {
                clear();
                spike(0, 1);
                tick();
                Part dark = program.populations().get(1).parts().get(0);
                state(dark.core(), dark.firstGroup());
                until(oracle.ticks + 1 + random.nextInt(3));
            }
            case 28 -> until(random.nextInt((int) oracle.ticks + 1));
            case 29 -> words.add((11 + random.nextInt(5)) << 28 | random.nextInt(1 << 28));
            case 30 -> {
                // A load beyond the memory, whose words are swallowed.
                words.add(3 << 28 | 60);
                words.add(8);
                beats(8);
            }
            default -> {
                int cores = bench.config.shape().cores();
                if (cores > 1) {
                    words.add(2 << 28 | (cores + random.nextInt(16 - cores)) << 24 | random.nextInt(4));
                }
            }
        }
    }

    private void spike(int input, int value) {
        if (sinceTick++ < MOST_SPIKES) {
            words.add(value << 20 | input);
            oracle.spike(input, value);
        }
    }

    private void tick() {
        words.add(1 << 28 | random.nextInt(1 << 28));
        oracle.tick(true);
        sinceTick = 0;
    }

    private void until(long time) {
        words.add(10 << 28 | (int) time);
        sinceTick = time > oracle.ticks ? 0 : sinceTick;
        oracle.until(time);
    }

    private void clear() {
        words.add(4 << 28 | random.nextInt(1 << 28));
        oracle.clear();
        sinceTick = 0;
    }

    private void state() {
        List<Part> parts = program.populations().stream()
                .flatMap(place -> place.parts().stream())
                .toList();
        Part part = parts.get(random.nextInt(parts.size()));
        int group = part.firstGroup() + random.nextInt(part.groups());
        state(part.core(), group);
    }

    private void state(int core, int group) {
        words.add(2 << 28 | core << 24 | group);
        oracle.state(core, group);
    }

    /** Words of weights that no synapse has. */
    private void load() {
        int core = random.nextInt(bench.config.shape().cores());
        int used = program.images().get(core).get(SpikingLayout.Memory.WEIGHTS).size();
        int count = random.nextInt(5);
        words.add(3 << 28
                | core << 24
                | used + random.nextInt(bench.config.shape().weightWords() - used - count));
        words.add(count);
        beats(count);
    }

    /** They look like any word. */
    private void beats(int count) {
        for (int i = 0; i < count; i++) {
            words.add(random.nextInt());
            if (random.nextBoolean()) {
                words.set(words.size() - 1, new int[] {1, 2, 3, 4, 10}[random.nextInt(5)] << 28 | random.nextInt(9));
            }
        }
    }

    private void exchange(String where) {
        ByteBuffer in = buffer(words.size());
        words.forEach(in::putInt);
        List<StreamTransfer> transfers = new ArrayList<>(List.of(new StreamTransfer("s_axis_evt", in.flip())));
        int count = oracle.answers.size();
        ByteBuffer out = buffer(count);
        if (count > 0) {
            transfers.add(new StreamTransfer("m_axis_evt", out));
        }
        bench.transport.exchange(transfers, TIMEOUT_CYCLES);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(out.getInt(i * Integer.BYTES));
        }
        assertEquals(hex(sorted(oracle.answers)), hex(sorted(found)), where);
        for (int i = 0; bench.device.readField("STATUS", "idle") == 0; i++) {
            assertTrue(i < TIMEOUT_CYCLES, where + ": idle");
        }
        assertEquals(0, bench.device.read("EVENTS"), where + ": nothing is left");
    }

    /** Spikes of a tick in the order of their neurons: cores send them in any. */
    private List<Integer> sorted(List<Integer> all) {
        List<Integer> sorted = new ArrayList<>(all);
        int begin = 0;
        for (int i = 0; i < sorted.size(); i++) {
            boolean spike = oracle.answers.get(i) >>> 28 == 0 && !oracle.raw.get(i);
            if (!spike) {
                sorted.subList(begin, i).sort((a, b) -> Integer.compare(a & 0xFFFFF, b & 0xFFFFF));
                begin = i + 1;
            }
        }
        return sorted;
    }

    private static String hex(List<Integer> all) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            text.append(String.format("%d: %08X%n", i, all.get(i)));
        }
        return text.toString();
    }

    private static ByteBuffer buffer(int words) {
        return ByteBuffer.allocateDirect(Math.max(1, words) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Word by word as the document says it. */
    @Test
    void byHand() throws IOException {
        open(1, false, new SpikingEnds(0, false, true), 16);
        try {
            int[] place = program.populations().get(0).index();
            int group = program.populations().get(1).parts().get(0).firstGroup();
            bench.device.write("TIME_STAMPS", Map.of("sparse", 1));
            words = List.of(
                    0x40000000, // clear
                    0xA0000000, // none was computed: nothing
                    0x00200000, // two spikes at input 0, three at input 3
                    0x00300003,
                    0xA0000003, // ticks 0 to 2
                    0x10000000, // tick 3, without spikes
                    0x00300001, // seven spikes at input 1: three, three and one in ticks 4, 5, 6
                    0x00300001,
                    0x00100001,
                    0xA0000064, // ticks 4 to 99
                    0xA0000064,
                    0x20000000 | group,
                    0x40000000,
                    0x00100002,
                    0xA0000001); // the count began anew
            oracle = new StampOracle(program, bench.config.shape(), true, 0);
            oracle.answers.addAll(List.of(
                    0x00200000 | place[0],
                    0x10000000,
                    0x10000002,
                    0x10000003,
                    0x00300000 | place[1],
                    0x10000004,
                    0x00300000 | place[1],
                    0x10000005,
                    0x00100000 | place[1],
                    0x10000006,
                    0x10000063,
                    // 2 x 0x1000 and 3 x 0x1000, less 7 x 0x1000; 2 x 0x1010, 3 x 0x200 and 7 x 0x1001; both times 2^16
                    0xE0000000,
                    0x7FFFFFFF,
                    0x00100000 | place[2],
                    0x10000000));
            oracle.answers.forEach(word -> oracle.raw.add(false));
            oracle.raw.set(11, true);
            oracle.raw.set(12, true);
            exchange("by hand");
            assertEquals(0, bench.device.readField("STATUS", "error"));
            words = List.of(0x40000000, 0xA0000003, 0xA0000002, 0x10000000);
            oracle.answers.clear();
            oracle.raw.clear();
            oracle.answers.addAll(List.of(0x10000002, 0x10000003));
            oracle.answers.forEach(word -> oracle.raw.add(false));
            exchange("a time that is over");
            assertEquals(1, bench.device.readField("STATUS", "error"), "an UNTIL of a time that is over");
        } finally {
            bench.close();
        }
    }
}
