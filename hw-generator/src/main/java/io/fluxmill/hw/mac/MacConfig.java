// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import io.fluxmill.hw.mac.unit.Target;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a user chooses for a matrix co-processor; docs/mac-engine.md has the table.
 *
 * @param name of the top module
 * @param rows output rows of the array, a power of two, 1 to 32
 * @param columns output columns of the array, a power of two, 1 to 32
 * @param formats of weights and activations alike; results can have them too
 * @param pairs of different formats of weights and of activations
 * @param resultFormats formats that results can have in addition; those of the pairs' activations are always among them
 * @param weightWords depth of the weight buffer in words of 16 * columns bits
 * @param activationWords depth of each half of the activation buffer in words of 16 * rows bits
 * @param parameterTiles depth of the parameter buffer in column tiles
 * @param pipeline register stages of the MAC unit, 1 to 4
 * @param segmentBits a quarter of the most bits of an accumulator, which has no more than any sum needs: 16, 32 or 64
 * @param outputCycles cycles that an output stage takes for a result: 1, 2, 4, 8 or 16; its multiplier processes 16 (or 32) / outputCycles bits
 * per cycle
 * @param rescaleBits bits of that multiplier: 16, or 31 for trained quantisations of 8 bits with scales that are not powers of two
 * @param roundings of integer results; {@link Rounding#NEAREST_EVEN} and {@link Rounding#NEAREST_AWAY} are always among them
 * @param options what else there is to choose
 */
public record MacConfig(
        String name,
        int rows,
        int columns,
        List<NumberFormat> formats,
        List<FormatPair> pairs,
        List<NumberFormat> resultFormats,
        int weightWords,
        int activationWords,
        int parameterTiles,
        int pipeline,
        int segmentBits,
        int outputCycles,
        int rescaleBits,
        Set<Rounding> roundings,
        MacOptions options)
        implements HostedEngine {
    /** How long the fields of the registers are. */
    public enum Registers {
        /** As long as any engine could need; all counters, of 64 bits. */
        FULL,
        /** As long as the buffers of this engine need; M below 65,536; of the counters CYCLES alone, of 32 bits. */
        SHORT
    }

    private static final IntegerRule ROWS = IntegerRule.powerOfTwo("rows", 1, 32);
    private static final IntegerRule COLUMNS = IntegerRule.powerOfTwo("columns", 1, 32);
    private static final IntegerRule WEIGHT_WORDS = IntegerRule.powerOfTwo("weight-words", 16, 1 << 20);
    private static final IntegerRule ACTIVATION_WORDS = IntegerRule.powerOfTwo("activation-words", 16, 1 << 16);
    private static final IntegerRule PARAMETER_TILES = IntegerRule.powerOfTwo("parameter-tiles", 2, 1 << 12);
    private static final IntegerRule PIPELINE = IntegerRule.range("pipeline", 1, 4);
    private static final IntegerRule SEGMENT_BITS = IntegerRule.powerOfTwo("segment-bits", 16, 64);
    private static final IntegerRule OUTPUT_CYCLES = IntegerRule.powerOfTwo("output-cycles", 1, 16);
    private static final IntegerRule RESCALE_BITS =
            IntegerRule.oneOf("rescale-bits", "use 31 for trained quantisations of 8 bits", 16, 31);

    private static final String SHORT_RULE = "even or away with a multiplier of 16 bits";
    private static final String INTEGER_RULE = "even or away without an integer among the result formats";
    private static final String RESULT_RULE = "number formats that results can have";
    private static final String PAIR_RULE =
            "number formats, or pairs without blocks and windows whose products have at most 256 bits";
    private static final int MAX_FORMATS = 16;
    private static final int LONG_RESCALE_BITS = 31;

    /** For any target. */
    public MacConfig(
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
            int rescaleBits,
            Set<Rounding> roundings) {
        this(
                name,
                rows,
                columns,
                formats,
                List.of(),
                resultFormats,
                weightWords,
                activationWords,
                parameterTiles,
                pipeline,
                segmentBits,
                outputCycles,
                rescaleBits,
                roundings,
                MacOptions.DEFAULT);
    }

    /** With the roundings that every engine has, for any target. */
    public MacConfig(
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
            int rescaleBits) {
        this(
                name,
                rows,
                columns,
                formats,
                resultFormats,
                weightWords,
                activationWords,
                parameterTiles,
                pipeline,
                segmentBits,
                outputCycles,
                rescaleBits,
                Set.of());
    }

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public MacConfig {
        ModuleName.check(name);
        ROWS.check(rows);
        COLUMNS.check(columns);
        WEIGHT_WORDS.check(weightWords);
        ACTIVATION_WORDS.check(activationWords);
        PARAMETER_TILES.check(parameterTiles);
        PIPELINE.check(pipeline);
        SEGMENT_BITS.check(segmentBits);
        OUTPUT_CYCLES.check(outputCycles);
        RESCALE_BITS.check(rescaleBits);
        formats = formats.stream().distinct().toList();
        pairs = pairs.stream().distinct().toList();
        Set<NumberFormat> results = new LinkedHashSet<>();
        pairs.forEach(pair -> results.add(pair.activations()));
        results.addAll(resultFormats);
        formats.forEach(results::remove);
        resultFormats = List.copyOf(results);
        require(!formats.isEmpty() || !pairs.isEmpty(), "formats", "at least one number format", formats);
        require(pairs.stream().allMatch(FormatPair::isMixed), "pairs", "of two formats", pairs);
        tooWide(pairs).ifPresent(wide -> require(false, "formats", PAIR_RULE, wide.name()));
        noResult(resultFormats).ifPresent(block -> require(false, "result-formats", RESULT_RULE, block.name()));
        boolean hasResult =
                Stream.concat(formats.stream(), resultFormats.stream()).anyMatch(NumberFormat::canBeResult);
        require(hasResult, "result-formats", "at least one number format where all others are blocks", resultFormats);
        options.unit()
                .refused(Stream.concat(formats.stream().map(FormatPair::of), pairs.stream())
                        .toList())
                .ifPresent(refused -> require(false, "formats", options.unit().rule(), refused.name()));
        int count = formats.size() + pairs.size() + resultFormats.size();
        require(count <= MAX_FORMATS, "formats", "at most " + MAX_FORMATS + " with result-formats", count);
        Set<Rounding> all = EnumSet.of(Rounding.NEAREST_EVEN, Rounding.NEAREST_AWAY);
        all.addAll(roundings);
        roundings = Collections.unmodifiableSet(all);
        boolean inference = roundings.stream().anyMatch(rounding -> !rounding.isCommon());
        require(!inference || rescaleBits == LONG_RESCALE_BITS, "round", SHORT_RULE, names(roundings));
        require(!inference || hasIntegers(formats, pairs, resultFormats), "round", INTEGER_RULE, names(roundings));
    }

    /** The first pair whose exact sums are too wide, or that has blocks. */
    private static Optional<FormatPair> tooWide(List<FormatPair> pairs) {
        return pairs.stream().filter(pair -> !pair.canBeOperands()).findFirst();
    }

    /** The first format that results cannot have. */
    private static Optional<NumberFormat> noResult(List<NumberFormat> formats) {
        return formats.stream().filter(format -> !format.canBeResult()).findFirst();
    }

    private static boolean hasIntegers(
            List<NumberFormat> formats, List<FormatPair> pairs, List<NumberFormat> resultFormats) {
        return Stream.of(formats.stream(), pairs.stream().map(FormatPair::activations), resultFormats.stream())
                .flatMap(all -> all)
                .anyMatch(IntegerFormat.class::isInstance);
    }

    private static String names(Set<Rounding> roundings) {
        return roundings.stream().map(Rounding::key).collect(Collectors.joining(", "));
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
        List<FormatPair> operands = node.parsedList(
                "formats",
                FormatPair::of,
                d.formats.stream().map(FormatPair::of).toList());
        List<NumberFormat> formats = operands.stream()
                .filter(pair -> !pair.isMixed())
                .map(FormatPair::weights)
                .toList();
        List<FormatPair> pairs = operands.stream().filter(FormatPair::isMixed).toList();
        List<NumberFormat> resultFormats = node.parsedList("result-formats", NumberFormats::of, d.resultFormats);
        tooWide(pairs).ifPresent(wide -> {
            String remedy = wide.isBlocks()
                    ? "name a block format alone, for weights and activations"
                    : "replace " + wide.name() + " by formats with smaller exponents";
            throw node.error("formats", PAIR_RULE, remedy);
        });
        noResult(resultFormats).ifPresent(block -> {
            throw node.error(
                    "result-formats",
                    RESULT_RULE,
                    "name " + block.name() + " in engine.formats; the driver makes blocks of results");
        });
        if (resultFormats.isEmpty() && pairs.isEmpty() && formats.stream().noneMatch(NumberFormat::canBeResult)) {
            throw node.error(
                    "formats",
                    "formats of which one is no block format, because results leave in it",
                    "add BF16 to engine.result-formats");
        }
        int rescaleBits = RESCALE_BITS.read(node, d.rescaleBits);
        MacOptions options = MacOptions.from(node);
        options.unit().refused(operands).ifPresent(refused -> {
            throw node.error(
                    "formats",
                    options.unit().rule(),
                    "take " + refused.name() + " out, or set engine.multiplier: auto");
        });
        MacConfig config = new MacConfig(
                name,
                ROWS.read(node, d.rows),
                COLUMNS.read(node, d.columns),
                formats,
                pairs,
                resultFormats,
                WEIGHT_WORDS.read(node, d.weightWords),
                ACTIVATION_WORDS.read(node, d.activationWords),
                PARAMETER_TILES.read(node, d.parameterTiles),
                PIPELINE.read(node, d.pipeline),
                SEGMENT_BITS.read(node, d.segmentBits),
                OUTPUT_CYCLES.read(node, d.outputCycles),
                rescaleBits,
                roundings(node, rescaleBits, hasIntegers(formats, pairs, resultFormats)),
                options);
        node.rejectUnknown();
        return config;
    }

    /** The key {@code round}, with the remedies for what the record's constructor refuses. */
    private static Set<Rounding> roundings(ConfigNode node, int rescaleBits, boolean integers) {
        Set<Rounding> roundings = new LinkedHashSet<>(node.parsedList("round", Rounding::of, List.of()));
        if (roundings.stream().allMatch(Rounding::isCommon)) {
            return roundings;
        }
        if (rescaleBits != LONG_RESCALE_BITS) {
            throw node.error("round", SHORT_RULE, "set engine.rescale-bits: " + LONG_RESCALE_BITS);
        }
        if (!integers) {
            throw node.error("round", INTEGER_RULE, "add INT8 to engine.result-formats");
        }
        return roundings;
    }

    /** What the array multiplies: each format with itself, and the pairs. */
    public List<FormatPair> operands() {
        return Stream.concat(formats.stream().map(FormatPair::of), pairs.stream())
                .toList();
    }

    /** Formats that results can have: those of operands, then the additional ones. */
    public List<NumberFormat> results() {
        return Stream.concat(formats.stream(), resultFormats.stream()).toList();
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public Design generate() {
        return MacDesign.generate(this);
    }

    @Override
    public AxiLiteTop module() {
        return new MatrixCoprocessor(new MacArchitecture(this));
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

    public Target target() {
        return options.target();
    }

    /** Accumulator bits of formats that are summed in a window. */
    public int windowBits() {
        return options.windowBits();
    }

    public Registers registers() {
        return options.registers();
    }

    /** The same engine for another target. */
    public MacConfig withTarget(Target other) {
        return withOptions(options.withTarget(other));
    }

    /** The same engine with other multipliers and gating. */
    public MacConfig withOptions(UnitOptions other) {
        return withOptions(options.withUnit(other));
    }

    /** The same engine with output stages that take so many cycles. */
    public MacConfig withOutputCycles(int cycles) {
        return with(cycles, options);
    }

    /** The same engine, built otherwise. */
    public MacConfig withOptions(MacOptions other) {
        return with(outputCycles, other);
    }

    private MacConfig with(int cycles, MacOptions other) {
        return new MacConfig(
                name,
                rows,
                columns,
                formats,
                pairs,
                resultFormats,
                weightWords,
                activationWords,
                parameterTiles,
                pipeline,
                segmentBits,
                cycles,
                rescaleBits,
                roundings,
                other);
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
