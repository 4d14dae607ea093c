// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.protocol.LinkCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines from which only noise comes, for ever, and names that lead to no line. */
class NoisyLineTest {
    /** Random bytes, a number at a time, and a clock that goes on with each of them. */
    private static final class Noise implements SerialLine {
        private final Random random = new Random(1);
        private final int atOnce;
        private final long nanosecondsPerByte;
        private long now;
        private int sends;

        Noise(int atOnce, int bytesPerSecond) {
            this.atOnce = atOnce;
            nanosecondsPerByte = TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        }

        @Override
        public void send(byte[] bytes) {
            sends++;
        }

        @Override
        public int receive(byte[] target) {
            byte[] bytes = new byte[Math.min(atOnce, target.length)];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, target, 0, bytes.length);
            now += bytes.length * nanosecondsPerByte;
            return bytes.length;
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void close() {}
    }

    /** At every rate, from a byte now and then to a full line. */
    @Test
    void theLinkGivesUpAfterTwentySeconds() {
        int rates = 0;
        for (int bytesPerSecond : new int[] {2, 960, 11_520, 20_000}) {
            Noise line = new Noise(bytesPerSecond < 1000 ? 1 : 512, bytesPerSecond);
            LinkSession session = new LinkSession(line, 7);
            TransportException e =
                    assertThrows(TransportException.class, () -> session.request(LinkCommand.OPEN, 0, 0, new byte[0]));
            assertEquals(
                    "bytes come but no good answer, for 20 seconds: check the bit rate, that the port is the design's,"
                            + " and that the design is loaded and out of reset",
                    e.getMessage());
            assertEquals(20, line.now / 1e9, 1);
            assertTrue(line.sends < LinkSession.ATTEMPTS, "sends: " + line.sends);
            rates++;
        }
        assertEquals(4, rates);
    }

    /** A line that is faster is given up after as many sends as a silent one. */
    @Test
    void aFastLine() {
        Noise line = new Noise(4096, 1_000_000);
        LinkSession session = new LinkSession(line, 7);
        TransportException e =
                assertThrows(TransportException.class, () -> session.request(LinkCommand.OPEN, 0, 0, new byte[0]));
        assertTrue(e.getMessage().startsWith("no good answer after 8 sends: "), e.getMessage());
        assertTrue(line.now < 20e9);
    }

    @Test
    void theLoaderGivesUpToo() {
        Noise line = new Noise(512, 11_520);
        SocLink link = new SocLink(line);
        TransportException e = assertThrows(TransportException.class, link::ping);
        assertEquals(LinkSession.noise().getMessage(), e.getMessage());
        assertTrue(line.now <= 26e9, line.now / 1e9 + " s");
    }

    @Test
    void namesThatAreNoLines(@TempDir Path folder) throws Exception {
        assertEquals(
                "there is no serial port /dev/ttyNONE7",
                assertThrows(TransportException.class, () -> JSerialCommLine.open("ttyNONE7", 115_200, 100))
                        .getMessage()
                        .split(";", -1)[0]);
        Path file = Files.createFile(folder.resolve("file"));
        int refused = 0;
        for (String name : List.of(file.toString(), folder.toString(), "null", "/dev/null", "", ".", "a/b")) {
            TransportException e = assertThrows(
                    TransportException.class,
                    () -> JSerialCommLine.open(name, 115_200, 100).close(),
                    name);
            assertTrue(
                    e.getMessage().contains("is no serial port")
                            || e.getMessage().startsWith("there is no serial port")
                            || e.getMessage().contains("cannot be opened"),
                    e.getMessage());
            refused++;
        }
        assertEquals(7, refused);
    }
}
