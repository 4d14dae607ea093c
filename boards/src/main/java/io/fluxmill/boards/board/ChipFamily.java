// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Families of FPGAs: what their tools need to know of a part, and what Fluxmill can do with their boards. */
public enum ChipFamily {
    ICE40(List.of("device", "package"), "pcf", EnumSet.allOf(Ability.class)),
    ECP5(List.of("device", "package", "speed"), "lpf", EnumSet.allOf(Ability.class)),
    GOWIN(List.of("device", "family"), "cst", EnumSet.allOf(Ability.class)),
    XC7(List.of("device"), "xdc", EnumSet.allOf(Ability.class)),
    /** UltraScale+: there is no open place and route. */
    XCUP(List.of(), "xdc", EnumSet.of(Ability.ESTIMATE));

    private final List<String> flowKeys;
    private final String constraintSuffix;
    private final Set<Ability> abilities;

    ChipFamily(List<String> flowKeys, String constraintSuffix, Set<Ability> abilities) {
        this.flowKeys = flowKeys;
        this.constraintSuffix = constraintSuffix;
        this.abilities = abilities;
    }

    /** Keys of the section {@code flow} of a board. */
    public List<String> flowKeys() {
        return flowKeys;
    }

    /** Suffix of a file of constraints. */
    public String constraintSuffix() {
        return constraintSuffix;
    }

    /** What works with boards of this family today. */
    public Set<Ability> abilities() {
        return EnumSet.copyOf(abilities);
    }

    /** The name in board files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
