// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.protocol.AxiLiteSignal;
import io.fluxmill.core.protocol.AxiStreamSignal;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists, for the manifest, the ports of a top module whose Verilog is written as text instead of elaborated, beginning with clock and reset. An
 * elaborated module declares its own ports: {@link Elaboration}.
 */
public final class Ports {
    private final List<Port> ports = new ArrayList<>();

    public Ports() {
        in("clk", 1);
        in("reset", 1);
    }

    public Ports in(String name, int widthBits) {
        return add(name, true, widthBits);
    }

    public Ports out(String name, int widthBits) {
        return add(name, false, widthBits);
    }

    private Ports add(String name, boolean in, int widthBits) {
        ports.add(new Port(name, in ? Direction.IN : Direction.OUT, widthBits));
        return this;
    }

    /** An AXI4-Lite slave of 32-bit words. */
    public Ports axiLiteSlave(String prefix, int addressBits) {
        for (AxiLiteSignal signal : AxiLiteSignal.values()) {
            add(signal.port(prefix), signal.ofMaster(), signal.widthBits(addressBits));
        }
        return this;
    }

    /** An AXI4-Stream. */
    public Ports stream(Stream stream) {
        for (AxiStreamSignal signal : AxiStreamSignal.values()) {
            if (stream.last() || signal != AxiStreamSignal.TLAST) {
                add(stream.port(signal), signal.ofSource() == stream.into(), signal.widthBits(stream.dataBits()));
            }
        }
        return this;
    }

    public List<Port> list() {
        return List.copyOf(ports);
    }
}
