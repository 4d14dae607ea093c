// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.sfq.SfqBackEnd.Difference;
import io.fluxmill.cli.sfq.SfqJob.Run;
import io.fluxmill.cli.sfq.SfqJob.Variation;
import io.fluxmill.cli.sfq.SfqVerification.Activity;
import io.fluxmill.cli.sfq.SfqVerification.BackEnd;
import io.fluxmill.cli.sfq.SfqVerification.Network;
import io.fluxmill.cli.sfq.SfqVerification.Raster;
import io.fluxmill.cli.sfq.SfqVerification.Score;
import io.fluxmill.cli.sfq.SfqVerification.Seconds;
import io.fluxmill.cli.sfq.SfqVerification.Timing;
import io.fluxmill.cli.sfq.SfqVerification.ViolationAt;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.StaticTiming;
import io.fluxmill.netlist.timing.TimingSpec;
import io.fluxmill.netlist.trace.NetlistCosts;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.sfq.map.SfqCircuit;
import io.fluxmill.quantizer.sfq.map.SfqStudy;
import io.fluxmill.quantizer.sfq.margin.Margin;
import io.fluxmill.quantizer.sfq.margin.Margins;
import io.fluxmill.quantizer.sfq.margin.TraceCheck;
import io.fluxmill.quantizer.sfq.margin.Yield;
import io.fluxmill.quantizer.sfq.margin.YieldPlan;
import io.fluxmill.quantizer.sfq.reference.PulseFlood;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import io.fluxmill.simulator.icarus.EventSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** All steps for an SFQ netlist: generate, run on the reference and on every back end, compare pulses and violations. */
final class SfqVerifier {
    private static final int SHOWN_NETS = 40;
    private static final double MARGIN_RANGE_PERCENT = 50;
    private static final double MARGIN_STEP_PERCENT = 0.1;

    private final SfqJob job;
    private final Rig rig;
    private final Console console;
    private final Netlist netlist;
    private final long end;
    private Manifest manifest;
    private Engines engines;

    SfqVerifier(SfqJob job, Rig rig) {
        this.job = job;
        this.rig = rig;
        console = rig.console();
        netlist = job.quantizedNetlist();
        end = job.runs().stream().mapToLong(Run::end).max().orElseThrow();
    }

    /**
     * What the reference showed in a run.
     *
     * @param outputs pulses of the outputs, and violations; null for runs with which nothing is compared
     * @param violations without the collisions
     */
    private record Expected(
            SfqTrace outputs,
            long pulses,
            long outputPulses,
            long collisions,
            List<ViolationAt> violations,
            double attojoules,
            long wrong) {}

    /**
     * Runs everything that the configuration asks for.
     *
     * @throws io.fluxmill.core.config.InputException if netlist, stimuli or machine do not allow it
     */
    SfqVerification run() throws IOException {
        try {
            return rig.stages(job.file(), SfqStages.of(job), this::whole);
        } catch (PulseFlood e) {
            throw flood(e);
        }
    }

    /** A circuit that oscillates is the input's fault, and the end of a run is what the input can change in any case. */
    private InputException flood(PulseFlood e) {
        double endPs = end * (job.engine().quantum() / (double) CellLibrary.QUANTA_PER_PS);
        double cameTo = Math.floor(endPs * e.time() / e.end());
        return new InputException(
                String.format(
                        Locale.ROOT,
                        "%s: a run of %s must have at most %d pulses: it came to %.0f of %.0f ps, and most of its pulses are on %s",
                        job.file(),
                        netlist.name(),
                        e.pulses(),
                        cameTo,
                        endPs,
                        e.net()),
                "break the loop if the circuit oscillates, or end the run at " + String.format("%.0f ps", cameTo)
                        + (job.network() == null ? " (stimuli.end-ps)" : " (task.windows-per-run, task.slots)"));
    }

    private SfqVerification whole() throws IOException {
        manifest = rig.generate(job.engine());
        if (job.limits().containsKey("tick-rtl")) {
            engines = rig.build(false);
        }
        Stopwatch running = new Stopwatch();
        List<Expected> expected = reference();
        double referenceSeconds = running.seconds();
        List<BackEnd> backEnds = new ArrayList<>();
        for (Map.Entry<String, Integer> backEnd : job.limits().entrySet()) {
            backEnds.add(compare(
                    backEnd.getKey(), Math.min(backEnd.getValue(), job.runs().size()), expected));
        }
        Stopwatch varying = new Stopwatch();
        List<Margin> margins = searchMargins();
        Yield yield = estimateYield();
        Network network = network();
        double varySeconds = varying.seconds();
        return new SfqVerification(
                manifest,
                job.file().toString(),
                netlist,
                job.library().name(),
                job.engine().quantum() / (double) CellLibrary.QUANTA_PER_PS,
                NetlistCosts.of(netlist),
                activity(expected),
                backEnds,
                score(expected),
                unmet(),
                expected.stream().flatMap(e -> e.violations().stream()).toList(),
                job.expectedViolations(),
                raster(),
                margins,
                yield,
                network,
                timing(),
                insertions(),
                new Seconds(rig.generateSeconds(), rig.verilateSeconds(), referenceSeconds, varySeconds),
                rig.facts());
    }

    private List<Expected> reference() {
        SfqSimulator simulator = new SfqSimulator(netlist);
        int compared = job.limits().values().stream().mapToInt(i -> i).max().orElse(0);
        Runnable done = console.stage(SfqStages.REFERENCE).counting(job.runs().size());
        return IntStream.range(0, job.runs().size())
                .parallel()
                .mapToObj(i -> {
                    Run run = job.runs().get(i);
                    List<ViolationAt> violations = new ArrayList<>();
                    SfqTrace trace = simulator.run(run.stimuli(), end, v -> {
                        if (!v.critical().absorbs()) {
                            violations.add(new ViolationAt(run.name(), v));
                        }
                    });
                    SfqTrace outputs = trace.observed(netlist.outputs());
                    done.run();
                    return new Expected(
                            i < compared ? outputs : null,
                            trace.count(),
                            outputs.count(),
                            trace.violations().size() - violations.size(),
                            violations,
                            NetlistCosts.switchingAttojoules(netlist, trace),
                            run.answers() == 0 ? 0 : run.wrong().applyAsLong(outputs));
                })
                .toList();
    }

    /** What a back end has shown so far. */
    private record Compared(Difference difference, long wrong) {
        Compared plus(Compared later) {
            return new Compared(difference.plus(later.difference), wrong + later.wrong);
        }
    }

    private BackEnd compare(String name, int runs, List<Expected> expected) throws IOException {
        Stopwatch time = new Stopwatch();
        int workers =
                name.equals("tick-rtl") ? Math.min(runs, Runtime.getRuntime().availableProcessors()) : 1;
        Runnable done = console.stage(SfqStages.of(name)).counting(runs);
        Compared sum = IntStream.range(0, workers)
                .parallel()
                .mapToObj(worker -> {
                    Compared part = new Compared(Difference.NONE, 0);
                    try (SfqBackEnd backEnd = open(name, worker)) {
                        for (int i = worker; i < runs; i += workers) {
                            Run run = job.runs().get(i);
                            SfqBackEnd.Result result = backEnd.run(
                                    run.stimuli(), end, expected.get(i).outputs());
                            long wrong = run.answers() == 0 ? 0 : run.wrong().applyAsLong(result.outputs());
                            part = part.plus(new Compared(named(run, result.difference()), wrong));
                            done.run();
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return part;
                })
                .reduce(new Compared(Difference.NONE, 0), Compared::plus);
        long answers =
                job.runs().subList(0, runs).stream().mapToLong(Run::answers).sum();
        return new BackEnd(
                name,
                runs,
                sum.difference.pulses(),
                sum.difference.violations(),
                sum.difference.pulseMismatches(),
                sum.difference.violationMismatches(),
                answers == 0 ? null : new Score(job.answers(), sum.wrong, answers),
                sum.difference.first(),
                time.seconds());
    }

    private static Difference named(Run run, Difference difference) {
        return difference.first() == null
                ? difference
                : new Difference(
                        difference.pulses(),
                        difference.violations(),
                        difference.pulseMismatches(),
                        difference.violationMismatches(),
                        run.name() + ": " + difference.first());
    }

    private SfqBackEnd open(String name, int worker) throws IOException {
        return switch (name) {
            case "tick-rtl" -> new TickRtlBackEnd(manifest, engines.open(worker + 1L, 0, 0), netlist);
            case "icarus" -> structural(EventSimulator.ICARUS);
            case "verilator" -> structural(EventSimulator.VERILATOR);
            case "ngspice" -> new AnalogBackEnd(
                    job.engine().netlist(),
                    job.engine().quantum(),
                    job.tolerancePs(),
                    rig.folder().resolve("ngspice"));
            default -> throw new IllegalArgumentException("back end must be one of " + SfqBackEnd.NAMES + ": " + name);
        };
    }

    private SfqBackEnd structural(EventSimulator simulator) throws IOException {
        return new StructuralBackEnd(
                simulator, netlist, end, rig.folder().resolve(simulator.name().toLowerCase(Locale.ROOT)));
    }

    private Activity activity(List<Expected> expected) {
        return new Activity(
                expected.size(),
                expected.stream().mapToLong(Expected::pulses).sum(),
                expected.stream().mapToLong(Expected::outputPulses).sum(),
                expected.stream().mapToLong(Expected::collisions).sum(),
                expected.stream().mapToLong(e -> e.violations().size()).sum(),
                end * expected.size(),
                expected.stream().mapToDouble(Expected::attojoules).sum());
    }

    private Score score(List<Expected> expected) {
        long of = job.runs().stream().mapToLong(Run::answers).sum();
        return of == 0
                ? null
                : new Score(
                        job.answers(),
                        expected.stream().mapToLong(Expected::wrong).sum(),
                        of);
    }

    private List<Margin> searchMargins() {
        Variation variation = job.variation();
        if (variation == null || variation.margins() == null) {
            return List.of();
        }
        Netlist circuit = job.engine().netlist();
        return Margins.search(
                circuit,
                TraceCheck.of(circuit, variation.stimuli(), variation.margins().rule()),
                variation.margins(),
                console.stage(SfqStages.MARGINS));
    }

    private Yield estimateYield() {
        Variation variation = job.variation();
        if (variation == null || variation.yield() == null) {
            return null;
        }
        Netlist circuit = job.engine().netlist();
        YieldPlan plan = variation.yield();
        return Yield.estimate(
                circuit,
                TraceCheck.withJitter(circuit, variation.stimuli(), plan.rule(), plan.jitterPicoseconds()),
                plan,
                console.stage(SfqStages.YIELD));
    }

    private Timing timing() {
        if (job.design() == null || job.design().timing().isEmpty()) {
            return null;
        }
        Netlist circuit = job.design().netlist();
        TimingSpec spec = job.design().timing().get();
        return new Timing(StaticTiming.of(circuit, spec), StaticTiming.shortestPeriod(circuit, spec));
    }

    private Map<String, NetlistCosts> insertions() {
        Map<String, NetlistCosts> costs = new LinkedHashMap<>();
        if (job.design() != null && !job.design().costs().isEmpty()) {
            costs.put("as drawn", NetlistCosts.of(job.design().drawn()));
            job.design().costs().forEach((step, cost) -> costs.put("with " + step, cost));
        }
        return costs;
    }

    private Network network() {
        if (job.network() == null) {
            return null;
        }
        SfqCircuit circuit = job.network().circuit();
        SfqTask task = job.network().task();
        List<SfqStudy.Point> points = List.of();
        List<SfqStudy.Margin> margins = List.of();
        if (task.study() != null) {
            SfqTask.Study plan = task.study();
            SfqStudy study = new SfqStudy(circuit.network(), job.library(), task.samples(), task.seed());
            long allSlots = plan.slots().stream().mapToLong(slots -> slots).sum();
            LongConsumer studied = console.stage(SfqStages.ERRORS).adding(allSlots);
            points = plan.slots().parallelStream()
                    .flatMap(slots -> {
                        List<Double> bias = plan.biasPercent().stream()
                                .map(p -> 1 + p / 100)
                                .toList();
                        List<SfqStudy.Point> some = study.points(List.of(slots), bias, plan.windows());
                        studied.accept(slots);
                        return some.stream();
                    })
                    .toList();
            LongConsumer searched = console.stage(SfqStages.BIAS).adding(allSlots);
            margins = plan.slots().parallelStream()
                    .map(slots -> {
                        SfqStudy.Margin margin = study.margin(
                                slots, plan.errorLimit(), plan.windows(), MARGIN_RANGE_PERCENT, MARGIN_STEP_PERCENT);
                        searched.accept(slots);
                        return margin;
                    })
                    .toList();
        }
        return new Network(
                circuit,
                task.slots(),
                task.slots() * circuit.network().slotPs(),
                job.network().meanField(),
                points,
                margins);
    }

    private List<String> unmet() {
        if (job.expectation() == null) {
            return List.of();
        }
        SfqTrace trace = new SfqSimulator(netlist).run(job.runs().get(0).stimuli(), end);
        return job.expectation().differences(trace, job.engine().quantum());
    }

    private Raster raster() {
        List<String> nets = netlist.nets();
        if (nets.size() > SHOWN_NETS) {
            List<String> few = new ArrayList<>(first(netlist.inputs()));
            few.addAll(first(netlist.outputs()));
            nets = few;
        }
        Run first = job.runs().get(0);
        SfqTrace trace = new SfqSimulator(netlist).run(first.stimuli(), end);
        long last = trace.pulses().values().stream()
                .flatMapToLong(LongStream::of)
                .max()
                .orElse(end - 1);
        return new Raster(nets, trace, Math.min(first.shown(), last + 1 + last / 50));
    }

    private static List<String> first(List<String> nets) {
        return nets.subList(0, Math.min(SHOWN_NETS / 2, nets.size()));
    }
}
