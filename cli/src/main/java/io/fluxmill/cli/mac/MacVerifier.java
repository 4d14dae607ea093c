// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.cli.family.Bench;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.family.EnginePorts;
import io.fluxmill.cli.mac.MacVerification.FormatRun;
import io.fluxmill.cli.mac.MacVerification.Quality;
import io.fluxmill.cli.report.VcdReader;
import io.fluxmill.cli.report.WaveWindow;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.hw.mac.MacDesign;
import io.fluxmill.quantizer.mac.map.MacMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole way of a configuration: read, quantise, generate, map, run, compare. Everything that can be refused is refused before
 * anything is verilated or sent to a board.
 */
final class MacVerifier {
    private final MacJobConfig config;
    private final Path folder;
    private final Bench bench;
    private final Console console;

    /** @param folder where the Verilog ({@code rtl/}) and the recording ({@code waves.vcd}) go; made if need be */
    MacVerifier(MacJobConfig config, Path folder, Bench bench, Console console) {
        this.config = config;
        this.folder = folder;
        this.bench = bench;
        this.console = console;
    }

    /**
     * Runs every configured format.
     *
     * @throws io.fluxmill.core.config.InputException if model, data, engine or machine do not allow it
     */
    MacVerification run() throws IOException {
        MacWorkload workload = MacWorkload.load(config, console);
        List<Quantized> networks = new ArrayList<>();
        for (String format : config.quantization().formats()) {
            console.progress("quantising to " + format);
            networks.add(workload.quantize(format));
        }
        console.progress("generating " + config.engine().name());
        Stopwatch generating = new Stopwatch();
        Manifest manifest = MacDesign.write(config.engine(), rtl());
        double generateSeconds = generating.seconds();
        List<MacProgram> programs = networks.stream()
                .map(network -> MacMapping.map(network.network(), manifest))
                .toList();
        console.progress("preparing " + manifest.design() + " (the first time takes a while)");
        Stopwatch verilating = new Stopwatch();
        Engines engines = bench.engines(manifest, rtl(), config.verify().waveCycles() > 0);
        double verilateSeconds = verilating.seconds();
        MacSimulation simulation = new MacSimulation(manifest, engines, config.verify(), console);
        List<FormatRun> runs = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            Path waves = i == 0 && config.verify().waveCycles() > 0 ? recording() : null;
            runs.add(run(workload, networks.get(i), programs.get(i), simulation, manifest, waves));
        }
        console.clearProgress();
        return new MacVerification(
                manifest,
                workload.network().name(),
                config.file().toString(),
                workload.yardstick().hasLabels(),
                runs,
                generateSeconds,
                verilateSeconds,
                waves(manifest),
                bench.facts());
    }

    private Path rtl() {
        return folder.resolve("rtl");
    }

    private Path recording() {
        return folder.resolve("waves.vcd");
    }

    private FormatRun run(
            MacWorkload workload,
            Quantized quantized,
            MacProgram program,
            MacSimulation simulation,
            Manifest manifest,
            Path waves) {
        console.progress("running the reference in " + quantized.format());
        ReferenceRun reference = workload.reference(quantized);
        int samples = Math.min(config.verify().samples(), workload.samples());
        SimulatedRun simulated = simulation.run(quantized.network(), program, reference.inputs(), samples, waves);
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
                simulated.layers(quantized.network(), manifest),
                quantized.seconds(),
                reference.seconds(),
                simulated.seconds());
    }

    private WaveWindow waves(Manifest manifest) throws IOException {
        if (config.verify().waveCycles() == 0 || !Files.exists(recording())) {
            return null;
        }
        return WaveWindow.of(VcdReader.read(recording(), EnginePorts.shown(manifest)), manifest.clock());
    }
}
