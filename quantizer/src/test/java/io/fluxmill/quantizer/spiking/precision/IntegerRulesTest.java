// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Clamp;
import io.fluxmill.core.program.spiking.TickRules.Compare;
import io.fluxmill.core.program.spiking.TickRules.Decay;
import io.fluxmill.core.program.spiking.TickRules.Gain;
import io.fluxmill.core.program.spiking.TickRules.Reset;
import io.fluxmill.core.program.spiking.TickRules.ResetTick;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.core.program.spiking.TickRules.Synapse;
import io.fluxmill.core.program.spiking.TickRules.Unit;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.read.NirReader;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What has no meaning in integers is refused, and the remedies work. */
class IntegerRulesTest {
    private static final double DT = 1e-3;

    /** A LIF (with a tau), or an IF (without). */
    private static SpikingNetwork one(Double tau, double threshold) {
        Map<String, NirNode> nodes = new LinkedHashMap<>();
        nodes.put("in", NirNode.of("in", NirType.Input, Map.of("shape", NirArray.vector(1))));
        Map<String, NirArray> parameters = new LinkedHashMap<>();
        parameters.put("r", NirArray.vector(1));
        parameters.put("v_threshold", NirArray.vector(threshold));
        if (tau != null) {
            parameters.put("tau", NirArray.vector(tau));
            parameters.put("v_leak", NirArray.vector(0));
        }
        nodes.put("n", NirNode.of("n", tau == null ? NirType.IF : NirType.LIF, parameters));
        nodes.put("out", NirNode.of("out", NirType.Output, Map.of("shape", NirArray.vector(1))));
        return NirReader.of(
                "one", new NirGraph("one", nodes, List.of(new NirEdge("in", "n"), new NirEdge("n", "out"))));
    }

    private static SpikingWidths widths(boolean shifts) {
        return new SpikingWidths(8, 4, 24, 12, null, shifts, StateRounding.NEAREST_EVEN);
    }

    private static TickRules rules(Decay decay, double integratorDecay, int spikes, ResetTick tick, Unit unit) {
        return new TickRules(
                DT,
                decay,
                decay,
                Gain.ONE,
                Gain.ONE,
                unit,
                integratorDecay,
                Gain.ONE,
                Synapse.NEW,
                SpikeFrom.NEW,
                Compare.ABOVE,
                Reset.SUBTRACT,
                tick,
                spikes,
                Clamp.NONE,
                0,
                0,
                1,
                true,
                0);
    }

    private static TickRules rules(Decay decay, double integratorDecay) {
        return rules(decay, integratorDecay, 1, ResetTick.SAME, Unit.VOLT);
    }

    private static void refused(String part, SpikingNetwork network, TickRules rules, boolean shifts) {
        InputException refused =
                assertThrows(InputException.class, () -> SpikingQuantizer.quantize(network, rules, widths(shifts)));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }

    /** Euler's factor 1 - dt/tau is negative for tau below dt. */
    @Test
    void aTimeConstantBelowATick() {
        SpikingNetwork network = one(0.4 * DT, 1);
        refused("below a tick", network, rules(Decay.EULER, 1), false);
        IntegerNetwork exponential = SpikingQuantizer.quantize(network, rules(Decay.EXPONENTIAL, 1), widths(false));
        assertEquals(
                Math.rint(4096 * Math.exp(-2.5)),
                exponential.populations().get(0).membraneDecay()[0]);
        SpikingNetwork slower = one(1.6 * DT, 1);
        IntegerNetwork euler = SpikingQuantizer.quantize(slower, rules(Decay.EULER, 1), widths(false));
        assertEquals(Math.rint(4096 * (1 - 1 / 1.6)), euler.populations().get(0).membraneDecay()[0]);
    }

    /** 31 is no shift at all, and the field has five bits. */
    @Test
    void aShiftThatIsNone() {
        TickRules rules = rules(Decay.SHIFT, 1);
        assertEquals(
                30,
                SpikingQuantizer.quantize(one(Math.scalb(DT, 30), 1), rules, widths(true))
                        .populations()
                        .get(0)
                        .membraneDecay()[0]);
        for (int places : List.of(31, 40, 60)) {
            SpikingNetwork network = one(Math.scalb(DT, places), 1);
            refused("decays by a shift", network, rules, true);
            assertDoesNotThrow(() -> SpikingQuantizer.quantize(network, rules, widths(false)));
        }
    }

    @Test
    void shiftsOfIntegrators() {
        refused("contract.integrator-decay", one(null, 1), rules(Decay.SHIFT, 0.9), true);
        assertDoesNotThrow(() -> SpikingQuantizer.quantize(one(null, 1), rules(Decay.SHIFT, 1), widths(true)));
        assertDoesNotThrow(() -> SpikingQuantizer.quantize(one(null, 1), rules(Decay.SHIFT, 0.9), widths(false)));
    }

    /** Several resets in the next tick are no rule of any simulator. */
    @Test
    void severalSpikesAndALaterReset() {
        assertDoesNotThrow(() -> rules(Decay.EULER, 1, 3, ResetTick.SAME, Unit.VOLT));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> rules(Decay.EULER, 1, 3, ResetTick.NEXT, Unit.VOLT));
        assertTrue(refused.getMessage().contains("reset-tick: same"), refused.getMessage());
    }

    /** Divided by a negative threshold, above would be below. */
    @Test
    void aUnitThatIsNotPositive() {
        TickRules rules = rules(Decay.EULER, 1, 1, ResetTick.SAME, Unit.THRESHOLD);
        InputException refused = assertThrows(InputException.class, () -> new FloatReference(one(20 * DT, -1), rules));
        assertTrue(refused.getMessage().contains("threshold that is not positive"), refused.getMessage());
        assertTrue(refused.remedy().contains("contract.unit: volt"), refused.remedy());
        double[][][] nothing = new double[1][1][1];
        assertEquals(
                1,
                new FloatReference(one(20 * DT, -1), rules(Decay.EULER, 1))
                        .run(nothing)
                        .activity()[0][0][0]);
    }

    /** Presets name no rules that are refused. */
    @Test
    void presets() {
        for (TickPreset preset : TickPreset.values()) {
            assertDoesNotThrow(() -> preset.rules(DT));
        }
    }
}
