// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.insert.PathBalancing;
import io.fluxmill.netlist.read.NetlistDesign;
import io.fluxmill.netlist.read.NetlistReader;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.netlist.timing.StaticTiming;
import io.fluxmill.netlist.trace.Expectation;
import io.fluxmill.netlist.trace.NetlistCosts;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Stimuli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The adder of docs/sfq-timing.md. */
class SfqAdderTest {
    private static final Path EXAMPLE = Path.of("../examples/sfq-adder.yaml");
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    @Test
    void theExampleDoesWhatItExpects() throws IOException {
        ConfigNode root = ConfigNode.read(EXAMPLE);
        NetlistDesign design = NetlistReader.design(root.node("engine").node("netlist"), LIBRARY);
        Stimuli stimuli = Stimuli.from(root.node("stimuli"), design.netlist());
        SfqTrace trace = new SfqSimulator(design.netlist()).run(stimuli.pulses(), stimuli.end());
        assertEquals(List.of(), trace.violations());
        Expectation expectation = Expectation.from(root.node("expect"), design.netlist());
        assertEquals(List.of(), expectation.differences(trace, 1));
    }

    /** All 256 sums, one in each period. */
    @ParameterizedTest
    @CsvSource({"400, 608, 376, 20", "300, 616, 300, 33", "250, 636, 250, 54", "200, 652, 200, 48", "100, 720, 100, 91"
    })
    void allSumsAtOneAPeriod(int period, int junctions, int shortest, int failing) throws IOException {
        NetlistDesign design = design(period, "balance-outputs, splitters, delays");
        assertEquals(
                "[302, 428, 608, " + junctions + "]",
                List.of(
                                NetlistCosts.of(design.drawn()).junctions(),
                                design.costs()
                                        .get(NetlistDesign.Step.BALANCE_OUTPUTS)
                                        .junctions(),
                                design.costs().get(NetlistDesign.Step.SPLITTERS).junctions(),
                                design.costs().get(NetlistDesign.Step.DELAYS).junctions())
                        .toString());
        StaticTiming timing = StaticTiming.of(design.netlist(), design.timing().orElseThrow());
        assertEquals(0, timing.worst().orElseThrow().slack());
        assertEquals(List.of(), timing.unchecked());
        assertEquals(
                shortest,
                StaticTiming.shortestPeriod(design.netlist(), design.timing().orElseThrow())
                        .orElseThrow());
        assertEquals(
                List.of(), NetlistRules.check(design.netlist(), design.timing().orElseThrow()));
        NetlistDesign undelayed = design(period, "balance-outputs, splitters");
        assertEquals(
                failing,
                StaticTiming.of(undelayed.netlist(), undelayed.timing().orElseThrow())
                        .failing()
                        .size());
        sums(design, timing, shortest);
    }

    private static NetlistDesign design(int period, String insert) throws IOException {
        String text = Files.readString(EXAMPLE)
                .replace("period-ps: 25\n", "period-ps: " + period / 10.0 + "\n")
                .replaceFirst("insert: \\[.*\\]", "insert: [" + insert + "]");
        ConfigNode root = ConfigNode.parse(EXAMPLE, text);
        return NetlistReader.design(root.node("engine").node("netlist"), LIBRARY);
    }

    private static void sums(NetlistDesign design, StaticTiming timing, int period) {
        Map<String, List<Long>> pulses = new HashMap<>();
        for (int n = 0; n < 256 + 5; n++) {
            pulses.computeIfAbsent("clk", k -> new ArrayList<>()).add((long) n * period);
            for (int bit = 0; bit < 8 && n < 256; bit++) {
                if ((n >> bit & 1) == 1) {
                    String net = (bit < 4 ? "a" : "b") + bit % 4;
                    pulses.computeIfAbsent(net, k -> new ArrayList<>()).add((long) n * period);
                }
            }
        }
        Map<String, long[]> stimuli = new HashMap<>();
        pulses.forEach((net, times) ->
                stimuli.put(net, times.stream().mapToLong(t -> t).toArray()));
        SfqTrace trace = new SfqSimulator(design.netlist()).run(stimuli, 300L * period);
        assertEquals(List.of(), trace.violations());
        Map<String, Integer> latencies = PathBalancing.latencies(design.netlist());
        List<String> outputs = List.of("s0", "s1", "s2", "s3", "carry");
        for (int bit = 0; bit < 5; bit++) {
            String output = outputs.get(bit);
            long first = timing.arrivals().get(output).get(0).earliest() + (latencies.get(output) - 1L) * period;
            List<Long> wanted = new ArrayList<>();
            for (int n = 0; n < 256; n++) {
                if (((n & 15) + (n >> 4) >> bit & 1) == 1) {
                    wanted.add(first + (long) n * period);
                }
            }
            assertEquals(wanted, Arrays.stream(trace.of(output)).boxed().toList(), output);
        }
    }
}
