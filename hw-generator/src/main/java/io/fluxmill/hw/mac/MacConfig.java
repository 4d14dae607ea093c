// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a user chooses of a matrix co-processor; docs/mac-engine.md has the table.
 *
 * @param name of the top module
 * @param rows output rows of the array, a power of two, 1 to 32
 * @param columns output columns of the array, a power of two, 1 to 32
 * @param formats operand formats; results can have them too
 * @param resultFormats formats that results can have in addition
 * @param weightWords depth of the weight buffer in words of 16 * columns bits
 * @param activationWords depth of each half of the activation buffer in words of 16 * rows bits
 * @param parameterTiles depth of the parameter buffer in column tiles
 * @param pipeline register stages of the MAC unit, 1 to 4
 * @param segmentBits least bits of a segment of the accumulator: 16, 32 or 64
 * @param outputCycles cycles that an output stage takes for a result: 1, 2, 4, 8 or 16; its multiplier takes 16 (or 32) / outputCycles bits a cycle
 * @param rescaleBits bits of that multiplier: 16, or 31 for trained quantisations of 8 bits with scales that are no powers of two
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
        int pipeline,
        int segmentBits,
        int outputCycles,
        int rescaleBits)
        implements HostedEngine {
    private static final int MAX_FORMATS = 16;

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public MacConfig {
        ModuleName.check(name);
        powerOfTwo("rows", rows, 1, 32);
        powerOfTwo("columns", columns, 1, 32);
        powerOfTwo("weight-words", weightWords, 16, 1 << 20);
        powerOfTwo("activation-words", activationWords, 16, 1 << 16);
        powerOfTwo("parameter-tiles", parameterTiles, 2, 1 << 12);
        require(pipeline >= 1 && pipeline <= 4, "pipeline", "an integer from 1 to 4", pipeline);
        powerOfTwo("segment-bits", segmentBits, 16, 64);
        powerOfTwo("output-cycles", outputCycles, 1, 16);
        require(rescaleBits == 16 || rescaleBits == 31, "rescale-bits", "16 or 31", rescaleBits);
        Set<NumberFormat> operands = new LinkedHashSet<>(formats);
        Set<NumberFormat> results = new LinkedHashSet<>(resultFormats);
        results.removeAll(operands);
        formats = List.copyOf(operands);
        resultFormats = List.copyOf(results);
        require(!formats.isEmpty(), "formats", "at least one number format", formats);
        int count = formats.size() + resultFormats.size();
        require(count <= MAX_FORMATS, "formats", "at most " + MAX_FORMATS + " with result-formats", count);
    }

    /**
     * Reads the {@code engine} section of a configuration; every key has the default of {@link #defaults}.
     *
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static MacConfig from(ConfigNode node) {
        node.choice("family", List.of("mac"));
        String name = ModuleName.from(node);
        MacConfig d = defaults(name);
        MacConfig config = new MacConfig(
                name,
                powerOfTwo(node, "rows", 1, 32, d.rows),
                powerOfTwo(node, "columns", 1, 32, d.columns),
                node.parsedList("formats", NumberFormats::of, d.formats),
                node.parsedList("result-formats", NumberFormats::of, d.resultFormats),
                powerOfTwo(node, "weight-words", 16, 1 << 20, d.weightWords),
                powerOfTwo(node, "activation-words", 16, 1 << 16, d.activationWords),
                powerOfTwo(node, "parameter-tiles", 2, 1 << 12, d.parameterTiles),
                node.integer("pipeline", 1, 4, d.pipeline),
                powerOfTwo(node, "segment-bits", 16, 64, d.segmentBits),
                powerOfTwo(node, "output-cycles", 1, 16, d.outputCycles),
                rescaleBits(node));
        node.rejectUnknown();
        return config;
    }

    private static int rescaleBits(ConfigNode node) {
        int bits = node.integer("rescale-bits", 16, 31, 16);
        if (bits != 16 && bits != 31) {
            throw node.error("rescale-bits", "16 or 31", "use 31 for trained quantisations of 8 bits");
        }
        return bits;
    }

    @Override
    public Design generate() {
        return MacDesign.generate(this);
    }

    @Override
    public AxiLiteTop module() {
        return new MatrixCoprocessor(new MacArchitecture(this));
    }

    private static int powerOfTwo(ConfigNode node, String key, int low, int high, int fallback) {
        int value = node.integer(key, low, high, fallback);
        if (Integer.bitCount(value) != 1) {
            throw node.error(
                    key,
                    powerOfTwoRule(low, high),
                    "use " + Integer.highestOneBit(value) + " or " + 2 * Integer.highestOneBit(value));
        }
        return value;
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
                4,
                32,
                1,
                16);
    }

    private static void powerOfTwo(String key, int value, int low, int high) {
        require(value >= low && value <= high && Integer.bitCount(value) == 1, key, powerOfTwoRule(low, high), value);
    }

    private static String powerOfTwoRule(int low, int high) {
        return "a power of two from " + low + " to " + high;
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
