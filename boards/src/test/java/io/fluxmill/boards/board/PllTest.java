// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PllTest {
    private static final Boards BOARDS = Boards.in(Path.of("."));

    /** Every whole MHz: what is made is within the limits of the part and near what is wanted; what is refused has a remedy that is accepted. */
    @Test
    void everyFrequencyIsWithinTheLimitsOrRefused() {
        check("icebreaker", new double[] {10, 133, 533, 1066, 16, 275}, 160);
        check("ice40-hx8k", new double[] {10, 133, 533, 1066, 16, 275}, 160);
        check("ulx3s-85f", new double[] {10, 400, 400, 800, 3.125, 400}, 200);
        check("orangecrab", new double[] {10, 400, 400, 800, 3.125, 400}, 200);
        check("tang-nano-9k", new double[] {3, 400, 400, 1200, 3.125, 600}, 200);
        check("tang-nano-20k", new double[] {3, 500, 500, 1250, 3.90625, 625}, 200);
        check("arty-a7-35t", new double[] {19, 450, 800, 1600, 6.25, 800}, 200);
    }

    private static void check(String id, double[] limits, int atLeast) {
        Board board = BOARDS.board(id);
        int made = 0;
        for (long mhz = 1; mhz <= 500; mhz++) {
            long hz = mhz * 1_000_000;
            Pll pll;
            try {
                pll = Pll.of(board, hz);
                made++;
            } catch (InputException e) {
                long near = Long.parseLong(e.remedy().replaceFirst("set engine.clock-hz to ([0-9]+),.*", "$1"));
                pll = Pll.of(board, near);
                hz = near;
            }
            assertTrue(Math.abs(pll.outputHz() - hz) <= Pll.TOLERANCE * hz, id + " " + mhz + ": " + pll);
            within(limits[0], pll.pfdHz(), limits[1], id + " PFD " + pll);
            within(limits[2], pll.vcoHz(), limits[3], id + " VCO " + pll);
            within(limits[4], pll.outputHz(), limits[5], id + " output " + pll);
            consistent(board, pll);
        }
        assertTrue(made >= atLeast, id + " makes " + made);
    }

    private static void within(double low, double hz, double high, String what) {
        assertTrue(hz >= low * 1e6 - 1 && hz <= high * 1e6 + 1, what);
    }

    /** What the dividers do, by each family's own formula. */
    private static void consistent(Board board, Pll pll) {
        Pll.Dividers d = pll.dividers();
        double in = board.clock().orElseThrow().hz();
        assertEquals(in / d.reference(), pll.pfdHz(), 1);
        switch (board.family()) {
            case ICE40, ECP5, XC7 -> {
                assertEquals(in / d.reference() * d.feedback(), pll.vcoHz(), 1);
                assertEquals(in / d.reference() * d.feedback() / d.output(), pll.outputHz(), 1);
            }
            default -> {
                assertEquals(in / d.reference() * d.feedback(), pll.outputHz(), 1);
                assertEquals(in / d.reference() * d.feedback() * d.output(), pll.vcoHz(), 1);
            }
        }
    }

    /** What icepll says to 12 and 48 MHz. */
    @Test
    void iCE40SettingsAreThoseOfIcepll() {
        String verilog = Pll.of(BOARDS.board("icebreaker"), 48_000_000).cell().instance("clk", "out", "good");
        for (String setting :
                List.of("SB_PLL40_PAD", "DIVR(4'd0)", "DIVF(7'd63)", "DIVQ(3'd4)", "FILTER_RANGE(3'd1)")) {
            assertTrue(verilog.contains(setting), verilog);
        }
        assertTrue(Pll.of(BOARDS.board("hx8k"), 48_000_000)
                .cell()
                .instance("clk", "out", "good")
                .contains("_CORE"));
    }

    @Test
    void refusedWithTheNearest() {
        InputException e = assertThrows(InputException.class, () -> Pll.of(BOARDS.board("icebreaker"), 14_000_000));
        assertEquals(
                "clock-hz must be one that the PLL of iCE40UP5K-SG48 makes from 12 MHz to 0.5 %: clock-hz=14000000",
                e.getMessage());
        assertEquals("set engine.clock-hz to 16125000, the nearest that it can, or to 12000000", e.remedy());
    }
}
