// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import io.fluxmill.core.config.NearestName;
import io.fluxmill.core.format.MinifloatFormat.Specials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The named formats, and every other by its name. */
public final class NumberFormats {
    public static final NumberFormat INT4 = new IntegerFormat(4);
    public static final NumberFormat INT8 = new IntegerFormat(8);
    public static final NumberFormat INT16 = new IntegerFormat(16);
    public static final NumberFormat FP4_E2M1 = MinifloatFormat.finite(2, 1);
    public static final NumberFormat POSIT4_1 = new PositFormat(4, 1);
    public static final NumberFormat POSIT8_0 = new PositFormat(8, 0);
    public static final NumberFormat POSIT16_1 = new PositFormat(16, 1);
    public static final NumberFormat BINARY = new BinaryFormat();
    public static final NumberFormat TERNARY = MinifloatFormat.ternary();
    public static final NumberFormat FP6_E2M3 = MinifloatFormat.finite(2, 3);
    public static final NumberFormat FP6_E3M2 = MinifloatFormat.finite(3, 2);
    public static final NumberFormat FP8_E4M3FN = MinifloatFormat.ieee("FP8_E4M3FN", 4, 3, Specials.ALL_ONES_NAN);
    public static final NumberFormat FP8_E5M2 = MinifloatFormat.ieee("FP8_E5M2", 5, 2, Specials.IEEE);
    public static final NumberFormat FP16 = MinifloatFormat.ieee("FP16", 5, 10, Specials.IEEE);
    public static final NumberFormat BF16 = MinifloatFormat.ieee("BF16", 8, 7, Specials.IEEE);

    public static final BlockFormat MXFP4 = BlockFormat.mx("MXFP4", FP4_E2M1);
    public static final BlockFormat MXFP6_E2M3 = BlockFormat.mx("MXFP6_E2M3", FP6_E2M3);
    public static final BlockFormat MXFP6_E3M2 = BlockFormat.mx("MXFP6_E3M2", FP6_E3M2);
    public static final BlockFormat MXFP8_E4M3 = BlockFormat.mx("MXFP8_E4M3", FP8_E4M3FN);
    public static final BlockFormat MXFP8_E5M2 = BlockFormat.mx("MXFP8_E5M2", FP8_E5M2);
    public static final BlockFormat MXINT8 = BlockFormat.mx("MXINT8", INT8);
    public static final BlockFormat NVFP4 = BlockFormat.nvfp4();

    private static final List<BlockFormat> BLOCKS =
            List.of(MXFP4, MXFP6_E2M3, MXFP6_E3M2, MXFP8_E4M3, MXFP8_E5M2, MXINT8, NVFP4);

    private static final List<NumberFormat> NAMED = List.of(
            INT4,
            INT8,
            INT16,
            FP4_E2M1,
            POSIT4_1,
            POSIT8_0,
            POSIT16_1,
            BINARY,
            TERNARY,
            FP6_E2M3,
            FP6_E3M2,
            FP8_E4M3FN,
            FP8_E5M2,
            FP16,
            BF16);

    /** The named formats first, so that they win where the names of several are equally near to a misspelt one. */
    private static final Map<String, NumberFormat> BY_NAME = byName();

    private NumberFormats() {}

    private static Map<String, NumberFormat> byName() {
        Map<String, NumberFormat> formats = new LinkedHashMap<>();
        NAMED.forEach(format -> formats.put(format.name(), format));
        for (NumberFormat format : families()) {
            formats.putIfAbsent(format.name(), format);
        }
        return formats;
    }

    private static List<NumberFormat> families() {
        List<NumberFormat> formats = new ArrayList<>();
        for (int n = 2; n <= 16; n++) {
            formats.add(new IntegerFormat(n));
        }
        for (int n = 2; n <= 16; n++) {
            formats.add(MinifloatFormat.unsigned(n));
        }
        for (int n = 3; n <= 16; n++) {
            for (int es = 0; es <= 2; es++) {
                formats.add(new PositFormat(n, es));
            }
        }
        for (int k = 3; k <= 8; k++) {
            for (int p = 1; p <= k; p++) {
                for (boolean extended : new boolean[] {true, false}) {
                    if (p < k) {
                        formats.add(MinifloatFormat.p3109(k, p, true, extended));
                    }
                    formats.add(MinifloatFormat.p3109(k, p, false, extended));
                }
            }
        }
        return formats;
    }

    /** The named formats in the order of the documentation. */
    public static List<NumberFormat> named() {
        return NAMED;
    }

    /** The block formats, which are formats of operands alone. */
    public static List<BlockFormat> blocks() {
        return BLOCKS;
    }

    /** Every format but the block formats: the named ones, then the families INTn, UINTn, POSITn_es and BINARYkPp. */
    public static List<NumberFormat> all() {
        return List.copyOf(BY_NAME.values());
    }

    /**
     * The format of a name: one of {@link #all()} or {@link #blocks()}.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is and the nearest name
     */
    public static NumberFormat of(String name) {
        NumberFormat format = BY_NAME.get(name);
        if (format != null) {
            return format;
        }
        return BLOCKS.stream()
                .filter(block -> block.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unknown(name)));
    }

    private static String unknown(String name) {
        String rule = "number format must be INTn or UINTn (n 2 to 16), BINARY, TERNARY, FP4_E2M1, FP6_E2M3, FP6_E3M2,"
                + " FP8_E4M3FN, FP8_E5M2, FP16, BF16, MXFP4, MXFP6_E2M3, MXFP6_E3M2, MXFP8_E4M3, MXFP8_E5M2, MXINT8, NVFP4, POSITn_es (n 3 to 16, es 0 to 2) or BINARYkPpXY of IEEE P3109"
                + " (k 3 to 8, p below k or, unsigned, k; X: S signed, U unsigned; Y: E extended, F finite): name="
                + name;
        // binary8p4sf and b8p4sf are how P3109's own texts spell BINARY8P4SF.
        String spelt = name.toLowerCase(Locale.ROOT).replaceFirst("^b(?=[3-8]p)", "binary");
        List<String> names = new ArrayList<>(BY_NAME.keySet());
        BLOCKS.forEach(block -> names.add(block.name()));
        return NearestName.of(spelt, names)
                .map(nearest -> rule + "; did you mean " + nearest + "?")
                .orElse(rule);
    }
}
