// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.train;

import io.fluxmill.core.progress.Progress;

/** Receives what a training has to say. */
@FunctionalInterface
public interface TrainingLog {
    /** Reports nothing. */
    TrainingLog NONE = message -> {};

    /** One line for the user, without a line end. */
    void report(String message);

    /** Starts a phase of the training; the result is told how many of its steps are done. Ignored unless this is overridden. */
    default Progress phase(String name) {
        return Progress.NONE;
    }
}
