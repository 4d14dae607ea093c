// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.ModuleName;

/** The rules of what all designs that host an engine have: name, clock, buffers. */
public final class HostRules {
    private static final String OTHER_NAME = "another name than the engine's";
    private static final int MIN_CLOCK = 10_000;
    public static final int MAX_CLOCK = 1_000_000_000;
    private static final String CLOCK_RULE = "an integer from " + MIN_CLOCK + " to " + MAX_CLOCK;
    private static final int MIN_BUFFER = 256;
    private static final int MAX_BUFFER = 4096;
    private static final String BUFFER_RULE = "a power of two from " + MIN_BUFFER + " to " + MAX_BUFFER;

    private HostRules() {}

    public static void name(String name, String engine) {
        ModuleName.check(name);
        require(!name.equals(engine), "name", OTHER_NAME, name);
    }

    public static void clock(int clockHz) {
        require(clockHz >= MIN_CLOCK && clockHz <= MAX_CLOCK, "clock-hz", CLOCK_RULE, clockHz);
    }

    public static void buffer(int bytes) {
        boolean fits = bytes >= MIN_BUFFER && bytes <= MAX_BUFFER && Integer.bitCount(bytes) == 1;
        require(fits, "buffer-bytes", BUFFER_RULE, bytes);
    }

    /** @param suffix of the engine's name by default */
    public static String name(ConfigNode node, String engine, String suffix) {
        String name = ModuleName.from(node, engine + suffix);
        if (name.equals(engine)) {
            throw node.error("name", OTHER_NAME, "remove the key: it is then " + engine + suffix);
        }
        return name;
    }

    public static int clock(ConfigNode node, int byDefault) {
        return node.integer("clock-hz", MIN_CLOCK, MAX_CLOCK, byDefault);
    }

    public static int buffer(ConfigNode node, int byDefault) {
        int bytes = node.integer("buffer-bytes", MIN_BUFFER, MAX_BUFFER, byDefault);
        if (Integer.bitCount(bytes) != 1) {
            throw node.error("buffer-bytes", BUFFER_RULE, "use " + Integer.highestOneBit(bytes));
        }
        return bytes;
    }

    public static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
