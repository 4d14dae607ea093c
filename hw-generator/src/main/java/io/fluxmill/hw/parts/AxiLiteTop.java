// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.AxiLite;
import io.fluxmill.hw.hdl.Module;

/** A module with the AXI4-Lite slave {@code s_axi} and {@link #registers} behind it. */
public abstract class AxiLiteTop extends Module {
    /** The slave, for the module that has this one as a child. */
    public final AxiLite bus;

    protected final AxiLiteSlave registers;

    private final RegisterMap map;

    /** @param addressBits of the slave's byte addresses */
    protected AxiLiteTop(RegisterMap map, int addressBits) {
        this.map = map;
        bus = slave("s_axi", addressBits);
        registers = child(() -> new AxiLiteSlave(map, addressBits));
        registers.bus.connect(bus);
        registers.constants();
    }

    @Override
    public final RegisterMap registerMap() {
        return map;
    }
}
