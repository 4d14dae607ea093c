// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.reference;

import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import java.util.Arrays;

/** The packet of an event, bit for bit; docs/pulse-engine.md is its contract. */
public final class PacketReference {
    private static final int HEADER_WORDS = 5;

    private final PulseNetworkReference network;
    private final int elements;
    private final ClassicalReference classical;

    /**
     * A network whose input is the first elements of the window, and the classical chain.
     *
     * @param network null: no network outputs
     * @param classical null: no classical words
     */
    public PacketReference(PulseNetwork network, ClassicalReference classical) {
        this.network = network == null ? null : new PulseNetworkReference(network);
        elements = network == null ? 0 : network.inputLength() * network.inputChannels();
        this.classical = classical;
    }

    /** The 32-bit words of an event's packet. */
    public int[] packet(PulseEvent event) {
        int[] outputs = network == null ? new int[0] : network.run(Arrays.copyOf(event.elements(), elements));
        ClassicalReference.Result result = classical == null ? null : classical.run(event.samples());
        int[] words = new int[HEADER_WORDS + outputs.length + (result == null ? 0 : ClassicalReference.WORDS)];
        int flags = (event.pileUp() ? 1 : 0)
                | (event.overRange() ? 2 : 0)
                | (result != null && result.noCrossing() ? 4 : 0);
        int content = (network == null ? 0 : 1) | (classical == null ? 0 : 2);
        words[0] = event.channel() << 24 | flags << 16 | content << 8 | words.length - 1;
        words[1] = (int) event.stamp();
        words[2] = (int) (event.stamp() >>> 32) & 0xFFFF | event.peakLength() << 16 | event.gainIndex() << 24;
        words[3] = event.baseline();
        words[4] = event.peak();
        System.arraycopy(outputs, 0, words, HEADER_WORDS, outputs.length);
        if (result != null) {
            System.arraycopy(result.words(), 0, words, HEADER_WORDS + outputs.length, ClassicalReference.WORDS);
        }
        return words;
    }
}
