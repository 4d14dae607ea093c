// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import io.fluxmill.core.config.FluxmillException;

/** A hardware description that cannot be elaborated. The message begins with the file and line of the description, where there is one. */
public final class HdlException extends FluxmillException {
    private static final long serialVersionUID = 1L;

    private HdlException(String place, String fact, Throwable cause) {
        super(place + fact, "", cause);
    }

    /** A fault in the line of the description that is being elaborated. */
    public HdlException(String fact) {
        this(Source.prefix(), fact, null);
    }

    /** A fault in the line of the description that is being elaborated. */
    public HdlException(String fact, Throwable cause) {
        this(Source.prefix(), fact, cause);
    }

    /** A fault whose text says where it is. */
    static HdlException located(String fact, Throwable cause) {
        return new HdlException("", fact, cause);
    }
}
