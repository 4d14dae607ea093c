// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.console.Fact;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.StaticTiming;
import io.fluxmill.netlist.trace.NetlistCosts;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.TimingViolation;
import io.fluxmill.quantizer.sfq.map.SfqCircuit;
import io.fluxmill.quantizer.sfq.map.SfqStudy;
import io.fluxmill.quantizer.sfq.margin.Margin;
import io.fluxmill.quantizer.sfq.margin.Yield;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a verification of an SFQ netlist found out. The JSON result, the tables on stdout and the HTML report all show this and
 * nothing else.
 *
 * @param manifest the emulator
 * @param config the configuration file as the user named it
 * @param netlist in quanta of the emulator
 * @param quantumPs picoseconds of a quantum
 * @param activity of the reference, over all runs
 * @param backEnds what else ran, in order
 * @param score of the answers, or null if the configuration has no wanted answers
 * @param unmet what the configuration expects of the outputs but the reference does not show, one sentence each
 * @param violations of critical times in the reference, in the order of the runs; collisions in mergers are not among them
 * @param expectedViolations how many the configuration expects
 * @param raster the first run
 * @param margins of the parameters that were asked for; may be empty
 * @param yield null if none was asked for
 * @param network null for a netlist that was written out
 * @param timing null if the configuration does not say when the inputs pulse
 * @param insertions costs of the whole netlist before and after each step of insertion; empty if nothing was inserted
 */
public record SfqVerification(
        Manifest manifest,
        String config,
        Netlist netlist,
        String library,
        double quantumPs,
        NetlistCosts costs,
        Activity activity,
        List<BackEnd> backEnds,
        Score score,
        List<String> unmet,
        List<ViolationAt> violations,
        int expectedViolations,
        Raster raster,
        List<Margin> margins,
        Yield yield,
        Network network,
        Timing timing,
        Map<String, NetlistCosts> insertions,
        Seconds seconds,
        List<Fact> environment) {

    /**
     * What happened in the reference.
     *
     * @param pulses of all nets
     * @param outputPulses of the netlist's outputs
     * @param collisions pulses that a merger joined with another
     * @param violations of all other critical times
     * @param quanta simulated time
     * @param attojoules switching energy, at most
     */
    public record Activity(
            int runs,
            long pulses,
            long outputPulses,
            long collisions,
            long violations,
            long quanta,
            double attojoules) {}

    /**
     * One back end beside the reference.
     *
     * @param name {@code tick-rtl}, {@code icarus}, {@code verilator} or {@code ngspice}
     * @param runs of the reference's runs, from the first
     * @param pulses that were compared
     * @param violations that were compared: flags of the emulator, every violation of structural Verilog; 0 for ngspice
     * @param score of the answers of this back end, or null
     * @param first the first difference, or null
     */
    public record BackEnd(
            String name,
            int runs,
            long pulses,
            long violations,
            long pulseMismatches,
            long violationMismatches,
            Score score,
            String first,
            double seconds) {}

    /**
     * Answers beside the wanted ones.
     *
     * @param what an answer is, in the plural
     */
    public record Score(String what, long wrong, long of) {
        public double errorRate() {
            return (double) wrong / of;
        }

        /** Share of right answers. */
        public double accuracy() {
            return 1 - errorRate();
        }
    }

    /**
     * A rate-coded network.
     *
     * @param slots of a window
     * @param windowPs length of a window
     * @param meanField score of the rates alone, each sample once
     * @param study errors against window length and bias; may be empty
     * @param biasMargins one for each window length of the study
     */
    public record Network(
            SfqCircuit circuit,
            int slots,
            double windowPs,
            Score meanField,
            List<SfqStudy.Point> study,
            List<SfqStudy.Margin> biasMargins) {}

    /**
     * Static timing.
     *
     * @param shortestPeriod in quanta of 0.1 ps, if there is one
     */
    public record Timing(StaticTiming analysis, OptionalInt shortestPeriod) {}

    /**
     * The first run, to be drawn.
     *
     * @param nets that are shown
     * @param until quantum behind the last that is shown
     */
    public record Raster(List<String> nets, SfqTrace trace, long until) {}

    public record Seconds(double generate, double verilate, double reference, double vary) {}

    /** A violation and the name of its run. */
    public record ViolationAt(String run, TimingViolation violation) {}

    /** Whether all back ends have compared something and agree, and every expectation is met. */
    public boolean good() {
        return idle().isEmpty() && mismatches() == 0 && failures().isEmpty();
    }

    /**
     * The back ends that have compared nothing, because no pulse and no violation came; {@code reference} if there is no back end. A
     * configuration that expects something of the outputs may expect that nothing comes.
     */
    public List<String> idle() {
        if (backEnds.isEmpty()) {
            return List.of("reference");
        }
        return backEnds.stream()
                .filter(b -> b.pulses() + b.violations() == 0 && (network != null || b.score() == null))
                .map(BackEnd::name)
                .toList();
    }

    /** Pulses, violations and answers that were compared, over all back ends. */
    public long compared() {
        return backEnds.stream()
                .mapToLong(b -> b.pulses()
                        + b.violations()
                        + (b.score() == null ? 0 : b.score().of()))
                .sum();
    }

    /** What the configuration expects but the reference does not show, one sentence each. */
    public List<String> failures() {
        List<String> failures = new ArrayList<>(unmet);
        if (violations.size() != expectedViolations) {
            failures.add(String.format(
                    Locale.ROOT,
                    "critical times must be violated %,d times: violations=%,d",
                    expectedViolations,
                    violations.size()));
        }
        return failures;
    }

    /** Pulses and violations that differ, over all back ends. */
    public long mismatches() {
        return backEnds.stream()
                .mapToLong(b -> b.pulseMismatches() + b.violationMismatches())
                .sum();
    }
}
