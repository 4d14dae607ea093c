// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.jtag;

import io.fluxmill.driver.transport.TransportException;

/** A way to the four pins of a JTAG chain. Every method throws {@link TransportException} if the cable is broken. */
public interface JtagCable extends AutoCloseable {
    /** Periods of the test clock that one call of {@link #shift} can have. */
    int maxBits();

    /**
     * Gives periods of the test clock.
     *
     * @param bits at most {@link #maxBits}
     * @param tms first one in bit 0 of byte 0
     * @param tdi the same
     * @return TDO before each rising edge, the same
     */
    byte[] shift(int bits, byte[] tms, byte[] tdi);

    @Override
    void close();
}
