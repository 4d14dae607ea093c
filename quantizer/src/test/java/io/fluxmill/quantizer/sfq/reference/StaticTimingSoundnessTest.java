// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.timing.StaticTiming;
import io.fluxmill.netlist.timing.StaticTiming.Kind;
import io.fluxmill.netlist.timing.TimingSpec;
import io.fluxmill.netlist.timing.TimingSpec.Window;
import io.fluxmill.netlist.trace.SfqTrace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the static analysis says of random netlists against what the simulator shows. */
class StaticTimingSoundnessTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");
    private static final List<Cell> KINDS = List.copyOf(LIBRARY.cells().values());
    private static final int PERIODS = 400;

    @Test
    void everyViolationIsForetold() {
        int clean = 0;
        int quiet = 0;
        int violated = 0;
        int foretold = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            Netlist netlist = netlist(random);
            TimingSpec spec = spec(random, netlist);
            StaticTiming timing = StaticTiming.of(netlist, spec);
            SfqTrace trace =
                    new SfqSimulator(netlist).run(stimuli(random, spec, PERIODS), (long) spec.period() * PERIODS);
            Set<String> failing = new TreeSet<>();
            timing.failing().forEach(e -> failing.add(e.instance() + " " + e.state() + " " + e.pair()));
            if (failing.isEmpty()) {
                clean++;
                quiet += trace.count() > PERIODS ? 1 : 0;
            }
            Set<String> unchecked = new HashSet<>();
            timing.unchecked().forEach(reason -> unchecked.addAll(List.of(reason.split("[ :]"))));
            boolean collides = timing.endpoints().stream().anyMatch(e -> e.kind() == Kind.COLLISION && e.slack() < 0);
            for (String flag : collides ? Set.<String>of() : trace.flags()) {
                if (!unchecked.contains(flag.split(" ")[0])) {
                    assertTrue(failing.contains(flag), "seed " + seed + ": " + flag + " of " + timing);
                    violated++;
                }
            }
            foretold += collides ? 0 : failing.size();
        }
        assertTrue(quiet > 200, "clean netlists with pulses: " + quiet + " of " + clean);
        assertTrue(violated > 1000, "violated critical times: " + violated + " of " + foretold + " foretold");
    }

    /** One cell, inputs at fixed times that may be missing: what is foretold happens, and nothing else does. */
    @Test
    void singleCellsViolateExactlyWhatIsForetold() {
        int violated = 0;
        for (int seed = 0; seed < 30 * KINDS.size(); seed++) {
            Random random = new Random(seed);
            Cell cell = KINDS.get(seed % KINDS.size());
            Netlist netlist = Netlist.builder("t", LIBRARY)
                    .inputs(cell.inputs().toArray(String[]::new))
                    .add("x", cell, cell.inputs().stream().collect(Collectors.toMap(p -> p, p -> p)), settings(cell))
                    .build();
            int period = 40 + random.nextInt(200);
            Map<String, List<Window>> arrivals = new HashMap<>();
            for (String net : cell.inputs()) {
                int time = random.nextInt(period);
                arrivals.put(net, List.of(new Window(time, time)));
            }
            Set<String> always = random.nextBoolean() ? Set.of() : Set.of("clk");
            TimingSpec spec = new TimingSpec(period, arrivals, always);
            Set<String> foretold = new TreeSet<>();
            StaticTiming.of(netlist, spec).failing().stream()
                    .filter(e -> e.kind() != Kind.CAPTURE)
                    .forEach(e -> foretold.add(e.instance() + " " + e.state() + " " + e.pair()));
            SfqTrace trace = new SfqSimulator(netlist).run(stimuli(random, spec, 5 * PERIODS), 5L * PERIODS * period);
            assertEquals(foretold, trace.flags(), "seed " + seed + ", " + cell.name());
            violated += foretold.size();
        }
        assertTrue(violated > 300, "violated critical times: " + violated);
    }

    /** A few cells on nets before them, now and then on one after them. */
    private static Netlist netlist(Random random) {
        Netlist.Builder builder = Netlist.builder("t", LIBRARY);
        List<String> nets = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i >= 0; i--) {
            nets.add("in" + i);
            builder.inputs("in" + i);
        }
        int cells = 1 + random.nextInt(7);
        for (int i = 0; i < cells; i++) {
            Cell cell = KINDS.get(random.nextInt(KINDS.size()));
            Map<String, String> pins = new LinkedHashMap<>();
            for (String pin : cell.inputs()) {
                boolean back = random.nextInt(25) == 0;
                pins.put(pin, back ? "c" + random.nextInt(cells) + ".q" : nets.get(random.nextInt(nets.size())));
            }
            builder.add("c" + i, cell, pins, settings(cell));
            for (String pin : cell.outputs()) {
                nets.add("c" + i + "." + pin);
            }
        }
        return builder.build();
    }

    private static Settings settings(Cell cell) {
        return switch (cell.gate()) {
            case NONE -> Settings.NONE;
            case DRAW -> Settings.synapse(Settings.CERTAIN / 2);
            case INTEGRATE -> Settings.neuron(2);
        };
    }

    private static TimingSpec spec(Random random, Netlist netlist) {
        int period = 60 + random.nextInt(400);
        Map<String, List<Window>> arrivals = new HashMap<>();
        Set<String> always = new HashSet<>();
        for (String net : netlist.inputs()) {
            List<Window> windows = new ArrayList<>();
            for (int i = random.nextInt(6) == 0 ? 1 : 0; i >= 0; i--) {
                int earliest = random.nextInt(period);
                windows.add(new Window(earliest, earliest + (random.nextBoolean() ? 0 : random.nextInt(40))));
            }
            arrivals.put(net, windows);
            if (random.nextBoolean()) {
                always.add(net);
            }
        }
        return new TimingSpec(period, arrivals, always);
    }

    /** Pulses at the ends of the windows and between them. */
    private static Map<String, long[]> stimuli(Random random, TimingSpec spec, int periods) {
        Map<String, long[]> stimuli = new HashMap<>();
        spec.arrivals().forEach((net, windows) -> {
            List<Long> times = new ArrayList<>();
            for (long n = 0; n < periods; n++) {
                for (Window window : windows) {
                    if (spec.always().contains(net) || random.nextInt(4) != 0) {
                        int width = window.latest() - window.earliest();
                        int at = random.nextInt(3) == 0 ? random.nextInt(width + 1) : random.nextBoolean() ? 0 : width;
                        times.add(n * spec.period() + window.earliest() + at);
                    }
                }
            }
            stimuli.put(net, times.stream().mapToLong(t -> t).toArray());
        });
        return stimuli;
    }
}
