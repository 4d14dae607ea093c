// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.Manifest.Port;
import java.util.ArrayList;
import java.util.List;

/** The ports of a top module, in order, for its manifest; it begins with clock and reset. */
public final class Ports {
    private final List<Port> ports = new ArrayList<>();

    public Ports() {
        in("clk", 1);
        in("reset", 1);
    }

    public Ports in(String name, int widthBits) {
        ports.add(new Port(name, "in", widthBits));
        return this;
    }

    public Ports out(String name, int widthBits) {
        ports.add(new Port(name, "out", widthBits));
        return this;
    }

    /** An AXI4-Lite slave of 32-bit words. */
    public Ports axiLiteSlave(String prefix, int addressBits) {
        return in(prefix + "_awaddr", addressBits)
                .in(prefix + "_awvalid", 1)
                .out(prefix + "_awready", 1)
                .in(prefix + "_wdata", 32)
                .in(prefix + "_wstrb", 4)
                .in(prefix + "_wvalid", 1)
                .out(prefix + "_wready", 1)
                .out(prefix + "_bresp", 2)
                .out(prefix + "_bvalid", 1)
                .in(prefix + "_bready", 1)
                .in(prefix + "_araddr", addressBits)
                .in(prefix + "_arvalid", 1)
                .out(prefix + "_arready", 1)
                .out(prefix + "_rdata", 32)
                .out(prefix + "_rresp", 2)
                .out(prefix + "_rvalid", 1)
                .in(prefix + "_rready", 1);
    }

    /** An AXI4-Stream into the module. */
    public Ports streamIn(String name, int dataBits) {
        return in(name + "_tdata", dataBits).in(name + "_tvalid", 1).out(name + "_tready", 1);
    }

    /** An AXI4-Stream out of the module. */
    public Ports streamOut(String name, int dataBits, boolean last) {
        out(name + "_tdata", dataBits);
        if (last) {
            out(name + "_tlast", 1);
        }
        return out(name + "_tvalid", 1).in(name + "_tready", 1);
    }

    public List<Port> list() {
        return List.copyOf(ports);
    }
}
