// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.encode;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.EncoderRules;
import io.fluxmill.core.program.spiking.SpikingEnds;
import java.util.List;

/**
 * How values become spikes: the section {@code encoding}; docs/spiking-contract.md is its contract.
 *
 * @param ticks of a sample; 0 for {@link Kind#DELTA}, whose samples have their own
 * @param bits of a code
 * @param fullScale the value of the largest code
 * @param seed of {@link Kind#RATE}
 * @param threshold of {@link Kind#DELTA}, in codes
 * @param everyTick whether {@link Kind#DELTA} compares with the tick before, not with the last spike
 * @param offSpikes whether {@link Kind#DELTA} has spikes of falling values
 * @param place where spikes are made; null for the engine if it can, else the host
 */
public record Encoding(
        Kind kind,
        int ticks,
        int bits,
        double fullScale,
        int seed,
        int threshold,
        boolean everyTick,
        boolean offSpikes,
        Place place) {
    /** Most ticks of a sample. */
    public static final int MOST_TICKS = 1 << 16;

    /** What a code becomes. */
    public enum Kind {
        /** The code as a spike's value, in every tick. */
        DIRECT,
        /** A spike in a share of the ticks. */
        RATE,
        /** One spike, the earlier the larger the code. */
        LATENCY,
        /** Spikes where a value changes. */
        DELTA
    }

    /** Where spikes are made. */
    public enum Place {
        /** By the engine's encoder. */
        ENGINE,
        /** Before they are sent. */
        HOST
    }

    /**
     * Reads the section.
     *
     * @throws InputException for an unknown key, a value that breaks its rule, or a key that the kind does not have
     */
    public static Encoding from(ConfigNode node) {
        Kind kind = node.choice("kind", Kind.class);
        boolean delta = kind == Kind.DELTA;
        for (String key : List.of("threshold", "kept", "off-spikes")) {
            only(node, key, delta, "delta");
        }
        only(node, "seed", kind == Kind.RATE, "rate");
        if (delta && node.has("ticks")) {
            throw node.error(
                    "ticks",
                    "left out with kind: delta",
                    "remove it: a sample of delta coding has its ticks, [ticks][values]");
        }
        int bits = node.integer("bits", 1, SpikingEnds.MOST_ENCODER_BITS, SpikingEnds.MOST_ENCODER_BITS);
        int most = (1 << bits) - 1;
        double fullScale = node.number("full-scale", 0, Double.MAX_VALUE, most);
        if (fullScale == 0) {
            throw node.error(
                    "full-scale", "more than 0", "use the value of the largest code, or leave it out for " + most);
        }
        Encoding encoding = new Encoding(
                kind,
                delta ? 0 : node.integer("ticks", 1, MOST_TICKS - 1),
                bits,
                fullScale,
                node.integer("seed", 0, Integer.MAX_VALUE, 1),
                delta ? node.integer("threshold", 1, most) : 0,
                node.choice("kept", List.of("spike", "tick"), "spike").equals("tick"),
                node.flag("off-spikes", true),
                node.has("place") ? node.choice("place", Place.class) : null);
        node.rejectUnknown();
        return encoding;
    }

    private static void only(ConfigNode node, String key, boolean allowed, String kind) {
        if (!allowed && node.has(key)) {
            throw node.error(key, "left out unless kind is " + kind, "remove it");
        }
    }

    /** The largest code. */
    public int most() {
        return (1 << bits) - 1;
    }

    /** The code of a value, {@code value * most / fullScale} rounded to the nearest, ties to even, and clipped. */
    public int code(double value) {
        return (int) Math.max(0, Math.min(most(), exact(value)));
    }

    /** Whether the code of a value is clipped. */
    public boolean clips(double value) {
        double exact = exact(value);
        return exact < 0 || exact > most();
    }

    private double exact(double value) {
        return Math.rint(value * most() / fullScale);
    }

    /** Bits that a spike's value needs. */
    public int valueBits() {
        return kind == Kind.DIRECT ? bits : 1;
    }

    /** How many inputs of the network so many values are. */
    public int inputs(int values) {
        return kind == Kind.DELTA && offSpikes ? 2 * values : values;
    }

    /** How many values so many inputs of the network are; −1 if they are no whole number. */
    public int values(int inputs) {
        if (kind != Kind.DELTA || !offSpikes) {
            return inputs;
        }
        return inputs % 2 == 0 ? inputs / 2 : -1;
    }

    /** The tick of the spike of each code of {@link Kind#LATENCY}; code 0 has none, whatever stands there. */
    public int[] latencies() {
        int[] latencies = new int[most() + 1];
        for (int code = 0; code <= most(); code++) {
            // floor(a / b + 1/2) = floor((2 a + b) / (2 b))
            long numerator = 2L * (most() - code) * (ticks - 1) + most();
            latencies[code] = (int) (numerator / (2L * most()));
        }
        return latencies;
    }

    /** For an engine's encoder.
     *
     * @param values of a tick
     */
    public EncoderRules rules(int values) {
        return new EncoderRules(
                EncoderRules.Kind.valueOf(kind.name()),
                bits,
                threshold,
                everyTick,
                offSpikes,
                values,
                kind == Kind.LATENCY ? latencies() : new int[0]);
    }
}
