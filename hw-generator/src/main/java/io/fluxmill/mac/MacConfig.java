// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.mac;

import io.fluxmill.format.NumberFormat;
import io.fluxmill.format.NumberFormats;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a user chooses of a matrix co-processor; docs/mac-engine.md has the table.
 *
 * @param name of the top module
 * @param rows output rows of the array, a power of two, 2 to 32
 * @param columns output columns of the array, a power of two, 2 to 32
 * @param formats operand formats; results can have them too
 * @param resultFormats formats that results can have in addition
 * @param weightWords depth of the weight buffer in words of 16 * columns bits
 * @param activationWords depth of each half of the activation buffer in words of 16 * rows bits
 * @param parameterTiles depth of the parameter buffer in column tiles
 * @param pipeline register stages of the MAC unit, 1 to 4
 */
public record MacConfig(
        String name,
        int rows,
        int columns,
        List<NumberFormat> formats,
        List<NumberFormat> resultFormats,
        int weightWords,
        int activationWords,
        int parameterTiles,
        int pipeline) {

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public MacConfig {
        require(name.matches("[a-z][a-z0-9_]*"), "name", "a lower-case Verilog identifier", name);
        powerOfTwo("rows", rows, 2, 32);
        powerOfTwo("columns", columns, 2, 32);
        powerOfTwo("weight-words", weightWords, 16, 1 << 20);
        powerOfTwo("activation-words", activationWords, 16, 1 << 16);
        powerOfTwo("parameter-tiles", parameterTiles, 2, 1 << 12);
        require(pipeline >= 1 && pipeline <= 4, "pipeline", "1 to 4", pipeline);
        Set<NumberFormat> operands = new LinkedHashSet<>(formats);
        Set<NumberFormat> results = new LinkedHashSet<>(resultFormats);
        results.removeAll(operands);
        formats = List.copyOf(operands);
        resultFormats = List.copyOf(results);
        require(!formats.isEmpty(), "formats", "at least one number format", formats);
        require(formats.size() + resultFormats.size() <= 16, "formats", "at most 16 with result-formats", formats.size());
    }

    /** The four formats of XR-NPE on an 8 x 8 array with the default buffers. */
    public static MacConfig defaults(String name) {
        return new MacConfig(
                name,
                8,
                8,
                List.of(
                        NumberFormats.FP4_E2M1,
                        NumberFormats.POSIT4_1,
                        NumberFormats.POSIT8_0,
                        NumberFormats.POSIT16_1),
                List.of(),
                8192,
                1024,
                64,
                4);
    }

    private static void powerOfTwo(String key, int value, int low, int high) {
        require(
                value >= low && value <= high && Integer.bitCount(value) == 1,
                key,
                "a power of two from " + low + " to " + high,
                value);
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
