// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import static io.fluxmill.core.protocol.Axi4Signal.ARADDR;
import static io.fluxmill.core.protocol.Axi4Signal.ARBURST;
import static io.fluxmill.core.protocol.Axi4Signal.ARID;
import static io.fluxmill.core.protocol.Axi4Signal.ARLEN;
import static io.fluxmill.core.protocol.Axi4Signal.ARREADY;
import static io.fluxmill.core.protocol.Axi4Signal.ARSIZE;
import static io.fluxmill.core.protocol.Axi4Signal.ARVALID;
import static io.fluxmill.core.protocol.Axi4Signal.AWADDR;
import static io.fluxmill.core.protocol.Axi4Signal.AWBURST;
import static io.fluxmill.core.protocol.Axi4Signal.AWID;
import static io.fluxmill.core.protocol.Axi4Signal.AWLEN;
import static io.fluxmill.core.protocol.Axi4Signal.AWREADY;
import static io.fluxmill.core.protocol.Axi4Signal.AWSIZE;
import static io.fluxmill.core.protocol.Axi4Signal.AWVALID;
import static io.fluxmill.core.protocol.Axi4Signal.BID;
import static io.fluxmill.core.protocol.Axi4Signal.BREADY;
import static io.fluxmill.core.protocol.Axi4Signal.BRESP;
import static io.fluxmill.core.protocol.Axi4Signal.BVALID;
import static io.fluxmill.core.protocol.Axi4Signal.RDATA;
import static io.fluxmill.core.protocol.Axi4Signal.RID;
import static io.fluxmill.core.protocol.Axi4Signal.RLAST;
import static io.fluxmill.core.protocol.Axi4Signal.RREADY;
import static io.fluxmill.core.protocol.Axi4Signal.RRESP;
import static io.fluxmill.core.protocol.Axi4Signal.RVALID;
import static io.fluxmill.core.protocol.Axi4Signal.WDATA;
import static io.fluxmill.core.protocol.Axi4Signal.WLAST;
import static io.fluxmill.core.protocol.Axi4Signal.WREADY;
import static io.fluxmill.core.protocol.Axi4Signal.WSTRB;
import static io.fluxmill.core.protocol.Axi4Signal.WVALID;

import io.fluxmill.core.protocol.Axi4Signal;

/**
 * An AXI4 interface with bursts, by its channels: declared by {@link Module#master(String, Axi4.Widths)} or
 * {@link Module#slave(String, Axi4.Widths)}. Lengths are beats less one, sizes are log2 of the bytes of a beat.
 */
public final class Axi4 extends Bundle<Axi4Signal> {
    /** Burst of ascending addresses. */
    public static final int INCREMENT = 1;

    /** Most beats of a burst. */
    public static final int MAX_BEATS = 256;

    /** Size in bytes of an address range that a burst must not leave. */
    public static final int BOUNDARY_BYTES = 4096;

    /**
     * Widths of an interface.
     *
     * @param addressBits of byte addresses, 32 to 64
     * @param dataBits of a beat, a power of two, 32 to 1024
     * @param idBits width of the transaction numbers, 0 to 32; 0 for none
     */
    public record Widths(int addressBits, int dataBits, int idBits) {
        /** @throws IllegalArgumentException if a width breaks its rule */
        public Widths {
            require(addressBits >= 32 && addressBits <= 64, "addressBits", "in 32..64", addressBits);
            boolean power = dataBits >= 32 && dataBits <= 1024 && Integer.bitCount(dataBits) == 1;
            require(power, "dataBits", "a power of two from 32 to 1024", dataBits);
            require(idBits >= 0 && idBits <= 32, "idBits", "in 0..32", idBits);
        }

        /** The size of a beat that fills the data. */
        public int size() {
            return Integer.numberOfTrailingZeros(dataBits / Byte.SIZE);
        }

        private static void require(boolean holds, String what, String rule, int value) {
            if (!holds) {
                throw new IllegalArgumentException(what + " must be " + rule + ": " + what + "=" + value);
            }
        }
    }

    /**
     * A channel of bursts.
     *
     * @param id null without numbers
     */
    public record AddressChannel(Word id, Word address, Word length, Word size, Word burst, Bit valid, Bit ready) {}

    /** A channel of beats with a strobe for each byte. */
    public record WriteChannel(Word data, Word strobe, Bit last, Bit valid, Bit ready) {}

    /**
     * A channel of answers to bursts of writes.
     *
     * @param id null without numbers
     */
    public record ResponseChannel(Word id, Word response, Bit valid, Bit ready) {}

    /**
     * A channel of beats that were read.
     *
     * @param id null without numbers
     */
    public record ReadChannel(Word id, Word data, Word response, Bit last, Bit valid, Bit ready) {}

    public final AddressChannel writeAddress;
    public final WriteChannel writeData;
    public final ResponseChannel writeResponse;
    public final AddressChannel readAddress;
    public final ReadChannel readData;

    private final Widths widths;

    Axi4(String name, boolean slave, Widths widths) {
        super(Axi4Signal.class, name, slave);
        this.widths = widths;
        for (Axi4Signal signal : Axi4Signal.values()) {
            int bits = signal.widthBits(widths.addressBits, widths.dataBits, widths.idBits);
            if (signal.isBit()) {
                addBit(signal, signal.port(name));
            } else if (bits > 0) {
                addWord(signal, signal.port(name), bits);
            }
        }
        writeAddress = new AddressChannel(
                word(AWID), word(AWADDR), word(AWLEN), word(AWSIZE), word(AWBURST), bit(AWVALID), bit(AWREADY));
        writeData = new WriteChannel(word(WDATA), word(WSTRB), bit(WLAST), bit(WVALID), bit(WREADY));
        writeResponse = new ResponseChannel(word(BID), word(BRESP), bit(BVALID), bit(BREADY));
        readAddress = new AddressChannel(
                word(ARID), word(ARADDR), word(ARLEN), word(ARSIZE), word(ARBURST), bit(ARVALID), bit(ARREADY));
        readData = new ReadChannel(word(RID), word(RDATA), word(RRESP), bit(RLAST), bit(RVALID), bit(RREADY));
    }

    @Override
    boolean asks(Axi4Signal signal) {
        return signal.ofMaster();
    }

    public Widths widths() {
        return widths;
    }

    /**
     * Lets {@code master} drive this interface, in the module that is being described: {@code master} is its own slave, or the master of a child; this is
     * the slave of a child, or its own master.
     *
     * @throws HdlException if the widths differ
     */
    public void connect(Axi4 master) {
        if (!widths.equals(master.widths)) {
            throw new HdlException("interfaces must have the same widths: " + name() + " has " + widths + ", "
                    + master.name() + " has " + master.widths);
        }
        connectAll(master, Axi4Signal.values());
    }
}
