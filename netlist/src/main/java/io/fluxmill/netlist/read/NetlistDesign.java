// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.read;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.insert.DelayInsertion;
import io.fluxmill.netlist.insert.PathBalancing;
import io.fluxmill.netlist.insert.SplitterTrees;
import io.fluxmill.netlist.timing.TimingSpec;
import io.fluxmill.netlist.trace.NetlistCosts;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A netlist as it was drawn and as it is built.
 *
 * @param drawn with mergers, and nothing else inserted
 * @param netlist with all insertions
 * @param timing of the inputs, if it is given
 * @param costs of the whole netlist after each step that was taken, in their order
 */
public record NetlistDesign(
        Netlist drawn, Netlist netlist, Optional<TimingSpec> timing, Map<Step, NetlistCosts> costs) {
    /** What can be inserted, in this order. */
    public enum Step {
        /** {@link PathBalancing} of the gates' data. */
        BALANCE,
        /** The same, and of the netlist's outputs. */
        BALANCE_OUTPUTS,
        /** {@link SplitterTrees}. */
        SPLITTERS,
        /** {@link DelayInsertion}. */
        DELAYS;

        /**
         * A step by its name in kebab-case.
         *
         * @throws IllegalArgumentException if there is none of this name
         */
        public static Step of(String name) {
            for (Step step : values()) {
                if (step.toString().equals(name)) {
                    return step;
                }
            }
            throw new IllegalArgumentException("step must be one of "
                    + Arrays.stream(values()).map(Step::toString).collect(Collectors.joining(", ")) + ": step=" + name);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Takes a copy of the costs. */
    public NetlistDesign {
        costs = Collections.unmodifiableMap(new EnumMap<>(costs.isEmpty() ? new EnumMap<>(Step.class) : costs));
    }

    /**
     * Takes steps.
     *
     * @param clock of the inserted DFFs; empty for the one that the gates have
     * @param timing there, if delays are inserted
     * @throws io.fluxmill.core.config.InputException if a step is impossible, naming the reason
     */
    static NetlistDesign of(
            Netlist drawn, CellLibrary library, Set<Step> steps, Optional<String> clock, Optional<TimingSpec> timing) {
        Netlist netlist = drawn;
        Map<Step, NetlistCosts> costs = new EnumMap<>(Step.class);
        for (Step step : steps) {
            Netlist before = netlist;
            netlist = switch (step) {
                case BALANCE, BALANCE_OUTPUTS -> PathBalancing.insert(
                        before,
                        library,
                        clock.orElseGet(() -> PathBalancing.clock(before)),
                        step == Step.BALANCE_OUTPUTS);
                case SPLITTERS -> SplitterTrees.insert(before, library);
                case DELAYS -> DelayInsertion.fix(before, library, timing.orElseThrow());
            };
            costs.put(step, NetlistCosts.of(netlist));
        }
        return new NetlistDesign(drawn, netlist, timing, costs);
    }
}
