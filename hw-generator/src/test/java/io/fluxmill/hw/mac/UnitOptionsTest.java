// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.hw.mac.multiply.CellMode;
import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.multiply.Multiplier;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import io.fluxmill.hw.mac.unit.LaneLayout;
import io.fluxmill.hw.mac.unit.Side;
import io.fluxmill.hw.mac.unit.Target;
import io.fluxmill.hw.mac.unit.UnitArchitecture;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys multiplier and gating, the widths that follow, and that nothing is in the Verilog that was not asked for. */
class UnitOptionsTest {
    private static MacConfig read(String keys) {
        return MacConfig.from(ConfigNode.parse(Path.of("c.yaml"), "engine: {family: mac, name: a, " + keys + "}\n")
                .node("engine"));
    }

    private static MacConfig config(UnitOptions options, String... formats) {
        List<NumberFormat> list = Stream.of(formats).map(NumberFormats::of).toList();
        return new MacConfig("a", 2, 2, list, List.of(), 1024, 1024, 64, 4, 32, 1, 16).withOptions(options);
    }

    @Test
    void keysAreRead() {
        assertEquals(UnitOptions.DEFAULT, read("rows: 2").options().unit());
        UnitOptions options =
                read("multiplier: mitchell, gating: [zeros, rows]").options().unit();
        assertEquals(Multiplier.MITCHELL, options.multiplier());
        assertEquals(EnumSet.of(Gating.ROWS, Gating.ZEROS), options.gating());
        assertEquals(
                Multiplier.CELLS,
                read("multiplier: cells, formats: [INT8]").options().unit().multiplier());
    }

    @Test
    void wrongKeysAreRefusedInASentence() {
        InputException integers =
                assertThrows(InputException.class, () -> read("multiplier: lmul, formats: [POSIT8_0, INT8, TERNARY]"));
        assertEquals(
                "c.yaml:1: engine.formats must be posits or floats with an exponent, and no pairs, for multiplier lmul or mitchell:"
                        + " formats=a list",
                integers.getMessage());
        assertEquals("take INT8 out, or set engine.multiplier: auto", integers.remedy());
        InputException gating = assertThrows(InputException.class, () -> read("gating: [lane]"));
        assertTrue(
                gating.getMessage().contains("gating must be one of lanes, rows, columns, zeros: gating=lane"),
                gating.getMessage());
        assertEquals(
                "formats must be posits or floats with an exponent, and no pairs, for multiplier lmul or mitchell: formats=INT8",
                assertThrows(IllegalArgumentException.class, () -> config(UnitOptions.of(Multiplier.LMUL), "INT8"))
                        .getMessage());
    }

    /** Blocks, exact sums that are too wide, and formats that are summed in a window: of BINARY8P1UE x BINARY products have 254 bits, but their units are the window's. */
    @Test
    void pairsThatNoUnitMultipliesAreRefused() {
        String[][] refused = {
            {"INT8 x BF16", "replace INT8 x BF16 by formats with smaller exponents"},
            {"BINARY8P1UE x BINARY", "replace BINARY8P1UE x BINARY by formats with smaller exponents"},
            {"TERNARY x BINARY8P1UF", "replace TERNARY x BINARY8P1UF by formats with smaller exponents"},
            {"MXFP4 x INT8", "name a block format alone, for weights and activations"},
        };
        for (String[] pair : refused) {
            InputException error = assertThrows(InputException.class, () -> read("formats: [INT8, " + pair[0] + "]"));
            assertEquals(
                    "c.yaml:1: engine.formats must be number formats, or pairs without blocks and windows whose products have at most"
                            + " 256 bits: formats=a list",
                    error.getMessage());
            assertEquals(pair[1], error.remedy());
        }
    }

    /** 13 bits of POSIT16_1, 6 of POSIT8_0, 2 of FP4 and POSIT4_1: 7, 2 x 3 and 4 x 1 digits. */
    @Test
    void theArrayOfCellsHasTheDigitsOfTheWidestMode() {
        UnitArchitecture unit = new MacArchitecture(
                        config(UnitOptions.of(Multiplier.CELLS), "FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"))
                .unit();
        LaneLayout layout = unit.layout();
        assertEquals(List.of(new CellMode(1, 13), new CellMode(2, 6), new CellMode(4, 2)), layout.modes());
        // Places: 12 - 5 = 7 of POSIT8_0, 56 - 12 = 44 of POSIT16_1.
        assertEquals(88, layout.topPlace());
        assertEquals(6, layout.placeBits(Side.WEIGHTS, 0));
        // Two products of 2^24 with their sign.
        assertEquals(27, layout.pairBits());
        // 13 x 13 bits and the sign; two of 25 bits.
        assertEquals(27, layout.sumBits());
        assertFalse(unit.addsInMultipliers());
    }

    @Test
    void logarithmsHaveTheExponentsAndFractionsOfTheWidestFormat() {
        MacArchitecture lmul = new MacArchitecture(config(UnitOptions.of(Multiplier.LMUL), "FP4_E2M1", "POSIT16_1"));
        LaneLayout layout = lmul.unit().layout();
        assertEquals(12, layout.fractionBits(0));
        // maxpos of POSIT16_1 is 2^112 units of minpos^... 2^56 of minpos: 56 + 2^-4.
        assertEquals(6 + 12, layout.logarithmBits(0));
        // FP4: 6 = 12 units = 2^3 * 1.5, and 0.5: 3.5 + 0.5 = 4, with one fraction bit.
        assertEquals(1, layout.fractionBits(2));
        assertEquals(4, layout.logarithmBits(2));
        // 12 * 12 becomes 2^7 (1.5): s = 0.5 + 0.5 + 0.5.
        assertEquals(192, lmul.unit().forms().get(0).largestUnits().intValueExact());
    }

    /** On every target: no product that a synthesis could put into a DSP block, and the operands of a target without multipliers. */
    @ParameterizedTest
    @EnumSource(Target.class)
    void logicHasNoMultiplications(Target target) {
        MacConfig logic = config(UnitOptions.of(Multiplier.LOGIC), "FP4_E2M1", "INT8", "POSIT8_0", "POSIT16_1")
                .withTarget(target);
        assertEquals(0, count(unit(logic), " \\* |RegisteredMultiplier "));
        assertTrue(count(unit(logic), "product_1_rows_\\d+\\b") > 0);
        UnitArchitecture unit = new MacArchitecture(logic).unit();
        assertEquals(7, unit.forms().get(2).weights().operandBits(), "significand of POSIT8_0 with its sign");
        assertTrue(unit.forms().get(2).aligned());
        String multiplied = unit(logic.withOptions(UnitOptions.DEFAULT));
        assertTrue(count(multiplied, " \\* |RegisteredMultiplier ") > 0, "what is counted");
    }

    /** The module of a unit. */
    private static String unit(MacConfig config) {
        String verilog = MacDesign.generate(config).verilog();
        int from = verilog.indexOf("module a_MacUnit");
        return verilog.substring(from, verilog.indexOf("endmodule", from));
    }

    /** Wires of gating are in the Verilog that asks for them alone, and a design without options says nothing of them. */
    @Test
    void whatIsNotAskedForIsNotThere() {
        String plain =
                MacDesign.generate(config(UnitOptions.DEFAULT, "INT8", "INT4")).verilog();
        for (String word :
                List.of("a_active", "operands_rows_d1", "operands_columns_d1", "operands_end_d1", "int8_word")) {
            assertEquals(0, count(plain, "\\b" + word + "\\b"), word);
        }
        String gated = MacDesign.generate(config(UnitOptions.of(Multiplier.AUTO, Gating.ZEROS), "INT8", "INT4"))
                .verilog();
        assertTrue(count(gated, "\\ba_active\\b") > 0);
        assertTrue(count(gated, "\\boperands_end_d1\\b") > 0);
        assertEquals(0, count(gated, "\\boperands_rows_d1\\b"));
        assertEquals(0, count(gated, "tmp_tmp_"));
        String cells = MacDesign.generate(
                        config(UnitOptions.of(Multiplier.CELLS, Gating.values()), "FP4_E2M1", "POSIT8_0", "POSIT16_1"))
                .verilog();
        assertEquals(0, count(cells, "tmp_tmp_"));
        assertEquals(49, distinct(cells, "cell_\\d_\\d_product\\b"));
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text.replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", ""))
                .results()
                .count();
    }

    private static long distinct(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .distinct()
                .count();
    }
}
