// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.pulse.PulseSimulation.Result;
import io.fluxmill.cli.pulse.PulseVerification.Counter;
import io.fluxmill.cli.pulse.PulseVerification.Seconds;
import io.fluxmill.cli.pulse.PulseVerification.Throughput;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.pulse.PulseProgram;
import io.fluxmill.quantizer.pulse.map.PulseMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All steps for a pulse-feature accelerator: generate, map, verilate, stream samples, compare every packet, and judge the
 * features against the truth, the bound and other methods.
 */
final class PulseVerifier {
    static final int SHOWN_PULSES = 5;

    private final PulseJob job;
    private final Rig rig;
    private Manifest manifest;

    PulseVerifier(PulseJob job, Rig rig) {
        this.job = job;
        this.rig = rig;
    }

    /**
     * Runs everything that the configuration asks for.
     *
     * @throws io.fluxmill.core.config.InputException if model, data, engine or machine do not allow it
     */
    PulseVerification run() throws IOException {
        List<Stage> stages = new ArrayList<>(List.of(new Stage(Rig.GENERATING, 1), new Stage(Rig.PREPARING, 10)));
        stages.addAll(
                job.synthetic() != null ? SyntheticMeasurement.stages(job.synthetic()) : RecordedMeasurement.STAGES);
        return rig.stages(job.file(), stages, this::whole);
    }

    private PulseVerification whole() throws IOException {
        manifest = rig.generate(job.engine());
        PulseProgram program = job.network() == null ? null : PulseMapping.map(job.network(), manifest);
        Engines engines = rig.build(job.run().waveCycles() > 0);
        PulseSimulation simulation =
                new PulseSimulation(manifest, engines, job.engine(), job.network(), program, job.run());
        Stopwatch running = new Stopwatch();
        PulseMeasurement measured = job.synthetic() != null
                ? new SyntheticMeasurement(job, simulation, rig).run()
                : new RecordedMeasurement(job, simulation, rig).run();
        Seconds seconds = new Seconds(
                rig.generateSeconds(),
                rig.verilateSeconds(),
                rig.simulateSeconds(),
                running.seconds() - rig.simulateSeconds());
        return result(measured, seconds);
    }

    private PulseVerification result(PulseMeasurement measured, Seconds seconds) throws IOException {
        List<Result> parts = measured.parts();
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
                measured.comparison(),
                throughput,
                measured.resolution(),
                measured.records(),
                counters,
                seconds,
                rig.waves(),
                rig.facts());
    }

    private String description(String counter) {
        return manifest.registers().stream()
                .filter(r -> r.name().equals(counter) || r.name().equals(counter + "_LOW"))
                .findFirst()
                .map(r -> r.description().replaceAll(", (modulo|bits) .*", ""))
                .orElse("");
    }
}
