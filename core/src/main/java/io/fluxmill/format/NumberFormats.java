// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.format;

import java.util.List;

/** The named formats, and the parser of format names. */
public final class NumberFormats {
    public static final NumberFormat INT4 = new IntegerFormat(4);
    public static final NumberFormat INT8 = new IntegerFormat(8);
    public static final NumberFormat INT16 = new IntegerFormat(16);
    public static final NumberFormat FP4_E2M1 = new MinifloatFormat(2, 1);
    public static final NumberFormat POSIT4_1 = new PositFormat(4, 1);
    public static final NumberFormat POSIT8_0 = new PositFormat(8, 0);
    public static final NumberFormat POSIT16_1 = new PositFormat(16, 1);

    private NumberFormats() {}

    /** The named formats in the order of the documentation. */
    public static List<NumberFormat> named() {
        return List.of(INT4, INT8, INT16, FP4_E2M1, POSIT4_1, POSIT8_0, POSIT16_1);
    }

    /**
     * The format of a name: one of {@link #named()}, {@code INTn} (2 to 16) or {@code POSITn_es} (n 3 to 16, es 0 to 2).
     *
     * @throws IllegalArgumentException if there is none; the message names the nearest name
     */
    public static NumberFormat of(String name) {
        throw new AssertionError(name);
    }
}
