// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.protocol.Axi4Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The C++ structs that join AXI4 masters and watched outputs to {@code fluxmill_memory.h}. */
final class AxiShim {
    static final String HEADER = "fluxmill_memory.h";

    private final Manifest manifest;
    private final UnaryOperator<String> members;
    private final StringBuilder out = new StringBuilder();

    AxiShim(Manifest manifest, UnaryOperator<String> members) {
        this.manifest = manifest;
        this.members = members;
    }

    /** Whether a design needs them. */
    static boolean needed(Manifest manifest) {
        return !AxiPorts.masters(manifest).isEmpty()
                || !AxiPorts.watched(manifest).isEmpty();
    }

    /** The types of the transactors, in the order of their numbers after those of the streams. */
    List<String> types() {
        List<String> types = new ArrayList<>();
        AxiPorts.masters(manifest).forEach(prefix -> types.add("Memory<Axi_" + prefix + ", Vdesign>"));
        AxiPorts.watched(manifest).forEach(port -> types.add("Watch<Watch_" + port + ", Vdesign>"));
        return types;
    }

    /** The structs. */
    String structs() {
        AxiPorts.masters(manifest).forEach(this::master);
        for (String port : AxiPorts.watched(manifest)) {
            line("struct Watch_%s {", port);
            line("    static constexpr const char* name = \"%s\";", port);
            line("    static uint32_t value(Vdesign& d) { return %s; }", member(port));
            line("};");
        }
        return out.toString();
    }

    private void master(String prefix) {
        int dataBits = AxiPorts.port(manifest, Axi4Signal.RDATA.port(prefix))
                .orElseThrow()
                .widthBits();
        line("struct Axi_%s {", prefix);
        line("    static constexpr const char* name = \"%s\";", prefix);
        line("    static constexpr size_t bytes = %d;", dataBits / Byte.SIZE);
        for (Axi4Signal signal : Axi4Signal.values()) {
            String name = signal.port(prefix);
            String function = signal.name().toLowerCase(Locale.ROOT);
            boolean there = AxiPorts.port(manifest, name).isPresent();
            if (signal == Axi4Signal.WDATA) {
                line("    static const void* wdata(Vdesign& d) { return &%s; }", member(name));
            } else if (signal.ofMaster()) {
                line(
                        "    static uint64_t %s(Vdesign& d) { return %s; }",
                        function, there ? member(name) : "(void)d, 0");
            } else if (signal.name().endsWith("READY")) {
                line("    static void %s(Vdesign& d, bool v) { %s = v; }", function, member(name));
                line("    static bool %s(Vdesign& d) { return %s; }", function, member(name));
            } else if (signal.isBit() && signal.name().endsWith("VALID")) {
                line("    static void %s(Vdesign& d, bool v) { %s = v; }", function, member(name));
            }
        }
        line("    static void b(Vdesign& d, uint64_t id, uint32_t response) {");
        id(Axi4Signal.BID, prefix);
        line("        %s = response & 3;", member(Axi4Signal.BRESP.port(prefix)));
        line("    }");
        line("    static void r(Vdesign& d, uint64_t id, const void* data, uint32_t response, bool last) {");
        id(Axi4Signal.RID, prefix);
        line("        memcpy(&%s, data, bytes);", member(Axi4Signal.RDATA.port(prefix)));
        line("        %s = response & 3;", member(Axi4Signal.RRESP.port(prefix)));
        line("        %s = last;", member(Axi4Signal.RLAST.port(prefix)));
        line("    }");
        line("};");
    }

    private void id(Axi4Signal signal, String prefix) {
        boolean there = AxiPorts.port(manifest, signal.port(prefix))
                .filter(port -> port.direction() == Direction.IN)
                .isPresent();
        line(there ? "        " + member(signal.port(prefix)) + " = id;" : "        (void)id;");
    }

    private String member(String port) {
        return "d." + members.apply(port);
    }

    private void line(String format, Object... arguments) {
        out.append(arguments.length == 0 ? format : String.format(format, arguments))
                .append('\n');
    }
}
