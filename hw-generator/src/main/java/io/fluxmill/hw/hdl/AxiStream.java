// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.protocol.AxiStreamSignal;

/**
 * An AXI4-Stream: declared by {@link Module#streamIn(String, int)} or {@link Module#streamOut(String, int)}. A beat moves in a cycle with {@link #valid}
 * and {@link #ready}.
 */
public final class AxiStream extends Bundle<AxiStreamSignal> {
    public final Word data;
    /** The packet's last beat; null in a stream without packets. */
    public final Bit last;

    public final Bit valid;
    public final Bit ready;

    AxiStream(String name, boolean sink, int dataBits, boolean packets) {
        super(AxiStreamSignal.class, name, sink);
        if (dataBits < 1 || dataBits % Byte.SIZE != 0) {
            throw new HdlException("stream " + name + " must have whole bytes of data: dataBits=" + dataBits);
        }
        data = addWord(AxiStreamSignal.TDATA, AxiStreamSignal.TDATA.port(name), dataBits);
        last = packets ? addBit(AxiStreamSignal.TLAST, AxiStreamSignal.TLAST.port(name)) : null;
        valid = addBit(AxiStreamSignal.TVALID, AxiStreamSignal.TVALID.port(name));
        ready = addBit(AxiStreamSignal.TREADY, AxiStreamSignal.TREADY.port(name));
    }

    @Override
    boolean asks(AxiStreamSignal signal) {
        return signal.ofSource();
    }

    /** 1 in a cycle in which a beat moves. */
    public Bit moves() {
        return valid.and(ready);
    }

    /**
     * Lets {@code source} drive this stream, in the module that is being described: {@code source} is its own input, or the output of a child; this is the
     * input of a child, or its own output. If this stream has no packets, those of the source are ignored.
     *
     * @throws HdlException if there are packets here but not at the source, or the widths differ
     */
    public void connect(AxiStream source) {
        connectAll(source, AxiStreamSignal.values());
    }

    /** As in the manifest. */
    Stream description() {
        return new Stream(name(), answers() ? Direction.IN : Direction.OUT, data.width(), last != null);
    }
}
