// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.protocol.BusLayout;
import io.fluxmill.core.protocol.BusRegister;
import io.fluxmill.core.protocol.LinkCommand;
import io.fluxmill.core.protocol.LinkLayout;
import io.fluxmill.core.protocol.RunFlag;
import io.fluxmill.hw.emit.BenchVectors;
import io.fluxmill.hw.emit.TestBench;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The self-checking bench of an engine behind a host, in plain Verilog-2001, from a script of the engine alone: it does over the host's bus or serial line what a
 * driver does, and ends as {@link TestBench} does. The text is {@code hostbench.v} with {@code busbench.v} or {@code uartbench.v} in it.
 */
public final class HostBench {
    private static final Map<String, String> LINKS = Map.of("axi", "busbench.v", "uart", "uartbench.v");

    private final Manifest design;
    private final List<Stream> streams;
    private final String name;
    private final BenchVectors vectors;

    private HostBench(Manifest design, Manifest engine, Script script) {
        this.design = design;
        streams = engine.streams();
        name = TestBench.name(design);
        vectors = BenchVectors.of(name, streams, script);
    }

    /** Whether there are benches for designs of this family. */
    public static boolean is(String family) {
        return LINKS.containsKey(family);
    }

    /**
     * The bench and its vectors: texts by name of file.
     *
     * @param design of family {@code axi} or {@code uart}
     * @param engine manifest of the engine alone
     * @param script of the engine alone
     * @throws IllegalArgumentException if there is no bench for the family, or the script compares nothing
     */
    public static Map<String, String> files(Manifest design, Manifest engine, Script script) {
        if (!is(design.family())) {
            throw new IllegalArgumentException("design must be one of family axi or uart: " + design.family());
        }
        HostBench bench = new HostBench(design, engine, script);
        Map<String, String> files = new LinkedHashMap<>();
        files.put(bench.name + ".v", bench.verilog());
        files.putAll(bench.vectors.files());
        return files;
    }

    private String verilog() {
        String text = template("hostbench.v").replace("@LINK@\n", template(LINKS.get(design.family())) + "\n");
        for (Map.Entry<String, String> place : places().entrySet()) {
            text = text.replace("@" + place.getKey() + "@", place.getValue());
        }
        return text;
    }

    private Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        places.putAll(design.family().equals("axi") ? bus() : line());
        places.put("DESIGN", design.design());
        places.put("BENCH", name);
        places.put("STEPS", Integer.toString(vectors.steps()));
        places.put("STREAMS", Integer.toString(streams.size()));
        places.put("CLOCK", design.clock());
        places.put("RESET", design.reset());
        places.put("RUNNING_BIT", Integer.toString(RunFlag.RUNNING.bit()));
        places.put("INTERRUPT_BIT", Integer.toString(RunFlag.INTERRUPT.bit()));
        places.put("VECTORS", each(s -> true, this::declared));
        places.put("NEXT", each(Stream::into, this::next));
        places.put("TAKE", each(s -> !s.into(), this::take));
        places.put("BEAT", each(s -> true, s -> choice(s, "beat_bytes = " + s.beatBytes())));
        places.put("INTO", each(Stream::into, s -> choice(s, "goes_in = 1")));
        places.put("LOAD", each(s -> vectors.beats().get(s.name()) > 0, this::load));
        places.put(
                "WIRES",
                others().filter(p -> p.direction() == Direction.OUT)
                        .map(HostBench::wire)
                        .collect(Collectors.joining()));
        places.put(
                "PORTS",
                others().map(p -> "    ." + p.name() + "(" + p.name() + ")").collect(Collectors.joining(",\n")));
        return places;
    }

    private Map<String, String> bus() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("ABOUT", "registers and streams of the engine go over the bus.");
        for (BusRegister register : BusRegister.values()) {
            places.put(register.name(), hex(register.address()));
        }
        places.put("LEFT", hex(BusLayout.left(0)));
        places.put("LEVEL", hex(BusLayout.level(0)));
        places.put("WINDOW", hex(BusLayout.window(0)));
        places.put("BUS", design.busPrefix());
        places.put("ADDRESS_TOP", Integer.toString(design.busAddressBits() - 1));
        return places;
    }

    private Map<String, String> line() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("ABOUT", "registers and streams of the engine go over the serial line, bit by bit.");
        for (LinkCommand command : LinkCommand.values()) {
            places.put(command.name(), Integer.toString(command.code()));
        }
        places.put("DIVIDER", Long.toString(design.parameter("uartDivider")));
        places.put("PAYLOAD", Long.toString(design.parameter("linkBufferBytes") - LinkLayout.SPARE_BYTES));
        places.put("REGISTERS", hex(LinkLayout.REGISTERS));
        return places;
    }

    private static String hex(int address) {
        return Integer.toHexString(address);
    }

    private static String template(String file) {
        try (InputStream in = HostBench.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String each(Predicate<Stream> which, Function<Stream, String> text) {
        return streams.stream().filter(which).map(text).collect(Collectors.joining());
    }

    private java.util.stream.Stream<Port> others() {
        return design.ports().stream()
                .filter(p -> !p.name().equals(design.clock()) && !p.name().equals(design.reset()));
    }

    private static String wire(Port port) {
        return "  wire " + (port.widthBits() == 1 ? "" : "[" + (port.widthBits() - 1) + ":0] ") + port.name() + ";\n";
    }

    private String choice(Stream stream, String statement) {
        return "        " + streams.indexOf(stream) + ": " + statement + ";\n";
    }

    private String declared(Stream stream) {
        int top = stream.into() ? stream.dataBits() - (stream.last() ? 0 : 1) : 2 * stream.dataBits() - 1;
        int beats = Math.max(1, vectors.beats().get(stream.name()));
        return "  reg [" + top + ":0] " + stream.name() + "_beats [0:" + (beats - 1) + "];\n"
                + (stream.into() ? "" : "  reg [" + (stream.dataBits() - 1) + ":0] " + stream.name() + "_beat = 0;\n");
    }

    private String next(Stream stream) {
        int bytes = stream.beatBytes();
        return choice(
                stream,
                "next_byte = " + stream.name() + "_beats[index / " + bytes + "][8 * (index % " + bytes + ") +: 8]");
    }

    private String take(Stream stream) {
        return """
                        @I@: begin
                          @S@_beat[8 * (moved[@I@] % @B@) +: 8] = taken;
                          if (moved[@I@] % @B@ == @B@ - 1) begin
                            if (((@S@_beat ^ @S@_beats[moved[@I@] / @B@][@D@:0]) & @S@_beats[moved[@I@] / @B@][@T@:@W@]) !== 0 && !failed) begin
                              $display("FAIL: @S@ beat %0d is %h, must be %h (mask %h)", moved[@I@] / @B@, @S@_beat,
                                       @S@_beats[moved[@I@] / @B@][@D@:0], @S@_beats[moved[@I@] / @B@][@T@:@W@]);
                              failed = 1;
                            end
                            compared = compared + 1;
                          end
                        end
                """
                .replace("@I@", Integer.toString(streams.indexOf(stream)))
                .replace("@S@", stream.name())
                .replace("@B@", Integer.toString(stream.beatBytes()))
                .replace("@D@", Integer.toString(stream.dataBits() - 1))
                .replace("@W@", Integer.toString(stream.dataBits()))
                .replace("@T@", Integer.toString(2 * stream.dataBits() - 1));
    }

    private String load(Stream stream) {
        return "    $readmemh(\"" + BenchVectors.file(name, stream.name()) + "\", " + stream.name() + "_beats);\n";
    }
}
