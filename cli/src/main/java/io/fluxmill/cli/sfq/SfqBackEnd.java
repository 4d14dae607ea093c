// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.netlist.trace.SfqTrace;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A way to run an SFQ netlist beside the reference, ready to run. */
interface SfqBackEnd extends AutoCloseable {
    /** Names of all, in the order in which they run. */
    List<String> NAMES = List.of("tick-rtl", "icarus", "verilator", "ngspice");

    /**
     * Runs stimuli from the initial state and compares.
     *
     * @param stimuli times by input net, quanta
     * @param end of the run, the same in every run
     * @param expected pulses of the outputs and violations, of the reference
     */
    Result run(Map<String, long[]> stimuli, long end, SfqTrace expected) throws IOException;

    @Override
    void close();

    /** What a run showed: pulses of the outputs, and how they compare. */
    record Result(SfqTrace outputs, Difference difference) {}

    /**
     * How the run differs from the reference.
     *
     * @param violations that were compared
     * @param first the first thing that differs, or null
     */
    record Difference(long pulses, long violations, long pulseMismatches, long violationMismatches, String first) {
        static final Difference NONE = new Difference(0, 0, 0, 0, null);

        Difference plus(Difference later) {
            return new Difference(
                    pulses + later.pulses,
                    violations + later.violations,
                    pulseMismatches + later.pulseMismatches,
                    violationMismatches + later.violationMismatches,
                    first != null ? first : later.first);
        }
    }
}
