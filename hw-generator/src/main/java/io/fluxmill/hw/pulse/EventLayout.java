// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

/** Widths of samples and of an event's header, and the places of its fields in a header word. */
final class EventLayout {
    /** Fractional bits of baselines, thresholds and of the samples of an event. */
    static final int FRACTION_BITS = 4;

    /** Bits of a setting in units of 2^-4 LSB: 16-bit samples and their fraction. */
    static final int LEVEL_BITS = 20;

    /** Bits of a time stamp. */
    static final int STAMP_BITS = 48;

    /** Bits of a channel's number. */
    static final int CHANNEL_BITS = 4;

    /** Bits of p, the bit length of a peak. */
    static final int LENGTH_BITS = 6;

    /** Bits of the number of a gain. */
    static final int GAIN_INDEX_BITS = 4;

    /** Bits of a gain. */
    static final int GAIN_BITS = 16;

    final int adcBits;
    final int positionBits;
    /** Bits of a baseline, unsigned. */
    final int baselineBits;
    /** Bits of a sample of an event, signed. */
    final int sampleBits;
    /** Bits of a front end's record of an event: time stamp, flags, baseline and largest sample. */
    final int recordBits;
    /** Bits of a reader's header of an event: record with the peak in place of the largest sample, p, i and the channel. */
    final int headerBits;

    EventLayout(PulseConfig config) {
        adcBits = config.adcBits();
        positionBits = PulseArchitecture.log2(config.windowSamples());
        baselineBits = adcBits + FRACTION_BITS;
        sampleBits = baselineBits + 1;
        recordBits = STAMP_BITS + 2 + baselineBits + adcBits;
        headerBits = STAMP_BITS + 2 + baselineBits + sampleBits + LENGTH_BITS + GAIN_INDEX_BITS + CHANNEL_BITS;
    }
}
