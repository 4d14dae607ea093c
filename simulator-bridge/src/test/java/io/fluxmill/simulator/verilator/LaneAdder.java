// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.protocol.AxiLiteSignal;
import io.fluxmill.core.protocol.AxiStreamSignal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The hand-written design of these tests: a register file and a stream that adds a register to every lane. */
public final class LaneAdder {
    public static final int ID = 0x00;
    public static final int ADDEND = 0x04;
    public static final int BEATS = 0x08;
    public static final int INTERRUPT_AT = 0x0C;
    public static final int FAULT = 0x10;
    public static final int REFUSED = 0x40;

    private static final String BUS = "s_axi";
    private static final int ADDRESS_BITS = 8;

    private LaneAdder() {}

    /** Writes the Verilog for a stream width to a directory, with the lint waivers if wanted. */
    public static void write(Path directory, int widthBits, boolean waivers) {
        try {
            Files.createDirectories(directory);
            String verilog = resource("lane_adder.v").replace("@WIDTH@", Integer.toString(widthBits));
            Files.writeString(directory.resolve("lane_adder.v"), verilog);
            if (waivers) {
                Files.writeString(directory.resolve("lane_adder.vlt"), resource("lane_adder.vlt"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = LaneAdder.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The manifest for a stream width. */
    public static Manifest manifest(int widthBits) {
        Stream in = new Stream("s_axis_in", Direction.IN, widthBits, true);
        Stream out = new Stream("m_axis_out", Direction.OUT, widthBits, true);
        return Manifest.builder("lane_adder", "mac")
                .interrupt("interrupt")
                .bus(BUS, ADDRESS_BITS)
                .ports(ports(in, out))
                .streams(List.of(in, out))
                .build();
    }

    private static List<Port> ports(Stream in, Stream out) {
        List<Port> ports = new ArrayList<>();
        add(ports, Direction.IN, "clk 1, reset 1, s_axi_awprot 3");
        for (AxiLiteSignal signal : AxiLiteSignal.values()) {
            Direction direction = signal.ofMaster() ? Direction.IN : Direction.OUT;
            ports.add(new Port(signal.port(BUS), direction, signal.widthBits(ADDRESS_BITS)));
        }
        for (Stream stream : List.of(in, out)) {
            for (AxiStreamSignal signal : AxiStreamSignal.values()) {
                Direction direction = signal.ofSource() == stream.into() ? Direction.IN : Direction.OUT;
                ports.add(new Port(stream.port(signal), direction, signal.widthBits(stream.dataBits())));
            }
        }
        add(ports, Direction.IN, "s_axis_in_tkeep " + in.beatBytes() + ", probe_in 24, wide_in 100");
        add(ports, Direction.OUT, "interrupt 1, probe_out 24, wide_out 100");
        return ports;
    }

    private static void add(List<Port> ports, Direction direction, String list) {
        for (String entry : list.split(", ", -1)) {
            String[] parts = entry.split(" ", -1);
            ports.add(new Port(parts[0], direction, Integer.parseInt(parts[1])));
        }
    }
}
