// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import io.fluxmill.core.config.InputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bytes the entries of a cache may have together; see {@code docs/simulation.md}.
 *
 * @param bytes at least 1; {@link Long#MAX_VALUE} is no limit
 */
public record CacheLimit(long bytes) {
    /** Name of the environment variable that sets it. */
    static final String VARIABLE = "FLUXMILL_CACHE_LIMIT";

    /** System property with the same meaning, which takes precedence; for tests. */
    private static final String PROPERTY = "fluxmill.cache.limit";

    /** Nothing is removed. */
    public static final CacheLimit NONE = new CacheLimit(Long.MAX_VALUE);

    /** 4 GiB: about nine times what the whole test suite leaves in the cache. */
    static final CacheLimit DEFAULT = new CacheLimit(4L << 30);

    private static final String UNITS = "KMGT";
    private static final int UNIT_BITS = 10;
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})([" + UNITS + "])");

    /** The limit of this user. */
    static CacheLimit ofUser() {
        return of(System.getProperty(PROPERTY, System.getenv(VARIABLE)));
    }

    /**
     * A limit as the environment variable has it: a number and a unit, of which K is 1024 bytes and each following one 1024 times the one
     * before, or {@code none}.
     *
     * @param text null or blank for the default
     * @throws InputException if it is something else
     */
    static CacheLimit of(String text) {
        if (text == null || text.isBlank()) {
            return DEFAULT;
        }
        if (text.strip().equalsIgnoreCase("none")) {
            return NONE;
        }
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw new InputException(
                    VARIABLE + " must be a whole number from 1 to 999999 with the unit K, M, G or T, or none: "
                            + VARIABLE + "=" + text,
                    "set it to a size such as 4G, to none for no limit, or unset it for " + DEFAULT);
        }
        int unit = UNITS.indexOf(size.group(2)) + 1;
        return new CacheLimit(Long.parseLong(size.group(1)) << unit * UNIT_BITS);
    }

    /** In the largest unit that gives at least 1, such as {@code 4.0 GiB}, or {@code no limit}. */
    @Override
    public String toString() {
        return bytes == Long.MAX_VALUE ? "no limit" : sizeText(bytes);
    }

    /** A number of bytes in the largest unit that gives at least 1, such as {@code 512.3 MiB}. */
    public static String sizeText(long bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 1 << UNIT_BITS && unit < UNITS.length()) {
            value /= 1 << UNIT_BITS;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %siB", value, UNITS.charAt(unit - 1));
    }
}
