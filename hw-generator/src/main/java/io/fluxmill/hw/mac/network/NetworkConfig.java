// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.multiply.UnitOptions;

/**
 * Settings of a network processor.
 *
 * @param engine the array, its buffers of weights and parameters, formats; {@code activation-words} is the longest sum in words
 * @param mapWords bank words of each bank, a power of two
 * @param programWords words of 32 bits of the program memory, a power of two
 */
public record NetworkConfig(MacConfig engine, int mapWords, int programWords) {
    private static final int LEAST_BANKS = 4;
    private static final int MOST_LANES = 4;
    private static final int LEAST_WORDS = 16;
    private static final int MOST_MAP_WORDS = 1 << 16;
    private static final int BYTE = 8;

    public NetworkConfig {
        requirePower("map-words", mapWords, MOST_MAP_WORDS);
        requirePower("program-words", programWords, MOST_MAP_WORDS);
        if (engine.columns() < MOST_LANES) {
            throw new InputException(
                    "engine.columns must be at least 4 with engine.map-words: " + engine.columns(),
                    "set engine.columns: 4");
        }
        if (engine.rows() > engine.columns()) {
            throw new InputException(
                    "engine.rows must be at most engine.columns with engine.map-words: " + engine.rows() + " and "
                            + engine.columns(),
                    "set engine.rows: " + engine.columns());
        }
        boolean pairs = engine.pairs().stream().anyMatch(FormatPair::isMixed);
        boolean blocks = engine.formats().stream().anyMatch(BlockFormat.class::isInstance);
        if (pairs || blocks) {
            throw new InputException(
                    "engine.formats must have neither pairs nor block formats with engine.map-words", "leave them out");
        }
        if (!engine.options().unit().equals(UnitOptions.DEFAULT)) {
            throw new InputException(
                    "engine.gating and engine.multiplier must be those of every engine with engine.map-words",
                    "leave them out");
        }
        boolean wide = engine.resultFormats().stream().anyMatch(format -> format.widthBits() > BYTE)
                || engine.formats().stream().anyMatch(format -> format.widthBits() > BYTE);
        if (wide && engine.outputCycles() < 2) {
            throw new InputException(
                    "engine.output-cycles must be at least 2 with engine.map-words and results of 16 bits: "
                            + engine.outputCycles(),
                    "set engine.output-cycles: 2");
        }
    }

    private static void requirePower(String key, int value, int most) {
        if (value < LEAST_WORDS || value > most || Integer.bitCount(value) != 1) {
            throw new InputException(
                    "engine." + key + " must be a power of two from " + LEAST_WORDS + " to " + most + ": " + value,
                    "set engine." + key + ": 1024");
        }
    }

    /** Banks of the map memory. */
    public int banks() {
        return Math.max(LEAST_BANKS, 2 * engine.rows());
    }

    /** Words of 16 bits of a bank word. */
    public int bankWords() {
        return engine.columns() / 2;
    }
}
