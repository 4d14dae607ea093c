// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.core.format.Rounding;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MacArchitectureTest {
    private static MacArchitecture of(String... formats) {
        List<NumberFormat> list = Stream.of(formats).map(NumberFormats::of).toList();
        return new MacArchitecture(new MacConfig("x", 8, 8, list, List.of(), 1024, 1024, 64, 4, 32, 1, 16));
    }

    @Test
    void theFormatsOfXrNpeShareA13BitMultiplierAnd32BitSegments() {
        MacArchitecture xr = of("FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1");
        assertEquals(13, xr.multiplierBits());
        assertArrayEquals(
                new int[] {0, 3, 6, 9, 13},
                IntStream.rangeClosed(0, 4).map(xr::chunkOffset).toArray());
        assertEquals(32, xr.segmentBits());
        assertEquals(128, xr.accumulatorBits());
        // 2E of (4,1), (8,0), (16,1) less twice their fraction bits: 16, 24 - 10, 112 - 24.
        assertEquals(16, xr.productShift(4));
        assertEquals(14, xr.productShift(2));
        assertEquals(88, xr.productShift(1));
        // An FP4 product's own place is 4; the mode's is 16.
        assertEquals(12, xr.placement(NumberFormats.FP4_E2M1));
        assertEquals(0, xr.placement(NumberFormats.POSIT4_1));
    }

    @Test
    void integersNeedTheWholeWordAndStandardPositsWiderSegments() {
        assertEquals(16, of("INT4", "INT8", "INT16").multiplierBits());
        assertEquals(16, of("INT4").multiplierBits());
        assertEquals(64, of("POSIT8_2").segmentBits());
        assertEquals(64, of("POSIT16_2").segmentBits());
        assertEquals(32, of("INT16", "POSIT16_1").segmentBits());
    }

    @Test
    void outputStagesAreAsWideAsTheLargestSumOfLanes() {
        MacArchitecture posits = of("FP4_E2M1", "POSIT8_0", "POSIT16_1");
        assertEquals(128, posits.sumBits());
        assertEquals(144, posits.totalBits());
        assertEquals(65, of("INT4", "INT8").sumBits());
        assertEquals(34, of("INT4").sumBits());
        MacArchitecture small = new MacArchitecture(
                new MacConfig("x", 2, 1, List.of(NumberFormats.of("INT4")), List.of(), 64, 16, 2, 1, 16, 16, 16));
        assertEquals(16, small.segmentBits());
        assertEquals(18, small.sumBits());
        assertEquals(40, small.totalBits());
    }

    @Test
    void everyPositFitsItsLaneWithAtLeastSixCarryBits() {
        int checked = 0;
        for (int n = 3; n <= 16; n++) {
            for (int es = 0; es <= 2; es++) {
                PositFormat format = new PositFormat(n, es);
                MacArchitecture architecture = of(format.name());
                int lane = architecture.accumulatorBits() / format.lanes();
                assertTrue(lane >= format.productBits() + 7, format.name());
                assertTrue(
                        lane >= architecture.productShift(format.lanes()) + 2 * format.significandBits(),
                        format.name());
                checked++;
            }
        }
        assertEquals(42, checked);
    }

    /** Every format that an engine takes has a lane that holds its products, a sign and six carries, and its product's own place. */
    @Test
    void everyOperandFitsItsLane() {
        int operands = 0;
        for (NumberFormat format : NumberFormats.all()) {
            if (format.canBeOperand()) {
                MacArchitecture architecture = of(format.name());
                int lane = architecture.accumulatorBits() / format.lanes();
                assertTrue(lane >= format.productBits() + 7, format.name());
                assertTrue(
                        lane >= architecture.productShift(format.lanes()) + 2 * format.significandBits(),
                        format.name());
                operands++;
            }
        }
        assertEquals(NumberFormats.all().size() - 3, operands);
    }

    @Test
    void formatsOfTooWideProductsAreResultsOnly() {
        for (String name : List.of("BF16", "BINARY8P1UE", "BINARY8P1UF")) {
            assertRefused(
                    "engine:\n  family: mac\n  name: a\n  formats: [INT8, " + name + "]\n",
                    "c.yaml:4: engine.formats must be number formats whose products have at most 256 bits: formats=a list",
                    "name " + name + " in engine.result-formats instead");
            MacConfig config =
                    read("engine:\n  family: mac\n  name: a\n  formats: [INT8]\n  result-formats: [" + name + "]\n");
            assertEquals(List.of(NumberFormats.of(name)), config.resultFormats());
            MacConfig plain = read("engine:\n  family: mac\n  name: a\n");
            assertEquals(
                    "formats must be number formats whose products have at most 256 bits: formats=" + name,
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> new MacConfig(
                                            "a",
                                            2,
                                            2,
                                            List.of(NumberFormats.of(name)),
                                            plain.resultFormats(),
                                            64,
                                            16,
                                            4,
                                            1,
                                            16,
                                            1,
                                            16))
                            .getMessage());
        }
    }

    @Test
    void configurationsAreReadWithTheirDefaultsAndRefusedBySentence() {
        MacConfig config = read("engine:\n  family: mac\n  name: tiny\n  rows: 4\n  formats: [INT8]\n");
        assertEquals(4, config.rows());
        assertEquals(8, config.columns());
        assertEquals(List.of(NumberFormats.INT8), config.formats());
        assertEquals(8192, config.weightWords());
        assertRefused(
                "engine:\n  family: mac\n  name: tiny\n  rows: 6\n",
                "c.yaml:4: engine.rows must be a power of two from 1 to 32: rows=6",
                "use 4 or 8");
        assertRefused(
                "engine:\n  family: mac\n  name: Big\n",
                "c.yaml:3: engine.name must be lower-case letters, digits and underscores, beginning with a letter: name=Big",
                "it becomes the name of the Verilog module and of the files");
        assertRefused(
                "engine:\n  family: mac\n  name: a\n  row: 4\n",
                "c.yaml:4: key of engine must be one of activation-words, columns, family, formats, name, output-cycles, parameter-tiles, pipeline, rescale-bits, result-formats, round, rows, segment-bits, weight-words: key=row",
                "did you mean rows?");
        String sizes = "engine:\n  family: mac\n  name: a\n  rescale-bits: ";
        assertRefused(
                sizes + "18\n",
                "c.yaml:4: engine.rescale-bits must be 16 or 31: rescale-bits=18",
                "use 31 for trained quantisations of 8 bits");
        assertEquals(31, read(sizes + "31\n").rescaleBits());
    }

    @Test
    void roundingsAreReadAndThoseOfInferenceNeedALongMultiplierAndAnIntegerResult() {
        String engine = "engine:\n  family: mac\n  name: a\n  ";
        assertEquals(
                EnumSet.of(Rounding.NEAREST_EVEN, Rounding.NEAREST_AWAY),
                read(engine + "round: [away]\n").roundings());
        String precise = engine + "formats: [POSIT8_0]\n  result-formats: [INT8]\n  rescale-bits: 31\n  ";
        assertEquals(
                EnumSet.of(Rounding.NEAREST_EVEN, Rounding.NEAREST_AWAY, Rounding.NEAREST_TWICE),
                read(precise + "round: double\n").roundings());
        assertEquals(
                EnumSet.allOf(Rounding.class),
                read(precise + "round: [fp32, single, double]\n").roundings());
        assertRefused(
                engine + "formats: [INT8]\n  round: double\n",
                "c.yaml:5: engine.round must be even or away with a multiplier of 16 bits: round=double",
                "set engine.rescale-bits: 31");
        assertRefused(
                engine + "formats: [POSIT8_0]\n  rescale-bits: 31\n  round: [even, fp32]\n",
                "c.yaml:6: engine.round must be even or away without an integer among the result formats: round=a list",
                "add INT8 to engine.result-formats");
        assertRefused(
                precise + "round: up\n",
                "c.yaml:7: engine.round: rounding must be one of even, away, single, double, fp32: round=up",
                "correct engine.round");
        MacConfig plain = read(engine + "formats: [INT8]\n");
        assertEquals(
                "round must be even or away with a multiplier of 16 bits: round=even, away, single",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new MacConfig(
                                        "a",
                                        2,
                                        2,
                                        plain.formats(),
                                        List.of(),
                                        64,
                                        16,
                                        4,
                                        1,
                                        16,
                                        1,
                                        16,
                                        EnumSet.of(Rounding.NEAREST_UP)))
                        .getMessage());
    }

    private static MacConfig read(String yaml) {
        return MacConfig.from(ConfigNode.parse(Path.of("c.yaml"), yaml).node("engine"));
    }

    private static void assertRefused(String yaml, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> read(yaml));
        assertEquals(fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }
}
