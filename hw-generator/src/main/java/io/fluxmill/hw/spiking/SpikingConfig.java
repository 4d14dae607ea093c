// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingFeatures;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.List;

/**
 * What a user chooses for a spiking engine; docs/spiking-engine.md has the table.
 *
 * @param name of the top module
 * @param shape sizes and widths
 * @param ends encoder, read-outs and time stamps
 * @param queueWords words of the queues of events into and out of the engine, a power of two
 */
public record SpikingConfig(String name, SpikingShape shape, SpikingEnds ends, int queueWords) implements HostedEngine {
    /** Constants and inputs beside two groups of neurons. */
    private static final int LEAST_SOURCES = 8;

    private static final IntegerRule LANES = IntegerRule.powerOfTwo("lanes", 1, 32);
    private static final IntegerRule NEURONS = IntegerRule.powerOfTwo("neurons", 16, 1 << 16);
    private static final IntegerRule SOURCES = IntegerRule.powerOfTwo("sources", 16, 1 << 17);
    private static final IntegerRule WEIGHT_WORDS = IntegerRule.powerOfTwo("weight-words", 16, 1 << 20);
    private static final IntegerRule ROW_WORDS = IntegerRule.powerOfTwo("row-words", 16, 1 << 18);
    private static final IntegerRule PARAMETER_WORDS = IntegerRule.powerOfTwo("parameter-words", 2, 1 << 12);
    private static final IntegerRule POPULATIONS = IntegerRule.powerOfTwo("populations", 2, 64);
    private static final IntegerRule WEIGHT_BITS = IntegerRule.range("weight-bits", 1, 16);
    private static final IntegerRule ACCUMULATOR_BITS = IntegerRule.range("accumulator-bits", 4, 32);
    private static final IntegerRule GUARD_BITS = IntegerRule.range("guard-bits", 0, 16);
    private static final IntegerRule STATE_BITS = IntegerRule.range("state-bits", 8, 32);
    private static final IntegerRule DECAY_BITS = IntegerRule.range("decay-bits", 4, 16);
    private static final IntegerRule DELAY_SLOTS =
            IntegerRule.powerOfTwo("delay-slots", 2, SpikingShape.MOST_DELAY_SLOTS);
    private static final IntegerRule VALUE_BITS = IntegerRule.range("value-bits", 1, 8);
    private static final IntegerRule REFRACTORY_BITS = IntegerRule.range("refractory-bits", 0, 8);
    private static final IntegerRule ENCODER_BITS = IntegerRule.range("encoder-bits", 0, SpikingEnds.MOST_ENCODER_BITS);
    private static final IntegerRule CLOCK_DRIVEN =
            IntegerRule.oneOf("clock-driven", "use 4, or 0 for none", 0, 2, 4, 8, 16, 32, 64);
    private static final IntegerRule WALK_SOURCES = IntegerRule.powerOfTwo("walk-sources", 1, 8);
    private static final IntegerRule DELAY_ROWS = IntegerRule.oneOf(
            "delay-queue", "use 256, or 0 for none", 0, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384);
    private static final IntegerRule CORES = IntegerRule.powerOfTwo("cores", 1, SpikingFeatures.MOST_CORES);
    private static final IntegerRule QUEUE_WORDS = IntegerRule.powerOfTwo("queue-words", 16, 1 << 14);

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public SpikingConfig {
        ModuleName.check(name);
        LANES.check(shape.lanes());
        NEURONS.check(shape.neurons());
        SOURCES.check(shape.sources());
        WEIGHT_WORDS.check(shape.weightWords());
        ROW_WORDS.check(shape.rowWords());
        PARAMETER_WORDS.check(shape.parameterWords());
        POPULATIONS.check(shape.populations());
        WEIGHT_BITS.check(shape.weightBits());
        ACCUMULATOR_BITS.check(shape.accumulatorBits());
        GUARD_BITS.check(shape.guardBits());
        STATE_BITS.check(shape.stateBits());
        DECAY_BITS.check(shape.decayBits());
        DELAY_SLOTS.check(shape.delaySlots());
        VALUE_BITS.check(shape.valueBits());
        REFRACTORY_BITS.check(shape.refractoryBits());
        ENCODER_BITS.check(ends.encoderBits());
        CLOCK_DRIVEN.check(shape.clockDriven());
        WALK_SOURCES.check(shape.walkSources());
        DELAY_ROWS.check(shape.delayQueue());
        CORES.check(shape.cores());
        QUEUE_WORDS.check(queueWords);
        require(
                shape.groups() >= 2,
                "neurons must be at least twice lanes: neurons=" + shape.neurons() + ", lanes=" + shape.lanes());
        require(
                shape.sources() >= 2 * shape.lanes() + LEAST_SOURCES,
                "sources must be at least twice lanes and 8 more: sources=" + shape.sources() + ", lanes="
                        + shape.lanes());
        require(
                shape.clockDriven() > 0 || shape.walkSources() == 1,
                "walk-sources must be 1 without clock-driven connections: walk-sources=" + shape.walkSources());
        require(
                shape.accumulatorBits() > shape.synapseBits() + shape.valueBits() - 1,
                "accumulator-bits must be more than weight-bits (2 for one bit) and the further value-bits: accumulator-bits="
                        + shape.accumulatorBits());
        require(
                !shape.randomWeights() && shape.weightBits() > 1
                        || shape.accumulatorBits() + shape.guardBits() <= shape.stateBits(),
                "state-bits must be at least accumulator-bits and guard-bits together with random-weights or weights of one bit: state-bits="
                        + shape.stateBits());
    }

    /** An engine without encoder, read-outs and time stamps. */
    public SpikingConfig(String name, SpikingShape shape, int queueWords) {
        this(name, shape, SpikingEnds.NONE, queueWords);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /**
     * Reads the section {@code engine} of a configuration.
     *
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static SpikingConfig from(ConfigNode node) {
        node.choice("family", List.of("spiking"));
        String name = ModuleName.from(node);
        int lanes = LANES.read(node, 8);
        int neurons = NEURONS.read(node, 1024);
        int clockDriven = CLOCK_DRIVEN.read(node, 0);
        SpikingShape shape = new SpikingShape(
                lanes,
                neurons,
                SOURCES.read(node, Math.max(16, 2 * neurons)),
                WEIGHT_WORDS.read(node, 8192),
                ROW_WORDS.read(node, 1024),
                PARAMETER_WORDS.read(node, 16),
                POPULATIONS.read(node, 16),
                WEIGHT_BITS.read(node, 8),
                ACCUMULATOR_BITS.read(node, 18),
                GUARD_BITS.read(node, 6),
                STATE_BITS.read(node, 24),
                DECAY_BITS.read(node, 12),
                DELAY_SLOTS.read(node, 2),
                VALUE_BITS.read(node, 1),
                REFRACTORY_BITS.read(node, 0),
                node.flag("currents", true),
                node.flag("shifts", false),
                new SpikingFeatures(
                        clockDriven,
                        WALK_SOURCES.read(node, clockDriven == 0 ? 1 : 4),
                        DELAY_ROWS.read(node, 0),
                        node.flag("random-weights", false),
                        CORES.read(node, 1)));
        SpikingEnds ends = new SpikingEnds(
                ENCODER_BITS.read(node, 0), node.flag("read-outs", false), node.flag("time-stamps", false));
        int queueWords = QUEUE_WORDS.read(node, 512);
        SpikingConfig config;
        try {
            config = new SpikingConfig(name, shape, ends, queueWords);
        } catch (IllegalArgumentException e) {
            throw new io.fluxmill.core.config.InputException(
                    node.file() + ":" + node.line() + ": engine: " + e.getMessage(), "change one of these keys");
        }
        node.rejectUnknown();
        return config;
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public Design generate() {
        return SpikingDesign.generate(this);
    }

    @Override
    public AxiLiteTop module() {
        return new SpikingProcessor(this);
    }
}
