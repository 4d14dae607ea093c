// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteSlave;

/**
 * What the output stages need to know of a layer; constant while its results come.
 *
 * @param result index of the results' format
 * @param round rounding of integer results, 3 bits with the roundings of int8 inference, else 1: ties away from zero
 * @param biasShift left shift of biases, 8 bits
 * @param clipLow smallest result code, 16 bits
 * @param clipHigh largest
 * @param outputZero zero point of integer results, 16 bits; null on engines without the roundings of int8 inference
 */
public record LayerFields(Word result, Word round, Word biasShift, Word clipLow, Word clipHigh, Word outputZero) {
    /** Those of the registers of a job. */
    static LayerFields of(MacArchitecture architecture, AxiLiteSlave registers) {
        boolean inference = architecture.isForInference();
        return new LayerFields(
                registers.field("FORMAT", "result"),
                registers.field("FORMAT", inference ? "round" : "round_away"),
                registers.field("BIAS_SHIFT", "shift"),
                registers.field("CLIP", "low"),
                registers.field("CLIP", "high"),
                inference ? registers.field("OUTPUT_ZERO", "zero") : null);
    }
}
