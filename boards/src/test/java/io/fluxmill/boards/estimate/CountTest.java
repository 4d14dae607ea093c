// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Numbers of cells, and the answer that follows from them; the sums are made by hand. */
class CountTest {
    private static final Boards BOARDS = Boards.in(Path.of("."));

    private static Resource resource(Count count, String name) {
        return count.resources().stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ecp5() {
        Map<String, Integer> cells = Map.of(
                "LUT4",
                1000,
                "CCU2C",
                100,
                "TRELLIS_DPR16X4",
                10,
                Packing.CARRY_ENDS,
                40,
                "TRELLIS_FF",
                700,
                "DP16KD",
                56,
                "MULT18X18D",
                29,
                "PFUMX",
                50);
        Board i5 = BOARDS.board("colorlight-i5");
        Count count = Count.of(i5, true, false, cells);
        assertEquals(
                1000 + 2 * 100 + 4 * 10 + 40, resource(count, "LUT4").used().getAsInt());
        assertEquals(Optional.of(true), resource(count, "block RAM DP16KD").fits(), "all of them");
        assertEquals(1, resource(count, "MULT18X18D").shortBy());
        assertEquals(Optional.of(false), count.fits());
        assertEquals(
                "mac does not fit colorlight-i5 (LFE5U-25F-6BG381C): 29 MULT18X18D are needed, the part has 28",
                count.shortage("mac"));
        assertEquals(Optional.of(true), count.on(BOARDS.board("ulx3s-85f")).fits());
        assertEquals("", count.on(BOARDS.board("ulx3s-85f")).shortage("mac"));
        assertTrue(count.cells().containsKey("PFUMX"));
        assertTrue(count.cells().keySet().stream().noneMatch(type -> type.startsWith("$")), "cells of the part alone");
    }

    @Test
    void anEarlyCountSaysNoButNeverYes() {
        Count few = Count.of(BOARDS.board("colorlight-i5"), false, false, Map.of("DP16KD", 3, "LUT4", 9));
        assertEquals(OptionalInt.empty(), resource(few, "LUT4").used(), "not mapped yet");
        assertEquals(Optional.empty(), few.fits());
        Count many = Count.of(BOARDS.board("colorlight-i5"), false, false, Map.of("DP16KD", 57, "MULT18X18D", 30));
        assertEquals(Optional.of(false), many.fits());
        assertEquals(
                "a does not fit colorlight-i5 (LFE5U-25F-6BG381C): 57 block RAM DP16KD are needed, the part has 56; 30 MULT18X18D are"
                        + " needed, the part has 28",
                many.shortage("a"));
    }

    @Test
    void gowinAndXilinx() {
        Count gowin = Count.of(
                BOARDS.board("tang-nano-9k"),
                true,
                false,
                Map.of(
                        "LUT1",
                        1,
                        "LUT2",
                        2,
                        "LUT3",
                        3,
                        "LUT4",
                        4,
                        "ALU",
                        10,
                        "RAM16SDP4",
                        5,
                        Packing.LONE_FLIP_FLOPS,
                        100,
                        "DFFRE",
                        7,
                        "SDPX9B",
                        1,
                        "DPX9B",
                        2));
        assertEquals(
                1 + 2 + 3 + 4 + 10 + 4 * 5 + 100, resource(gowin, "LUT4").used().getAsInt());
        assertEquals(7, resource(gowin, "flip-flops").used().getAsInt());
        assertEquals(3, resource(gowin, "block RAM BSRAM").used().getAsInt());
        Count arty = Count.of(
                BOARDS.board("arty-a7-35t"),
                true,
                false,
                Map.of("LUT6", 10, "RAM32M", 2, "RAM64X1D", 1, "SRL16E", 3, "FDRE", 5, "FDSE", 1, "RAMB36E1", 51));
        assertEquals(10 + 2 * 4 + 2 + 3, resource(arty, "LUT").used().getAsInt());
        assertEquals(6, resource(arty, "flip-flops").used().getAsInt());
        assertEquals(2, resource(arty, "block RAM RAMB18").shortBy(), "the part has 50 of the double ones");
    }

    @Test
    void whatIsNotKnownOfAPartIsNotGuessed() {
        Count count = Count.of(BOARDS.board("vcu129"), true, false, Map.of("LUT6", 10, "DSP48E2", 3));
        assertEquals(Optional.empty(), count.fits());
        assertEquals(3, resource(count, "DSP48E2").used().getAsInt());
        assertEquals(List.of(), count.missing());
        assertEquals(Optional.empty(), resource(count, "DSP48E2").share());
    }
}
