// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known name that a misspelt one was probably meant to be. */
public final class NearestName {
    private NearestName() {}

    /**
     * The candidate with the smallest Levenshtein distance, case ignored; the first one if several are equally near. A name
     * of at least three letters that a candidate begins with counts as one edit. Empty if more than two edits and more than
     * a third of the name would have to change.
     */
    public static Optional<String> of(String name, Collection<String> candidates) {
        String nearest = null;
        int best = Math.max(2, name.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance = edits(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static int edits(String name, String candidate) {
        int distance = distance(name, candidate);
        return name.length() >= 3 && candidate.startsWith(name) ? Math.min(1, distance) : distance;
    }

    /** Levenshtein distance: insertions, deletions and substitutions that turn {@code a} into {@code b}. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
