// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

/** The rules of AXI4 (ARM IHI 0022) that an {@link AxiChecker} holds a port to. The number in the hardware is the ordinal and one. */
public enum AxiRule {
    AW_VALID(true, "AWVALID fell before AWREADY"),
    AW_STABLE(true, "address, length, size, burst or ID of AW changed before AWREADY"),
    W_VALID(true, "WVALID fell before WREADY"),
    W_STABLE(true, "data, strobe or last of W changed before WREADY"),
    AR_VALID(true, "ARVALID fell before ARREADY"),
    AR_STABLE(true, "address, length, size, burst or ID of AR changed before ARREADY"),
    MASTER_RESET(true, "AWVALID, WVALID or ARVALID is 1 in the first cycle after reset"),
    AW_BOUNDARY(true, "a burst of writes passes a multiple of 4 kB"),
    AR_BOUNDARY(true, "a burst of reads passes a multiple of 4 kB"),
    AW_FORM(true, "length, size or kind of a burst of writes is out of its rule"),
    AR_FORM(true, "length, size or kind of a burst of reads is out of its rule"),
    W_LAST(true, "WLAST is not on the last beat of its burst"),
    W_AHEAD(true, "more bursts of W before their AW than may be outstanding"),
    AW_COUNT(true, "more bursts of writes outstanding than allowed"),
    AR_COUNT(true, "more bursts of reads outstanding than allowed"),
    B_VALID(false, "BVALID fell before BREADY"),
    B_STABLE(false, "response or ID of B changed before BREADY"),
    R_VALID(false, "RVALID fell before RREADY"),
    R_STABLE(false, "data, response, last or ID of R changed before RREADY"),
    SLAVE_RESET(false, "BVALID or RVALID is 1 in the first cycle after reset"),
    B_UNASKED(false, "BVALID before the burst's AW and its beat with WLAST were taken"),
    R_UNASKED(false, "RVALID before the burst's AR was taken"),
    R_LAST(false, "RLAST is not on the last beat of its burst"),
    B_ID(false, "ID of B is not that of the oldest burst of writes"),
    R_ID(false, "ID of R is not that of the oldest burst of reads");

    private final boolean ofMaster;
    private final String text;

    AxiRule(boolean ofMaster, String text) {
        this.ofMaster = ofMaster;
        this.text = text;
    }

    /** Whether the master breaks it. */
    public boolean ofMaster() {
        return ofMaster;
    }

    /** What it says. */
    public String text() {
        return text;
    }

    /** Its number in the hardware; 0 is none. */
    public int number() {
        return ordinal() + 1;
    }

    /** The bits in {@link AxiChecker#broken} of the rules that one side keeps. */
    public static long mask(boolean ofMaster) {
        long mask = 0;
        for (AxiRule rule : values()) {
            mask |= rule.ofMaster == ofMaster ? 1L << rule.ordinal() : 0;
        }
        return mask;
    }
}
