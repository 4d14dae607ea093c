// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.List;
import java.util.Set;

/** A module with the AXI4-Lite slave {@code s_axi} and the registers behind it, which are reached by name. */
public abstract class AxiLiteTop extends Module {
    public final Word sAxiAwaddr;
    public final Bit sAxiAwvalid = inBit();
    public final Bit sAxiAwready = outBit();
    public final Word sAxiWdata = in(32);
    public final Word sAxiWstrb = in(4);
    public final Bit sAxiWvalid = inBit();
    public final Bit sAxiWready = outBit();
    public final Word sAxiBresp = out(2);
    public final Bit sAxiBvalid = outBit();
    public final Bit sAxiBready = inBit();
    public final Word sAxiAraddr;
    public final Bit sAxiArvalid = inBit();
    public final Bit sAxiArready = outBit();
    public final Word sAxiRdata = out(32);
    public final Word sAxiRresp = out(2);
    public final Bit sAxiRvalid = outBit();
    public final Bit sAxiRready = inBit();

    protected final AxiLiteSlave registers;

    /** @param latches as of {@link AxiLiteSlave} */
    protected AxiLiteTop(List<Register> map, Set<String> latches, int addressBits) {
        sAxiAwaddr = in(addressBits);
        sAxiAraddr = in(addressBits);
        registers = child(() -> new AxiLiteSlave(map, latches, addressBits));
        registers.awaddr.set(sAxiAwaddr);
        registers.awvalid.set(sAxiAwvalid);
        sAxiAwready.set(registers.awready);
        registers.wdata.set(sAxiWdata);
        registers.wstrb.set(sAxiWstrb);
        registers.wvalid.set(sAxiWvalid);
        sAxiWready.set(registers.wready);
        sAxiBresp.set(registers.bresp);
        sAxiBvalid.set(registers.bvalid);
        registers.bready.set(sAxiBready);
        registers.araddr.set(sAxiAraddr);
        registers.arvalid.set(sAxiArvalid);
        sAxiArready.set(registers.arready);
        sAxiRdata.set(registers.rdata);
        sAxiRresp.set(registers.rresp);
        sAxiRvalid.set(registers.rvalid);
        registers.rready.set(sAxiRready);
    }

    /** The value of an rw register. */
    protected final Word value(String register) {
        return registers.value[registers.index(register)];
    }

    /** One cycle after the register was written. */
    protected final Bit written(String register) {
        return registers.written[registers.index(register)];
    }

    /** Drives what a ro or w1c register reads. */
    protected final void status(String register, Word value) {
        registers.status[registers.index(register)].set(value);
    }
}
