// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.network.NetworkProcessors;
import io.fluxmill.hw.pulse.PulseConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Helper wires go where that changes nothing, and stay where it could; yosys proves that it changes nothing. */
class HelperWiresTest {
    private static final String HEAD =
            """
            module t (
              input  wire [7:0]    a,
              input  wire [5:0]    b,
              input  wire          c,
              output wire [13:0]   p,
              output wire [7:0]    q,
              output wire [15:0]   r,
              output wire [15:0]   s,
              output reg  [7:0]    u,
              output reg  [3:0]    v,
              input  wire          clk
            );
            """;

    /** As SpinalHDL writes it: operands of a product and of a shift, parts of a concatenation, choices. */
    private static final String BEFORE = HEAD
            + """
              wire       [13:0]   tmp_p;
              wire       [7:0]    tmp_p_1;
              wire       [5:0]    tmp_p_2;
              wire       [7:0]    tmp_q;
              wire       [7:0]    tmp_q_1;
              wire       [7:0]    tmp_r;
              wire       [7:0]    tmp_r_1;
              wire       [9:0]    tmp_s;
              wire       [7:0]    tmp_s_1;
              wire       [7:0]    tmp_u;
              wire       [7:0]    tmp_v;
              reg        [7:0]    memory [0:3];

              assign tmp_p = ($signed(tmp_p_1) * $signed(tmp_p_2));
              assign tmp_p_1 = a;
              assign tmp_p_2 = b;
              assign p = tmp_p;
              assign tmp_q = ($signed(tmp_q_1) >>> b);
              assign tmp_q_1 = {c,a[6 : 0]};
              assign q = tmp_q;
              assign tmp_r = 8'h5a;
              assign tmp_r_1 = {8{a[7]}};
              assign r = (c ? {tmp_r,tmp_r_1} : {tmp_r,a});
              assign tmp_s = ({2'b00,tmp_s_1} + {4'h0,b});
              assign tmp_s_1 = memory[2];
              assign s = tmp_s;
              assign tmp_u = (a + {2'b00,b});
              assign tmp_v = {c,a[6 : 0]};
              always @(posedge clk) begin
                u <= tmp_u;
                v <= tmp_v[5 : 2];
                memory[b[1 : 0]] <= a;
              end
            endmodule
            """;

    /**
     * What stays: the operand that is an element of a memory, whose width is not looked up; the sum whose target is wider, where a carry would come back; the
     * word that is selected from.
     */
    private static final String AFTER = HEAD
            + """
              wire       [9:0]    tmp_s;
              wire       [7:0]    tmp_s_1;
              wire       [7:0]    tmp_v;
              reg        [7:0]    memory [0:3];

              assign p = ($signed(a) * $signed(b));
              assign q = ($signed({c,a[6 : 0]}) >>> b);
              assign r = (c ? {8'h5a,{8{a[7]}}} : {8'h5a,a});
              assign tmp_s = ({2'b00,tmp_s_1} + {4'h0,b});
              assign tmp_s_1 = memory[2];
              assign s = tmp_s;
              assign tmp_v = {c,a[6 : 0]};
              always @(posedge clk) begin
                u <= (a + {2'b00,b});
                v <= tmp_v[5 : 2];
                memory[b[1 : 0]] <= a;
              end
            endmodule
            """;

    private static String inlined(String verilog) {
        return HelperWires.inlined(verilog.lines().toList()).stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void theyGoWhereTheirValueMayStand() {
        assertEquals(AFTER, inlined(BEFORE));
        assertEquals(AFTER, inlined(AFTER));
    }

    @Test
    void aModuleWithSignedSignalsStaysAsItIs() {
        String signed =
                BEFORE.replace("  reg        [7:0]    memory", "  wire signed [7:0] x;\n  reg        [7:0]    memory");
        assertEquals(signed, inlined(signed));
    }

    @Tag("tools")
    @Test
    void yosysProvesThatNothingHasChanged(@TempDir Path directory) throws Exception {
        assertEquals("", difference(AFTER, directory));
        assertTrue(difference(AFTER.replace("$signed(b)", "b"), directory).contains("unproven $equiv cells"));
    }

    /** What yosys says about a module and {@link #BEFORE}; nothing if they are equal. */
    private static String difference(String verilog, Path directory) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("gold.v"), BEFORE.replace("module t", "module gold"));
        Files.writeString(directory.resolve("gate.v"), verilog.replace("module t", "module gate"));
        String script =
                "read_verilog gold.v gate.v; proc; memory -nomap; memory_map; opt_clean; equiv_make gold gate e;"
                        + " hierarchy -top e; clean -purge; equiv_simple -undef; equiv_induct -undef; equiv_status -assert";
        Process yosys;
        try {
            yosys = new ProcessBuilder("yosys", "-q", "-p", script)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("yosys is not installed");
            throw e;
        }
        String text = new String(yosys.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        yosys.waitFor();
        return text;
    }

    @Test
    void enginesHaveNone() {
        Pattern helper = Pattern.compile("\\btmp_\\w+");
        for (String verilog : List.of(
                PulseConfig.defaults("p").generate().verilog(),
                MacConfig.defaults("m").generate().verilog(),
                NetworkProcessors.NETWORK4X4.design().verilog())) {
            assertFalse(helper.matcher(verilog).find(), () -> helper.matcher(verilog)
                    .results()
                    .map(r -> r.group())
                    .distinct()
                    .toList()
                    .toString());
        }
    }
}
