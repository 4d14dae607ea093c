// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.config.ModuleName;

/** The rules of the settings that all designs around an engine share: name, clock, buffers. */
public final class HostRules {
    private static final String OTHER_NAME = "another name than the engine's";
    private static final int MIN_CLOCK = 10_000;
    public static final int MAX_CLOCK = 1_000_000_000;
    private static final IntegerRule CLOCK_HZ = IntegerRule.range("clock-hz", MIN_CLOCK, MAX_CLOCK);
    private static final IntegerRule BUFFER_BYTES = IntegerRule.powerOfTwo("buffer-bytes", 256, 4096);

    private HostRules() {}

    public static void name(String name, String engine) {
        ModuleName.check(name);
        require(!name.equals(engine), "name", OTHER_NAME, name);
    }

    public static void clock(int clockHz) {
        CLOCK_HZ.check(clockHz);
    }

    public static void buffer(int bytes) {
        BUFFER_BYTES.check(bytes);
    }

    /** @param suffix that the default name appends to the engine's name */
    public static String name(ConfigNode node, String engine, String suffix) {
        String name = ModuleName.from(node, engine + suffix);
        if (name.equals(engine)) {
            throw node.error("name", OTHER_NAME, "remove the key: it is then " + engine + suffix);
        }
        return name;
    }

    public static int clock(ConfigNode node, int byDefault) {
        return CLOCK_HZ.read(node, byDefault);
    }

    public static int buffer(ConfigNode node, int byDefault) {
        return BUFFER_BYTES.read(node, byDefault);
    }

    public static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }
}
