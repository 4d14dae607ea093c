// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.train;

/** Receives the progress of a training. */
@FunctionalInterface
public interface Progress {
    /** Reports nothing. */
    Progress NONE = message -> {};

    /** One line for the user, without a line end. */
    void report(String message);
}
