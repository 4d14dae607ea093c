// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.console.Fact;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.pulse.PulseSimulation.Result;
import io.fluxmill.cli.pulse.PulseVerification.Comparison;
import io.fluxmill.cli.pulse.PulseVerification.Records;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.Trapezoid;
import io.fluxmill.quantizer.pulse.map.RecordedAnalysis;
import io.fluxmill.quantizer.pulse.reference.FrontEndReference;
import io.fluxmill.quantizer.pulse.reference.PulseEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Recorded pulses, whose truth is not known, on the hardware; the noise and the best resolution of a filter are measured on the records. */
final class RecordedMeasurement {
    /** Records of one simulation. */
    private static final int PART_RECORDS = 25;

    private static final String ANALYSING = "analysing the records";
    private static final String SIMULATING = "simulating";

    /** The stages that {@link #run} starts. */
    static final List<Stage> STAGES = List.of(new Stage(ANALYSING, 1), new Stage(SIMULATING, 3));

    private final PulseJob job;
    private final PulseSimulation simulation;
    private final Rig rig;

    RecordedMeasurement(PulseJob job, PulseSimulation simulation, Rig rig) {
        this.job = job;
        this.simulation = simulation;
        this.rig = rig;
    }

    PulseMeasurement run() {
        RecordedPulses source = job.recorded();
        List<int[]> records = source.read();
        FrontEndSettings settings =
                job.settings(source.window(), source.pretrigger(), source.threshold(), source.baselineShift());
        rig.console().stage(ANALYSING);
        int[] firstTriggers = new int[records.size()];
        List<PulseEvent> events = new ArrayList<>();
        for (int r = 0; r < records.size(); r++) {
            FrontEndReference reference = new FrontEndReference(
                    settings, 0, job.engine().adcBits(), job.engine().activationBits());
            reference.run(records.get(r));
            events.addAll(reference.events());
            firstTriggers[r] = reference.events().isEmpty()
                    ? records.get(r).length - source.pretrigger()
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
        int parts = (records.size() + PART_RECORDS - 1) / PART_RECORDS;
        List<Result> results = rig.parts(SIMULATING, parts, part -> {
            List<int[][]> stretches =
                    records.subList(part * PART_RECORDS, Math.min(records.size(), (part + 1) * PART_RECORDS)).stream()
                            .map(record -> new int[][] {record})
                            .toList();
            Path waves = part == 0 && job.run().waveCycles() > 0 ? rig.recording() : null;
            return simulation.run(settings, classical, stretches, job.run().seed() + part, waves);
        });
        Comparison comparison =
                results.stream().map(Result::comparison).reduce(new Comparison(0, 0, 0, null), Comparison::plus);
        return new PulseMeasurement(
                results, comparison, null, facts(source, records, events, results, trapezoid, analysis));
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
                .limit(PulseVerifier.SHOWN_PULSES)
                .map(RecordedAnalysis::counts)
                .toArray(double[][]::new);
        return new Records(source.file().toString(), source.periodNs(), facts, shown, hardware);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }
}
