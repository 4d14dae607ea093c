// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import io.fluxmill.core.config.FluxmillException;

/** A board was not programmed, or not as it should have been: a check failed. */
public final class FlashException extends FluxmillException {
    private static final long serialVersionUID = 1L;

    /**
     * @param fact one sentence; after a failed write it says what state the board is in
     * @param remedy what to do; with a rule for udev, two lines
     */
    public FlashException(String fact, String remedy) {
        super(fact, remedy, null);
    }
}
