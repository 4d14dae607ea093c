// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.program.pulse.PulseMemory;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.List;

/**
 * What a user chooses of a pulse-feature accelerator; docs/pulse-engine.md has the table.
 *
 * @param name of the top module
 * @param channels detector channels, 1 to 16; each has a front end of its own
 * @param engines feature engines, a divisor of {@code channels}: each serves {@code channels / engines} of them in turn
 * @param adcBits bits of an ADC sample, 8 to 16
 * @param windowSamples longest window of an event, a power of two, 16 to 8192
 * @param eventBuffers events that a channel holds, a power of two, 2 to 16
 * @param network whether there is a network engine
 * @param classical whether there is a classical chain
 * @param processingElements PEs of the network engine, a power of two, 1 to 16
 * @param arithmeticUnits AUs of a PE, a power of two, 1 to 16, at most {@code multipliers}
 * @param multipliers of an AU, a power of two, 2 to 16; arithmeticUnits * multipliers is a multiple of 4
 * @param activationBits 8 or 16
 * @param elements depth of the activation memory in elements, a power of two, 64 to 65536
 * @param weightWords depth of the weight memory in words of one weight for each multiplier, a power of two, 16 to 65536;
 *     all weights have 4 MiB at most
 * @param parameterRows depth of the memory of biases and scales in rows of one AU each, a power of two, 4 to 4096
 * @param filterSamples longest window of the optimal filter, a power of two, 16 to 1024
 * @param phaseBanks phase banks of the optimal filter, a power of two, 1 to 64
 */
public record PulseConfig(
        String name,
        int channels,
        int engines,
        int adcBits,
        int windowSamples,
        int eventBuffers,
        boolean network,
        boolean classical,
        int processingElements,
        int arithmeticUnits,
        int multipliers,
        int activationBits,
        int elements,
        int weightWords,
        int parameterRows,
        int filterSamples,
        int phaseBanks)
        implements HostedEngine {
    /** 32-bit words of all weights: bits 19..0 of a load address. */
    private static final int MAX_WEIGHT_LOADS = 1 << PulseMemory.WORD_BITS;

    private static final String WEIGHT_RULE = "so many that all weights have 4 MiB at most";

    private static final List<String> FEATURES = List.of("network", "classical");

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public PulseConfig {
        ModuleName.check(name);
        range("channels", channels, 1, 16);
        require(engines >= 1 && channels % engines == 0, "engines", "a divisor of channels", engines);
        range("adc-bits", adcBits, 8, 16);
        powerOfTwo("window", windowSamples, 16, 8192);
        powerOfTwo("event-buffers", eventBuffers, 2, 16);
        require(network || classical, "features", "network, classical or both", List.of());
        powerOfTwo("processing-elements", processingElements, 1, 16);
        powerOfTwo("arithmetic-units", arithmeticUnits, 1, 16);
        powerOfTwo("multipliers", multipliers, 2, 16);
        require(arithmeticUnits <= multipliers, "arithmetic-units", "at most multipliers", arithmeticUnits);
        require(
                arithmeticUnits * multipliers % 4 == 0,
                "multipliers",
                "4 or more with one arithmetic unit",
                multipliers);
        require(activationBits == 8 || activationBits == 16, "activation-bits", "8 or 16", activationBits);
        powerOfTwo("elements", elements, 64, 1 << 16);
        powerOfTwo("weight-words", weightWords, 16, 1 << 16);
        require(
                weightLoads(processingElements, arithmeticUnits, multipliers, weightWords) <= MAX_WEIGHT_LOADS,
                "weight-words",
                WEIGHT_RULE,
                weightWords);
        powerOfTwo("parameter-rows", parameterRows, 4, 1 << 12);
        powerOfTwo("filter-samples", filterSamples, 16, 1024);
        powerOfTwo("phase-banks", phaseBanks, 1, 64);
    }

    private static long weightLoads(int processingElements, int units, int multipliers, int weightWords) {
        return (long) processingElements * units * multipliers * weightWords / Integer.BYTES;
    }

    /** One channel, 12 bits, 64 multipliers, network and classical chain, for windows of 32 samples. */
    public static PulseConfig defaults(String name) {
        return new PulseConfig(name, 1, 1, 12, 32, 4, true, true, 4, 4, 4, 16, 1024, 1024, 256, 32, 16);
    }

    /**
     * Reads the {@code engine} section of a configuration; every key has the default of {@link #defaults}.
     *
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static PulseConfig from(ConfigNode node) {
        node.choice("family", List.of("pulse"));
        String name = ModuleName.from(node);
        PulseConfig d = defaults(name);
        List<String> features = node.parsedList("features", PulseConfig::feature, FEATURES);
        int channels = node.integer("channels", 1, 16, d.channels);
        int engines = node.integer("engines", 1, 16, d.engines);
        if (channels % engines != 0) {
            throw node.error("engines", "a divisor of channels (" + channels + ")", "use 1 or " + channels);
        }
        int units = powerOfTwo(node, "arithmetic-units", 1, 16, d.arithmeticUnits);
        int multipliers = powerOfTwo(node, "multipliers", 2, 16, d.multipliers);
        if (units > multipliers || units * multipliers % 4 != 0) {
            throw node.error(
                    "arithmetic-units",
                    "at most multipliers (" + multipliers + "), and the product of both a multiple of 4",
                    "use as many multipliers as arithmetic units");
        }
        int activationBits = node.integer("activation-bits", 8, 16, d.activationBits);
        if (activationBits != 8 && activationBits != 16) {
            throw node.error("activation-bits", "8 or 16", "use 16 for the better resolution");
        }
        int elements = powerOfTwo(node, "processing-elements", 1, 16, d.processingElements);
        int weightWords = powerOfTwo(node, "weight-words", 16, 1 << 16, d.weightWords);
        if (weightLoads(elements, units, multipliers, weightWords) > MAX_WEIGHT_LOADS) {
            int words = (int) (MAX_WEIGHT_LOADS / weightLoads(elements, units, multipliers, 1));
            throw node.error("weight-words", WEIGHT_RULE, "use " + words + " or fewer");
        }
        PulseConfig config = new PulseConfig(
                name,
                channels,
                engines,
                node.integer("adc-bits", 8, 16, d.adcBits),
                powerOfTwo(node, "window", 16, 8192, d.windowSamples),
                powerOfTwo(node, "event-buffers", 2, 16, d.eventBuffers),
                features.contains("network"),
                features.contains("classical"),
                elements,
                units,
                multipliers,
                activationBits,
                powerOfTwo(node, "elements", 64, 1 << 16, d.elements),
                weightWords,
                powerOfTwo(node, "parameter-rows", 4, 1 << 12, d.parameterRows),
                powerOfTwo(node, "filter-samples", 16, 1024, d.filterSamples),
                powerOfTwo(node, "phase-banks", 1, 64, d.phaseBanks));
        node.rejectUnknown();
        return config;
    }

    @Override
    public Design generate() {
        return PulseDesign.generate(this);
    }

    @Override
    public AxiLiteTop module() {
        return new PulseProcessor(new PulseArchitecture(this));
    }

    private static String feature(String name) {
        if (!FEATURES.contains(name)) {
            throw new IllegalArgumentException("feature must be one of " + FEATURES + ": feature=" + name);
        }
        return name;
    }

    private static int powerOfTwo(ConfigNode node, String key, int low, int high, int fallback) {
        int value = node.integer(key, low, high, fallback);
        if (Integer.bitCount(value) != 1) {
            throw node.error(
                    key,
                    powerOfTwoRule(low, high),
                    "use " + Integer.highestOneBit(value) + " or " + 2 * Integer.highestOneBit(value));
        }
        return value;
    }

    private static void range(String key, int value, int low, int high) {
        require(value >= low && value <= high, key, "an integer from " + low + " to " + high, value);
    }

    private static void powerOfTwo(String key, int value, int low, int high) {
        require(value >= low && value <= high && Integer.bitCount(value) == 1, key, powerOfTwoRule(low, high), value);
    }

    private static String powerOfTwoRule(int low, int high) {
        return "a power of two from " + low + " to " + high;
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
