// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which formats the tests cover. */
public final class TestFormats {
    public static final NumberFormat POSIT8_2 = new PositFormat(8, 2);
    public static final NumberFormat POSIT16_0 = new PositFormat(16, 0);
    public static final NumberFormat POSIT16_2 = new PositFormat(16, 2);

    private TestFormats() {}

    /** Every format. */
    public static List<NumberFormat> all() {
        return NumberFormats.all();
    }

    /** Those of {@link #all()} that have at most 8 bits. */
    public static List<NumberFormat> narrow() {
        return all().stream().filter(format -> format.widthBits() <= 8).toList();
    }

    public static List<NumberFormat> wide() {
        return List.of(
                NumberFormats.INT16,
                NumberFormats.POSIT16_1,
                POSIT16_0,
                POSIT16_2,
                NumberFormats.FP16,
                NumberFormats.BF16,
                NumberFormats.of("UINT16"));
    }

    /** The named formats and the posits of the 2022 standard. */
    public static List<NumberFormat> namedAndStandard() {
        List<NumberFormat> formats = new ArrayList<>(NumberFormats.named());
        formats.add(POSIT8_2);
        formats.add(POSIT16_2);
        return formats;
    }

    /** All codes but NaR, ascending by value. */
    public static List<Integer> codesByValue(FormatOracle oracle) {
        List<Integer> codes = new ArrayList<>();
        for (int code = 0; code < 1 << oracle.width; code++) {
            if (oracle.value(code) != null) {
                codes.add(code);
            }
        }
        codes.sort(Comparator.comparing(oracle::value));
        return codes;
    }
}
