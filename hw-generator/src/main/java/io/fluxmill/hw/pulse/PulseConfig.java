// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.pulse.PulseMemory;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.List;

/**
 * What a user chooses for a pulse-feature accelerator; docs/pulse-engine.md has the table.
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
    private static final IntegerRule CHANNELS = IntegerRule.range("channels", 1, 16);
    private static final IntegerRule ENGINES = IntegerRule.range("engines", 1, 16);
    private static final IntegerRule ADC_BITS = IntegerRule.range("adc-bits", 8, 16);
    private static final IntegerRule WINDOW = IntegerRule.powerOfTwo("window", 16, 8192);
    private static final IntegerRule EVENT_BUFFERS = IntegerRule.powerOfTwo("event-buffers", 2, 16);
    private static final IntegerRule PROCESSING_ELEMENTS = IntegerRule.powerOfTwo("processing-elements", 1, 16);
    private static final IntegerRule ARITHMETIC_UNITS = IntegerRule.powerOfTwo("arithmetic-units", 1, 16);
    private static final IntegerRule MULTIPLIERS = IntegerRule.powerOfTwo("multipliers", 2, 16);
    private static final IntegerRule ACTIVATION_BITS =
            IntegerRule.oneOf("activation-bits", "use 16 for the better resolution", 8, 16);
    private static final IntegerRule ELEMENTS = IntegerRule.powerOfTwo("elements", 64, 1 << 16);
    private static final IntegerRule WEIGHT_WORDS = IntegerRule.powerOfTwo("weight-words", 16, 1 << 16);
    private static final IntegerRule PARAMETER_ROWS = IntegerRule.powerOfTwo("parameter-rows", 4, 1 << 12);
    private static final IntegerRule FILTER_SAMPLES = IntegerRule.powerOfTwo("filter-samples", 16, 1024);
    private static final IntegerRule PHASE_BANKS = IntegerRule.powerOfTwo("phase-banks", 1, 64);

    /** 32-bit words of all weights: bits 19..0 of a load address. */
    private static final int MAX_WEIGHT_LOADS = 1 << PulseMemory.WORD_BITS;

    private static final String WEIGHT_RULE = "so many that all weights have 4 MiB at most";

    private static final List<String> FEATURES = List.of("network", "classical");

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public PulseConfig {
        ModuleName.check(name);
        CHANNELS.check(channels);
        require(engines >= 1 && channels % engines == 0, "engines", "a divisor of channels", engines);
        ADC_BITS.check(adcBits);
        WINDOW.check(windowSamples);
        EVENT_BUFFERS.check(eventBuffers);
        require(network || classical, "features", "network, classical or both", List.of());
        PROCESSING_ELEMENTS.check(processingElements);
        ARITHMETIC_UNITS.check(arithmeticUnits);
        MULTIPLIERS.check(multipliers);
        require(arithmeticUnits <= multipliers, "arithmetic-units", "at most multipliers", arithmeticUnits);
        require(
                arithmeticUnits * multipliers % 4 == 0,
                "multipliers",
                "4 or more with one arithmetic unit",
                multipliers);
        ACTIVATION_BITS.check(activationBits);
        ELEMENTS.check(elements);
        WEIGHT_WORDS.check(weightWords);
        require(
                weightLoads(processingElements, arithmeticUnits, multipliers, weightWords) <= MAX_WEIGHT_LOADS,
                "weight-words",
                WEIGHT_RULE,
                weightWords);
        PARAMETER_ROWS.check(parameterRows);
        FILTER_SAMPLES.check(filterSamples);
        PHASE_BANKS.check(phaseBanks);
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
        int channels = CHANNELS.read(node, d.channels);
        int engines = ENGINES.read(node, d.engines);
        if (channels % engines != 0) {
            throw node.error("engines", "a divisor of channels (" + channels + ")", "use 1 or " + channels);
        }
        int units = ARITHMETIC_UNITS.read(node, d.arithmeticUnits);
        int multipliers = MULTIPLIERS.read(node, d.multipliers);
        if (units > multipliers || units * multipliers % 4 != 0) {
            throw node.error(
                    "arithmetic-units",
                    "at most multipliers (" + multipliers + "), and the product of both a multiple of 4",
                    "use as many multipliers as arithmetic units");
        }
        int activationBits = ACTIVATION_BITS.read(node, d.activationBits);
        int elements = PROCESSING_ELEMENTS.read(node, d.processingElements);
        int weightWords = WEIGHT_WORDS.read(node, d.weightWords);
        if (weightLoads(elements, units, multipliers, weightWords) > MAX_WEIGHT_LOADS) {
            int words = (int) (MAX_WEIGHT_LOADS / weightLoads(elements, units, multipliers, 1));
            throw node.error("weight-words", WEIGHT_RULE, "use " + words + " or fewer");
        }
        PulseConfig config = new PulseConfig(
                name,
                channels,
                engines,
                ADC_BITS.read(node, d.adcBits),
                WINDOW.read(node, d.windowSamples),
                EVENT_BUFFERS.read(node, d.eventBuffers),
                features.contains("network"),
                features.contains("classical"),
                elements,
                units,
                multipliers,
                activationBits,
                ELEMENTS.read(node, d.elements),
                weightWords,
                PARAMETER_ROWS.read(node, d.parameterRows),
                FILTER_SAMPLES.read(node, d.filterSamples),
                PHASE_BANKS.read(node, d.phaseBanks));
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

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
