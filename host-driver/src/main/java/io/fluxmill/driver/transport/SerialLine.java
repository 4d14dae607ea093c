// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

/** Bytes to and from the other end of a serial line. Every method throws {@link TransportException} if the line itself is broken. */
public interface SerialLine extends AutoCloseable {
    /** Sends bytes. */
    void send(byte[] bytes);

    /**
     * Waits for bytes.
     *
     * @return how many came, at most the length of {@code target}; 0 if the line was silent for its time-out
     */
    int receive(byte[] target);

    /**
     * Waits for a number of bytes.
     *
     * @return as many as asked for
     * @throws TransportException if the line falls silent before; bytes that came are lost
     */
    default byte[] receive(int count) {
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count) {
            byte[] part = new byte[count - have];
            int came = receive(part);
            if (came == 0) {
                throw new TransportException("the line fell silent after " + have + " of " + count + " bytes");
            }
            System.arraycopy(part, 0, bytes, have, came);
            have += came;
        }
        return bytes;
    }

    /** Time by which the line's time-outs are measured, in nanoseconds from any origin: {@link System#nanoTime}, or that of a simulation. */
    default long nanoTime() {
        return System.nanoTime();
    }

    /** The same line for somebody who may close it: it stays open. */
    default SerialLine keptOpen() {
        SerialLine line = this;
        return new SerialLine() {
            @Override
            public void send(byte[] bytes) {
                line.send(bytes);
            }

            @Override
            public int receive(byte[] target) {
                return line.receive(target);
            }

            @Override
            public long nanoTime() {
                return line.nanoTime();
            }

            @Override
            public void close() {
                // Its owner closes it.
            }
        };
    }

    @Override
    void close();
}
