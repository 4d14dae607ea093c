// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.jna;

/** Carries a {@link ModelFailure} out of a call. */
public final class ModelFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ModelFailure failure;

    ModelFailureException(ModelFailure failure) {
        super(failure.kind() + " " + failure.file() + ":" + failure.line() + ": " + failure.text());
        this.failure = failure;
    }

    public ModelFailure failure() {
        return failure;
    }
}
