// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import io.fluxmill.hw.mac.unit.Operands;
import io.fluxmill.hw.mac.unit.PairForm;
import io.fluxmill.hw.mac.unit.Side;
import io.fluxmill.hw.mac.unit.UnitArchitecture;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every width, depth and latency of a matrix co-processor, derived from its configuration.
 *
 * <p>An operand word is four lanes of 4 bits, two of 8 or one of 16. {@link UnitArchitecture} has the widths of a multiply-accumulate unit.
 */
public final class MacArchitecture {
    /** Bits of a word of operands. */
    public static final int WORD_BITS = 16;

    /** Operands of a word, at most. */
    static final int MOST_LANES = 4;

    /** Significant bits of an accumulator that the output stage scales. */
    public static final int MANTISSA_BITS = 32;

    /** Segments that the key segment-bits speaks of: as many as there are narrowest lanes. */
    private static final int SEGMENTS = 4;

    private static final int BIAS_FRACTION_BITS = 16;

    /** Bits of carry above the largest product of every format. */
    private static final int MINIMUM_CARRY_BITS = 6;

    private static final int PARAMETER_BEATS = 6;

    private final MacConfig config;
    private final List<NumberFormat> results;
    private final UnitArchitecture unit;

    public MacArchitecture(MacConfig config) {
        this.config = config;
        results = config.results();
        List<PairForm> forms = pairForms();
        int accumulatorBits =
                forms.stream().mapToInt(this::accumulatorBits).max().orElseThrow();
        unit = new UnitArchitecture(
                config.target(), config.options().unit(), config.pipeline(), forms, accumulatorBits);
    }

    /**
     * Bits of a sum of a pair of formats, two's complement: {@code n} products of at most {@code p} need {@code bitLength(n p) + 1}. No sum is longer than the activation
     * buffer, so that none overflows, unless these are more than the four segments of {@code segment-bits}; those are doubled until they hold a product and some
     * carries. Of a windowed format there are {@code window-bits}.
     */
    private int accumulatorBits(PairForm form) {
        if (form.formats().isWindowed()) {
            return config.windowBits();
        }
        BigInteger product = form.largestUnits();
        long terms = (long) config.activationWords() * form.lanes();
        int needed = product.multiply(BigInteger.valueOf(terms)).bitLength() + 1;
        int offered = SEGMENTS * config.segmentBits();
        while (offered < product.bitLength() + 1 + MINIMUM_CARRY_BITS) {
            offered *= 2;
        }
        return Math.min(needed, offered);
    }

    public MacConfig config() {
        return config;
    }

    /** Formats of results by hardware index: those of operands, then the additional ones. The indices after them are those of the pairs of operand formats. */
    public List<NumberFormat> formats() {
        return results;
    }

    /** Indices of the integers among {@link #formats}. */
    List<Integer> integers() {
        return IntStream.range(0, results.size())
                .filter(i -> results.get(i) instanceof IntegerFormat)
                .boxed()
                .toList();
    }

    /** Names by hardware index: {@link #formats}, then the pairs. */
    public List<String> names() {
        return Stream.concat(
                        results.stream().map(NumberFormat::name),
                        config.pairs().stream().map(FormatPair::name))
                .toList();
    }

    /** What the array multiplies: each operand format with itself, and the pairs. */
    private List<PairForm> pairForms() {
        List<PairForm> forms = new ArrayList<>();
        for (NumberFormat format : config.formats()) {
            forms.add(PairForm.of(
                    forms.size(),
                    FormatPair.of(format),
                    config.target(),
                    config.options().unit().multiplier()));
        }
        for (FormatPair pair : config.pairs()) {
            int index = results.size() + forms.size() - config.formats().size();
            forms.add(PairForm.of(
                    index, pair, config.target(), config.options().unit().multiplier()));
        }
        return forms;
    }

    /** The largest number of words of activations to a word of weights: 1, 2 or 4. */
    int wordsPerWeightWord() {
        return unit.forms().stream()
                .mapToInt(form -> form.formats().wordsPerWeightWord())
                .max()
                .orElseThrow();
    }

    /** Of the units of the array. */
    UnitArchitecture unit() {
        return unit;
    }

    /** Whether units keep registers that have nothing to do. */
    boolean gatesUnits() {
        UnitOptions options = config.options().unit();
        return options.has(Gating.ROWS) || options.has(Gating.COLUMNS) || options.has(Gating.ZEROS);
    }

    /** Bits of what a decoder gives to a row of units. */
    public int rowBits() {
        return decodedBits(Side.ACTIVATIONS);
    }

    /** Bits of what a decoder gives to a column of units. */
    public int columnBits() {
        return decodedBits(Side.WEIGHTS);
    }

    private int decodedBits(Side side) {
        int tables = unit.tableLanes().size() * (Operands.CODE_BITS + 1);
        int places = unit.hasPlaces() ? unit.places().wordBits(side) : 0;
        int bits = (unit.hasNar() ? 1 : 0) + (unit.joinsPaths() ? 1 : 0);
        return unit.operandsBits(side) + tables + places + bits;
    }

    /** Beats of a tile of parameters: bias low, bias high, posMultiplier, posScale, negMultiplier, negScale, and the fractions of both. */
    public int parameterBeats() {
        return hasFractions() ? PARAMETER_BEATS + 2 : PARAMETER_BEATS;
    }

    /** Whether a multiplier of the output stage has 31 bits. */
    public boolean hasFractions() {
        return config.rescaleBits() > WORD_BITS;
    }

    /** Bits of a sum of products, all lanes together, in quire units of the selected format: two's complement, wrapping around. */
    public int accumulatorBits() {
        return unit.accumulatorBits();
    }

    /**
     * Bits of the output stage's total: a sum with 16 fraction bits and a bias of as many, or a bias of 32 bits shifted by up to 8; and what the segments of a
     * lane could hold, as biases are often much larger than sums.
     */
    public int totalBits() {
        int fewestLanes = unit.forms().stream().mapToInt(PairForm::lanes).min().orElseThrow();
        int lane = SEGMENTS * config.segmentBits() / fewestLanes;
        return Math.max(Math.max(accumulatorBits(), lane) + BIAS_FRACTION_BITS + 1, 40);
    }

    /** Highest stage of the normaliser: the largest power of two below totalBits. */
    public int normaliserStages() {
        return 31 - Integer.numberOfLeadingZeros(totalBits() - 1);
    }

    /** Bits of the output stage's exponents: a scale exponent of ±512 and the width of the total, signed. */
    public int exponentBits() {
        return 12;
    }

    /** Cycles from the issue of an operand address to the one in which its product is added: memory, then the unit's stages but the last. */
    public int macLatency() {
        return memoryLatency() - 1 + decoderLatency() + unit.stages().total();
    }

    /** Cycles by which what controls the sums comes before them: each row of units has registers for it where rows are far from another. */
    int controlLead() {
        return unit.stages().operand();
    }

    /** Cycles of an operand in its decoder: integers have nothing to decode. */
    int decoderLatency() {
        boolean isDecoded = operandFormats().anyMatch(format -> !(format instanceof IntegerFormat));
        return config.target().registersDecoders() && isDecoded ? hasCodeRegisters() ? 2 : 1 : 0;
    }

    /** Whether the decoder has a register behind the magnitude of a code, as posits too long for tables need. */
    boolean hasCodeRegisters() {
        return config.target().registersDecoders()
                && operandFormats().anyMatch(format -> format instanceof PositFormat && format.widthBits() > 4);
    }

    private Stream<NumberFormat> operandFormats() {
        return unit.forms().stream()
                .flatMap(form ->
                        Stream.of(form.weights().format(), form.activations().format()));
    }

    /** Cycles from an address to the word of a buffer, with a register behind its memory where reading one takes long. */
    public int memoryLatency() {
        return config.target().registersMemories() ? 2 : 1;
    }

    /** Cycles of the output stage from a drained accumulator to a code. */
    public int outputLatency() {
        return config.outputCycles() - 1 + OutputStage.latency(this);
    }

    /** Whether the output stage has a rounding. */
    boolean has(Rounding rounding) {
        return config.roundings().contains(rounding);
    }

    /** Whether the output stage has roundings of int8 inference, and with them a zero point. */
    public boolean isForInference() {
        return config.roundings().stream().anyMatch(rounding -> !rounding.isCommon());
    }

    /** Whether a rounding rounds the product before the result. */
    boolean roundsProducts() {
        return has(Rounding.NEAREST_TWICE) || has(Rounding.FLOAT32);
    }

    /** Beats of the result queue, a power of two: those in the output stages, two row tiles in flight and the one being taken. */
    public int resultBeats() {
        int needed = 3 * config.rows() + (outputLatency() + config.outputCycles() - 1) / config.outputCycles();
        return Math.max(16, Integer.highestOneBit(needed - 1) << 1);
    }
}
