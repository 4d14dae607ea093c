// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.driver.transport.Transport;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Counts the bytes that streams move over a link. */
final class CountedLink implements Transport {
    long bytes;

    private final Transport link;

    CountedLink(Transport link) {
        this.link = link;
    }

    @Override
    public int read(int address) {
        return link.read(address);
    }

    @Override
    public void write(int address, int value) {
        link.write(address, value);
    }

    @Override
    public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
        link.exchange(transfers, timeoutCycles);
        transfers.forEach(transfer -> bytes += transfer.buffer().remaining());
    }

    @Override
    public long collect(
            List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
        throw new UnsupportedOperationException("the driver of this family does not collect");
    }

    @Override
    public boolean awaitInterrupt(long timeoutCycles) {
        return link.awaitInterrupt(timeoutCycles);
    }

    @Override
    public long cycles() {
        return link.cycles();
    }

    @Override
    public void close() {
        link.close();
    }
}
