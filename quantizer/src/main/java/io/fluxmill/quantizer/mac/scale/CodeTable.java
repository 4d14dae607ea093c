// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The finite values of a format in ascending order. Weights are rounded here, to the nearest <em>value</em>: hardware rounds
 * posits on the bit string (never to zero, geometric midpoints in the tapered zones), which is right for results but not the
 * smallest error, and weights are chosen once and offline.
 */
public final class CodeTable {
    private static final Map<NumberFormat, CodeTable> TABLES = new ConcurrentHashMap<>();

    private final double[] values;
    private final short[] codes;
    private final boolean integers;

    private CodeTable(NumberFormat format) {
        int[] finite = IntStream.range(0, 1 << format.widthBits())
                .filter(code -> !format.isNaR(code))
                .filter(code -> code == 0 || format.toDouble(code) != 0)
                .boxed()
                .sorted(Comparator.comparingDouble(format::toDouble))
                .mapToInt(Integer::intValue)
                .toArray();
        values = new double[finite.length];
        codes = new short[finite.length];
        for (int i = 0; i < finite.length; i++) {
            values[i] = format.toDouble(finite[i]);
            codes[i] = (short) finite[i];
        }
        integers = format instanceof IntegerFormat;
    }

    public static CodeTable of(NumberFormat format) {
        return TABLES.computeIfAbsent(format, CodeTable::new);
    }

    int size() {
        return values.length;
    }

    public double value(int index) {
        return values[index];
    }

    public short code(int index) {
        return codes[index];
    }

    /** Index of the value nearest to x; the lower one of two equally near; saturating. */
    public int nearest(double x) {
        int above = integers ? integerAbove(x) : above(x);
        if (above == 0) {
            return 0;
        }
        if (above == values.length) {
            return values.length - 1;
        }
        return x - values[above - 1] <= values[above] - x ? above - 1 : above;
    }

    /** The number of values below x. */
    private int above(double x) {
        int found = Arrays.binarySearch(values, x);
        return found >= 0 ? found : -found - 1;
    }

    /** The same where every value is one more than the one before it. */
    private int integerAbove(double x) {
        if (x <= values[0]) {
            return 0;
        }
        return x <= values[values.length - 1] ? (int) (Math.ceil(x) - values[0]) : values.length;
    }

    public double min() {
        return values[0];
    }

    public double max() {
        return values[values.length - 1];
    }

    public int minCode() {
        return codes[0] & 0xFFFF;
    }

    public int maxCode() {
        return codes[codes.length - 1] & 0xFFFF;
    }
}
