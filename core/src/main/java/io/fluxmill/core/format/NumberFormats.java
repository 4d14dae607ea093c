// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import io.fluxmill.core.config.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The named formats, and the parser of format names. */
public final class NumberFormats {
    public static final NumberFormat INT4 = new IntegerFormat(4);
    public static final NumberFormat INT8 = new IntegerFormat(8);
    public static final NumberFormat INT16 = new IntegerFormat(16);
    public static final NumberFormat FP4_E2M1 = new MinifloatFormat(2, 1);
    public static final NumberFormat POSIT4_1 = new PositFormat(4, 1);
    public static final NumberFormat POSIT8_0 = new PositFormat(8, 0);
    public static final NumberFormat POSIT16_1 = new PositFormat(16, 1);

    private static final Pattern INTEGER = Pattern.compile("INT([2-9]|1[0-6])");
    private static final Pattern POSIT = Pattern.compile("POSIT([3-9]|1[0-6])_([0-2])");

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
        for (NumberFormat format : named()) {
            if (format.name().equals(name)) {
                return format;
            }
        }
        Matcher integer = INTEGER.matcher(name);
        if (integer.matches()) {
            return new IntegerFormat(Integer.parseInt(integer.group(1)));
        }
        Matcher posit = POSIT.matcher(name);
        if (posit.matches()) {
            return new PositFormat(Integer.parseInt(posit.group(1)), Integer.parseInt(posit.group(2)));
        }
        throw new IllegalArgumentException(unknown(name));
    }

    private static String unknown(String name) {
        String rule =
                "number format must be INTn (n 2 to 16), FP4_E2M1 or POSITn_es (n 3 to 16, es 0 to 2): name=" + name;
        return NearestName.of(name, names())
                .map(nearest -> rule + "; did you mean " + nearest + "?")
                .orElse(rule);
    }

    /** Every name that {@link #of} takes; the named formats first, so that they win where several are equally near. */
    private static List<String> names() {
        List<String> names = new ArrayList<>();
        named().forEach(format -> names.add(format.name()));
        for (int n = 2; n <= 16; n++) {
            names.add("INT" + n);
        }
        for (int n = 3; n <= 16; n++) {
            for (int es = 0; es <= 2; es++) {
                names.add("POSIT" + n + "_" + es);
            }
        }
        return names;
    }
}
