// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.read.NetlistReader;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What a user chooses for an SFQ emulator; docs/sfq.md has the table.
 *
 * @param name of the top module
 * @param netlist in quanta of 0.1 ps
 * @param quantum time of a clock, in 0.1 ps, 1 to 1000
 * @param queueWords records in the stimulus queue and in the event queue, a power of two, 16 to 65536
 */
public record SfqConfig(String name, Netlist netlist, int quantum, int queueWords) implements HostedEngine {
    /** Default of {@code queue-words}. */
    public static final int DEFAULT_QUEUE_WORDS = 1024;

    private static final IntegerRule QUEUE_WORDS = IntegerRule.powerOfTwo("queue-words", 16, 65536);

    private static final int MAX_QUANTUM = 1000;

    /** @throws IllegalArgumentException if a value breaks its rule; the message is {@code <key> must be <rule>: <key>=<value>} */
    public SfqConfig {
        ModuleName.check(name);
        require(quantum >= 1 && quantum <= MAX_QUANTUM, "quantum", "in 1..1000", quantum);
        QUEUE_WORDS.check(queueWords);
        int nets = Math.max(netlist.inputs().size(), netlist.outputs().size());
        require(
                nets <= SfqArchitecture.MAX_NETS,
                "netlist",
                "one of at most " + SfqArchitecture.MAX_NETS + " inputs and as many outputs",
                nets);
    }

    /**
     * Reads the {@code engine} section of a configuration.
     *
     * @throws io.fluxmill.core.config.InputException if a key is unknown or a value breaks its rule
     */
    public static SfqConfig from(ConfigNode node) {
        return from(node, (engine, library) -> NetlistReader.read(engine.node("netlist"), library));
    }

    /**
     * The same for a section whose netlist is made from other keys than {@code netlist}.
     *
     * @param netlist reads those keys of the section; gets its library too
     */
    public static SfqConfig from(ConfigNode node, BiFunction<ConfigNode, CellLibrary, Netlist> netlist) {
        node.choice("family", List.of("sfq"));
        String name = ModuleName.from(node);
        double quantum = node.number("quantum-ps", 0.1, MAX_QUANTUM / 10.0, 0.1) * CellLibrary.QUANTA_PER_PS;
        if (Math.abs(quantum - Math.rint(quantum)) > 1e-6) {
            throw node.error("quantum-ps", "a multiple of 0.1", "round it");
        }
        int queueWords = QUEUE_WORDS.read(node, DEFAULT_QUEUE_WORDS);
        Netlist circuit = netlist.apply(node, CellLibrary.from(node));
        node.rejectUnknown();
        return new SfqConfig(name, circuit, (int) Math.rint(quantum), queueWords);
    }

    @Override
    public Design generate() {
        return SfqDesign.generate(this);
    }

    @Override
    public AxiLiteTop module() {
        return new SfqEmulator(new SfqArchitecture(this));
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
