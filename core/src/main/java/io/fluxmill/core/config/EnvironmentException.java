// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

/**
 * The request is valid, but this computer does not allow it: a folder that cannot be written, a full disk. The command
 * prints the message on stderr and exits with 1.
 */
public final class EnvironmentException extends FluxmillException {
    private static final long serialVersionUID = 1L;

    /**
     * @param fact one sentence, with the file
     * @param remedy one line that says what to do
     */
    public EnvironmentException(String fact, String remedy) {
        super(fact, remedy, null);
    }
}
