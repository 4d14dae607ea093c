// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import java.util.Locale;

/** What can be done with a board. */
public enum Ability {
    /** Its file of constraints is generated. */
    CONSTRAINTS,
    /** Utilisation is estimated by synthesis. */
    ESTIMATE,
    /** A bitstream is built. */
    BUILD,
    /** A bitstream is written to it. */
    FLASH,
    /** Programs run on it. */
    RUN;

    /** The name in tables and JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
