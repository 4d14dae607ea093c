// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.train;

/** Told how a training goes. */
@FunctionalInterface
public interface Progress {
    /** Says nothing. */
    Progress NONE = message -> {};

    /** One line for the user, without a line end. */
    void report(String message);
}
