// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

import io.fluxmill.core.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands before and behind the core of a spiking engine.
 *
 * @param encoderBits of a value in the encoder's memory; 0 for no encoder
 * @param readOuts whether outputs are counted
 * @param timeStamps whether a word computes many ticks, and ends of ticks without spikes can be left out
 */
public record SpikingEnds(int encoderBits, boolean readOuts, boolean timeStamps) {
    /** None of them. */
    public static final SpikingEnds NONE = new SpikingEnds(0, false);

    /** Most bits of a value. */
    public static final int MOST_ENCODER_BITS = 8;

    /** Most outputs that are read. */
    public static final int MOST_OUTPUTS = 256;

    /** Bits of a count, of a first tick, and of an entry of the table of latencies. */
    public static final int COUNT_BITS = 16;

    private static final String TIME_STAMPS = "timeStamps";

    /** Without time stamps. */
    public SpikingEnds(int encoderBits, boolean readOuts) {
        this(encoderBits, readOuts, false);
    }

    /** Those of a design. */
    public static SpikingEnds of(Manifest manifest) {
        Map<String, Long> p = manifest.parameters();
        return new SpikingEnds(
                Math.toIntExact(p.get("encoderBits")), p.get("readOuts") == 1, p.getOrDefault(TIME_STAMPS, 0L) == 1);
    }

    /** As a manifest has them; only a design with time stamps names these. */
    public Map<String, Long> parameters() {
        Map<String, Long> p = new LinkedHashMap<>();
        p.put("encoderBits", (long) encoderBits);
        p.put("readOuts", readOuts ? 1L : 0L);
        if (timeStamps) {
            p.put(TIME_STAMPS, 1L);
        }
        return p;
    }

    /** Whether there is an encoder. */
    public boolean encoder() {
        return encoderBits > 0;
    }
}
