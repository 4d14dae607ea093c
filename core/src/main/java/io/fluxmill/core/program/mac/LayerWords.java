// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import java.util.Arrays;
import java.util.Optional;

/**
 * The words of a layer's registers whose fields an engine has or lacks: docs/mac-engine.md.
 *
 * @param outputZero empty on engines without OUTPUT_ZERO
 */
public record LayerWords(int format, int clip, Optional<Integer> outputZero) {
    private static final String ROUND = "round";
    private static final String OUTPUT_ZERO = "OUTPUT_ZERO";

    /** @throws IllegalArgumentException if the engine lacks a format, the rounding or the zero point of the layer */
    public static LayerWords of(Rescale.Layer rescale, Manifest manifest) {
        Register format = manifest.register("FORMAT");
        Register clip = manifest.register("CLIP");
        return new LayerWords(
                format.field("operand").place(index(manifest, rescale.operands().name()))
                        | format.field("result")
                                .place(index(manifest, rescale.result().name()))
                        | rounding(manifest, format, rescale.appliedRounding()),
                clip.field("low").place(rescale.clipLow()) | clip.field("high").place(rescale.clipHigh()),
                outputZero(manifest, rescale.appliedZeroPoint()));
    }

    /** Whether the engine has a rounding: its manifest's mask; manifests without one are of engines that have those of all. */
    public static boolean has(Manifest manifest, Rounding rounding) {
        Long mask = manifest.parameters().get("roundings");
        return mask == null ? rounding.isCommon() : (mask >> rounding.code() & 1) != 0;
    }

    /** Whether the engine adds a zero point to integer results: by a register, or in descriptors where it has roundings of int8 inference. */
    public static boolean hasZeroPoint(Manifest manifest) {
        return hasZeroRegister(manifest)
                || Arrays.stream(Rounding.values())
                        .anyMatch(rounding -> !rounding.isCommon() && has(manifest, rounding));
    }

    private static boolean hasZeroRegister(Manifest manifest) {
        return manifest.registers().stream().anyMatch(r -> r.name().equals(OUTPUT_ZERO));
    }

    private static int index(Manifest manifest, String format) {
        int index = manifest.formats().indexOf(format);
        require(index >= 0, manifest, "format " + format + ": " + manifest.formats());
        return index;
    }

    private static int rounding(Manifest manifest, Register format, Rounding rounding) {
        require(has(manifest, rounding), manifest, "rounding " + rounding.key());
        Optional<Field> round = format.fields().stream()
                .filter(field -> field.name().equals(ROUND))
                .findFirst();
        return round.map(field -> field.place(rounding.code()))
                .orElseGet(() -> format.field("round_away").place(rounding == Rounding.NEAREST_AWAY ? 1 : 0));
    }

    private static Optional<Integer> outputZero(Manifest manifest, int zeroPoint) {
        if (!hasZeroRegister(manifest)) {
            require(zeroPoint == 0, manifest, "output zero point: zeroPoint=" + zeroPoint);
            return Optional.empty();
        }
        Field zero = manifest.register(OUTPUT_ZERO).field("zero");
        return Optional.of(zero.place(zeroPoint & (1 << zero.widthBits()) - 1));
    }

    private static void require(boolean holds, Manifest manifest, String what) {
        if (!holds) {
            throw new IllegalArgumentException(manifest.design() + " has no " + what);
        }
    }
}
