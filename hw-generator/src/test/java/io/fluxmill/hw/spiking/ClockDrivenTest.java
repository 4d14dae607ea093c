// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.program.spiking.SpikingLayout;
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
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a clock-driven connection keeps of an input that fires more than once in a tick: the sum, or the first if that is too large, which is counted. */
@Tag("verilator")
class ClockDrivenTest {
    private static final long TIMEOUT_CYCLES = 100_000;
    private static final int MOST = 3;

    @TempDir
    Path folder;

    @Test
    void spikesOfOneInputInATickAreAddedOrCounted() throws IOException {
        SpikingShape shape = new SpikingShape(2, 16, 32, 32, 16, 4, 2, 4, 16, 0, 24, 8, 2, 2, 0, false, false, 2, 4, 1);
        try (SpikingBench bench = new SpikingBench(new SpikingConfig("clock", shape, 64), folder)) {
            new SpikingRunner(bench.device, SpikingMapping.map(CountingNetwork.of(3, MOST), shape, Set.of(0))).load();
            List<Integer> words = new ArrayList<>(List.of(SpikingLayout.word(SpikingLayout.CLEAR, 0, 0)));
            spike(words, 0, 1);
            spike(words, 0, 1);
            spike(words, 1, 3);
            tick(words);
            // 3 and 1 are 4, more than two bits; the 2 after it finds 3, too.
            spike(words, 2, 3);
            spike(words, 2, 1);
            spike(words, 2, 2);
            spike(words, 0, 2);
            tick(words);
            tick(words);
            List<Integer> wanted = new ArrayList<>();
            spike(wanted, 0, 2);
            spike(wanted, 1, 3);
            wanted.add(SpikingLayout.word(SpikingLayout.TICK, 0, 0));
            spike(wanted, 0, 2);
            spike(wanted, 2, 3);
            wanted.add(SpikingLayout.word(SpikingLayout.TICK, 0, 1));
            wanted.add(SpikingLayout.word(SpikingLayout.TICK, 0, 2));
            assertEquals(wanted, exchange(bench, words, wanted.size()));
            assertEquals(2, bench.device.counter("DROPPED"));
        }
    }

    private static void spike(List<Integer> words, int input, int value) {
        words.add(SpikingLayout.word(SpikingLayout.SPIKE, value, input));
    }

    private static void tick(List<Integer> words) {
        words.add(SpikingLayout.word(SpikingLayout.TICK, 0, 0));
    }

    private static List<Integer> exchange(SpikingBench bench, List<Integer> words, int answers) {
        ByteBuffer in = buffer(words.size());
        words.forEach(in::putInt);
        ByteBuffer out = buffer(answers);
        bench.transport.exchange(
                List.of(new StreamTransfer("s_axis_evt", in.flip()), new StreamTransfer("m_axis_evt", out)),
                TIMEOUT_CYCLES);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < answers; i++) {
            found.add(out.getInt(i * Integer.BYTES));
        }
        return found;
    }

    private static ByteBuffer buffer(int words) {
        return ByteBuffer.allocateDirect(Integer.BYTES * words).order(ByteOrder.LITTLE_ENDIAN);
    }
}
