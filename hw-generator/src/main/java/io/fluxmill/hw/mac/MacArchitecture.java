// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rounding;
import java.util.ArrayList;
import java.util.List;

/**
 * Every width, depth and latency of a matrix co-processor, derived from its configuration.
 *
 * <p>Lane modes: an operand word is four lanes of 4 bits, two of 8 or one of 16; a mode is named after its number of lanes, 4, 2 or 1.
 */
public final class MacArchitecture {
    /** Bits of a word of operands. */
    public static final int WORD_BITS = 16;

    /** Segments of the accumulator and chunks of the multiplier: as many as there are narrowest lanes. */
    public static final int SEGMENTS = 4;

    /** Significant bits of an accumulator that the output stage scales. */
    public static final int MANTISSA_BITS = 32;

    /** Guard bits of carry that every lane has above its largest product. */
    private static final int MINIMUM_CARRY_BITS = 6;

    private final MacConfig config;
    private final List<NumberFormat> results;
    private final int multiplierBits;
    private final int[] chunkOffset = new int[SEGMENTS + 1];
    private final int[] productShift = new int[SEGMENTS + 1];
    private static final int PARAMETER_BEATS = 6;

    private final int segmentBits;
    private final int downBits;

    public MacArchitecture(MacConfig config) {
        this.config = config;
        results = new ArrayList<>(config.formats());
        results.addAll(config.resultFormats());
        multiplierBits = deriveMultiplier();
        // Chunks split the array in halves and quarters, so that both lanes of mode 2 get floor(N / 2) bits at least.
        int half = multiplierBits / 2;
        chunkOffset[1] = half / 2;
        chunkOffset[2] = half;
        chunkOffset[3] = half + (multiplierBits - half) / 2;
        chunkOffset[4] = multiplierBits;
        for (NumberFormat format : config.formats()) {
            productShift[format.lanes()] = Math.max(productShift[format.lanes()], format.productShift());
        }
        segmentBits = deriveSegment();
        downBits = deriveDown();
    }

    /** One array serves all modes: N is the widest significand of mode 1, twice that of mode 2, four times that of mode 4. */
    private int deriveMultiplier() {
        int bits = 4;
        for (NumberFormat format : config.formats()) {
            bits = Math.max(bits, format.significandBits() * format.lanes());
        }
        return bits;
    }

    /** As configured, doubled until every lane holds its format's products, its largest sum and some carries. */
    private int deriveSegment() {
        int needed = config.segmentBits();
        for (NumberFormat format : config.formats()) {
            int segments = SEGMENTS / format.lanes();
            int bits = Math.max(
                    format.productBits() + 1 + MINIMUM_CARRY_BITS,
                    productShift[format.lanes()] + 2 * format.significandBits());
            while (needed * segments < bits) {
                needed *= 2;
            }
        }
        return needed;
    }

    /** Alignment is a right shift from the mode's place, so an operand's exponent distance includes the format's own place. */
    private int deriveDown() {
        int largest = 1;
        for (NumberFormat format : config.formats()) {
            largest = Math.max(largest, format.maxDown() + placement(format));
        }
        return 32 - Integer.numberOfLeadingZeros(largest);
    }

    public MacConfig config() {
        return config;
    }

    /** Formats by hardware index: the operand formats, then the additional result formats. */
    public List<NumberFormat> formats() {
        return results;
    }

    /** Width N of the N x N significand multiplier. */
    public int multiplierBits() {
        return multiplierBits;
    }

    /** First multiplier bit of a chunk; chunk 4 is the end. */
    public int chunkOffset(int chunk) {
        return chunkOffset[chunk];
    }

    /** Beats of a tile of parameters: bias low, bias high, posMultiplier, posScale, negMultiplier, negScale, and the fractions of both. */
    public int parameterBeats() {
        return hasFractions() ? PARAMETER_BEATS + 2 : PARAMETER_BEATS;
    }

    /** Whether a multiplier of the output stage has 31 bits. */
    boolean hasFractions() {
        return config.rescaleBits() > WORD_BITS;
    }

    public int segmentBits() {
        return segmentBits;
    }

    public int accumulatorBits() {
        return SEGMENTS * segmentBits;
    }

    /** Bit of a lane's accumulator where the least significant bit of its unshifted product is placed. */
    public int productShift(int lanes) {
        return productShift[lanes];
    }

    /** Shift that brings a format's product from the mode's place to its own; added to the exponent distance of a. */
    public int placement(NumberFormat format) {
        return productShift[format.lanes()] - format.productShift();
    }

    /** Bits of an operand's exponent distance. */
    public int downBits() {
        return downBits;
    }

    /** Bits of the sum of two exponent distances, limited to what shifts a whole accumulator out. */
    public int shiftBits() {
        return downBits + 1;
    }

    public boolean hasLanes(int lanes) {
        return config.formats().stream().anyMatch(f -> f.lanes() == lanes);
    }

    /** Whether every operand format has this many lanes. */
    public boolean onlyLanes(int lanes) {
        return config.formats().stream().allMatch(f -> f.lanes() == lanes);
    }

    /** Bits of the sum of all lanes: those of the widest lane, and one more for each halving of the accumulator. */
    public int sumBits() {
        return accumulatorBits() / fewestLanes() + Integer.numberOfTrailingZeros(fewestLanes());
    }

    /** Lanes of the widest operand format. */
    public int fewestLanes() {
        return config.formats().stream().mapToInt(NumberFormat::lanes).min().orElseThrow();
    }

    /** Bits of the output stage's total: a sum and 16 fraction bits for the bias, or a bias of 32 bits shifted by up to 8. */
    public int totalBits() {
        return Math.max(sumBits() + 16, 40);
    }

    /** Highest stage of the normaliser: the largest power of two below totalBits. */
    public int normaliserStages() {
        return 31 - Integer.numberOfLeadingZeros(totalBits() - 1);
    }

    /** Bits of the output stage's exponents: a scale exponent of ±512 and the width of the total, signed. */
    public int exponentBits() {
        return 12;
    }

    /** Cycles from the issue of an operand address to the accumulator's clock edge: memory, then the MAC's stages. */
    public int macLatency() {
        return 1 + config.pipeline();
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
    boolean isForInference() {
        return config.roundings().stream().anyMatch(rounding -> !rounding.isCommon());
    }

    /** Whether a rounding rounds the product before the result. */
    boolean roundsProducts() {
        return has(Rounding.NEAREST_TWICE) || has(Rounding.FLOAT32);
    }

    /** Beats of the result queue: two row tiles in flight and the one being taken. */
    public int resultBeats() {
        return Math.max(16, 4 * config.rows());
    }
}
