// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.graph.ScalarFunction;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The result of a function for each code: the function in double, rounded once. Infinity becomes the largest or smallest code; a code outside the
 * function's domain, which only rounding can reach, gives what the nearest code inside gives; NaR gives NaR.
 */
final class FunctionTable {
    private FunctionTable() {}

    /** {@code [2^widthBits of the input]} codes of the output. */
    static short[] of(ScalarFunction function, Tensor input, Tensor output) {
        NumberFormat format = input.format();
        short[] table = new short[1 << format.widthBits()];
        List<Integer> codes = IntStream.range(0, table.length)
                .filter(code -> !format.isNaR(code))
                .boxed()
                .sorted(Comparator.comparingInt(format::order))
                .toList();
        double[] values = codes.stream()
                .mapToDouble(code -> function.apply(input.decode(0, code)))
                .toArray();
        for (int i = 0; i < values.length; i++) {
            table[codes.get(i)] = (short) code(nearest(values, i), output);
        }
        for (int code = 0; code < table.length; code++) {
            if (format.isNaR(code)) {
                table[code] = (short) output.encode(0, Double.NaN);
            }
        }
        return table;
    }

    private static int code(double value, Tensor output) {
        if (Double.isInfinite(value)) {
            return value < 0 ? output.low() : output.high();
        }
        return output.encode(0, value);
    }

    /** The value at an index, or the nearest that is a number. */
    private static double nearest(double[] values, int index) {
        for (int distance = 0; distance < values.length; distance++) {
            for (int at : new int[] {index + distance, index - distance}) {
                if (at >= 0 && at < values.length && !Double.isNaN(values[at])) {
                    return values[at];
                }
            }
        }
        return 0;
    }
}
