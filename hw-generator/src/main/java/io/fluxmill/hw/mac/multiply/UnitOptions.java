// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.multiply;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.format.FormatPair;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the units of an array multiply, and what of them is gated. */
public record UnitOptions(Multiplier multiplier, Set<Gating> gating) {
    /** What suits the target, nothing gated. */
    public static final UnitOptions DEFAULT = new UnitOptions(Multiplier.AUTO, Set.of());

    private static final String WINDOW_RULE =
            "no blocks and no formats that are summed in a window for multiplier cells";

    private static final String EXPONENT_RULE =
            "posits or floats with an exponent, and no pairs, for multiplier lmul or mitchell";

    public UnitOptions {
        EnumSet<Gating> ordered = EnumSet.noneOf(Gating.class);
        ordered.addAll(gating);
        gating = Collections.unmodifiableSet(ordered);
    }

    /** Of an engine section; the keys {@code multiplier} and {@code gating}. */
    public static UnitOptions from(ConfigNode engine) {
        Multiplier multiplier = engine.choice("multiplier", Multiplier.class, DEFAULT.multiplier);
        List<Gating> gating = engine.parsedList("gating", Gating::of, List.of());
        return new UnitOptions(multiplier, Set.copyOf(gating));
    }

    /** Another multiplier, nothing gated. */
    public static UnitOptions of(Multiplier multiplier, Gating... gating) {
        return new UnitOptions(multiplier, Set.copyOf(Arrays.asList(gating)));
    }

    /** Whether something is gated. */
    public boolean has(Gating kind) {
        return gating.contains(kind);
    }

    /** The first formats that cannot be multiplied so. */
    public Optional<FormatPair> refused(List<FormatPair> formats) {
        return formats.stream().filter(pair -> !takes(pair)).findFirst();
    }

    private boolean takes(FormatPair pair) {
        boolean plain = !pair.isBlocks() && !pair.isWindowed();
        return multiplier.multiplication().takes(pair)
                && (plain || multiplier == Multiplier.AUTO || multiplier == Multiplier.LOGIC);
    }

    /** What formats must be. */
    public String rule() {
        return multiplier == Multiplier.CELLS ? WINDOW_RULE : EXPONENT_RULE;
    }
}
