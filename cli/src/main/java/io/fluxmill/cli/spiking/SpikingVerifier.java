// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.family.Check;
import io.fluxmill.cli.family.Comparison;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.family.Verdict;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All steps for a spiking engine: integers, generate, map, verilate, run, and compare every spike and state with the reference. */
final class SpikingVerifier {
    /** Ticks of a spike train that the terminal and the JSON list; longer ones are in the report. */
    private static final int LISTED = 64;

    private final SpikingJob job;
    private final Rig rig;

    SpikingVerifier(SpikingJob job, Rig rig) {
        this.job = job;
        this.rig = rig;
    }

    Verdict run() throws IOException {
        List<Stage> stages = List.of(
                new Stage("network in integers", 1),
                new Stage(Rig.GENERATING, 1),
                new Stage(Rig.PREPARING, 10),
                new Stage("simulating", 10));
        return rig.stages(job.file(), stages, this::whole);
    }

    /** What came of a sample. */
    private record Sample(IntegerReference.Run expected, SpikingRunner.Run run, Tally tally) {}

    private Verdict whole() throws IOException {
        rig.console().stage("network in integers");
        IntegerNetwork integers = job.integers();
        Set<String> firing = integers.populations().stream()
                .filter(p -> p.kind().fires())
                .map(IntegerNetwork.Neurons::name)
                .collect(Collectors.toSet());
        SpikingProgram program = SpikingMapping.map(integers, job.engine().shape(), firing, Set.of());
        Manifest manifest = rig.generate(job.engine());
        Engines engines = rig.build(false);
        int count = Math.min(job.run().samples(), job.samples().length);
        List<Sample> samples = rig.parts("simulating", count, i -> sample(manifest, engines, program, integers, i));
        return verdict(integers, samples);
    }

    private Sample sample(
            Manifest manifest, Engines engines, SpikingProgram program, IntegerNetwork integers, int index) {
        IntegerReference.Run expected = new IntegerReference(integers).run(job.inputs(index));
        try (Transport transport = engines.open(
                job.run().seed() + index, job.run().idlePercent(), job.run().backPressurePercent())) {
            Device device = new Device(manifest, transport);
            device.identify();
            SpikingRunner runner = new SpikingRunner(device, program);
            runner.load();
            SpikingRunner.Run run = runner.run(job.samples()[index], job.run().everyTick());
            return new Sample(expected, run, Tally.of(integers, expected, run));
        }
    }

    private Verdict verdict(IntegerNetwork integers, List<Sample> samples) throws IOException {
        Tally tally = samples.stream().map(Sample::tally).reduce(Tally.NONE, Tally::plus);
        long operations =
                samples.stream().mapToLong(s -> s.expected().operations()).sum();
        Map<String, Long> counters = new LinkedHashMap<>();
        samples.forEach(s -> s.run().counters().forEach((name, value) -> counters.merge(name, value, Long::sum)));
        long cycles = counters.get("CYCLES");
        double rate = operations / (double) (cycles * job.engine().shape().lanes());
        Agreement agreement =
                Agreement.of(job, samples.get(0).expected(), Agreement.floats(job, job.rules(), job.inputs(0)));
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        ObjectNode spiking = details.putObject("spiking");
        spiking.put("preset", job.contract())
                .put("spikes", tally.spikes())
                .put("spike-mismatches", tally.spikeMismatches())
                .put("state-mismatches", tally.stateMismatches())
                .put("synaptic-operations", operations)
                .put("cycles", cycles)
                .put("operations-per-cycle-and-lane", rate)
                .put("dropped", counters.get("DROPPED"));
        spiking.set("float", agreement.json());
        Map<String, List<Integer>> trains = trains(samples.get(0).expected());
        ObjectNode listed = spiking.putObject("output-spikes");
        trains.forEach((name, ticks) -> {
            ArrayNode array = listed.putArray(name);
            ticks.stream().limit(LISTED).forEach(array::add);
        });
        Map<TickPreset, FloatReference.Run> presets = presets(spiking);
        Comparison comparison =
                new Comparison(tally.compared(), tally.spikeMismatches() + tally.stateMismatches(), tally.first());
        Check check = Check.of(job.engine().name(), "spikes and states", comparison, rig.simulateSeconds());
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("generate", rig.generateSeconds());
        seconds.put("verilate", rig.verilateSeconds());
        seconds.put("simulate", rig.simulateSeconds());
        List<String> lines = new ArrayList<>(lines(comparison, tally, operations, cycles, rate));
        List<String> beside = new ArrayList<>(List.of(agreement.line()));
        presets.forEach((preset, run) -> beside.add(train(preset.name().toLowerCase(Locale.ROOT), trains(run))));
        String page = new SpikingReport(
                        job, integers, samples.get(0).expected(), comparison, lines, beside, counters, rig.facts())
                .render();
        lines.addAll(beside);
        return new Verdict(
                job.engine().name(),
                job.network().name().isEmpty()
                        ? job.file().getFileName().toString()
                        : job.network().name(),
                samples.size(),
                comparison,
                counters.get("DROPPED") == 0,
                seconds,
                List.of(check),
                details,
                page,
                lines);
    }

    private List<String> lines(Comparison comparison, Tally tally, long operations, long cycles, double rate) {
        TextTable table = new TextTable(
                "spikes", "synaptic operations", "cycles", "operations a cycle and lane", "compared", "mismatches");
        table.row(
                tally.spikes(),
                operations,
                cycles,
                String.format(Locale.ROOT, "%.3f", rate),
                comparison.words(),
                comparison.mismatches());
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(
                comparison.agrees()
                        ? String.format(
                                Locale.ROOT,
                                "%s: RTL and reference agree in all %,d spikes and states of neurons",
                                job.engine().name(),
                                comparison.words())
                        : job.engine().name() + ": RTL and reference differ: " + comparison.first());
        return lines;
    }

    /** The same sample by other contracts, in floating point. */
    private Map<TickPreset, FloatReference.Run> presets(ObjectNode spiking) {
        Map<TickPreset, FloatReference.Run> runs = new LinkedHashMap<>();
        if (job.run().presets().isEmpty()) {
            return runs;
        }
        ObjectNode json = spiking.putObject("presets");
        for (TickPreset preset : job.run().presets()) {
            FloatReference.Run run =
                    Agreement.floats(job, preset.rules(job.rules().dt()), job.inputs(0));
            runs.put(preset, run);
            ObjectNode of = json.putObject(preset.name().toLowerCase(Locale.ROOT));
            trains(run).forEach((name, ticks) -> {
                ArrayNode array = of.putArray(name);
                ticks.stream().limit(LISTED).forEach(array::add);
            });
        }
        return runs;
    }

    private static String train(String name, Map<String, List<Integer>> trains) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-10s", name));
        trains.forEach((output, ticks) -> line.append("  ")
                .append(output)
                .append(": ")
                .append(ticks.stream().limit(LISTED).map(String::valueOf).collect(Collectors.joining(" ")))
                .append(ticks.size() > LISTED ? " ..." : ""));
        return line.toString();
    }

    private Map<String, List<Integer>> trains(IntegerReference.Run run) {
        return trains((p, t, n) -> run.spikes()[p][t][n], run.spikes()[0].length);
    }

    private Map<String, List<Integer>> trains(FloatReference.Run run) {
        return trains((p, t, n) -> (int) run.activity()[p][t][n], run.activity()[0].length);
    }

    /** Spikes of a neuron in a tick. */
    private interface Spikes {
        int of(int population, int tick, int neuron);
    }

    /** Ticks in which output neurons fire, of outputs that do. */
    private Map<String, List<Integer>> trains(Spikes spikes, int ticks) {
        Map<String, List<Integer>> trains = new LinkedHashMap<>();
        job.network().outputs().forEach(output -> {
            int p = output.population();
            if (!job.network().populations().get(p).kind().fires()) {
                return;
            }
            int size = job.network().populations().get(p).size();
            for (int n = 0; n < size; n++) {
                List<Integer> of = new ArrayList<>();
                for (int t = 0; t < ticks; t++) {
                    if (spikes.of(p, t, n) > 0) {
                        of.add(t);
                    }
                }
                trains.put(size == 1 ? output.name() : output.name() + "[" + n + "]", of);
            }
        });
        return trains;
    }
}
