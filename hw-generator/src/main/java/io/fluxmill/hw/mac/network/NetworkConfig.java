// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.Optional;

/**
 * Settings of a network processor.
 *
 * @param engine the array, its buffers of weights and parameters, formats; {@code activation-words} is the longest sum in words
 * @param mapWords bank words of each bank, a power of two
 * @param programWords words of 32 bits of the program memory, a power of two
 * @param depthwise whether units can have activations of their own, for layers in which a result has one channel
 * @param termTables pairs of tables of terms, for additions and functions of codes: 0 or a power of two
 */
public record NetworkConfig(MacConfig engine, int mapWords, int programWords, boolean depthwise, int termTables)
        implements HostedEngine {
    /** The key of the configuration that asks for a network processor. */
    public static final String MAP_WORDS = "map-words";

    private static final String PROGRAM_WORDS = "program-words";
    private static final String DEPTHWISE = "depthwise";
    private static final String TERM_TABLES = "term-tables";
    private static final int LEAST_BANKS = 4;
    /** An input, a layer, its values and those of a second one. */
    private static final int LEAST_LAYERS = 4;

    private static final int MOST_LANES = 4;
    private static final int BYTE = 8;
    private static final int CYCLES_OF_WIDE_RESULTS = 2;
    /** Of a map as large as the memory, for the descriptor's fields of 16 bits with a sign. */
    private static final int MOST_POSITIONS = 1 << 15;

    private static final int DEFAULT_PROGRAM_WORDS = 1024;
    private static final IntegerRule MAPS = IntegerRule.powerOfTwo(MAP_WORDS, 16, 1 << 15);
    private static final IntegerRule TABLES = IntegerRule.powerOfTwo(TERM_TABLES, 1, 64);
    private static final IntegerRule PROGRAM = IntegerRule.powerOfTwo(PROGRAM_WORDS, 64, 1 << 16);

    /** A value of the array that a network processor cannot have. */
    private record Fault(String key, String rule, Object value, String remedy) {}

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public NetworkConfig {
        MAPS.check(mapWords);
        PROGRAM.check(programWords);
        if (termTables != 0) {
            TABLES.check(termTables);
        }
        fault(engine, mapWords, programWords, depthwise, termTables).ifPresent(fault -> {
            throw new IllegalArgumentException(
                    fault.key + " must be " + fault.rule + ": " + fault.key + "=" + fault.value);
        });
    }

    /**
     * Reads the {@code engine} section of a configuration that has the key {@link #MAP_WORDS}.
     *
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static NetworkConfig from(ConfigNode node) {
        int mapWords = MAPS.read(node, 0);
        int programWords = PROGRAM.read(node, DEFAULT_PROGRAM_WORDS);
        boolean depthwise = node.flag(DEPTHWISE, false);
        int tables = node.has(TERM_TABLES) ? TABLES.read(node, 1) : 0;
        MacConfig given = MacConfig.from(node);
        boolean slower = (isWide(given) || tables > 0) && !node.has("output-cycles");
        MacConfig engine = slower ? given.withOutputCycles(CYCLES_OF_WIDE_RESULTS) : given;
        fault(engine, mapWords, programWords, depthwise, tables).ifPresent(fault -> {
            throw node.error(fault.key, fault.rule, fault.remedy);
        });
        return new NetworkConfig(engine, mapWords, programWords, depthwise, tables);
    }

    private static Optional<Fault> fault(
            MacConfig engine, int mapWords, int programWords, boolean depthwise, int tables) {
        String with = " with " + MAP_WORDS;
        if (engine.columns() < MOST_LANES) {
            return fault("columns", "at least 4" + with, engine.columns(), "set engine.columns: 4");
        }
        if (engine.rows() > engine.columns()) {
            return fault("rows", "at most columns" + with, engine.rows(), "set engine.rows: " + engine.columns());
        }
        if (engine.operands().stream().anyMatch(FormatPair::isMixed)) {
            return fault("formats", "without pairs" + with, engine.operands(), "leave pairs out");
        }
        if (engine.formats().stream().anyMatch(BlockFormat.class::isInstance)) {
            return fault("formats", "without block formats" + with, engine.formats(), "leave block formats out");
        }
        UnitOptions unit = engine.options().unit();
        if (!unit.gating().isEmpty()) {
            return fault("gating", "empty" + with, unit.gating(), "leave out engine.gating");
        }
        if (unit.multiplier() != UnitOptions.DEFAULT.multiplier()) {
            return fault("multiplier", "auto" + with, unit.multiplier(), "set engine.multiplier: auto");
        }
        if (isWide(engine) && engine.outputCycles() < CYCLES_OF_WIDE_RESULTS) {
            return fault(
                    "output-cycles",
                    "at least 2 with results of 16 bits and " + MAP_WORDS,
                    engine.outputCycles(),
                    "set engine.output-cycles: 2");
        }
        if (tables > 0 && !depthwise) {
            return fault(DEPTHWISE, "true with " + TERM_TABLES, false, "set engine.depthwise: true");
        }
        if (tables > 0 && engine.rows() < 2) {
            return fault("rows", "at least 2 with " + TERM_TABLES, engine.rows(), "set engine.rows: 2");
        }
        if (tables > 0 && engine.outputCycles() != CYCLES_OF_WIDE_RESULTS) {
            return fault(
                    "output-cycles", "2 with " + TERM_TABLES, engine.outputCycles(), "set engine.output-cycles: 2");
        }
        int most = MOST_POSITIONS / banks(engine);
        if (mapWords > most) {
            return fault(
                    MAP_WORDS,
                    "at most " + most + " for " + engine.rows() + " rows",
                    mapWords,
                    "set engine.map-words: " + most);
        }
        int least = LEAST_LAYERS * DescriptorField.words(engine.rows());
        if (programWords < least) {
            return fault(
                    PROGRAM_WORDS,
                    "at least " + least + " for " + engine.rows() + " rows",
                    programWords,
                    "set engine.program-words: " + Integer.highestOneBit(2 * least - 1));
        }
        return Optional.empty();
    }

    /** Whether results can fill a word: a row of them is two words of each bank. */
    private static boolean isWide(MacConfig engine) {
        return engine.results().stream().anyMatch(format -> format.widthBits() > BYTE);
    }

    private static Optional<Fault> fault(String key, String rule, Object value, String remedy) {
        return Optional.of(new Fault(key, rule, value, remedy));
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public Design generate() {
        return NetworkDesign.generate(this);
    }

    @Override
    public AxiLiteTop module() {
        return new NetworkProcessor(new NetworkShape(this));
    }

    /** Banks of the map memory. */
    public int banks() {
        return banks(engine);
    }

    private static int banks(MacConfig engine) {
        return Math.max(LEAST_BANKS, 2 * engine.rows());
    }

    /** Words of 16 bits of a bank word. */
    public int bankWords() {
        return engine.columns() / 2;
    }
}
