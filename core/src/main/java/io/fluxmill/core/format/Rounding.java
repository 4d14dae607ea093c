// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How a value that is no code becomes one. The first three send a value halfway between two codes to one of them and every other value to the nearer
 * code; the last two round twice, on the way to an integer, as a kernel of int8 inference does. Only integers know more than {@link #NEAREST_EVEN}.
 *
 * <p>The last three are those of int8 inference; {@link Rescale} defines them for every input.
 */
public enum Rounding {
    /** Ties to the even code. The only mode for posits and minifloats. */
    NEAREST_EVEN("even"),
    /** Ties away from zero (PulseDL-II). */
    NEAREST_AWAY("away"),
    /**
     * Ties up, to the larger integer: {@code MultiplyByQuantizedMultiplier} of TensorFlow Lite built with {@code TFLITE_SINGLE_ROUNDING}
     * (tensorflow/lite/kernels/internal/common.cc), ruy.
     */
    NEAREST_UP("single"),
    /**
     * Ties up after the multiplication, then away from zero after the shift: {@code SaturatingRoundingDoublingHighMul} and {@code RoundingDivideByPOT} of
     * gemmlowp (fixedpoint/fixedpoint.h), TensorFlow Lite's reference kernels. {@link Rescale} only.
     */
    NEAREST_TWICE("double"),
    /**
     * Sum and product to 24 significant bits, as float32 has them, then to an integer, ties to even every time: XNNPACK's fp32 requantisation, onnxruntime.
     * {@link Rescale} only.
     */
    FLOAT32("fp32");

    private final String key;

    Rounding(String key) {
        this.key = key;
    }

    /** Its name in a configuration. */
    public String key() {
        return key;
    }

    /**
     * The rounding with a name of {@link #key}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Rounding of(String key) {
        return Arrays.stream(values())
                .filter(rounding -> rounding.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("rounding must be one of "
                        + Arrays.stream(values()).map(Rounding::key).collect(Collectors.joining(", ")) + ": round="
                        + key));
    }

    /** Its number in the register of a matrix co-processor, and its bit in a mask of roundings. */
    public int code() {
        return ordinal();
    }

    /** Whether every matrix co-processor has it. */
    public boolean isCommon() {
        return this == NEAREST_EVEN || this == NEAREST_AWAY;
    }
}
