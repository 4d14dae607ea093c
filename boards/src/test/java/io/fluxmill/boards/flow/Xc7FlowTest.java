// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.board.Constraints;
import io.fluxmill.boards.flow.xc7.BitreadCheck;
import io.fluxmill.boards.flow.xc7.FrameAssembler;
import io.fluxmill.boards.flow.xc7.FrameAssembler.Assembled;
import io.fluxmill.boards.flow.xc7.XrayDatabase;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real tools on a design with block RAMs that have contents and with a DSP, from Verilog to the bits that bitread finds. */
@Tag("tools")
class Xc7FlowTest {
    private static final String TOP = "t";
    private static final int WORDS = 1024;
    private static final String DESIGN =
            """
            module t(input clk, input reset_n, input uart_rx, output uart_tx, output [3:0] led);
              reg [31:0] wide [0:1023];
              reg [17:0] narrow [0:1023];
              integer i;
              initial for (i = 0; i < 1024; i = i + 1) begin
                wide[i] = 32'h9E3779B1 * (i + 1);
                narrow[i] = 18'h15A3C ^ (i * 77);
              end
              reg [9:0] a;
              reg [31:0] q;
              reg [17:0] r;
              reg signed [47:0] sum;
              reg [15:0] line;
              always @(posedge clk) begin
                line <= {line[14:0], uart_rx};
                a <= reset_n ? a + 10'd1 : 10'd0;
                sum <= reset_n ? sum + $signed(q[17:0]) * $signed(r) : 48'd0;
                if (line[15]) wide[line[9:0]] <= sum[31:0];
                if (line[14]) narrow[line[9:0]] <= sum[47:30];
                q <= wide[a];
                r <= narrow[a];
              end
              assign uart_tx = ^sum;
              assign led = sum[47:44];
            endmodule
            """;

    @TempDir
    private Path work;

    private final Xc7Flow flow = new Xc7Flow();
    private Toolbox tools;
    private Board board;

    @BeforeEach
    void findTools() {
        board = Boards.in(Path.of(".")).board("arty-a7-35t");
        try {
            tools = Toolbox.of(flow.tools(), ToolRoot.of(board.family()));
        } catch (InputException | EnvironmentException e) {
            assumeTrue(false, "skipped: " + e.getMessage());
        }
    }

    @Test
    void bitreadReturnsExactlyTheBitsOfADesignWithBlockRamAndDsp() throws IOException {
        Files.writeString(work.resolve("t.v"), DESIGN);
        Files.writeString(work.resolve("top.xdc"), Constraints.of(board));
        Flow.Job job = new Flow.Job(tools, work, board, TOP, 100, 1);
        job.command("yosys", "-p", "read_verilog t.v; " + flow.synthesis(board, TOP) + "; write_json " + Flow.NETLIST)
                .writing(Flow.NETLIST)
                .run();
        flow.placeAndRoute(job);
        String bitstream = flow.pack(job);
        Bitstream read = Bitstream.read(board.family(), Files.readAllBytes(work.resolve(bitstream)));
        assertEquals(Bitstream.Fault.NONE, read.fault());
        assertTrue(read.startsOn(board.jtag().orElseThrow().idcode()));

        XrayDatabase database =
                XrayDatabase.open(tools.system().resolve("usr/share/prjxray/database/artix7"), "xc7a35tcsg324-1");
        assertEquals(board.jtag().orElseThrow().idcode(), database.idcode());
        Assembled design = FrameAssembler.assemble(database, work.resolve("placed.fasm"));
        Path bits = work.resolve("bitstream.bits");
        assertEquals(Optional.empty(), BitreadCheck.problem(database, design, bits));
        contentsAreThoseOfTheVerilog(design.features());
        assertTrue(
                design.features().stream().anyMatch(feature -> feature.contains(".DSP48.DSP_")),
                "no DSP in the design");

        List<String> lines = new ArrayList<>(Files.readAllLines(bits));
        assertEquals(design.frames().ones(), lines.size());
        String removed = lines.remove(lines.size() / 2);
        Files.write(bits, lines);
        assertEquals(
                Optional.of(
                        "1 of " + (lines.size() + 1) + " bits are missing (first " + removed + ") and 0 are too many"),
                BitreadCheck.problem(database, design, bits));
        lines.add(removed);
        lines.add("bit_00000000_000_00");
        Files.write(bits, lines);
        assertEquals(
                Optional.of("0 of " + (lines.size() - 1)
                        + " bits are missing and 1 are too many (first bit_00000000_000_00)"),
                BitreadCheck.problem(database, design, bits));
    }

    /**
     * The words of both memories from the features of their tiles. Bits 8, 17 and 26 of a word are its parity; of a RAMB36, even bits are in
     * the lower half and odd ones in the upper.
     */
    private static void contentsAreThoseOfTheVerilog(Set<String> features) {
        Set<String> tiles = features.stream()
                .filter(feature -> feature.contains(".INIT_"))
                .map(feature -> feature.substring(0, feature.indexOf('.')))
                .collect(Collectors.toSet());
        assertEquals(2, tiles.size(), () -> "tiles with contents: " + tiles);
        int words = 0;
        for (String tile : tiles) {
            BitSet[] data = {contents(features, tile, 0, "INIT"), contents(features, tile, 1, "INIT")};
            BitSet[] parity = {contents(features, tile, 0, "INITP"), contents(features, tile, 1, "INITP")};
            boolean whole = !data[0].isEmpty() && !data[1].isEmpty();
            int only = data[0].isEmpty() ? 1 : 0;
            for (int word = 0; word < WORDS; word++) {
                int width = whole ? 32 : 18;
                long value = 0;
                for (int bit = 0; bit < width; bit++) {
                    boolean isParity = bit % 9 == 8;
                    int bytes = (whole ? 4 : 2) * word + bit / 9;
                    int at = isParity ? bytes : bytes * 8 + bit % 9;
                    BitSet[] from = isParity ? parity : data;
                    boolean one = whole ? from[at % 2].get(at / 2) : from[only].get(at);
                    value |= one ? 1L << bit : 0;
                }
                long expected = whole ? 0x9E3779B1L * (word + 1) & 0xFFFFFFFFL : (0x15A3C ^ word * 77) & 0x3FFFF;
                assertEquals(expected, value, tile + " word " + word);
                words++;
            }
        }
        assertEquals(2 * WORDS, words);
    }

    private static BitSet contents(Set<String> features, String tile, int half, String name) {
        String stem = tile + ".RAMB18_Y" + half + "." + name + "_";
        BitSet bits = new BitSet();
        features.stream().filter(feature -> feature.startsWith(stem)).forEach(feature -> {
            int row = Integer.parseInt(feature, stem.length(), stem.length() + 2, 16);
            int bit = Integer.parseInt(feature, stem.length() + 3, feature.length() - 1, 10);
            bits.set(row * 256 + bit);
        });
        return bits;
    }
}
