// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.program.pulse.PulseMemory;

/** Every width, depth and latency of a pulse-feature accelerator, derived from its configuration. */
public final class PulseArchitecture {
    /** Bits of a weight. */
    public static final int WEIGHT_BITS = 8;

    /** Bits of a sum. */
    public static final int SUM_BITS = 32;

    /** Bits of a requantisation's multiplier. */
    public static final int SCALE_BITS = 16;

    /** Bits of a requantisation's shift, 0 to 47. */
    public static final int SHIFT_BITS = 6;

    /** Layers of a network at most. */
    public static final int MAX_LAYERS = 16;

    /** Bits of a count of layers. */
    public static final int LAYER_COUNT_BITS = 5;

    /** 32-bit words of a layer in the layer table; the first {@link #ISSUE_WORDS} are for the issue of steps, the others for the drain. */
    public static final int LAYER_WORDS = 8;

    /** Words of a layer that the issue of steps reads. */
    public static final int ISSUE_WORDS = 5;

    /** Bits of a field of the layer table. */
    public static final int FIELD_BITS = 16;

    /** Bits of a load address: memory select 23..20, 32-bit word 19..0. */
    public static final int LOAD_ADDRESS_BITS = PulseMemory.WORD_BITS + PulseMemory.SELECT_BITS;

    /** Tiles of sums between the processing elements and the drain; as many as a distributed memory has words. */
    public static final int SUM_TILES = 16;

    private final PulseConfig config;

    public PulseArchitecture(PulseConfig config) {
        this.config = config;
    }

    public PulseConfig config() {
        return config;
    }

    /** Bits of an element of the activation memory: unsigned and signed activations in one signed number. */
    public int elementBits() {
        return config.activationBits() + 1;
    }

    /** Bits of an element's place in the activation memory. */
    public int addressBits() {
        return log2(config.elements());
    }

    /**
     * Bits of a window's place, signed: windows can begin in the padding before the memory and, for position lanes beyond the last position, end
     * after it. The mapper keeps every window within 4 times the memory before and after its first element.
     */
    public int windowBits() {
        return addressBits() + 4;
    }

    /** Rows of a bank; an element is in bank {@code place % multipliers}. */
    public int bankRows() {
        return config.elements() / config.multipliers();
    }

    /** Sums that are computed at the same time. */
    public int tileSums() {
        return config.processingElements() * config.arithmeticUnits();
    }

    /** Multipliers of all processing elements. */
    public int totalMultipliers() {
        return tileSums() * config.multipliers();
    }

    /** 32-bit words of a processing element's weight word. */
    public int weightParts() {
        return config.arithmeticUnits() * config.multipliers() * WEIGHT_BITS / 32;
    }

    /** Bits of a product. */
    public int productBits() {
        return elementBits() + WEIGHT_BITS;
    }

    /** Registers between products and accumulator: none for up to 4 products, whose adders fit into the accumulator's stage. */
    public int treeStages() {
        return config.multipliers() > 4 ? 1 : 0;
    }

    /** Cycles from the issue of a step to the clock edge at which its sums are in the accumulator: read, rotate, multiply, add. */
    public int sumLatency() {
        return 4 + treeStages();
    }

    /** Cycles from a sum at the head of the queue to its element in the memory: bias, multiply, add, shift, round, write. */
    public int drainLatency() {
        return 6;
    }

    /** Cycles from the issue of a tile's last step to the first step that can read the tile's first elements. */
    public int resultLatency() {
        return sumLatency() + drainLatency();
    }

    /** Bits of the useful multiply-accumulates of a cycle: a row of sums, of up to 65,535 terms each. */
    public int usefulMacsBits() {
        return FIELD_BITS + log2(config.arithmeticUnits()) + 1;
    }

    public static int log2(int powerOfTwo) {
        return 31 - Integer.numberOfLeadingZeros(powerOfTwo);
    }
}
