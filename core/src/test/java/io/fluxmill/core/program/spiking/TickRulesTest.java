// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The section {@code contract}: what it may be, and each refusal with its whole sentence and its remedy tried. */
class TickRulesTest {
    private static final String FREE = "dt: 1e-3, membrane-decay: euler, compare: above, reset: zero";

    private static TickRules rules(String keys) {
        ConfigNode node = ConfigNode.parse(Path.of("c.yaml"), "contract: {" + keys + "}\n")
                .node("contract");
        TickRules rules = TickRules.from(node);
        node.rejectUnknown();
        return rules;
    }

    private static void refuses(String keys, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> rules(keys), keys);
        assertEquals("c.yaml:1: contract" + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    /** Without a preset, what simulators differ in most must be said. */
    @ParameterizedTest
    @CsvSource({
        "dt, 1e-3, 'a number from 1.0E-12 to 1.0E9'",
        "membrane-decay, euler, 'one of euler, exponential, shift'",
        "compare, above, 'one of above, at-least'",
        "reset, zero, 'one of zero, value, subtract, none'"
    })
    void whatMustBeSaid(String key, String value, String rule) {
        String said = key + ": " + value;
        String without = FREE.replace(said + ", ", "").replace(", " + said, "");
        InputException e = assertThrows(InputException.class, () -> rules(without));
        assertEquals("c.yaml:1: contract." + key + " must be given: " + rule, e.getMessage());
        assertEquals("add " + key + ": ...", e.remedy());
        assertEquals(1e-3, rules(FREE).dt());
    }

    @ParameterizedTest
    @EnumSource(TickPreset.class)
    void aPresetNeedsOnlyItsTick(TickPreset preset) {
        String name = preset.name().toLowerCase(java.util.Locale.ROOT);
        assertEquals(preset.rules(2e-4), rules("preset: " + name + ", dt: 2e-4"));
        assertThrows(InputException.class, () -> rules("preset: " + name));
    }

    @Test
    void anUnknownPreset() {
        refuses(
                "preset: nors, dt: 1e-3",
                ".preset must be one of norse, snntorch, nengo, lava, loihi, rockpool, sinabs, spyx, spinnaker2, xylo, exact: preset=nors",
                "did you mean norse?");
        assertEquals(TickRules.Reset.VALUE, rules("preset: norse, dt: 1e-3").reset());
    }

    @Test
    void keysChangeAPreset() {
        TickRules rules = rules("preset: norse, dt: 1e-3, reset: subtract, refractory: 3, forward-delay: 2");
        assertEquals(TickRules.Reset.SUBTRACT, rules.reset());
        assertEquals(3, rules.refractory());
        assertEquals(2, rules.forwardDelay());
        assertEquals(TickRules.Decay.EULER, rules.membraneDecay());
    }

    /** What does not go together; the changed keys are accepted. */
    @ParameterizedTest
    @CsvSource({
        "spikes-per-tick: 2, 'reset: subtract, spikes-per-tick: 2'",
        "'reset: subtract, reset-tick: next, spikes-per-tick: 2', 'reset: subtract, reset-tick: same, spikes-per-tick: 2'",
        "'reset: subtract, spike-from: old, spikes-per-tick: 2', 'reset: subtract, spike-from: new, spikes-per-tick: 2'"
    })
    void severalSpikes(String wrong, String right) {
        String start = "preset: norse, dt: 1e-3, ";
        refuses(
                start + wrong,
                ": spikes-per-tick above 1 needs reset: subtract, reset-tick: same and spike-from: new",
                "change one of these keys");
        assertEquals(2, rules(start + right).spikesPerTick());
    }

    @ParameterizedTest
    @CsvSource({
        "membrane-decay: euler, membrane-decay: exponential",
        "membrane-gain: dt, membrane-gain: decay",
        "reset-tick: next, reset-tick: same",
        "reset: subtract, reset: value"
    })
    void crossings(String wrong, String right) {
        String start = "preset: exact, dt: 1e-3, ";
        refuses(
                start + wrong,
                ": spike-from: crossing needs membrane-decay: exponential, membrane-gain: decay, reset-tick: same, and reset: zero or value",
                "change one of these keys");
        assertEquals(TickRules.SpikeFrom.CROSSING, rules(start + right).spikeFrom());
    }

    @Test
    void anIntegratorThatForgetsAll() {
        refuses(
                "preset: norse, dt: 1e-3, integrator-decay: 0",
                ": integrator-decay must be above 0 and at most 1: integrator-decay=0.0",
                "change one of these keys");
        assertEquals(
                0.5, rules("preset: norse, dt: 1e-3, integrator-decay: 0.5").integratorDecay());
    }

    @ParameterizedTest
    @CsvSource({
        "refractory: 256, .refractory must be an integer from 0 to 255: refractory=256",
        "recurrent-delay: 0, .recurrent-delay must be an integer from 1 to 65536: recurrent-delay=0",
        "spikes-per-tick: 256, .spikes-per-tick must be an integer from 1 to 255: spikes-per-tick=256"
    })
    void ranges(String wrong, String fact) {
        InputException e = assertThrows(InputException.class, () -> rules("preset: sinabs, dt: 1e-3, " + wrong), wrong);
        assertEquals("c.yaml:1: contract" + fact, e.getMessage());
    }

    @Test
    void anUnknownKey() {
        assertThrows(InputException.class, () -> rules("preset: norse, dt: 1e-3, resett: zero"));
    }
}
