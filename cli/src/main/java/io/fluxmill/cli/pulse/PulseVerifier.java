// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.cli.family.Bench;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.family.EnginePorts;
import io.fluxmill.cli.mac.MacVerification.Fact;
import io.fluxmill.cli.pulse.PulseJob.SyntheticPulses;
import io.fluxmill.cli.pulse.PulseSimulation.Result;
import io.fluxmill.cli.pulse.PulseVerification.Comparison;
import io.fluxmill.cli.pulse.PulseVerification.Counter;
import io.fluxmill.cli.pulse.PulseVerification.Point;
import io.fluxmill.cli.pulse.PulseVerification.Records;
import io.fluxmill.cli.pulse.PulseVerification.Resolution;
import io.fluxmill.cli.pulse.PulseVerification.Seconds;
import io.fluxmill.cli.pulse.PulseVerification.Throughput;
import io.fluxmill.cli.report.VcdReader;
import io.fluxmill.cli.report.WaveWindow;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.core.program.pulse.PulseProgram;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.Noise;
import io.fluxmill.quantizer.pulse.detector.Normalisation;
import io.fluxmill.quantizer.pulse.detector.PulseScenario;
import io.fluxmill.quantizer.pulse.detector.PulseShape;
import io.fluxmill.quantizer.pulse.detector.PulseStream;
import io.fluxmill.quantizer.pulse.detector.PulseStream.Traffic;
import io.fluxmill.quantizer.pulse.detector.Residuals;
import io.fluxmill.quantizer.pulse.detector.Trapezoid;
import io.fluxmill.quantizer.pulse.map.ClassicalFilter;
import io.fluxmill.quantizer.pulse.map.FrontEndMapping;
import io.fluxmill.quantizer.pulse.map.PulseMapping;
import io.fluxmill.quantizer.pulse.map.RecordedAnalysis;
import io.fluxmill.quantizer.pulse.reference.FrontEndReference;
import io.fluxmill.quantizer.pulse.reference.PulseEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The whole way of a pulse-feature accelerator: generate, map, verilate, stream samples, compare every packet, and judge the
 * features against the truth, the bound and other methods.
 */
final class PulseVerifier {
    /** Pulses of one simulation. */
    private static final int PART_PULSES = 2_500;

    /** Records of one simulation. */
    private static final int PART_RECORDS = 25;

    /** Widths of 2^k samples in which the running baseline settles. */
    private static final int SETTLING = 8;

    /** Peaking times after which nothing of a pulse is left. */
    private static final int TAIL = 10;

    /** Triggers of the curve are this far above the noise. */
    private static final double TRIGGER_SIGMAS = 5;

    private static final int RANGE_BINS = 9;
    private static final int SHOWN_PULSES = 5;
    private final PulseJob job;
    private final Path folder;
    private final Bench bench;
    private final Console console;
    private final AtomicInteger seed;

    private PulseSimulation simulation;
    private Manifest manifest;
    private Comparison comparison = new Comparison(0, 0, 0, null);
    private double simulateSeconds;

    PulseVerifier(PulseJob job, Path folder, Bench bench, Console console) {
        this.job = job;
        this.folder = folder;
        this.bench = bench;
        this.console = console;
        seed = new AtomicInteger(job.run().seed());
    }

    /**
     * Runs everything that the configuration asks for.
     *
     * @throws io.fluxmill.core.config.InputException if model, data, engine or machine do not allow it
     */
    PulseVerification run() throws IOException {
        console.progress("generating " + job.engine().name());
        Stopwatch generating = new Stopwatch();
        Design design = job.engine().generate();
        Path rtl = folder.resolve("rtl");
        Generator.write(design, rtl);
        manifest = design.manifest();
        double generateSeconds = generating.seconds();
        PulseProgram program = job.network() == null ? null : PulseMapping.map(job.network(), manifest);
        console.progress("preparing " + manifest.design() + " (the first time takes a while)");
        Stopwatch verilating = new Stopwatch();
        Engines engines = bench.engines(manifest, rtl, job.run().waveCycles() > 0);
        double verilateSeconds = verilating.seconds();
        simulation = new PulseSimulation(manifest, engines, job.engine(), job.network(), program, job.run());
        Stopwatch running = new Stopwatch();
        PulseVerification done = job.synthetic() != null ? synthetic() : recorded();
        console.clearProgress();
        return new PulseVerification(
                done.manifest(),
                done.network(),
                done.config(),
                done.comparison(),
                done.throughput(),
                done.resolution(),
                done.records(),
                done.counters(),
                new Seconds(generateSeconds, verilateSeconds, simulateSeconds, running.seconds() - simulateSeconds),
                waves(),
                bench.facts());
    }

    private FrontEndSettings settings(int window, int pretrigger, double threshold, int baselineShift) {
        return FrontEndMapping.settings(
                window,
                pretrigger,
                threshold,
                baselineShift,
                Normalisation.toTop(job.engine().activationBits()),
                job.frontEnd());
    }

    // ---- synthetic pulses ----

    /** Pulses of one kind: simulated in parts, compared, matched with the truth. */
    private record Measured(PulseEstimates estimates, ClassicalFilter chain, List<Result> parts) {}

    private Measured measure(Acquisition setup, double low, double high, int pulses, String what, Path waves) {
        FrontEndSettings settings =
                settings(setup.window(), setup.pretrigger(), setup.threshold(), setup.baselineShift());
        ClassicalFilter chain = job.engine().classical()
                ? ClassicalFilter.of(
                        setup,
                        job.classical(),
                        job.engine().phaseBanks(),
                        job.engine().filterSamples())
                : null;
        Traffic traffic = Traffic.apart(
                SETTLING << setup.baselineShift(),
                setup.window() + TAIL * setup.shape().peakNs() / setup.adc().periodNs(),
                low,
                high);
        int channels = job.engine().channels();
        int count = Math.max(1, (pulses + PART_PULSES * channels - 1) / (PART_PULSES * channels));
        int each = (pulses + count * channels - 1) / (count * channels);
        int firstSeed = seed.getAndAdd(count * channels);
        AtomicInteger ready = new AtomicInteger();
        record Part(Result result, PulseEstimates estimates) {}
        Stopwatch time = new Stopwatch();
        List<Part> parts = IntStream.range(0, count)
                .parallel()
                .mapToObj(part -> {
                    List<PulseStream> streams = IntStream.range(0, channels)
                            .mapToObj(c -> PulseStream.make(
                                    setup, traffic, each, job.synthetic().seed() + firstSeed + part * channels + c))
                            .toList();
                    Result result = simulation.run(
                            settings,
                            chain == null ? null : chain.settings(),
                            List.<int[][]>of(samples(streams)),
                            firstSeed + part,
                            part == 0 ? waves : null);
                    PulseEstimates estimates = PulseEstimates.together(IntStream.range(0, channels)
                            .mapToObj(c -> PulseEstimates.match(
                                    setup,
                                    streams.get(c),
                                    result.events().get(c),
                                    result.packets().get(c)))
                            .toList());
                    console.progress("simulating " + what + ": " + ready.incrementAndGet() + " of " + count + " parts");
                    return new Part(result, estimates);
                })
                .toList();
        simulateSeconds += time.seconds();
        parts.forEach(part -> comparison = comparison.plus(part.result().comparison()));
        console.progress("estimating " + what);
        return new Measured(
                PulseEstimates.together(parts.stream().map(Part::estimates).toList()),
                chain,
                parts.stream().map(Part::result).toList());
    }

    /** All channels as long as the shortest one. */
    private static int[][] samples(List<PulseStream> streams) {
        int length = streams.stream().mapToInt(s -> s.codes().length).min().orElseThrow();
        return streams.stream().map(s -> Arrays.copyOf(s.codes(), length)).toArray(int[][]::new);
    }

    private PulseVerification synthetic() {
        SyntheticPulses pulses = job.synthetic();
        PulseScenario scenario = pulses.scenario();
        Path waves = job.run().waveCycles() > 0 ? recording() : null;
        Measured main =
                measure(scenario.setup(), scenario.reference(), scenario.reference(), pulses.events(), "pulses", waves);
        if (comparison.words() == 0) {
            return result(main.parts(), null, null); // nothing to judge, and it does not pass
        }
        requireEvents(main, "at the reference amplitude");
        List<Point> curve = new ArrayList<>();
        for (double snr : pulses.curve().stream().sorted().toList()) {
            Measured point = measure(
                    atSnr(scenario, snr),
                    scenario.reference(),
                    scenario.reference(),
                    pulses.curveEvents(),
                    String.format(Locale.ROOT, "%.0f dB", snr),
                    null);
            requireEvents(point, String.format(Locale.ROOT, "at %.4g dB", snr));
            curve.add(point.estimates().point(snr, job.network(), point.chain()));
        }
        List<Point> range = new ArrayList<>();
        Residuals rangeTime = null;
        Residuals rangeAmplitude = null;
        if (pulses.rangeEvents() > 0) {
            Measured all = measure(
                    scenario.setup(),
                    scenario.minAmplitude(),
                    scenario.maxAmplitude(),
                    pulses.rangeEvents(),
                    "amplitudes",
                    null);
            requireEvents(all, "over all amplitudes");
            range = bins(scenario, all);
            if (job.network() != null) {
                rangeTime = all.estimates().overBound(job.network(), true);
                rangeAmplitude = all.estimates().overBound(job.network(), false);
            }
        }
        PulseEstimates estimates = main.estimates();
        Resolution resolution = new Resolution(
                describe(scenario),
                scenario.setup().adc().periodNs(),
                estimates.point(scenario.snrDb(), job.network(), main.chain()),
                curve,
                range,
                rangeTime,
                rangeAmplitude,
                estimates.events().stream()
                        .limit(SHOWN_PULSES)
                        .map(PulseEstimates.Matched::samples)
                        .toArray(double[][]::new),
                estimates.timeResiduals(job.network(), main.chain()),
                estimates.amplitudeResiduals(job.network(), main.chain()));
        return result(main.parts(), resolution, null);
    }

    /** Statistics need two events. */
    private void requireEvents(Measured measured, String where) {
        int events = measured.estimates().events().size();
        if (events < 2) {
            throw new InputException(
                    job.file() + ": pulses must give at least 2 events " + where + ": events=" + events,
                    "lower pulses.trigger.threshold, or ask for more events");
        }
    }

    /** The same scenario with another noise; the trigger stays clear of it. */
    private static Acquisition atSnr(PulseScenario scenario, double snrDb) {
        Acquisition setup = scenario.setup();
        double sigma = Acquisition.sigma(snrDb, scenario.reference());
        double factor = sigma / setup.noise().sigma();
        Noise noise = setup.noise().isWhite()
                ? Noise.white(sigma)
                : Noise.fromAutocovariance(Arrays.stream(setup.noise().autocovariance(setup.window()))
                        .map(c -> c * factor * factor)
                        .toArray());
        return new Acquisition(
                setup.shape(),
                setup.adc(),
                noise,
                Math.max(setup.threshold(), TRIGGER_SIGMAS * sigma),
                setup.window(),
                setup.pretrigger(),
                setup.baselineShift());
    }

    private List<Point> bins(PulseScenario scenario, Measured measured) {
        List<Point> points = new ArrayList<>();
        double step = (scenario.maxAmplitude() - scenario.minAmplitude()) / RANGE_BINS;
        for (int i = 0; i < RANGE_BINS; i++) {
            double low = scenario.minAmplitude() + i * step;
            PulseEstimates bin = measured.estimates().between(low, low + step);
            if (bin.events().size() >= 2) {
                double middle = (low + step / 2) / scenario.setup().adc().fullScale();
                points.add(bin.point(middle, job.network(), measured.chain()));
            }
        }
        return points;
    }

    private static String describe(PulseScenario scenario) {
        Acquisition setup = scenario.setup();
        String shape = setup.shape() instanceof PulseShape.CrRc crRc
                ? "CR-RC^" + crRc.order() + " pulses"
                : "Log-normal pulses";
        return String.format(
                Locale.ROOT,
                "%s that peak after %.4g ns, %d samples of %.4g ns, %d bits, %.4g dB at %.2f of full scale",
                shape,
                setup.shape().peakNs(),
                setup.window(),
                setup.adc().periodNs(),
                setup.adc().bits(),
                scenario.snrDb(),
                scenario.reference() / setup.adc().fullScale());
    }

    // ---- recorded pulses ----

    private PulseVerification recorded() {
        RecordedPulses source = job.recorded();
        List<int[]> records = source.read();
        FrontEndSettings settings =
                settings(source.window(), source.pretrigger(), source.threshold(), source.baselineShift());
        console.progress("analysing " + source.file().getFileName());
        int[] firstTriggers = new int[records.size()];
        List<PulseEvent> events = new ArrayList<>();
        for (int r = 0; r < records.size(); r++) {
            FrontEndReference reference = new FrontEndReference(
                    settings, 0, job.engine().adcBits(), job.engine().activationBits());
            reference.run(records.get(r));
            events.addAll(reference.events());
            firstTriggers[r] = reference.events().isEmpty()
                    ? source.samples()
                    : (int) reference.events().get(0).stamp();
        }
        if (events.isEmpty()) {
            throw new InputException(
                    source.file() + ": has no pulse above records.trigger.threshold=" + source.threshold()
                            + " with a whole window",
                    "lower the threshold, or use a shorter window");
        }
        int length = Math.min(job.engine().filterSamples(), source.window());
        int from = Math.max(0, Math.min(source.pretrigger() - length / 3, source.window() - length));
        double pole = job.classical().pole(source.periodNs()) / 65_536.0;
        Trapezoid trapezoid =
                new Trapezoid(job.classical().rise(), job.classical().flat(), pole);
        RecordedAnalysis analysis = RecordedAnalysis.of(records, firstTriggers, events, trapezoid, from, length);
        ClassicalSettings classical = analysis.settings(
                job.classical(),
                source.periodNs(),
                source.threshold(),
                from,
                job.engine().phaseBanks());
        Stopwatch time = new Stopwatch();
        int parts = (records.size() + PART_RECORDS - 1) / PART_RECORDS;
        AtomicInteger ready = new AtomicInteger();
        List<Result> results = IntStream.range(0, parts)
                .parallel()
                .mapToObj(
                        part -> {
                            List<int[][]> stretches = records
                                    .subList(part * PART_RECORDS, Math.min(records.size(), (part + 1) * PART_RECORDS))
                                    .stream()
                                    .map(record -> new int[][] {record})
                                    .toList();
                            Path waves = part == 0 && job.run().waveCycles() > 0 ? recording() : null;
                            Result result = simulation.run(
                                    settings, classical, stretches, job.run().seed() + part, waves);
                            console.progress("simulating: " + ready.incrementAndGet() + " of " + parts + " parts");
                            return result;
                        })
                .toList();
        simulateSeconds = time.seconds();
        results.forEach(result -> comparison = comparison.plus(result.comparison()));
        return result(results, null, facts(source, records, events, results, trapezoid, analysis));
    }

    private Records facts(
            RecordedPulses source,
            List<int[]> records,
            List<PulseEvent> events,
            List<Result> results,
            Trapezoid trapezoid,
            RecordedAnalysis analysis) {
        double[] hardware = results.stream()
                .flatMap(r -> r.packets().get(0).stream())
                .mapToDouble(p -> (double) p.classical().trapezoid() / trapezoid.rise() / Acquisition.SUBCOUNTS)
                .toArray();
        double squares = 0;
        double mean = 0;
        for (int i = 0; i < hardware.length; i++) {
            double software = trapezoid.amplitude(RecordedAnalysis.counts(events.get(i)));
            squares += (hardware[i] - software) * (hardware[i] - software) / hardware.length;
            mean += software / hardware.length;
        }
        double[] noise = analysis.autocovariance();
        double trapezoidNoise =
                analysis.trapezoidNoise(trapezoid, 1 << job.frontEnd().baselineSamples());
        List<Fact> facts = List.of(
                new Fact("records", Integer.toString(records.size())),
                new Fact("events", Integer.toString(hardware.length)),
                new Fact("mean-amplitude-counts", number(mean)),
                new Fact("noise-rms-counts", number(Math.sqrt(noise[0]))),
                new Fact("noise-lag-1-correlation", number(noise[1] / noise[0])),
                new Fact("trapezoid-rtl-minus-software-rms-counts", number(Math.sqrt(squares))),
                new Fact("trapezoid-noise-counts", number(trapezoidNoise)),
                new Fact("optimal-filter-noise-counts", number(analysis.filterNoise())),
                new Fact("bound-counts", number(analysis.bound())),
                new Fact("trapezoid-noise-percent-of-mean", number(100 * trapezoidNoise / mean)),
                new Fact("bound-percent-of-mean", number(100 * analysis.bound() / mean)));
        double[][] shown = events.stream()
                .limit(SHOWN_PULSES)
                .map(RecordedAnalysis::counts)
                .toArray(double[][]::new);
        return new Records(source.file().toString(), source.periodNs(), facts, shown, hardware);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }

    // ---- both ----

    private PulseVerification result(List<Result> parts, Resolution resolution, Records records) {
        Map<String, Long> sum = new LinkedHashMap<>();
        parts.forEach(part -> part.counters().forEach((name, value) -> sum.merge(name, value, Long::sum)));
        long multipliers = (long) job.engine().processingElements()
                * job.engine().arithmeticUnits()
                * job.engine().multipliers();
        Throughput throughput = new Throughput(
                job.network() == null ? 0 : sum.get("PACKETS"),
                sum.get("BUSY"),
                sum.get("MACS"),
                multipliers,
                parts.stream().mapToLong(Result::clockCycles).sum());
        List<Counter> counters = new ArrayList<>();
        sum.forEach((name, value) -> counters.add(new Counter(name, value, description(name))));
        return new PulseVerification(
                manifest,
                job.network() == null ? null : job.network().name(),
                job.file().toString(),
                comparison,
                throughput,
                resolution,
                records,
                counters,
                null,
                null,
                List.of());
    }

    private String description(String counter) {
        return manifest.registers().stream()
                .filter(r -> r.name().equals(counter) || r.name().equals(counter + "_LOW"))
                .findFirst()
                .map(r -> r.description().replaceAll(", (modulo|bits) .*", ""))
                .orElse("");
    }

    private Path recording() {
        return folder.resolve("waves.vcd");
    }

    private WaveWindow waves() throws IOException {
        if (job.run().waveCycles() == 0 || !Files.exists(recording())) {
            return null;
        }
        return WaveWindow.of(VcdReader.read(recording(), EnginePorts.shown(manifest)), manifest.clock());
    }
}
