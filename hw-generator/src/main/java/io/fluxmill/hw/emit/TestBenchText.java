// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The Verilog of a {@link TestBench}: {@code testbench.v} with the design's ports and streams in their places. */
final class TestBenchText {
    private final Manifest manifest;
    private final String name;
    private final int steps;
    private final Map<String, Integer> beats;

    /**
     * @param steps lines of the script
     * @param beats number of beats by stream
     */
    TestBenchText(Manifest manifest, String name, int steps, Map<String, Integer> beats) {
        this.manifest = manifest;
        this.name = name;
        this.steps = steps;
        this.beats = beats;
    }

    String verilog() {
        return template()
                .replace("@BENCH@", name)
                .replace("@DESIGN@", manifest.design())
                .replace("@STEPS@", Integer.toString(steps))
                .replace("@BUS@", manifest.busPrefix())
                .replace("@ADDRESS_TOP@", Integer.toString(manifest.busAddressBits() - 1))
                .replace("@CLOCK@", manifest.clock())
                .replace("@RESET@", manifest.reset())
                .replace("@INTERRUPT@", manifest.interrupt() == null ? "1'b1" : manifest.interrupt())
                .replace("@PORTS@", ports())
                .replace("@WIRES@", wires())
                .replace("@STREAMS@", each(Stream::into, this::source) + each(s -> !s.into(), this::sink))
                .replace("@LOAD@", each(s -> true, this::load))
                .replace("@LIMITS@", each(s -> true, this::limit))
                .replace(
                        "@MOVED@",
                        beats.isEmpty()
                                ? "1'b1"
                                : manifest.streams().stream()
                                        .map(s -> s.name() + "_index == " + s.name() + "_limit")
                                        .collect(Collectors.joining(" && ")))
                .replace("@FAILED@", each(s -> !s.into(), s -> " || " + s.name() + "_failed"))
                .replace("@COUNT_ALL@", each(s -> true, s -> " + " + s.name() + "_index"))
                .replace(
                        "@COUNT@",
                        manifest.streams().stream()
                                .filter(s -> !s.into())
                                .map(s -> s.name() + "_index")
                                .collect(Collectors.joining(" + ", "0 + ", "")));
    }

    private static String template() {
        try (InputStream in = TestBenchText.class.getResourceAsStream("testbench.v")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String each(Predicate<Stream> which, Function<Stream, String> text) {
        return manifest.streams().stream().filter(which).map(text).collect(Collectors.joining());
    }

    private String ports() {
        return TestBench.others(manifest).stream()
                .map(p -> "    ." + p.name() + "(" + p.name() + ")")
                .collect(Collectors.joining(",\n"));
    }

    /** Wires of all ports; inputs that nothing here drives are 0. */
    private String wires() {
        return TestBench.others(manifest).stream().map(this::wire).collect(Collectors.joining());
    }

    private String wire(Port port) {
        String range = port.widthBits() == 1 ? "" : "[" + (port.widthBits() - 1) + ":0] ";
        if (port.direction() == Direction.OUT) {
            return "  wire " + range + port.name() + ";\n";
        }
        return isDriven(port) ? "" : "  wire " + range + port.name() + " = 0;\n";
    }

    private boolean isDriven(Port port) {
        return port.name().startsWith(manifest.busPrefix() + "_")
                || manifest.streams().stream().anyMatch(s -> port.name().startsWith(s.name() + "_"));
    }

    private int depth(Stream stream) {
        return Math.max(1, beats.get(stream.name()));
    }

    private String source(Stream stream) {
        int width = stream.dataBits() + (stream.last() ? 1 : 0);
        return text(
                """

                  // @S@: beats of @BENCH@_@S@.hex, with pauses
                  reg [@TOP@:0] @S@_beats [0:@LAST_BEAT@];
                  reg @S@_tvalid = 0;
                  integer @S@_index = 0;
                  integer @S@_limit = 0;
                  wire [@TOP@:0] @S@_beat = @S@_beats[@S@_index];
                  wire [@DATA@:0] @S@_tdata = @S@_beat[@DATA@:0];
                @TLAST@  wire @S@_moves = @S@_tvalid && @S@_tready;
                  always @(posedge clock) begin
                    if (resetting) @S@_tvalid <= 0;
                    else if (!@S@_tvalid || @S@_tready)
                      @S@_tvalid <= (@S@_index + (@S@_moves ? 1 : 0) < @S@_limit) && noise[@N@];
                    if (@S@_moves) @S@_index <= @S@_index + 1;
                  end
                """,
                stream,
                width - 1);
    }

    private String sink(Stream stream) {
        return text(
                """

                  // @S@: every beat is compared with @BENCH@_@S@.hex, whose lines are a mask and the beat
                  reg [@TOP@:0] @S@_beats [0:@LAST_BEAT@];
                  integer @S@_index = 0;
                  integer @S@_limit = 0;
                  reg @S@_go = 0;
                  reg @S@_failed = 0;
                  wire @S@_tready = @S@_go && @S@_index < @S@_limit;
                  wire [@TOP@:0] @S@_beat = @S@_beats[@S@_index];
                  wire [@DATA@:0] @S@_wrong = (@S@_tdata ^ @S@_beat[@DATA@:0]) & @S@_beat[@TOP@:@WIDTH@];
                  always @(posedge clock) begin
                    @S@_go <= noise[@N@];
                    if (!resetting && @S@_tvalid && @S@_tready) begin
                      if (@S@_wrong !== 0 && !@S@_failed) begin
                        $display("FAIL: @S@ beat %0d is %h, must be %h (mask %h)", @S@_index, @S@_tdata,
                                 @S@_beat[@DATA@:0], @S@_beat[@TOP@:@WIDTH@]);
                        @S@_failed <= 1;
                      end
                      @S@_index <= @S@_index + 1;
                    end
                  end
                """,
                stream, 2 * stream.dataBits() - 1);
    }

    private String text(String template, Stream stream, int top) {
        String last = stream.last() && stream.into() ? "  wire @S@_tlast = @S@_beat[@TOP@];\n" : "";
        return template.replace("@TLAST@", last)
                .replace("@S@", stream.name())
                .replace("@BENCH@", name)
                .replace("@TOP@", Integer.toString(top))
                .replace("@DATA@", Integer.toString(stream.dataBits() - 1))
                .replace("@WIDTH@", Integer.toString(stream.dataBits()))
                .replace("@LAST_BEAT@", Integer.toString(depth(stream) - 1))
                .replace("@N@", Integer.toString(3 * manifest.streams().indexOf(stream) % 16));
    }

    private String load(Stream stream) {
        return beats.get(stream.name()) == 0
                ? ""
                : "    $readmemh(\"" + BenchVectors.file(name, stream.name()) + "\", " + stream.name() + "_beats);\n";
    }

    private String limit(Stream stream) {
        return "          if (address == " + manifest.streams().indexOf(stream) + ") " + stream.name()
                + "_limit <= value;\n";
    }
}
