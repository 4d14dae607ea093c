// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import io.fluxmill.core.config.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A phase-locked loop of a part: the reference divided, multiplied in the loop and divided again, so that phase detector, oscillator and output stay
 * within the part's limits.
 *
 * <p>Sources of the limits: iCE40 sysCLOCK PLL in FPGA-TN-02052 and {@code icepll}; ECP5 FPGA-DS-02012, table of sysCLOCK PLL timing; Gowin
 * DS117 and DS226 as in {@code gowin_pll}; 7-series DS181, PLL switching characteristics of speed grade -1.
 *
 * @param primitive cell of the part
 * @param inputHz frequency of the board's clock
 * @param dividers by role
 * @param pfdHz frequency of the phase detector
 * @param vcoHz frequency of the oscillator
 * @param outputHz frequency that comes out
 * @param device what Gowin's cell calls its part, else empty
 */
public record Pll(
        String primitive, long inputHz, Dividers dividers, double pfdHz, double vcoHz, double outputHz, String device) {
    /** Largest allowed difference of the output from the wanted frequency. */
    public static final double TOLERANCE = 0.005;

    /**
     * Divisors, all from 1.
     *
     * @param reference before the phase detector
     * @param feedback in the loop: from output to detector, or from oscillator to detector
     * @param output from oscillator to output
     */
    public record Dividers(int reference, int feedback, int output) {}

    /**
     * What a part allows, in MHz.
     *
     * @param loopFromOutput whether the loop divides the output, not the oscillator
     */
    private record Limits(
            String primitive,
            Range input,
            Range pfd,
            Range vco,
            Range output,
            int references,
            List<Integer> feedbacks,
            List<Integer> outputs,
            boolean loopFromOutput,
            String device) {}

    private record Range(double low, double high) {
        boolean has(double hz) {
            return hz >= low * 1e6 * (1 - 1e-9) && hz <= high * 1e6 * (1 + 1e-9);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s to %s MHz", megahertz(low * 1e6), megahertz(high * 1e6));
        }
    }

    /**
     * The loop of a board's part that makes a frequency from the board's clock.
     *
     * @throws InputException if the part cannot; it names the nearest frequency that it can make
     */
    public static Pll of(Board board, long outputHz) {
        long inputHz = board.clock().orElseThrow().hz();
        Limits limits = limits(board);
        if (!limits.input.has(inputHz)) {
            throw new InputException(
                    "clock of board " + board.id() + " must be " + limits.input + " for a PLL: hz=" + inputHz,
                    "set engine.clock-hz to " + inputHz);
        }
        Pll best = settings(limits, inputHz).stream()
                .min(Comparator.comparingDouble((Pll p) -> Math.abs(p.outputHz - outputHz))
                        .thenComparing(p -> -p.pfdHz)
                        .thenComparing(p -> p.vcoHz))
                .orElseThrow();
        if (Math.abs(best.outputHz - outputHz) > TOLERANCE * outputHz) {
            throw new InputException(
                    String.format(
                            Locale.ROOT,
                            "clock-hz must be one that the PLL of %s makes from %s MHz to %.1f %%: clock-hz=%d",
                            board.part(),
                            megahertz(inputHz),
                            100 * TOLERANCE,
                            outputHz),
                    "set engine.clock-hz to " + Math.round(best.outputHz) + ", the nearest that it can, or to "
                            + inputHz);
        }
        return best;
    }

    private static List<Pll> settings(Limits limits, long inputHz) {
        List<Pll> found = new ArrayList<>();
        for (int reference = 1; reference <= limits.references; reference++) {
            double pfd = (double) inputHz / reference;
            if (!limits.pfd.has(pfd)) {
                continue;
            }
            for (int feedback : limits.feedbacks) {
                for (int output : limits.outputs) {
                    double out = limits.loopFromOutput ? pfd * feedback : pfd * feedback / output;
                    double vco = limits.loopFromOutput ? out * output : pfd * feedback;
                    if (limits.vco.has(vco) && limits.output.has(out)) {
                        Dividers dividers = new Dividers(reference, feedback, output);
                        found.add(new Pll(limits.primitive, inputHz, dividers, pfd, vco, out, limits.device));
                    }
                }
            }
        }
        return found;
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private static Limits limits(Board board) {
        return switch (board.family()) {
            case ICE40 -> new Limits(
                    // The clock pin of UltraPlus boards is the pin of the PLL itself, which leaves it to nothing else.
                    board.flow().get("device").startsWith("up") ? "SB_PLL40_PAD" : "SB_PLL40_CORE",
                    new Range(10, 133),
                    new Range(10, 133),
                    new Range(533, 1066),
                    new Range(16, 275),
                    16,
                    upTo(128),
                    List.of(2, 4, 8, 16, 32, 64),
                    false,
                    "");
            case ECP5 -> new Limits(
                    "EHXPLLL",
                    new Range(8, 400),
                    new Range(10, 400),
                    new Range(400, 800),
                    new Range(3.125, 400),
                    128,
                    upTo(128),
                    upTo(128),
                    false,
                    "");
            case GOWIN -> gowin(board);
            case XC7 -> new Limits(
                    "PLLE2_BASE",
                    new Range(19, 800),
                    new Range(19, 450),
                    new Range(800, 1600),
                    new Range(6.25, 800),
                    56,
                    IntStream.rangeClosed(2, 64).boxed().toList(),
                    upTo(128),
                    false,
                    "");
            case XCUP -> throw new IllegalArgumentException("no PLL of " + board.part() + " is described");
        };
    }

    private static Limits gowin(Board board) {
        String device = board.flow().get("device");
        List<Integer> outputs = List.of(2, 4, 8, 16, 32, 48, 64, 80, 96, 112, 128);
        if (device.startsWith("GW1N") && device.endsWith("C6/I5")) {
            return new Limits(
                    "rPLL",
                    new Range(3, 400),
                    new Range(3, 400),
                    new Range(400, 1200),
                    new Range(3.125, 600),
                    64,
                    upTo(64),
                    outputs,
                    true,
                    "GW1NR-9C");
        }
        if (device.startsWith("GW2A") && device.endsWith("C8/I7")) {
            return new Limits(
                    "rPLL",
                    new Range(3, 500),
                    new Range(3, 500),
                    new Range(500, 1250),
                    new Range(3.90625, 625),
                    64,
                    upTo(64),
                    outputs,
                    true,
                    "GW2AR-18C");
        }
        throw new InputException(
                "limits of the PLL are not known for this part: part=" + board.part(),
                "set engine.clock-hz to " + board.clock().orElseThrow().hz());
    }

    private static String megahertz(double hz) {
        return String.format(Locale.ROOT, "%.3f", hz / 1e6).replaceAll("\\.?0+$", "");
    }

    /** The cell of the part. */
    PllCell cell() {
        return switch (primitive) {
            case "SB_PLL40_PAD", "SB_PLL40_CORE" -> ice40();
            case "EHXPLLL" -> ecp5();
            case "rPLL" -> gowin();
            default -> xilinx();
        };
    }

    private PllCell ice40() {
        return new PllCell(
                        primitive,
                        primitive.equals("SB_PLL40_PAD") ? "PACKAGEPIN" : "REFERENCECLK",
                        "PLLOUTGLOBAL",
                        "LOCK")
                .text("FEEDBACK_PATH", "SIMPLE")
                .parameter("DIVR", "4'd" + (dividers.reference - 1))
                .parameter("DIVF", "7'd" + (dividers.feedback - 1))
                .parameter("DIVQ", "3'd" + Integer.numberOfTrailingZeros(dividers.output))
                .parameter("FILTER_RANGE", "3'd" + filterRange())
                .constant("RESETB", 1, 1)
                .constant("BYPASS", 1, 0);
    }

    /** Of the loop filter, by the frequency of the phase detector, as {@code icepll} does. */
    private int filterRange() {
        double[] limits = {17e6, 26e6, 44e6, 66e6, 101e6};
        int range = 1;
        for (double limit : limits) {
            range += pfdHz >= limit ? 1 : 0;
        }
        return range;
    }

    /** The loop is closed over a separate output, so that the output in use can have any divider. */
    private PllCell ecp5() {
        PllCell cell = new PllCell(primitive, "CLKI", "CLKOS", "LOCK")
                .feedback("CLKFB", "CLKOP")
                .text("FEEDBK_PATH", "CLKOP")
                .text("CLKOP_ENABLE", "ENABLED")
                .text("CLKOS_ENABLE", "ENABLED")
                .number("CLKI_DIV", dividers.reference)
                .number("CLKFB_DIV", 1)
                .number("CLKOP_DIV", dividers.feedback)
                .number("CLKOP_CPHASE", dividers.feedback - 1)
                .number("CLKOS_DIV", dividers.output)
                .number("CLKOS_CPHASE", dividers.output - 1);
        for (String port : List.of(
                "RST",
                "STDBY",
                "ENCLKOP",
                "PHASESEL0",
                "PHASESEL1",
                "PHASEDIR",
                "PHASESTEP",
                "PHASELOADREG",
                "PLLWAKESYNC")) {
            cell.constant(port, 1, 0);
        }
        return cell;
    }

    private PllCell gowin() {
        return new PllCell(primitive, "CLKIN", "CLKOUT", "LOCK")
                .text("FCLKIN", megahertz(inputHz))
                .text("DEVICE", device)
                .number("IDIV_SEL", dividers.reference - 1)
                .number("FBDIV_SEL", dividers.feedback - 1)
                .number("ODIV_SEL", dividers.output)
                .constant("CLKFB", 1, 0)
                .constant("RESET", 1, 0)
                .constant("RESET_P", 1, 0)
                .constant("FBDSEL", 6, 0)
                .constant("IDSEL", 6, 0)
                .constant("ODSEL", 6, 0)
                .constant("PSDA", 4, 0)
                .constant("DUTYDA", 4, 0)
                .constant("FDLY", 4, 0);
    }

    private PllCell xilinx() {
        return new PllCell(primitive, "CLKIN1", "CLKOUT0", "LOCKED")
                .feedback("CLKFBIN", "CLKFBOUT")
                .parameter("CLKIN1_PERIOD", String.format(Locale.ROOT, "%.3f", 1e9 / inputHz))
                .number("DIVCLK_DIVIDE", dividers.reference)
                .number("CLKFBOUT_MULT", dividers.feedback)
                .number("CLKOUT0_DIVIDE", dividers.output)
                .constant("RST", 1, 0)
                .constant("PWRDWN", 1, 0);
    }
}
