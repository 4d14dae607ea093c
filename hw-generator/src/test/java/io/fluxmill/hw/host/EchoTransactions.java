// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.driver.transport.Transport;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Random accesses to an {@link EchoEngine} fresh from reset, each checked against what it must give if every one before was made once. */
final class EchoTransactions {
    private final Transport transport;
    private final Random random;
    private final int maxBeats;
    private final int[] scratch = new int[EchoEngine.SCRATCH_WORDS];
    private int sum;
    private int reads;

    EchoTransactions(Transport transport, long seed, int maxBeats) {
        this.transport = transport;
        this.maxBeats = maxBeats;
        random = new Random(seed);
    }

    void run(long count) {
        for (long i = 0; i < count; i++) {
            next("transaction " + i);
        }
    }

    private void next(String what) {
        int kind = random.nextInt(20);
        int index = random.nextInt(scratch.length);
        int address = EchoEngine.SCRATCH + 4 * index;
        if (kind < 5) {
            scratch[index] = random.nextInt() >> 8 * random.nextInt(4);
            transport.write(address, scratch[index]);
        } else if (kind < 9) {
            assertEquals(scratch[index], transport.read(address), what);
        } else if (kind < 13) {
            int step = random.nextInt(1000);
            sum += step;
            transport.write(EchoEngine.ADD, step);
        } else if (kind < 15) {
            assertEquals(sum, transport.read(EchoEngine.SUM), what);
        } else if (kind < 19) {
            assertEquals(reads++, transport.read(EchoEngine.READS), what);
        } else {
            echo(transport, random, 1 + random.nextInt(maxBeats), what);
        }
    }

    /** Sends beats and demands them back inverted. */
    static void echo(Transport transport, Random random, int beats, String what) {
        ByteBuffer sent = ByteBuffer.allocate(EchoEngine.BEAT_BYTES * beats);
        ByteBuffer came = ByteBuffer.allocate(EchoEngine.BEAT_BYTES * beats);
        byte[] bytes = sent.array();
        random.nextBytes(bytes);
        transport.exchange(
                List.of(new StreamTransfer(EchoEngine.IN, sent), new StreamTransfer(EchoEngine.OUT, came)), 1_000_000);
        for (int i = 0; i < bytes.length; i++) {
            if (came.get(i) != (byte) ~bytes[i]) {
                throw new AssertionError(String.format(
                        "%s: byte %d of %d: observed 0x%02x, expected 0x%02x",
                        what, i, bytes.length, came.get(i), ~bytes[i] & 0xFF));
            }
        }
    }
}
