// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.pulse;

import io.fluxmill.driver.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a pulse-feature accelerator reports about an event; docs/pulse-engine.md has the packet.
 *
 * @param stamp number of the trigger's sample since enabling
 * @param peakLength p of the normalisation, 0 without
 * @param gainIndex i of the normalisation, 0 without
 * @param baseline 2^-4 LSB
 * @param peak over the baseline, 2^-4 LSB
 * @param outputs of the network, empty if the packet has none
 * @param classical null if the packet has none
 * @param words the packet as it came
 */
public record FeaturePacket(
        int channel,
        long stamp,
        boolean pileUp,
        boolean overRange,
        boolean noCrossing,
        int peakLength,
        int gainIndex,
        int baseline,
        int peak,
        int[] outputs,
        Classical classical,
        int[] words) {
    private static final int HEADER_WORDS = 5;
    private static final int TIME_BITS = 24;

    /**
     * Words of the classical chain.
     *
     * @param bank of the optimal filter
     * @param time CFD time in the window, 2^-10 samples; 2^24 - 1 without a crossing
     * @param trapezoid largest value of the trapezoid
     * @param picked the trapezoid at PRETRIGGER + PICK
     * @param amplitude A of the optimal filter
     * @param amplitudeTime A tau of the optimal filter
     * @param tau their quotient, 2^-10 samples if both have the same scale
     */
    public record Classical(int bank, int time, int trapezoid, int picked, int amplitude, int amplitudeTime, int tau) {
        static final int WORDS = 6;
    }

    /** A packet from its words. */
    public static FeaturePacket of(int[] words) {
        int flags = words[0] >>> 16;
        boolean hasClassical = (words[0] >>> 9 & 1) != 0;
        int end = words.length - (hasClassical ? Classical.WORDS : 0);
        return new FeaturePacket(
                words[0] >>> 24,
                Integer.toUnsignedLong(words[1]) | (long) (words[2] & 0xFFFF) << 32,
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                words[2] >>> 16 & 0x3F,
                words[2] >>> 24 & 0xF,
                words[3],
                words[4],
                Arrays.copyOfRange(words, HEADER_WORDS, end),
                hasClassical ? classical(words, end) : null,
                words);
    }

    private static Classical classical(int[] words, int at) {
        int time = words[at] & (1 << TIME_BITS) - 1;
        return new Classical(
                words[at] >>> TIME_BITS,
                time,
                words[at + 1],
                words[at + 2],
                words[at + 3],
                words[at + 4],
                words[at + 5]);
    }

    /**
     * The packets of a buffer from its position to its limit.
     *
     * @throws TransportException if it ends within a packet
     */
    public static List<FeaturePacket> parse(ByteBuffer bytes) {
        ByteBuffer words = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<FeaturePacket> packets = new ArrayList<>();
        while (words.remaining() >= Integer.BYTES) {
            int count = (words.getInt(words.position()) & 0xFF) + 1;
            if (words.remaining() < count * Integer.BYTES || count < HEADER_WORDS) {
                throw new TransportException("feature stream ends within a packet: packet " + packets.size() + " has "
                        + count + " words, found " + words.remaining() / Integer.BYTES);
            }
            int[] packet = new int[count];
            words.asIntBuffer().get(packet);
            words.position(words.position() + count * Integer.BYTES);
            packets.add(of(packet));
        }
        return packets;
    }
}
