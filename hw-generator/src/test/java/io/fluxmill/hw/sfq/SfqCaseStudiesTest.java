// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.netlist.trace.Expectation;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Stimuli;
import io.fluxmill.quantizer.sfq.margin.Margin;
import io.fluxmill.quantizer.sfq.margin.MarginPlan;
import io.fluxmill.quantizer.sfq.margin.Margins;
import io.fluxmill.quantizer.sfq.margin.TraceCheck;
import io.fluxmill.quantizer.sfq.margin.Yield;
import io.fluxmill.quantizer.sfq.margin.YieldPlan;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import io.fluxmill.simulator.icarus.EventSimulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of race logic and of the counter: what they say of themselves, and arithmetic on random values, on all back ends. */
@Tag("verilator")
class SfqCaseStudiesTest {
    private static final ConfigNode RACE = ConfigNode.read(Path.of("../examples/sfq-race.yaml"));
    private static final ConfigNode COUNTER = ConfigNode.read(Path.of("../examples/sfq-counter.yaml"));
    /** Race logic: quanta of a unit and of a round; values 0 … 7. */
    private static final int UNIT = 100;

    private static final int ROUND = 2000;
    private static final int FLUSH = 1200;
    private static final int ROUNDS = 300;

    /** Stimuli, and the times that arithmetic gives. */
    private record Trial(Map<String, long[]> stimuli, long end, Map<String, long[]> expected) {}

    private static Netlist netlist(ConfigNode example) {
        ConfigNode engine = example.node("engine");
        Netlist netlist = SfqConfig.from(engine).netlist();
        NetlistRules.require(netlist);
        return netlist;
    }

    @Test
    void theExamplesShowWhatTheyExpect() {
        for (ConfigNode example : List.of(RACE, COUNTER)) {
            Netlist netlist = netlist(example);
            Stimuli stimuli = Stimuli.from(example.node("stimuli"), netlist);
            Expectation expected = Expectation.from(example.node("expect"), netlist);
            assertEquals(netlist.outputs().size(), expected.outputs());
            SfqTrace trace = new SfqSimulator(netlist).run(stimuli.pulses(), stimuli.end());
            assertEquals(List.of(), expected.differences(trace, 1), netlist.name());
            assertEquals(List.of(), trace.violations(), netlist.name());
        }
    }

    /**
     * Slower cells: |a − b| = 3 units stays out of the window of 25 ps up to 30 / 25, and 7.5 ps between pulses suffice for the
     * counter up to 10 / 7.5. Faster ones: 2 units stay in the window above 20 / 25.
     */
    @Test
    void marginsAndYieldOfTheExamples() {
        assertEquals(List.of(-19.9, 20.0), timingMargins(RACE));
        assertEquals(List.of(-50.0, 33.3), timingMargins(COUNTER));
        for (ConfigNode example : List.of(RACE, COUNTER)) {
            Netlist netlist = netlist(example);
            Stimuli stimuli = Stimuli.from(example.node("stimuli"), netlist);
            YieldPlan plan = YieldPlan.from(example.node("yield"));
            Yield yield = Yield.estimate(netlist, TraceCheck.of(netlist, stimuli, plan.rule()), plan, Progress.NONE);
            assertTrue(yield.curve().get(0).share() > 0.9, yield.toString());
            assertTrue(yield.curve().get(4).share() < yield.nominal().share(), yield.toString());
        }
    }

    private static List<Double> timingMargins(ConfigNode example) {
        Netlist netlist = netlist(example);
        Stimuli stimuli = Stimuli.from(example.node("stimuli"), netlist);
        MarginPlan plan = MarginPlan.from(example.node("margins"));
        Margin margin = Margins.search(netlist, TraceCheck.of(netlist, stimuli, plan.rule()), plan, Progress.NONE)
                .get(0);
        assertTrue(margin.monotone(), margin.toString());
        return List.of(margin.lower().percent(), margin.upper().percent());
    }

    @Test
    void raceLogicIsArithmeticInTheReference() {
        check(netlist(RACE), race(new Random(1)));
    }

    @Test
    void theCounterCountsInTheReference() {
        for (int seed = 0; seed < 20; seed++) {
            check(netlist(COUNTER), count(new Random(seed)));
        }
    }

    /** No violation, and at every output the times of the arithmetic. */
    private static void check(Netlist netlist, Trial trial) {
        SfqTrace trace = new SfqSimulator(netlist).run(trial.stimuli, trial.end);
        assertEquals(List.of(), trace.violations());
        assertEquals(netlist.outputs().size(), trial.expected.size());
        trial.expected.forEach((net, times) -> assertArrayEquals(times, trace.of(net), net));
    }

    @Test
    void tickRtl(@TempDir Path directory) throws Exception {
        try (SfqBench bench = new SfqBench(SfqConfig.from(RACE.node("engine")), directory)) {
            Trial trial = race(new Random(2));
            bench.check(trial.stimuli, trial.end, "race");
            assertTrue(bench.pulses > 2 * ROUNDS, "pulses " + bench.pulses);
        }
        try (SfqBench bench = new SfqBench(SfqConfig.from(COUNTER.node("engine")), directory)) {
            Trial trial = count(new Random(3));
            bench.check(trial.stimuli, trial.end, "counter");
            assertTrue(bench.pulses > 50, "pulses " + bench.pulses);
        }
    }

    @Test
    void icarus(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(EventSimulator.ICARUS.available(), "Icarus Verilog is not installed");
        Trial race = race(new Random(4));
        StructuralBench raceBench = new StructuralBench(EventSimulator.ICARUS, netlist(RACE), directory, race.end);
        raceBench.check(race.stimuli, "race");
        assertTrue(raceBench.pulses > 2 * ROUNDS, "pulses " + raceBench.pulses);
        Trial count = count(new Random(5));
        StructuralBench counterBench =
                new StructuralBench(EventSimulator.ICARUS, netlist(COUNTER), directory, count.end);
        counterBench.check(count.stimuli, "counter");
        assertTrue(counterBench.pulses > 50, "pulses " + counterBench.pulses);
    }

    private static Trial race(Random random) {
        Times stimuli = new Times("a", "b", "flush");
        Times expected = new Times("min", "max", "passed", "together");
        for (int round = 0; round < ROUNDS; round++) {
            long start = 200 + (long) round * ROUND;
            int a = random.nextInt(8);
            int b = random.nextInt(8);
            stimuli.add("a", start + a * UNIT);
            stimuli.add("b", start + b * UNIT);
            stimuli.add("flush", start + FLUSH);
            // Two splitters, the operator, a splitter; times of the library in quanta of 0.1 ps.
            expected.add("min", start + Math.min(a, b) * UNIT + 2 * 63 + 90 + 63);
            expected.add("max", start + Math.max(a, b) * UNIT + 2 * 63 + 80 + 63);
            if (b < a) {
                expected.add("passed", start + b * UNIT + 63 + 90 + 35 + 55);
            }
            if (Math.abs(a - b) <= 2) {
                expected.add("together", start + Math.max(a, b) * UNIT + 2 * 63 + 80 + 63 + 3 * 35 + 55);
            }
        }
        return new Trial(stimuli.toArrays(), 200 + (long) ROUNDS * ROUND, expected.toArrays());
    }

    /** Bursts of random pulses, 7.5 ps apart or more, each followed by a read. */
    private static Trial count(Random random) {
        Times stimuli = new Times("a", "read");
        Times expected = new Times("b0", "b1", "b2", "b3", "carry");
        long time = 0;
        int count = 0;
        for (int burst = 0; burst < 30; burst++) {
            for (int i = random.nextInt(20); i > 0; i--) {
                time += 75 + random.nextInt(300);
                stimuli.add("a", time);
                count++;
                if (count % 16 == 0) {
                    expected.add("carry", time + 4 * (63 + 63 + 63));
                }
            }
            time += 1000;
            stimuli.add("read", time);
            for (int bit = 0; bit < 4; bit++) {
                if ((count >> bit & 1) == 1) {
                    expected.add("b" + bit, time + 2 * 63 + 55);
                }
            }
            time += 500;
        }
        return new Trial(stimuli.toArrays(), time, expected.toArrays());
    }

    /** Times by net, in ascending order as they are added. */
    private static final class Times {
        private final Map<String, List<Long>> times = new TreeMap<>();

        Times(String... nets) {
            for (String net : nets) {
                times.put(net, new ArrayList<>());
            }
        }

        void add(String net, long time) {
            times.get(net).add(time);
        }

        Map<String, long[]> toArrays() {
            Map<String, long[]> arrays = new TreeMap<>();
            times.forEach((net, list) ->
                    arrays.put(net, list.stream().mapToLong(t -> t).toArray()));
            return arrays;
        }
    }
}
