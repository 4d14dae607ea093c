// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.jtag;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tops that connect a JTAG link to the test port of a part, as Verilog with the part's primitive. Their ports are {@code clk}, {@code reset} and {@code led}. */
final class JtagPorts {
    /** Lattice FPGA-TN-02039: the register is selected while JCE1 is 1. */
    private static final String ECP5 =
            """
              JTAGG jtagg (
                .JTCK(tck), .JTDI(tdi), .JTDO1(tdo), .JTDO2(1'b0), .JCE1(selected), .JCE2(), .JSHIFT(shifting),
                .JUPDATE(), .JRSTN(), .JRTI1(), .JRTI2(), .TCK(), .TMS(), .TDI(), .TDO()
              );
            """;

    /** Xilinx UG953: chain 1 is USER1. */
    private static final String XC7 =
            """
              BSCANE2 #(.JTAG_CHAIN(1)) bscan (
                .TCK(tck), .TDI(tdi), .TDO(tdo), .SEL(selected), .SHIFT(shifting),
                .CAPTURE(), .DRCK(), .RESET(), .RUNTEST(), .TMS(), .UPDATE()
              );
            """;

    private JtagPorts() {}

    /** The tops of a design by name of file; the upper-case letter keeps them apart from other designs. */
    static Map<String, String> of(String design) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(design + "_Ecp5.v", top(design, "Ecp5", ECP5));
        files.put(design + "_Xc7.v", top(design, "Xc7", XC7));
        return files;
    }

    private static String top(String design, String family, String primitive) {
        return """
                // Generated: %1$s at the test port of its part.
                module %1$s_%2$s (
                  input  wire       clk,
                  input  wire       reset,
                  output wire [3:0] led
                );
                  wire tck, tdi, tdo, selected, shifting;
                %3$s
                  %1$s link (
                    .clk(clk), .reset(reset), .jtag_tck(tck), .jtag_tdi(tdi), .jtag_shift(selected & shifting),
                    .jtag_tdo(tdo), .led(led)
                  );
                endmodule
                """
                .formatted(design, family, primitive);
    }
}
