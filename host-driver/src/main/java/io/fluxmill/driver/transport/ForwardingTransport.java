// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import java.util.List;
import java.util.function.BooleanSupplier;

/** A transport that hands every call to another one; what stands between a driver and a link overrides what it looks at. */
public abstract class ForwardingTransport implements Transport {
    private final Transport link;

    protected ForwardingTransport(Transport link) {
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
    }

    @Override
    public long collect(
            List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
        return link.collect(sent, collected, finished, timeoutCycles);
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
    public long lineBytes() {
        return link.lineBytes();
    }

    @Override
    public void close() {
        link.close();
    }
}
