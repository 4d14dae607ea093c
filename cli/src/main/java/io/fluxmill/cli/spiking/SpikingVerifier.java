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
import io.fluxmill.cli.report.XyPlot;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.driver.spiking.SpikingRunner.States;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.quantizer.spiking.encode.ReadOut;
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

    /** Parts of the samples, each of which runs on an engine that is loaded once. */
    private static final int MOST_PORTIONS = 40;

    private static final double PERCENT = 100;

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

    /**
     * What came of a sample.
     *
     * @param expected of the first sample; null for the others
     * @param run kept for a recording; null if there is none
     * @param found class by the hardware's outputs; −1 without a read-out
     * @param wanted class by the reference
     */
    private record Sample(
            IntegerReference.Run expected,
            SpikingRunner.Run run,
            long operations,
            Map<String, Long> counters,
            Tally tally,
            int found,
            int wanted) {}

    private Verdict whole() throws IOException {
        rig.console().stage("network in integers");
        if (job.run().record() != null) {
            job.run().record().check();
        }
        IntegerNetwork integers = job.integers();
        Set<String> firing = integers.populations().stream()
                .filter(p -> p.kind().fires())
                .map(IntegerNetwork.Neurons::name)
                .collect(Collectors.toSet());
        Set<Integer> clockDriven = job.clockDriven(integers);
        SpikingProgram program = SpikingMapping.map(integers, job.engine().shape(), firing, clockDriven);
        Manifest manifest = rig.generate(job.engine());
        Engines engines = rig.build(false);
        int count = Math.min(job.run().samples(), job.data().samples().count());
        int portions = Math.min(count, MOST_PORTIONS);
        List<Sample> samples = rig
                .parts(
                        "simulating",
                        portions,
                        i -> samples(manifest, engines, program, integers, (int) ((long) count * i / portions), (int)
                                ((long) count * (i + 1) / portions)))
                .stream()
                .flatMap(List::stream)
                .toList();
        return verdict(integers, clockDriven, samples);
    }

    /** Runs samples one after the other on an engine, whose program is loaded once. */
    private List<Sample> samples(
            Manifest manifest, Engines engines, SpikingProgram program, IntegerNetwork integers, int from, int to) {
        IntegerReference reference = new IntegerReference(integers);
        ReadOut readOut = job.data().readOut();
        List<Sample> samples = new ArrayList<>();
        try (Transport transport = engines.open(
                job.run().seed() + from, job.run().idlePercent(), job.run().backPressurePercent())) {
            Device device = new Device(manifest, transport);
            device.identify();
            SpikingRunner runner = new SpikingRunner(device, program);
            runner.load();
            job.data().prepare(runner, job.network());
            for (int i = from; i < to; i++) {
                IntegerReference.Run expected = reference.run(job.inputs(i));
                SpikingRunner.Run run = runner.run(job.data().input(i), states());
                Tally tally = Tally.of(integers, expected, run);
                int wanted = -1;
                int found = -1;
                if (readOut != null) {
                    int[] words = Accuracy.words(readOut, integers, expected);
                    wanted = readOut.classOf(words);
                    found = run.read() == null
                            ? classOf(integers, run)
                            : run.read().best();
                    tally = tally.plus(Tally.of(words, wanted, run.read()));
                }
                samples.add(new Sample(
                        i == 0 ? expected : null,
                        job.run().record() == null ? null : run,
                        expected.operations(),
                        run.counters(),
                        tally,
                        found,
                        wanted));
            }
        }
        return samples;
    }

    /** Membranes that the host reads are needed after the last tick. */
    private States states() {
        boolean host = job.data().readOut() == ReadOut.MEMBRANE && !job.data().readByEngine();
        States states = job.run().states();
        return host && states == States.NONE ? States.END : states;
    }

    private int classOf(IntegerNetwork integers, SpikingRunner.Run run) {
        ReadOut readOut = job.data().readOut();
        return readOut.classOf(
                readOut.words(integers, p -> run.spikes()[p], p -> run.membranes()[p][run.membranes()[p].length - 1]));
    }

    private Verdict verdict(IntegerNetwork integers, Set<Integer> clockDriven, List<Sample> samples)
            throws IOException {
        Tally tally = samples.stream().map(Sample::tally).reduce(Tally.NONE, Tally::plus);
        long operations = samples.stream().mapToLong(Sample::operations).sum();
        Map<String, Long> counters = new LinkedHashMap<>();
        samples.forEach(s -> s.counters().forEach((name, value) -> counters.merge(name, value, Long::sum)));
        long cycles = counters.get("CYCLES");
        double rate = operations
                / (double) (cycles
                        * job.engine().shape().lanes()
                        * job.engine().shape().cores());
        Agreement agreement =
                Agreement.of(job, samples.get(0).expected(), Agreement.floats(job, job.rules(), job.inputs(0)));
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        ObjectNode spiking = details.putObject("spiking");
        spiking.put("preset", job.contract())
                .put("spikes", tally.spikes())
                .put("spike-mismatches", tally.spikeMismatches())
                .put("state-mismatches", tally.stateMismatches())
                .put("synaptic-operations", operations)
                .put("cores", job.engine().shape().cores())
                .put("cycles", cycles)
                .put("operations-per-cycle-and-lane", rate)
                .put("dropped", counters.get("DROPPED"));
        List<String> classes = classes(spiking, samples, cycles, operations);
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
        lines.addAll(classes);
        lines.addAll(dropped(counters.get("DROPPED"), integers, samples.size()));
        if (job.run().record() != null) {
            SpikingRecording.of(
                            integers,
                            job.rules().dt(),
                            samples.stream().map(Sample::run).toList())
                    .write(job.run().record().file());
            lines.add("recording: " + job.run().record().file());
        }
        lines.addAll(job.names(integers, clockDriven, spiking));
        List<String> beside = new ArrayList<>(List.of(agreement.line()));
        presets.forEach((preset, run) -> beside.add(train(preset.name().toLowerCase(Locale.ROOT), trains(run))));
        List<LayerCost> costs = LayerCost.of(
                integers, job.engine().shape(), job.inputs(0), samples.get(0).expected());
        spiking.set("layers", LayerCost.json(costs));
        String page = new SpikingReport(
                        job,
                        integers,
                        samples.get(0).expected(),
                        comparison,
                        lines,
                        beside,
                        counters,
                        costs,
                        samples.stream()
                                .map(s -> new XyPlot.Point(
                                        s.operations(), s.counters().get("CYCLES")))
                                .toList(),
                        rig.facts())
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

    private List<String> dropped(long count, IntegerNetwork integers, int samples) {
        if (count == 0) {
            return List.of();
        }
        SpikingShape shape = job.engine().shape();
        String queue = job.roomForDelays(integers, samples)
                .map(key -> "; rows of long delays that find no place are: set " + key)
                .orElse("");
        String walks = shape.clockDriven() > 0
                ? "; second spikes of an input in a tick are, on clock-driven connections: set mapping.clock-driven: []"
                : "";
        return List.of("dropped: " + count + queue + walks);
    }

    /** Accuracy, if there are labels, and costs of a sample. */
    private List<String> classes(ObjectNode json, List<Sample> samples, long cycles, long operations) {
        int count = samples.size();
        json.put("samples", count)
                .put("cycles-per-sample", cycles / (double) count)
                .put("operations-per-sample", operations / (double) count);
        List<String> lines = new ArrayList<>();
        if (job.data().readOut() != null) {
            json.put("read-out", job.data().readOut().name().toLowerCase(Locale.ROOT))
                    .put("read-by", place(job.data().readByEngine()));
        }
        if (job.data().samples().hasLabels()) {
            long found = 0;
            long wanted = 0;
            for (int i = 0; i < count; i++) {
                int label = job.data().samples().label(i);
                found += samples.get(i).found() == label ? 1 : 0;
                wanted += samples.get(i).wanted() == label ? 1 : 0;
            }
            json.put("accuracy", found / (double) count).put("integer-accuracy", wanted / (double) count);
            lines.add(String.format(
                    Locale.ROOT,
                    "accuracy of %,d samples: %.2f %% on the hardware, %.2f %% by the reference; %,.0f cycles and %,.0f synaptic operations a sample",
                    count,
                    PERCENT * found / count,
                    PERCENT * wanted / count,
                    cycles / (double) count,
                    operations / (double) count));
        }
        if (job.data().samples().encoding() != null) {
            json.put("clipped", job.data().clipped())
                    .put("encoded-by", place(job.data().encodedByEngine()));
        }
        if (job.data().clippedLine() != null) {
            lines.add(job.data().clippedLine());
        }
        return lines;
    }

    private static String place(boolean engine) {
        return engine ? "engine" : "host";
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
                                job.data().readByEngine()
                                        ? "%s: RTL and reference agree in all %,d spikes, states and read-outs of neurons"
                                        : "%s: RTL and reference agree in all %,d spikes and states of neurons",
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
