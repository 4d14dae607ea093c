// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

/**
 * Hardware beside its reference.
 *
 * @param words words, pulses or other items that were compared
 * @param mismatches those that differ
 * @param first the first difference, or null
 */
public record Comparison(long words, long mismatches, String first) {
    /** Whether something was compared, and all agree. */
    public boolean agrees() {
        return words > 0 && mismatches == 0;
    }
}
