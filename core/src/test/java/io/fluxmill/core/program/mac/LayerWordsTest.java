// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.RegisterMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Words of the registers of docs/mac-engine.md, on engines with two roundings and with others. */
class LayerWordsTest {
    private static Manifest plain() {
        return engine(RegisterMap.field("round_away", 16, 1, Access.RW, "")).build();
    }

    private static Manifest.Builder engine(Manifest.Field round) {
        RegisterMap map = RegisterMap.from(0x14)
                .register(
                        "FORMAT",
                        Access.RW,
                        "",
                        RegisterMap.field("operand", 0, 4, Access.RW, ""),
                        RegisterMap.field("result", 8, 4, Access.RW, ""),
                        round)
                .at(0x34)
                .register(
                        "CLIP",
                        Access.RW,
                        "",
                        RegisterMap.field("low", 0, 16, Access.RW, ""),
                        RegisterMap.field("high", 16, 16, Access.RW, ""))
                .build();
        return Manifest.builder("npu", "mac")
                .hash("0badcafe")
                .bus("s_axi", 8)
                .registers(map.registers())
                .formats(List.of("INT8", "POSIT8_0"));
    }

    private static Manifest inference() {
        return engine(RegisterMap.field("round", 16, 3, Access.RW, ""))
                .registers(RegisterMap.from(0x64)
                        .register("OUTPUT_ZERO", Access.RW, "", RegisterMap.field("zero", 0, 16, Access.RW, ""))
                        .build()
                        .registers())
                .parameter("roundings", 0b11011)
                .build();
    }

    private static Rescale.Layer layer(NumberFormat result, Rounding rounding, int zeroPoint) {
        return new Rescale.Layer(
                NumberFormats.INT8, result, rounding, 16, result.minBits(), result.maxBits(), zeroPoint);
    }

    @Test
    void roundingAndZeroPointAreThoseOfTheLayer() {
        int[] codes = {0, 1, -1, 3, 4};
        for (Rounding rounding : Rounding.values()) {
            if (rounding != Rounding.NEAREST_UP) {
                LayerWords words = LayerWords.of(layer(NumberFormats.INT8, rounding, -2), inference());
                assertEquals(codes[rounding.code()] << 16, words.format(), rounding.key());
                assertEquals(0x007F_0080, words.clip());
                assertEquals(Optional.of(0xFFFE), words.outputZero());
            }
        }
        LayerWords away = LayerWords.of(layer(NumberFormats.INT8, Rounding.NEAREST_AWAY, 0), plain());
        assertEquals(1 << 16, away.format());
        assertEquals(Optional.empty(), away.outputZero());
    }

    /** Results that are no integers have no rounding and no zero point, so that every engine is right for them. */
    @Test
    void onlyIntegersHaveThem() {
        Rescale.Layer layer =
                new Rescale.Layer(NumberFormats.INT8, NumberFormats.POSIT8_0, Rounding.FLOAT32, 16, 0x81, 0x7F, 9);
        assertEquals(new LayerWords(0x100, 0x007F_0081, Optional.empty()), LayerWords.of(layer, plain()));
        assertEquals(new LayerWords(0x100, 0x007F_0081, Optional.of(0)), LayerWords.of(layer, inference()));
    }

    @Test
    void whatTheEngineLacksIsRefused() {
        assertRefused("npu has no rounding single", layer(NumberFormats.INT8, Rounding.NEAREST_UP, 0), inference());
        assertRefused("npu has no rounding fp32", layer(NumberFormats.INT8, Rounding.FLOAT32, 0), plain());
        assertRefused(
                "npu has no output zero point: zeroPoint=5",
                layer(NumberFormats.INT8, Rounding.NEAREST_EVEN, 5),
                plain());
        assertRefused(
                "npu has no format INT16: [INT8, POSIT8_0]",
                layer(NumberFormats.INT16, Rounding.NEAREST_EVEN, 0),
                plain());
    }

    private static void assertRefused(String message, Rescale.Layer layer, Manifest manifest) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> LayerWords.of(layer, manifest))
                        .getMessage());
    }
}
