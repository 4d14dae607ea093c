// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Counts what goes over a link to an engine whose register CONTROL has a bit {@code start}: starts, and bytes of streams each way, bytes on a serial line. */
public final class CountingTransport extends ForwardingTransport {
    private static final String CONTROL = "CONTROL";

    private final Manifest manifest;
    private final int control;
    private final int start;
    private long starts;
    private long bytesIn;
    private long bytesOut;
    private final long lineBytesBefore;

    public CountingTransport(Manifest manifest, Transport link) {
        super(link);
        lineBytesBefore = link.lineBytes();
        this.manifest = manifest;
        control = manifest.register(CONTROL).offset();
        start = manifest.register(CONTROL).field("start").mask();
    }

    /**
     * What was counted.
     *
     * @param starts writes that start the engine
     * @param bytesIn of streams into it, weights and parameters among them
     * @param bytesOut of streams out of it
     * @param lineBytes on the serial line, in both directions, with all that frames them; 0 where there is none
     */
    public record Traffic(long starts, long bytesIn, long bytesOut, long lineBytes) {
        public static final Traffic NONE = new Traffic(0, 0, 0, 0);

        public Traffic plus(Traffic more) {
            return new Traffic(
                    starts + more.starts, bytesIn + more.bytesIn, bytesOut + more.bytesOut, lineBytes + more.lineBytes);
        }

        public Traffic minus(Traffic part) {
            return new Traffic(
                    starts - part.starts, bytesIn - part.bytesIn, bytesOut - part.bytesOut, lineBytes - part.lineBytes);
        }
    }

    public Traffic traffic() {
        return new Traffic(starts, bytesIn, bytesOut, lineBytes() - lineBytesBefore);
    }

    @Override
    public void write(int address, int value) {
        starts += address == control && (value & start) != 0 ? 1 : 0;
        super.write(address, value);
    }

    @Override
    public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
        for (StreamTransfer transfer : transfers) {
            boolean in = manifest.stream(transfer.stream()).direction() == Direction.IN;
            bytesIn += in ? transfer.buffer().remaining() : 0;
            bytesOut += in ? 0 : transfer.buffer().remaining();
        }
        super.exchange(transfers, timeoutCycles);
    }

    @Override
    public long collect(
            List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
        sent.forEach(transfer -> bytesIn += transfer.buffer().remaining());
        long bytes = super.collect(sent, collected, finished, timeoutCycles);
        bytesOut += bytes;
        return bytes;
    }
}
