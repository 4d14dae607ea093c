// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

/** The state of an engine behind a host: byte 7 of a link's answer, and the fields of a bus design's register STATUS. */
public enum RunFlag {
    /** The engine's interrupt is high. */
    INTERRUPT,
    /** The engine runs or is in reset. */
    RUNNING,
    /** The latest run ended because a condition held. */
    REACHED;

    /** The flag's bit in a byte or word of flags. */
    public int bit() {
        return switch (this) {
            case INTERRUPT -> 0;
            case RUNNING -> 1;
            case REACHED -> 2;
        };
    }

    /** Whether the flag is set. */
    public boolean in(int flags) {
        return (flags >> bit() & 1) != 0;
    }
}
