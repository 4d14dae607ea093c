// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.insert.PathBalancing;
import io.fluxmill.netlist.trace.SfqTrace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random circuits of clocked gates, their boolean evaluation, and their pulses when a vector comes every period. */
final class LogicNetlists {
    static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");
    private static final List<String> GATES = List.of("AND2", "OR2", "XOR", "NOT");

    private LogicNetlists() {}

    /** Gates on earlier nets, unbalanced, with fan-out; nets that no gate reads are outputs. */
    static Netlist random(Random random, int inputs, int gates) {
        Netlist.Builder builder = Netlist.builder("logic_cells", LIBRARY).inputs("clk");
        List<String> nets = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            builder.inputs("in" + i);
            nets.add("in" + i);
        }
        for (int g = 0; g < gates; g++) {
            String gate = GATES.get(random.nextInt(GATES.size()));
            String a = g < inputs ? nets.get(g) : nets.get(random.nextInt(nets.size()));
            String b = nets.get(random.nextInt(nets.size()));
            if (gate.equals("NOT")) {
                builder.add("g" + g, gate, a, "clk", "n" + g);
            } else {
                builder.add("g" + g, gate, a, b, "clk", "n" + g);
                unread.remove(b);
            }
            unread.remove(a);
            nets.add("n" + g);
            unread.add("n" + g);
        }
        return builder.outputs(unread.toArray(String[]::new)).build();
    }

    /** Values of all nets for one vector; gates come after those that they read. */
    static Map<String, Boolean> evaluate(Netlist netlist, Map<String, Boolean> vector) {
        Map<String, Boolean> values = new HashMap<>(vector);
        for (Instance gate : netlist.instances()) {
            boolean a = values.get(gate.inputs().get(0));
            boolean b = values.getOrDefault(gate.inputs().get(1), false);
            boolean q =
                    switch (gate.cell().name()) {
                        case "AND2" -> a && b;
                        case "OR2" -> a || b;
                        case "XOR" -> a ^ b;
                        case "NOT" -> !a;
                        default -> throw new IllegalArgumentException(
                                gate.cell().name());
                    };
            values.put(gate.outputs().get(0), q);
        }
        return values;
    }

    /** Random vectors for the inputs other than clk. */
    static List<Map<String, Boolean>> vectors(Netlist netlist, Random random, int count) {
        List<Map<String, Boolean>> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Boolean> vector = new HashMap<>();
            netlist.inputs().stream()
                    .filter(net -> !net.equals("clk"))
                    .forEach(net -> vector.put(net, random.nextBoolean()));
            vectors.add(vector);
        }
        return vectors;
    }

    /** A pulse on clk at {@code period · n + clock} in every period, pulses of vector n at {@code period · n + data}. */
    static SfqTrace run(Netlist netlist, List<Map<String, Boolean>> vectors, long period, long data, long clock) {
        int periods = vectors.size() + netlist.instances().size() + 2;
        Map<String, long[]> stimuli = new HashMap<>();
        long[] clk = new long[periods];
        for (int n = 0; n < periods; n++) {
            clk[n] = n * period + clock;
        }
        stimuli.put("clk", clk);
        for (String net : vectors.get(0).keySet()) {
            List<Long> times = new ArrayList<>();
            for (int n = 0; n < vectors.size(); n++) {
                if (vectors.get(n).get(net)) {
                    times.add(n * period + data);
                }
            }
            stimuli.put(net, times.stream().mapToLong(t -> t).toArray());
        }
        return new SfqSimulator(netlist).run(stimuli, periods * period);
    }

    /**
     * Sentences for outputs whose pulses are not the wanted ones: the pulse of vector n is looked for in period n + latency, and the periods
     * begin {@code start} late.
     */
    static List<String> wrong(
            Netlist logic,
            Netlist built,
            List<Map<String, Boolean>> vectors,
            SfqTrace trace,
            long period,
            Map<String, Long> starts) {
        Map<String, Integer> latencies = PathBalancing.latencies(built);
        List<String> wrong = new ArrayList<>();
        List<Map<String, Boolean>> wanted =
                vectors.stream().map(v -> evaluate(logic, v)).toList();
        for (String output : logic.outputs()) {
            int[] pulses = new int[vectors.size() + built.instances().size() + 4];
            for (long time : trace.of(output)) {
                pulses[(int) Math.floorDiv(time - starts.get(output), period) + 1]++;
            }
            for (int n = 0; n < vectors.size(); n++) {
                int seen = pulses[n + latencies.get(output)];
                if (seen != (wanted.get(n).get(output) ? 1 : 0)) {
                    wrong.add(output + " of vector " + n + ": pulses=" + seen);
                }
            }
        }
        return wrong;
    }
}
