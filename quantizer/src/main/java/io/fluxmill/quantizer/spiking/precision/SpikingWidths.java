// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingShape;

/**
 * Word lengths of a network in integers.
 *
 * @param fractionBits places behind the point of the membranes, whose unit is then 2^-fractionBits of their input; null to use all weight bits of
 *     each population
 * @param shifts whether states decay by shifts
 */
public record SpikingWidths(
        int weightBits,
        int guardBits,
        int stateBits,
        int decayBits,
        Integer fractionBits,
        boolean shifts,
        StateRounding rounding) {
    /** Those of an engine. */
    public static SpikingWidths of(SpikingShape shape, Integer fractionBits, StateRounding rounding) {
        return new SpikingWidths(
                shape.weightBits(),
                shape.guardBits(),
                shape.stateBits(),
                shape.decayBits(),
                fractionBits,
                shape.shifts(),
                rounding);
    }
}
