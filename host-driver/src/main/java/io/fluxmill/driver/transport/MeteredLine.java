// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

/** A serial line that counts the bytes and the time of its calls. */
public final class MeteredLine implements SerialLine {
    private final SerialLine line;
    private long sent;
    private long received;
    private long nanoseconds;

    public MeteredLine(SerialLine line) {
        this.line = line;
    }

    @Override
    public void send(byte[] bytes) {
        long start = System.nanoTime();
        line.send(bytes);
        nanoseconds += System.nanoTime() - start;
        sent += bytes.length;
    }

    @Override
    public int receive(byte[] target) {
        long start = System.nanoTime();
        int came = line.receive(target);
        nanoseconds += System.nanoTime() - start;
        received += came;
        return came;
    }

    /** Bytes sent since the line was opened. */
    public long sent() {
        return sent;
    }

    /** Bytes received since the line was opened. */
    public long received() {
        return received;
    }

    /** Time spent in sending and in waiting for answers since the line was opened. */
    public double seconds() {
        return nanoseconds / 1e9;
    }

    @Override
    public long nanoTime() {
        return line.nanoTime();
    }

    @Override
    public void close() {
        line.close();
    }
}
