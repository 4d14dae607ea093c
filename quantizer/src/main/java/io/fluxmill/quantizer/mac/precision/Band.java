// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Quant;

/**
 * The codes that training may give each accumulator of a channel: from {@code low} to {@code high}.
 *
 * <p>Almost always the two are equal. But executors round sums to float before the quantiser, each in its own order. Where a value lies so near
 * a threshold that this rounding decides, they disagree with the real sum and with each other, and both codes count as trained. A value on a
 * threshold is not such a case: the rounding mode gives its code.
 */
record Band(Staircase low, Staircase high) {
    /** The code that the quantiser gives to each accumulator, for the sum rounded to float. */
    static Band exact(OutputStage.Line line, Activation activation, Quant quant, InputRange range) {
        Staircase stairs = Staircase.of(line, activation, y -> quant.toCode(y, 0), range.min(), range.max());
        return new Band(stairs, stairs);
    }

    /** That code and the one of the real sum. */
    static Band ofExecutors(OutputStage.Line line, Activation activation, Quant quant, InputRange range) {
        return new Band(
                Staircase.of(
                        line,
                        activation,
                        y -> Math.min(quant.toCode(y, 0), quant.toCodeOfReal(y, 0)),
                        range.min(),
                        range.max()),
                Staircase.of(
                        line,
                        activation,
                        y -> Math.max(quant.toCode(y, 0), quant.toCodeOfReal(y, 0)),
                        range.min(),
                        range.max()));
    }

    boolean isConstant() {
        return low.isConstant() && high.isConstant() && low.lowest() == high.lowest();
    }
}
