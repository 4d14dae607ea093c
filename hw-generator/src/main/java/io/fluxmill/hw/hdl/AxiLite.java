// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import io.fluxmill.core.protocol.AxiLiteSignal;

/**
 * An AXI4-Lite interface of 32-bit words, by its channels: declared by {@link Module#slave(String, int)} or {@link Module#master(String, int)}.
 *
 * <pre>{@code
 * final AxiLite bus = slave("s_axi", 8);                 // ports s_axi_awaddr … s_axi_rready
 * final AxiLiteSlave registers = child(() -> new AxiLiteSlave(map, 8));
 * registers.bus.connect(bus);                            // who is asked, by whom
 * }</pre>
 */
public final class AxiLite extends Bundle<AxiLiteSignal> {
    /** Bits of a word. */
    public static final int DATA_BITS = 32;

    /** A channel of byte addresses. */
    public record AddressChannel(Word address, Bit valid, Bit ready) {}

    /** A channel of words with a strobe for each byte. */
    public record WriteChannel(Word data, Word strobe, Bit valid, Bit ready) {}

    /** A channel of answers to writes. */
    public record ResponseChannel(Word response, Bit valid, Bit ready) {}

    /** A channel of answers to reads. */
    public record ReadChannel(Word data, Word response, Bit valid, Bit ready) {}

    public final AddressChannel writeAddress;
    public final WriteChannel writeData;
    public final ResponseChannel writeResponse;
    public final AddressChannel readAddress;
    public final ReadChannel readData;

    private final int addressBits;

    AxiLite(String name, boolean slave, int addressBits) {
        super(AxiLiteSignal.class, name, slave);
        this.addressBits = addressBits;
        for (AxiLiteSignal signal : AxiLiteSignal.values()) {
            int width = signal.widthBits(addressBits);
            if (width == 1) {
                addBit(signal, signal.port(name));
            } else {
                addWord(signal, signal.port(name), width);
            }
        }
        writeAddress =
                new AddressChannel(word(AxiLiteSignal.AWADDR), bit(AxiLiteSignal.AWVALID), bit(AxiLiteSignal.AWREADY));
        writeData = new WriteChannel(
                word(AxiLiteSignal.WDATA),
                word(AxiLiteSignal.WSTRB),
                bit(AxiLiteSignal.WVALID),
                bit(AxiLiteSignal.WREADY));
        writeResponse =
                new ResponseChannel(word(AxiLiteSignal.BRESP), bit(AxiLiteSignal.BVALID), bit(AxiLiteSignal.BREADY));
        readAddress =
                new AddressChannel(word(AxiLiteSignal.ARADDR), bit(AxiLiteSignal.ARVALID), bit(AxiLiteSignal.ARREADY));
        readData = new ReadChannel(
                word(AxiLiteSignal.RDATA),
                word(AxiLiteSignal.RRESP),
                bit(AxiLiteSignal.RVALID),
                bit(AxiLiteSignal.RREADY));
    }

    @Override
    boolean asks(AxiLiteSignal signal) {
        return signal.ofMaster();
    }

    /** Bits of a byte address. */
    public int addressBits() {
        return addressBits;
    }

    /**
     * Lets {@code master} drive this interface, in the module that is being described: {@code master} is its own slave, or the master of a child; this is
     * the slave of a child, or its own master. If the master has more address bits, the slave appears repeatedly in its address range.
     *
     * @throws HdlException if the master has fewer address bits
     */
    public void connect(AxiLite master) {
        connectAll(master, AxiLiteSignal.values());
    }

    @Override
    Word fitted(AxiLiteSignal signal, Word value) {
        boolean address = signal == AxiLiteSignal.AWADDR || signal == AxiLiteSignal.ARADDR;
        return address && value.width() > addressBits ? value.slice(0, addressBits) : value;
    }
}
