// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

import java.util.Locale;

/**
 * The signals of an AXI4-Lite interface of 32-bit words (ARM IHI 0022, B1.1) in the order of its channels: write address, write data, write
 * response, read address, read data. {@code AWPROT} and {@code ARPROT} are left out; a design of another origin may have them.
 */
public enum AxiLiteSignal {
    AWADDR(true, AxiLiteSignal.ADDRESS),
    AWVALID(true, 1),
    AWREADY(false, 1),
    WDATA(true, 32),
    WSTRB(true, 4),
    WVALID(true, 1),
    WREADY(false, 1),
    BRESP(false, 2),
    BVALID(false, 1),
    BREADY(true, 1),
    ARADDR(true, AxiLiteSignal.ADDRESS),
    ARVALID(true, 1),
    ARREADY(false, 1),
    RDATA(false, 32),
    RRESP(false, 2),
    RVALID(false, 1),
    RREADY(true, 1);

    /** In the place of a width: that of the addresses. */
    private static final int ADDRESS = 0;

    private final boolean ofMaster;
    private final int widthBits;

    AxiLiteSignal(boolean ofMaster, int widthBits) {
        this.ofMaster = ofMaster;
        this.widthBits = widthBits;
    }

    /** Whether the master drives it. */
    public boolean ofMaster() {
        return ofMaster;
    }

    /** Its width in an interface with addresses of {@code addressBits}. */
    public int widthBits(int addressBits) {
        return widthBits == ADDRESS ? addressBits : widthBits;
    }

    /** Its port in an interface of this name: {@code s_axi} has {@code s_axi_awvalid}. */
    public String port(String prefix) {
        return prefix + "_" + name().toLowerCase(Locale.ROOT);
    }
}
