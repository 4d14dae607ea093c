// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import io.fluxmill.core.config.FluxmillException;

/** The link to a design failed; the message says what was expected and what came. */
public final class TransportException extends FluxmillException {
    private static final long serialVersionUID = 1L;

    public TransportException(String message) {
        super(message, "", null);
    }

    public TransportException(String message, Throwable cause) {
        super(message, "", cause);
    }
}
