// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.protocol.AxiLiteSignal;
import io.fluxmill.core.protocol.AxiStreamSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Writes the C++ that joins a verilated design to the transactors: one struct with inline accessors for each stream and
 * for the bus, so that every port access is a compiled load or store. Optional AXI ports are used if the manifest has them.
 */
final class ShimWriter {
    private final Manifest manifest;
    private final Waves waves;
    private final UnaryOperator<String> members;
    private final Map<String, Manifest.Port> ports = new HashMap<>();
    private final StringBuilder out = new StringBuilder();

    private ShimWriter(Manifest manifest, Waves waves, UnaryOperator<String> members) {
        this.manifest = manifest;
        this.waves = waves;
        this.members = members;
        manifest.ports().forEach(port -> ports.put(port.name(), port));
    }

    /**
     * The text of the shim for a design.
     *
     * @param members from the name of a port to the name of its member in the verilated class
     */
    static String write(Manifest manifest, Waves waves, UnaryOperator<String> members) {
        return new ShimWriter(manifest, waves, members).write();
    }

    private String write() {
        header();
        for (Manifest.Stream stream : manifest.streams()) {
            stream(stream);
        }
        boolean bus = manifest.busPrefix() != null;
        if (bus) {
            bus(manifest.busPrefix());
        }
        out.append(new AxiShim(manifest, members).structs());
        design(bus);
        line("}  // namespace fluxmill");
        line("#include \"fluxmill_model.h\"");
        return out.toString();
    }

    private void header() {
        line("// Joins design %s to the transactors.", manifest.design());
        line("#include \"Vdesign.h\"");
        if (waves != Waves.NONE) {
            line("#include \"%s\"", waves.header());
            line("#define FLUXMILL_FILE %s", waves.fileClass());
        }
        line("#define FLUXMILL_TRACE %d", waves == Waves.NONE ? 0 : 1);
        line("#include \"fluxmill_transactors.h\"");
        if (AxiShim.needed(manifest)) {
            line("#include \"%s\"", AxiShim.HEADER);
        }
        line("namespace fluxmill {");
    }

    private void stream(Manifest.Stream s) {
        String name = s.name();
        String data = s.port(AxiStreamSignal.TDATA);
        String valid = s.port(AxiStreamSignal.TVALID);
        String ready = s.port(AxiStreamSignal.TREADY);
        String last = s.port(AxiStreamSignal.TLAST);
        require(data, s.dataBits());
        require(valid, 1);
        require(ready, 1);
        line("struct Stream_%s {", name);
        line("    static constexpr const char* name = \"%s\";", name);
        line("    static constexpr size_t bytes = %d;", s.beatBytes());
        line("    static void* data(Vdesign& d) { return &%s; }", port(data));
        if (s.into()) {
            line("    static void valid(Vdesign& d, bool v) { %s = v; }", port(valid));
            line("    static bool ready(Vdesign& d) { return %s; }", port(ready));
            line("    static void last(Vdesign& d, bool v) { %s }", s.last() ? port(last) + " = v;" : "");
        } else {
            line("    static bool valid(Vdesign& d) { return %s; }", port(valid));
            line("    static void ready(Vdesign& d, bool v) { %s = v; }", port(ready));
            line("    static bool last(Vdesign& d) { return %s; }", s.last() ? port(last) : "false");
        }
        line("};");
        if (s.last()) {
            require(last, 1);
        }
    }

    private void bus(String prefix) {
        for (AxiLiteSignal signal : AxiLiteSignal.values()) {
            boolean response = signal == AxiLiteSignal.BRESP || signal == AxiLiteSignal.RRESP;
            boolean strobe = signal == AxiLiteSignal.WSTRB;
            if (!response && !strobe) {
                require(signal.port(prefix), signal.widthBits(0));
            }
        }
        line("struct Bus_%s {", prefix);
        line("    static constexpr const char* name = \"%s\";", prefix);
        send("writeAddress", AxiLiteSignal.AWADDR.port(prefix), AxiLiteSignal.AWVALID.port(prefix));
        send("writeData", AxiLiteSignal.WDATA.port(prefix), AxiLiteSignal.WVALID.port(prefix));
        send("readAddress", AxiLiteSignal.ARADDR.port(prefix), AxiLiteSignal.ARVALID.port(prefix));
        for (AxiLiteSignal s : List.of(AxiLiteSignal.BREADY, AxiLiteSignal.RREADY)) {
            line("    static void %s(Vdesign& d, bool v) { %s = v; }", function(s), port(s.port(prefix)));
        }
        for (AxiLiteSignal s : List.of(
                AxiLiteSignal.AWREADY,
                AxiLiteSignal.WREADY,
                AxiLiteSignal.ARREADY,
                AxiLiteSignal.BVALID,
                AxiLiteSignal.RVALID)) {
            line("    static bool %s(Vdesign& d) { return %s; }", function(s), port(s.port(prefix)));
        }
        for (AxiLiteSignal s : List.of(AxiLiteSignal.BRESP, AxiLiteSignal.RRESP, AxiLiteSignal.RDATA)) {
            String name = s.port(prefix);
            String value = ports.containsKey(name) ? port(name) : "0";
            line("    static uint32_t %s(Vdesign& d) { return %s; }", function(s), value);
        }
        line("};");
    }

    private static String function(AxiLiteSignal signal) {
        return signal.name().toLowerCase(Locale.ROOT);
    }

    private void send(String function, String data, String valid) {
        require(data, 0);
        int width = ports.get(data).widthBits();
        String mask = width >= 32 ? "" : String.format(" & 0x%xu", (1L << width) - 1);
        line(
                "    static void %s(Vdesign& d, uint32_t x, bool v) { %s = x%s; %s = v; }",
                function, port(data), mask, port(valid));
    }

    private void design(boolean bus) {
        line("template <class T> void zero(T& port) { memset(&port, 0, sizeof port); }");
        line("struct Ports {");
        line("    using Bus = %s;", bus ? "BusMaster<Bus_" + manifest.busPrefix() + ", Vdesign>" : "NoBus");
        List<String> streams = new ArrayList<>();
        for (Manifest.Stream s : manifest.streams()) {
            streams.add((s.into() ? "Source" : "Sink") + "<Stream_" + s.name() + ", Vdesign>");
        }
        streams.addAll(new AxiShim(manifest, members).types());
        line("    using Streams = std::tuple<%s>;", String.join(", ", streams));
        require(manifest.clock(), 1);
        require(manifest.reset(), 1);
        line("    static void clock(Vdesign& d, bool v) { %s = v; }", port(manifest.clock()));
        line("    static void reset(Vdesign& d, bool v) { %s = v; }", port(manifest.reset()));
        String interrupt = manifest.interrupt() == null ? "false" : port(manifest.interrupt());
        line("    static bool interrupt(Vdesign& d) { return %s; }", interrupt);
        tie();
        list();
        line("};");
    }

    /** Inputs start at zero, byte qualifiers at all ones. */
    private void tie() {
        line("    static void tie(Vdesign& d) {");
        for (Manifest.Port p : manifest.ports()) {
            if (p.direction() == Direction.IN) {
                boolean ones = p.name().endsWith("_tkeep")
                        || p.name().endsWith("_tstrb")
                        || p.name().endsWith("_wstrb");
                line(ones ? "        ones(&%s, %d);" : "        zero(%s);", port(p.name()), p.widthBits());
            }
        }
        line("    }");
    }

    private void list() {
        line("    static std::vector<Port> list(Vdesign& d) {");
        line("        return {");
        for (Manifest.Port p : manifest.ports()) {
            line("            {&%1$s, sizeof %1$s},", port(p.name()));
        }
        line("        };");
        line("    }");
    }

    private void require(String name, int widthBits) {
        Manifest.Port port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("manifest of " + manifest.design() + " has no port " + name);
        }
        if (widthBits != 0 && port.widthBits() != widthBits) {
            throw new IllegalArgumentException("port " + name + " of " + manifest.design() + " must be " + widthBits
                    + " bits wide, not " + port.widthBits());
        }
    }

    private String port(String name) {
        return "d." + members.apply(name);
    }

    private void line(String format, Object... arguments) {
        out.append(arguments.length == 0 ? format : String.format(format, arguments))
                .append('\n');
    }
}
