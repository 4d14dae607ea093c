// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

import java.util.Locale;

/**
 * The signals of an AXI4 interface (ARM IHI 0022, A2) in the order of its channels. Those for which the standard gives a default are left out:
 * LOCK, CACHE, PROT, QOS, REGION and USER.
 */
public enum Axi4Signal {
    AWID(true, Width.ID),
    AWADDR(true, Width.ADDRESS),
    AWLEN(true, 8),
    AWSIZE(true, 3),
    AWBURST(true, 2),
    AWVALID(true, 1),
    AWREADY(false, 1),
    WDATA(true, Width.DATA),
    WSTRB(true, Width.STROBE),
    WLAST(true, 1),
    WVALID(true, 1),
    WREADY(false, 1),
    BID(false, Width.ID),
    BRESP(false, 2),
    BVALID(false, 1),
    BREADY(true, 1),
    ARID(true, Width.ID),
    ARADDR(true, Width.ADDRESS),
    ARLEN(true, 8),
    ARSIZE(true, 3),
    ARBURST(true, 2),
    ARVALID(true, 1),
    ARREADY(false, 1),
    RID(false, Width.ID),
    RDATA(false, Width.DATA),
    RRESP(false, 2),
    RLAST(false, 1),
    RVALID(false, 1),
    RREADY(true, 1);

    /** Widths that an interface chooses, in the place of a number of bits. */
    private static final class Width {
        static final int ID = -1;
        static final int ADDRESS = -2;
        static final int DATA = -3;
        static final int STROBE = -4;
    }

    private final boolean ofMaster;
    private final int widthBits;

    Axi4Signal(boolean ofMaster, int widthBits) {
        this.ofMaster = ofMaster;
        this.widthBits = widthBits;
    }

    /** Whether the master drives it. */
    public boolean ofMaster() {
        return ofMaster;
    }

    /** Whether it is one bit in every interface. */
    public boolean isBit() {
        return widthBits == 1;
    }

    /** Its width in an interface of these widths; 0 for a number of a transaction in one without. */
    public int widthBits(int addressBits, int dataBits, int idBits) {
        return switch (widthBits) {
            case Width.ID -> idBits;
            case Width.ADDRESS -> addressBits;
            case Width.DATA -> dataBits;
            case Width.STROBE -> dataBits / 8;
            default -> widthBits;
        };
    }

    /** Its port in an interface of this name: {@code m_axi} has {@code m_axi_awlen}. */
    public String port(String prefix) {
        return prefix + "_" + name().toLowerCase(Locale.ROOT);
    }
}
