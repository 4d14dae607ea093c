// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A kind of cell of a part: how many a design needs and how many there are.
 *
 * @param name as the family's tools call it
 * @param used empty if it was not counted
 * @param available of the part, empty if that is not known
 */
public record Resource(String name, OptionalInt used, OptionalInt available) {
    /** Whether there are enough; empty if one of the two numbers is missing. */
    public Optional<Boolean> fits() {
        return used.isPresent() && available.isPresent()
                ? Optional.of(used.getAsInt() <= available.getAsInt())
                : Optional.empty();
    }

    /** How many are missing; 0 if none is, or if that is not known. */
    public int shortBy() {
        return fits().orElse(true) ? 0 : used.getAsInt() - available.getAsInt();
    }

    /** Used in per cent of the available; empty if one of the two is missing or none is there. */
    public Optional<Double> share() {
        return fits().isPresent() && available.getAsInt() > 0
                ? Optional.of(100.0 * used.getAsInt() / available.getAsInt())
                : Optional.empty();
    }
}
