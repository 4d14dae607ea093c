// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.transport;

/** Bytes to and from the other end of a serial line. */
public interface SerialLine extends AutoCloseable {
    /** Sends bytes. */
    void send(byte[] bytes);

    /**
     * Waits for bytes.
     *
     * @return as many as asked for
     * @throws TransportException if the line falls silent before; bytes that came are lost
     */
    byte[] receive(int count);

    @Override
    void close();
}
