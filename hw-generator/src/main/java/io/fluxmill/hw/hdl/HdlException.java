// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

/** A hardware description that cannot be elaborated: a programming error of a generator, never of a user. */
public final class HdlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HdlException(String message) {
        super(message);
    }

    public HdlException(String message, Throwable cause) {
        super(message, cause);
    }
}
