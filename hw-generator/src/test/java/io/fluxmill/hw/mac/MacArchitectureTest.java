// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.hw.mac.unit.Target;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MacArchitectureTest {
    @Test
    void blockFormatsAreOperandsOnly() {
        assertRefused(
                "engine:\n  family: mac\n  name: a\n  formats: [INT8]\n  result-formats: [MXFP4]\n",
                "c.yaml:5: engine.result-formats must be number formats that results can have: result-formats=a list",
                "name MXFP4 in engine.formats; the driver makes blocks of results");
        assertRefused(
                "engine:\n  family: mac\n  name: a\n  formats: [MXFP4, NVFP4]\n",
                "c.yaml:4: engine.formats must be formats of which one is no block format, because results leave in it: formats=a list",
                "add BF16 to engine.result-formats");
        assertRefused(
                "engine:\n  family: mac\n  name: a\n  window-bits: 40\n",
                "c.yaml:4: engine.window-bits must be an integer from 48 to 128: window-bits=40",
                "use an integer from 48 to 128");
        MacConfig config = read(
                "engine:\n  family: mac\n  name: a\n  formats: [MXFP4, BF16]\n  result-formats: [INT16]\n  window-bits: 80\n");
        assertEquals(80, config.windowBits());
        assertEquals(80, new MacArchitecture(config).accumulatorBits());
        assertEquals(64, read("engine:\n  family: mac\n  name: a\n").windowBits());
        MacConfig plain = read("engine:\n  family: mac\n  name: a\n");
        assertEquals(
                "result-formats must be at least one number format where all others are blocks: result-formats=[]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new MacConfig(
                                        "a",
                                        2,
                                        2,
                                        List.of(NumberFormats.MXFP4),
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
                "c.yaml:4: key of engine must be one of activation-words, columns, family, formats, gating, multiplier, name, output-cycles, parameter-tiles, pipeline, registers, rescale-bits, result-formats, round, rows, segment-bits, target, weight-words, window-bits: key=row",
                "did you mean rows?");
        String sizes = "engine:\n  family: mac\n  name: a\n  rescale-bits: ";
        assertRefused(
                sizes + "18\n",
                "c.yaml:4: engine.rescale-bits must be 16 or 31: rescale-bits=18",
                "use 31 for trained quantisations of 8 bits");
        assertEquals(31, read(sizes + "31\n").rescaleBits());
        String target = "engine:\n  family: mac\n  name: a\n  target: ";
        assertEquals(Target.GENERIC, config.target());
        assertEquals(Target.XC7, read(target + "xc7\n").target());
        assertRefused(
                target + "xc8\n",
                "c.yaml:4: engine.target must be one of xc7, ecp5, ice40, gowin, generic: target=xc8",
                "did you mean xc7?");
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
