// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Words of the streams of a spiking engine. */
final class SpikingWords {
    private static final long TIMEOUT_CYCLES = 100_000;

    private SpikingWords() {}

    static void spike(List<Integer> words, int input, int value) {
        words.add(SpikingLayout.word(SpikingLayout.SPIKE, value, input));
    }

    static void tick(List<Integer> words) {
        words.add(SpikingLayout.word(SpikingLayout.TICK, 0, 0));
    }

    static List<Integer> exchange(SpikingBench bench, List<Integer> words, int answers) {
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
