// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

/**
 * Which bit rates a serial line can have at a clock.
 *
 * @param minBaud lowest bit rate
 */
public record BaudRule(int minBaud) {
    private static final int MIN_DIVIDER = 4;
    private static final int MAX_DIVIDER = 65535;

    /** Clock cycles in a bit, rounded to nearest. */
    public static int divider(int clockHz, int baud) {
        return (int) ((clockHz + baud / 2L) / baud);
    }

    /** The nearest divider that the hardware has. */
    public static int possibleDivider(int clockHz, int baud) {
        return Math.max(MIN_DIVIDER, Math.min(MAX_DIVIDER, divider(clockHz, baud)));
    }

    /**
     * Whether the rate fits. A sampling point is wrong by at most ten times the rounding of the divider; 1.5 % leave room for the other side's
     * clock.
     */
    public boolean fits(int clockHz, int baud) {
        if (baud < minBaud || baud > clockHz / MIN_DIVIDER) {
            return false;
        }
        int divider = divider(clockHz, baud);
        double real = (double) clockHz / divider;
        return divider <= MAX_DIVIDER && Math.abs(real - baud) <= 0.015 * baud;
    }

    /** The rule for messages. */
    public static String sentence(int clockHz) {
        return "within 1.5 % of clock-hz divided by an integer from " + MIN_DIVIDER + " to " + MAX_DIVIDER
                + ", clock-hz being " + clockHz;
    }
}
