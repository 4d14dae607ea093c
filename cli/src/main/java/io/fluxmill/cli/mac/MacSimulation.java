// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.mac.SimulatedRun.Part;
import io.fluxmill.cli.mac.program.MappedNetwork;
import io.fluxmill.cli.mac.program.MappedNetwork.Outcome;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.CountingTransport;
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
            String format, QuantizedNetwork network, MappedNetwork program, short[] inputs, int samples, Path waves) {
        Stopwatch time = new Stopwatch();
        ReferenceExecutor reference = new ReferenceExecutor(network);
        int elements = program.outline().elements(0);
        int together = program.partSamples();
        int count = (samples + together - 1) / together;
        List<Part> parts = rig.parts(MacStages.simulating(format), count, index -> {
            int first = index * together;
            int last = Math.min(samples, first + together);
            short[] codes = Arrays.copyOfRange(inputs, first * elements, last * elements);
            short[][] expected = reference.trace(codes, last - first).toArray(short[][]::new);
            Path recording = index == 0 ? waves : null;
            return Part.compare(first, onEngine(program, codes, last - first, index, recording), expected);
        });
        return new SimulatedRun(program, parts, time.seconds());
    }

    private Outcome onEngine(MappedNetwork program, short[] codes, int samples, int part, Path waves) {
        try (Transport engine =
                engines.open(settings.seed() + part, settings.idlePercent(), settings.backPressurePercent())) {
            Transport transport = waves != null
                    ? new FirstJobRecorder(
                            engines, engine, manifest, program.firstRegister(), waves, settings.waveCycles())
                    : engine;
            return program.run(new CountingTransport(manifest, transport), codes, samples);
        }
    }
}
