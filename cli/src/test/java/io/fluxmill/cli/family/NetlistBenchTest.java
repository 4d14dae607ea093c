// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.flow.BoardBuild;
import io.fluxmill.boards.flow.NetlistCheck;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small SFQ netlist behind its link, synthesised for iCE40 by the real yosys: found equal to its RTL, and different once one LUT is inverted. */
@Tag("verilator")
class NetlistBenchTest {
    private static final String CONFIG =
            """
            engine:
              family: sfq
              name: sfq_few
              quantum-ps: 1
              queue-words: 64
              library: rsfqlib-v3
              netlist:
                name: few
                inputs: [a]
                outputs: [x, y]
                cells:
                  s: {cell: SPLIT, a: a, q0: b, q1: x}
                  t: {cell: TFF, a: b, q: y}
            """;
    private static final long CYCLES = 40_000;
    private static final Pattern LUT = Pattern.compile("(?m)^  assign (\\\\core\\.sender\\.\\S+ +) = ([^;]+);");

    @TempDir
    private Path folder;

    @Test
    void equalAndOneInvertedLut() throws IOException {
        Board board = Boards.in(Path.of("../boards")).board("icebreaker");
        Path config = Files.writeString(folder.resolve("few.yaml"), CONFIG);
        BoardDesign design = BoardDesign.of(Families.BUILT_IN, config, board);
        BoardBuild build;
        try {
            build = new BoardBuild(board, design.linked(), step -> {});
        } catch (InputException missing) {
            assumeTrue(false, missing.getMessage() + ": " + missing.remedy());
            return;
        }
        NetlistBench bench = new NetlistBench(build.top(), design, CYCLES, 1);
        Path good = build.synthesis().folder().resolve("netlist.v");
        NetlistCheck.Result equal = compare(build, bench, Files.readString(good), "equal");
        assertEquals(0, equal.mismatches(), "first in cycle " + equal.first());
        assertTrue(equal.cycles() > CYCLES, "cycles " + equal.cycles());
        assertTrue(equal.accesses() > 3, "accesses " + equal.accesses());

        Matcher lut = LUT.matcher(Files.readString(good));
        assertTrue(lut.find(), "the netlist has names of our modules");
        NetlistCheck.Result wrong =
                compare(build, bench, lut.replaceFirst("  assign $1 = ~($2);".replace("\\", "\\\\")), "wrong");
        assertTrue(wrong.mismatches() > 0, "an inverted LUT");
        assertTrue(wrong.first() >= 0 && wrong.first() < wrong.cycles(), "first " + wrong.first());
    }

    private NetlistCheck.Result compare(BoardBuild build, NetlistBench bench, String netlist, String name)
            throws IOException {
        Path work = Files.createDirectory(folder.resolve(name));
        for (Map.Entry<String, String> file : build.verilog().entrySet()) {
            Files.writeString(work.resolve(file.getKey()), file.getValue());
        }
        Files.writeString(work.resolve("netlist.v"), netlist);
        return bench.compare(work, List.copyOf(build.verilog().keySet()), "netlist.v");
    }
}
