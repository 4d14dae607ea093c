// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

/**
 * Bad input from the user: a configuration, a model, data or a missing tool. The command prints the message on stderr and
 * exits with 2; nothing has been written.
 *
 * <p>The fact is one sentence, {@code <file>[:<line>]: <what> must be <rule>: <key>=<value>}; the remedy says what to do.
 */
public final class InputException extends FluxmillException {
    private static final long serialVersionUID = 1L;

    public InputException(String fact, String remedy) {
        super(fact, remedy, null);
    }
}
