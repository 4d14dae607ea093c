// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.device;

import io.fluxmill.core.config.FluxmillException;

/** The hardware is not what the manifest says, or refused a command; the message names both sides. */
public final class DeviceException extends FluxmillException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(message, "", null);
    }
}
