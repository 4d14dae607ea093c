// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import io.fluxmill.netlist.cell.Netlist;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Checks whether a circuit works. Thread-safe, with the same answer for the same circuit and seed. */
public interface CircuitCheck {
    /**
     * Why a circuit does not work, in words; empty if it works.
     *
     * @param varied the circuit off its nominal point, in quanta of 0.1 ps / {@link #subdivision()}
     * @param seed of everything random in the check, the sample's in Monte Carlo; 0 for nothing random
     */
    Optional<String> failure(Netlist varied, long seed);

    /** Quanta of the varied circuit in one of 0.1 ps. */
    default int subdivision() {
        return 1;
    }

    /**
     * The circuit works if its score, for example the share of right answers, is at least a limit.
     *
     * @param score of a circuit in quanta of 0.1 ps
     */
    static CircuitCheck score(ToDoubleFunction<Netlist> score, double least) {
        return (varied, seed) -> {
            double value = score.applyAsDouble(varied);
            return value >= least
                    ? Optional.empty()
                    : Optional.of(String.format(Locale.ROOT, "score below %.6g", least));
        };
    }
}
