// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The hand-written design of these tests: a register file and a stream that adds a register to every lane. */
public final class LaneAdder {
    public static final int ID = 0x00;
    public static final int ADDEND = 0x04;
    public static final int BEATS = 0x08;
    public static final int INTERRUPT_AT = 0x0C;
    public static final int FAULT = 0x10;
    public static final int REFUSED = 0x40;

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
        List<Stream> streams = List.of(
                new Stream("s_axis_in", "in", widthBits, true), new Stream("m_axis_out", "out", widthBits, true));
        return new Manifest(
                "lane_adder",
                "mac",
                "00000000",
                List.of("lane_adder.v"),
                "clk",
                "reset",
                "interrupt",
                "s_axi",
                8,
                ports(widthBits),
                List.of(),
                streams,
                List.of(),
                Map.of(),
                List.of());
    }

    private static List<Port> ports(int widthBits) {
        List<Port> ports = new ArrayList<>();
        add(
                ports,
                "in",
                "clk 1, reset 1, s_axi_awaddr 8, s_axi_awprot 3, s_axi_awvalid 1, s_axi_wdata 32, s_axi_wstrb 4");
        add(ports, "in", "s_axi_wvalid 1, s_axi_bready 1, s_axi_araddr 8, s_axi_arvalid 1, s_axi_rready 1");
        add(ports, "out", "s_axi_awready 1, s_axi_wready 1, s_axi_bresp 2, s_axi_bvalid 1, s_axi_arready 1");
        add(ports, "out", "s_axi_rdata 32, s_axi_rresp 2, s_axi_rvalid 1, interrupt 1");
        add(ports, "in", "s_axis_in_tdata " + widthBits + ", s_axis_in_tkeep " + widthBits / 8);
        add(ports, "in", "s_axis_in_tvalid 1, s_axis_in_tlast 1, m_axis_out_tready 1");
        add(
                ports,
                "out",
                "m_axis_out_tdata " + widthBits + ", m_axis_out_tvalid 1, m_axis_out_tlast 1, s_axis_in_tready 1");
        add(ports, "in", "probe_in 24, wide_in 100");
        add(ports, "out", "probe_out 24, wide_out 100");
        return ports;
    }

    private static void add(List<Port> ports, String direction, String list) {
        for (String entry : list.split(", ", -1)) {
            String[] parts = entry.split(" ", -1);
            ports.add(new Port(parts[0], direction, Integer.parseInt(parts[1])));
        }
    }
}
