// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a bus design could not carry out an access: the bits of its register FAULTS. */
public enum BusFault {
    RUNNING("the engine ran", "the engine was running"),
    ENGINE_ERROR("the engine answered with an error"),
    ENGINE_SILENT("the engine did not answer, and must be reset"),
    NOTHING_THERE("nothing is there, it cannot be written, or it was not a whole word"),
    QUEUE_FULL("bytes were written to a full queue and are lost", "bytes went to a full queue and are lost"),
    QUEUE_EMPTY("an empty queue was read");

    private final String meaning;
    private final String message;

    BusFault(String meaning) {
        this(meaning, meaning);
    }

    BusFault(String meaning, String message) {
        this.meaning = meaning;
        this.message = message;
    }

    /** Its bit in FAULTS. */
    public int bit() {
        return List.of(values()).indexOf(this);
    }

    /** The faults of a word of FAULTS. */
    public static List<BusFault> in(int faults) {
        List<BusFault> found = new ArrayList<>();
        for (BusFault fault : values()) {
            if ((faults >> fault.bit() & 1) != 0) {
                found.add(fault);
            }
        }
        return found;
    }

    /** Name of its field. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The text for the register's documents. */
    public String meaning() {
        return meaning;
    }

    /** The text for a host about its own access. */
    public String message() {
        return message;
    }
}
