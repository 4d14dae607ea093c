// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

/** What ends a run of an engine behind a host, besides its limit of cycles. */
public enum RunCondition {
    /** All transfers have moved. */
    MOVED,
    /** The engine's interrupt is high. */
    INTERRUPT;

    /** Number of the conditions: bits of a mask. */
    public static final int COUNT = 2;

    /** Bits of a limit of cycles. */
    public static final int LIMIT_BITS = 40;

    /** The condition's bit in a mask of conditions. */
    public int bit() {
        return this == MOVED ? 0 : 1;
    }

    /** The mask of this condition alone. */
    public int mask() {
        return 1 << bit();
    }
}
