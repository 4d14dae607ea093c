// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Console.Work;
import io.fluxmill.cli.console.Fact;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.report.VcdReader;
import io.fluxmill.cli.report.WaveWindow;
import io.fluxmill.core.cache.KeptResults;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.emit.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Where a job runs: generates a design, makes it ready on simulators or on a board, runs parts of a job in parallel, and reports progress.
 * {@link #generate} must be called before anything else for a design.
 */
public final class Rig {
    /** The stages that {@link #generate} and {@link #build} start. */
    public static final String GENERATING = "generating the design";

    public static final String PREPARING = "preparing the engines";

    private final Path folder;
    private final Bench bench;
    private final Console console;
    private Manifest manifest;
    private boolean recorded;
    private double generateSeconds;
    private double verilateSeconds;
    private double simulateSeconds;

    /** @param folder where Verilog ({@code rtl/}) and recordings go; made if need be */
    public Rig(Path folder, Bench bench, Console console) {
        this.folder = folder;
        this.bench = bench;
        this.console = console;
    }

    public Path folder() {
        return folder;
    }

    public Console console() {
        return console;
    }

    /**
     * Runs a job of several stages, see {@link Console#stages}. Times are kept for each configuration and kind of bench.
     *
     * @param config file of the configuration
     */
    public <T, E extends Exception> T stages(Path config, List<Stage> stages, Work<T, E> job) throws E {
        return console.stages(bench.getClass().getSimpleName() + " " + config.toAbsolutePath(), stages, job);
    }

    /** Generates a design, unless it is kept, and writes its files. */
    public Manifest generate(EngineConfig engine) throws IOException {
        console.stage(GENERATING);
        Stopwatch time = new Stopwatch();
        Design design = engine.isWhole()
                ? KeptResults.ofUser().get("design", Design.class, engine::generate, engine)
                : engine.generate();
        Generator.write(design, rtl());
        manifest = design.manifest();
        generateSeconds = time.seconds();
        return manifest;
    }

    /**
     * Makes the design ready.
     *
     * @param waves whether recordings will be asked for
     * @throws io.fluxmill.core.config.InputException if the machine does not allow it
     */
    public Engines build(boolean waves) throws IOException {
        console.stage(PREPARING);
        Stopwatch time = new Stopwatch();
        Engines engines = bench.engines(manifest, rtl(), waves);
        recorded = waves;
        verilateSeconds = time.seconds();
        return engines;
    }

    /**
     * Runs the parts of a job, as many at a time as there are processors.
     *
     * @param what name of the stage, such as {@code simulating}
     * @return the results in the order of the parts
     */
    public <T> List<T> parts(String what, int count, IntFunction<T> part) {
        Stopwatch time = new Stopwatch();
        Runnable done = console.stage(what).counting(count);
        List<T> results = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> {
                    T result = part.apply(i);
                    done.run();
                    return result;
                })
                .toList();
        simulateSeconds += time.seconds();
        return results;
    }

    /** File for a recording of the design's ports. */
    public Path recording() {
        return folder.resolve("waves.vcd");
    }

    /** What was recorded, or null. */
    public WaveWindow waves() throws IOException {
        if (!recorded || !Files.exists(recording())) {
            return null;
        }
        return WaveWindow.of(VcdReader.read(recording(), EnginePorts.shown(manifest)), manifest.clock());
    }

    public double generateSeconds() {
        return generateSeconds;
    }

    public double verilateSeconds() {
        return verilateSeconds;
    }

    /** Seconds of all {@link #parts} so far. */
    public double simulateSeconds() {
        return simulateSeconds;
    }

    /** Where designs run. */
    public Bench bench() {
        return bench;
    }

    /** Tools and versions, and where it ran. */
    public List<Fact> facts() {
        return bench.facts();
    }

    private Path rtl() {
        return folder.resolve("rtl");
    }
}
