// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.mac.MacVerification.FormatRun;
import io.fluxmill.cli.mac.MacVerification.Quality;
import io.fluxmill.cli.mac.program.MappedNetwork;
import io.fluxmill.core.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All steps of a configuration: read, quantise, generate, map, run, compare. Everything that can be refused is refused before
 * anything is verilated or sent to a board.
 */
final class MacVerifier {
    private final MacJobConfig config;
    private final Rig rig;
    private final Console console;

    MacVerifier(MacJobConfig config, Rig rig) {
        this.config = config;
        this.rig = rig;
        console = rig.console();
    }

    /**
     * Runs every configured format.
     *
     * @throws io.fluxmill.core.config.InputException if model, data, engine or machine do not allow it
     */
    MacVerification run() throws IOException {
        return rig.stages(
                config.file(), MacStages.verifying(config.quantization().formats()), this::whole);
    }

    private MacVerification whole() throws IOException {
        MacWorkload workload = MacWorkload.load(config, console);
        List<Quantized> networks = new ArrayList<>();
        for (String format : config.quantization().formats()) {
            networks.add(workload.quantize(format));
        }
        Manifest manifest = rig.generate(config.execution().engine());
        int samples = Math.min(config.verify().samples(), workload.samples());
        List<MappedNetwork> programs = networks.stream()
                .map(network -> config.execution()
                        .map(network.network(), manifest, samples, rig.bench().keepsMemories()))
                .toList();
        Engines engines = rig.build(config.verify().waveCycles() > 0);
        MacSimulation simulation = new MacSimulation(manifest, engines, config.verify(), rig);
        List<FormatRun> runs = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            Path waves = i == 0 && config.verify().waveCycles() > 0 ? rig.recording() : null;
            runs.add(run(workload, networks.get(i), programs.get(i), simulation, manifest, waves));
        }
        return new MacVerification(
                manifest,
                workload.network().name(),
                config.file().toString(),
                workload.yardstick().hasLabels(),
                runs,
                rig.generateSeconds(),
                rig.verilateSeconds(),
                rig.bench().bytesPerSecond(),
                rig.waves(),
                rig.facts());
    }

    private FormatRun run(
            MacWorkload workload,
            Quantized quantized,
            MappedNetwork program,
            MacSimulation simulation,
            Manifest manifest,
            Path waves) {
        ReferenceRun reference = workload.reference(quantized);
        int samples = Math.min(config.verify().samples(), workload.samples());
        SimulatedRun simulated =
                simulation.run(quantized.format(), quantized.network(), program, reference.inputs(), samples, waves);
        Quality quality = new Quality(
                workload.yardstick().floatQuality(),
                reference.quality(),
                workload.quality(quantized, reference.results(), samples),
                workload.quality(quantized, simulated.output(), samples));
        return new FormatRun(
                quantized.format(),
                samples,
                workload.samples(),
                simulated.words(),
                simulated.mismatches(),
                simulated.first(),
                quality,
                simulated.layers(manifest),
                simulated.driver(),
                simulated.traffic(),
                simulated.leastCycles(),
                quantized.round(),
                quantized.seconds(),
                reference.seconds(),
                simulated.seconds());
    }
}
