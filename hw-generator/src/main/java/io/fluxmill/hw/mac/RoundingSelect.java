// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The rounding of a layer, as the output stages take it.
 *
 * @param away whether integers round ties away from zero
 * @param zeroPoint of integers; null on engines without roundings of int8 inference
 * @param selected a bit for each rounding of int8 inference, and away; empty without any
 */
record RoundingSelect(Bit away, Word zeroPoint, Map<Rounding, Bit> selected) {

    /** Registers where more than one bit of the layer says it, because it is constant during a job. */
    static RoundingSelect of(MacArchitecture architecture, LayerFields layer) {
        if (!architecture.isForInference()) {
            return new RoundingSelect(layer.round().bit(0), null, Map.of());
        }
        List<Bit> integers = new ArrayList<>();
        for (int i : architecture.integers()) {
            integers.add(layer.result().eq(i));
        }
        Bit integer = Bit.anyOf(integers).named("result_is_integer");
        Map<Rounding, Bit> bits = new EnumMap<>(Rounding.class);
        for (Rounding rounding : architecture.config().roundings()) {
            if (rounding != Rounding.NEAREST_EVEN) {
                Bit selected = layer.round().eq(rounding.code());
                bits.put(rounding, Module.next("round_" + rounding.key(), selected.and(integer)));
            }
        }
        return new RoundingSelect(bits.get(Rounding.NEAREST_AWAY), layer.outputZero(), bits);
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
