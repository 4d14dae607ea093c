// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.driver.transport.ForwardingTransport;
import io.fluxmill.driver.transport.Transport;
import java.util.List;

/** Counts the bytes that streams move over a link. */
final class CountedLink extends ForwardingTransport {
    long bytes;

    CountedLink(Transport link) {
        super(link);
    }

    @Override
    public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
        super.exchange(transfers, timeoutCycles);
        transfers.forEach(transfer -> bytes += transfer.buffer().remaining());
    }
}
