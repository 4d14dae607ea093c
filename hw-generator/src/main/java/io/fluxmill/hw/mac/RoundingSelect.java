// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteSlave;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The rounding that FORMAT asks for, as the output stages take it.
 *
 * @param away whether integers round ties away from zero
 * @param zeroPoint of integers; null on engines without roundings of int8 inference
 * @param selected a bit for each rounding of int8 inference, and away; empty without any
 */
record RoundingSelect(Bit away, Word zeroPoint, Map<Rounding, Bit> selected) {

    /** Registers where more than one bit of FORMAT says it, because it is constant during a job. */
    static RoundingSelect of(MacArchitecture architecture, AxiLiteSlave registers) {
        if (!architecture.isForInference()) {
            return new RoundingSelect(registers.flag("FORMAT", "round_away"), null, Map.of());
        }
        List<Bit> integers = new ArrayList<>();
        for (int i : architecture.integers()) {
            integers.add(registers.field("FORMAT", "result").eq(i));
        }
        Bit integer = Bit.anyOf(integers).named("result_is_integer");
        Map<Rounding, Bit> bits = new EnumMap<>(Rounding.class);
        for (Rounding rounding : architecture.config().roundings()) {
            if (rounding != Rounding.NEAREST_EVEN) {
                Bit selected = registers.field("FORMAT", "round").eq(rounding.code());
                bits.put(rounding, Module.next("round_" + rounding.key(), selected.and(integer)));
            }
        }
        return new RoundingSelect(bits.get(Rounding.NEAREST_AWAY), registers.field("OUTPUT_ZERO", "zero"), bits);
    }

    /** Drives what a stage has of it. */
    void drive(OutputStage stage) {
        stage.roundAway.set(away);
        if (zeroPoint == null) {
            return;
        }
        stage.zeroPoint.set(zeroPoint);
        Bit none = Bit.of(false);
        Bit twice = selected.getOrDefault(Rounding.NEAREST_TWICE, none);
        if (stage.roundUp != null) {
            stage.roundUp.set(selected.getOrDefault(Rounding.NEAREST_UP, none).or(twice));
        }
        if (stage.roundTwice != null) {
            stage.roundTwice.set(twice);
        }
        if (stage.roundFloat != null) {
            stage.roundFloat.set(selected.get(Rounding.FLOAT32));
        }
    }
}
