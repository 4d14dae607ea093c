// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.mac.SimulatedRun.Part;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.mac.MacRunner;
import io.fluxmill.driver.mac.RunOptions;
import io.fluxmill.driver.mac.RunResult;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Programs on engines. Samples run in parts of a fixed size, each on a reset engine, as many in parallel as there are engines and processors;
 * the cycles that the engine counts do not depend on this number.
 */
final class MacSimulation {
    /** Whole row tiles of every array, and enough of them that loading weights takes a small share of the time. */
    static final int PART_SAMPLES = 64;

    private final Manifest manifest;
    private final Engines engines;
    private final VerifySection settings;
    private final Rig rig;

    MacSimulation(Manifest manifest, Engines engines, VerifySection settings, Rig rig) {
        this.manifest = manifest;
        this.engines = engines;
        this.settings = settings;
        this.rig = rig;
    }

    /**
     * Runs samples and compares every value with the reference.
     *
     * @param format named in the progress
     * @param inputs codes {@code [at least samples][elements]}
     * @param waves file for a recording of the first job's start, or null
     */
    SimulatedRun run(
            String format, QuantizedNetwork network, MacProgram program, short[] inputs, int samples, Path waves) {
        Stopwatch time = new Stopwatch();
        ReferenceExecutor reference = new ReferenceExecutor(network);
        int elements = program.values().get(0).elements();
        int count = (samples + PART_SAMPLES - 1) / PART_SAMPLES;
        List<Part> parts = rig.parts(MacStages.simulating(format), count, index -> {
            int first = index * PART_SAMPLES;
            int last = Math.min(samples, first + PART_SAMPLES);
            short[] codes = Arrays.copyOfRange(inputs, first * elements, last * elements);
            short[][] expected = reference.trace(codes, last - first).toArray(short[][]::new);
            Path recording = index == 0 ? waves : null;
            return Part.compare(first, onEngine(program, codes, last - first, index, recording), expected);
        });
        return new SimulatedRun(program, parts, time.seconds());
    }

    private RunResult onEngine(MacProgram program, short[] codes, int samples, int part, Path waves) {
        try (Transport engine =
                engines.open(settings.seed() + part, settings.idlePercent(), settings.backPressurePercent())) {
            Transport transport = waves != null
                    ? new FirstJobRecorder(engines, engine, manifest, waves, settings.waveCycles())
                    : engine;
            Device device = new Device(manifest, transport);
            return new MacRunner(device, program).run(codes, samples, RunOptions.ALL_VALUES);
        }
    }
}
