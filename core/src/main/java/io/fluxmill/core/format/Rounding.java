// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/** How a value halfway between two codes is resolved; everything else goes to the nearer code. */
public enum Rounding {
    /** Ties to the even code. The only mode for posits and minifloats. */
    NEAREST_EVEN,
    /** Ties away from zero (TFLite, PulseDL-II). Integer results only. */
    NEAREST_AWAY
}
