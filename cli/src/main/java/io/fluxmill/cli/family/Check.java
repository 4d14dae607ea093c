// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

/**
 * One of the things that a verdict is made of: a layer, a back end, an expectation.
 *
 * @param group for example the format
 * @param name for example the layer
 * @param failure why it did not pass, one sentence; null if it passed
 * @param seconds that it took; 0 where that is not measured
 */
public record Check(String group, String name, String failure, double seconds) {
    /** A comparison as a check; nothing compared is a failure. */
    public static Check of(String group, String name, Comparison comparison, double seconds) {
        String failure = null;
        if (comparison.words() == 0) {
            failure = "nothing was compared";
        } else if (comparison.mismatches() > 0) {
            failure = comparison.mismatches() + " of " + comparison.words() + " differ"
                    + (comparison.first() == null ? "" : ": " + comparison.first());
        }
        return new Check(group, name, failure, seconds);
    }
}
