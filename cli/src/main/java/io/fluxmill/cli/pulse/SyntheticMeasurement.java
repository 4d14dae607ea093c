// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.pulse.PulseJob.SyntheticPulses;
import io.fluxmill.cli.pulse.PulseSimulation.Result;
import io.fluxmill.cli.pulse.PulseTraffic.Truth;
import io.fluxmill.cli.pulse.PulseVerification.Comparison;
import io.fluxmill.cli.pulse.PulseVerification.Crowd;
import io.fluxmill.cli.pulse.PulseVerification.Point;
import io.fluxmill.cli.pulse.PulseVerification.Resolution;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.Noise;
import io.fluxmill.quantizer.pulse.detector.PulseScenario;
import io.fluxmill.quantizer.pulse.detector.PulseShape;
import io.fluxmill.quantizer.pulse.detector.PulseStream;
import io.fluxmill.quantizer.pulse.detector.PulseStream.Traffic;
import io.fluxmill.quantizer.pulse.detector.Residuals;
import io.fluxmill.quantizer.pulse.map.ClassicalFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Synthetic pulses on the hardware, judged against the truth, the bound and other methods. */
final class SyntheticMeasurement {
    /** Pulses of one simulation. */
    private static final int PART_PULSES = 2_500;

    /** Widths of 2^k samples in which the running baseline settles. */
    private static final int SETTLING = 8;

    /** Peaking times after which nothing of a pulse is left. */
    private static final int TAIL = 10;

    /** Triggers of the curve are this far above the noise. */
    private static final double TRIGGER_SIGMAS = 5;

    private static final int RANGE_BINS = 9;

    private static final String PULSES = "pulses";
    private static final String AMPLITUDES = "amplitudes";

    private final PulseJob job;
    private final PulseSimulation simulation;
    private final Rig rig;
    private final AtomicInteger seed;
    private Comparison comparison = new Comparison(0, 0, 0, null);

    SyntheticMeasurement(PulseJob job, PulseSimulation simulation, Rig rig) {
        this.job = job;
        this.simulation = simulation;
        this.rig = rig;
        seed = new AtomicInteger(job.run().seed());
    }

    /** The stages that {@link #run} starts, with their numbers of pulses as weights. */
    static List<Stage> stages(SyntheticPulses pulses) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(simulating(PULSES), pulses.events()));
        pulses.curve().stream()
                .sorted()
                .forEach(snr -> stages.add(new Stage(simulating(decibel(snr)), pulses.curveEvents())));
        if (pulses.rangeEvents() > 0) {
            stages.add(new Stage(simulating(AMPLITUDES), pulses.rangeEvents()));
        }
        return stages;
    }

    private static String simulating(String what) {
        return "simulating " + what;
    }

    private static String decibel(double snr) {
        return String.format(Locale.ROOT, "%.4g dB", snr);
    }

    /** Pulses of one kind: simulated in parts, compared, matched with the truth. */
    private record Measured(PulseEstimates estimates, ClassicalFilter chain, List<Result> parts, Truth truth) {}

    private Measured measure(Acquisition setup, double low, double high, int pulses, String what, Path waves) {
        FrontEndSettings settings =
                job.settings(setup.window(), setup.pretrigger(), setup.threshold(), setup.baselineShift());
        ClassicalFilter chain = job.engine().classical()
                ? ClassicalFilter.of(
                        setup,
                        job.classical(),
                        job.engine().phaseBanks(),
                        job.engine().filterSamples())
                : null;
        double periodNs = setup.adc().periodNs();
        Traffic traffic = job.synthetic()
                .traffic()
                .between(
                        low,
                        high,
                        SETTLING << setup.baselineShift(),
                        setup.window() + TAIL * setup.shape().peakNs() / periodNs,
                        periodNs);
        int channels = job.engine().channels();
        int count = Math.max(1, (pulses + PART_PULSES * channels - 1) / (PART_PULSES * channels));
        int each = (pulses + count * channels - 1) / (count * channels);
        int firstSeed = seed.getAndAdd(count * channels);
        record Part(Result result, PulseEstimates estimates, Truth truth) {}
        List<Part> parts = rig.parts(simulating(what), count, part -> {
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
            return new Part(result, estimates, Truth.of(streams));
        });
        parts.forEach(part -> comparison = comparison.plus(part.result().comparison()));
        rig.console().progress("estimating " + what);
        return new Measured(
                PulseEstimates.together(parts.stream().map(Part::estimates).toList()),
                chain,
                parts.stream().map(Part::result).toList(),
                parts.stream().map(Part::truth).reduce(new Truth(0, 0), Truth::plus));
    }

    /** All channels as long as the shortest one. */
    private static int[][] samples(List<PulseStream> streams) {
        int length = streams.stream().mapToInt(s -> s.codes().length).min().orElseThrow();
        return streams.stream().map(s -> Arrays.copyOf(s.codes(), length)).toArray(int[][]::new);
    }

    PulseMeasurement run() {
        SyntheticPulses pulses = job.synthetic();
        PulseScenario scenario = pulses.scenario();
        Path waves = job.run().waveCycles() > 0 ? rig.recording() : null;
        Measured main =
                measure(scenario.setup(), scenario.reference(), scenario.reference(), pulses.events(), PULSES, waves);
        if (comparison.words() == 0) {
            return new PulseMeasurement(main.parts(), comparison, null, null); // nothing to judge, and it does not pass
        }
        requireEvents(main, "at the reference amplitude");
        List<Point> curve = new ArrayList<>();
        for (double snr : pulses.curve().stream().sorted().toList()) {
            Measured point = measure(
                    atSnr(scenario, snr),
                    scenario.reference(),
                    scenario.reference(),
                    pulses.curveEvents(),
                    decibel(snr),
                    null);
            requireEvents(point, "at " + decibel(snr));
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
                    AMPLITUDES,
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
                describe(scenario, pulses.traffic()),
                scenario.setup().adc().periodNs(),
                estimates.point(scenario.snrDb(), job.network(), main.chain()),
                curve,
                range,
                rangeTime,
                rangeAmplitude,
                estimates.events().stream()
                        .limit(PulseVerifier.SHOWN_PULSES)
                        .map(PulseEstimates.Matched::samples)
                        .toArray(double[][]::new),
                estimates.timeResiduals(job.network(), main.chain()),
                estimates.amplitudeResiduals(job.network(), main.chain()),
                new Crowd(pulses.traffic(), scenario.setup(), main.truth()));
        return new PulseMeasurement(main.parts(), comparison, resolution, null);
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

    private static String describe(PulseScenario scenario, PulseTraffic traffic) {
        Acquisition setup = scenario.setup();
        String shape = setup.shape() instanceof PulseShape.CrRc crRc
                ? "CR-RC^" + crRc.order() + " pulses"
                : "Log-normal pulses";
        return String.format(
                Locale.ROOT,
                "%s that peak after %.4g ns, %d samples of %.4g ns, %d bits, %.4g dB at %.2f of full scale%s",
                shape,
                setup.shape().peakNs(),
                setup.window(),
                setup.adc().periodNs(),
                setup.adc().bits(),
                scenario.snrDb(),
                scenario.reference() / setup.adc().fullScale(),
                traffic.describe());
    }
}
