// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.mac.MacArchitecture;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.MatrixCoprocessor;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import scala.runtime.BoxedUnit;
import spinal.core.sim.SimCompiled;
import spinal.core.sim.SpinalSimConfig;
import spinal.core.sim.package$;

/**
 * The same component in SpinalHDL's own simulator, SpinalSim, also on Verilator. Each object has one style of test bench; in all of them a
 * thread accesses the registers.
 */
final class SpinalSimSide implements Side {
    private static final long PERIOD = 10;

    private final SimCompiled<MatrixCoprocessor> compiled;
    private final Manifest manifest;
    private final Style style;

    /** How the streams are driven. */
    enum Style {
        /** One thread per stream, {@code waitSampling} in every cycle. */
        THREADS,
        /** One thread per stream, {@code waitSamplingWhere} until a beat moves. */
        THREADS_WHERE,
        /** One {@code onSamplings} callback per stream. */
        CALLBACKS
    }

    SpinalSimSide(SimCompiled<MatrixCoprocessor> compiled, Manifest manifest, Style style) {
        this.compiled = compiled;
        this.manifest = manifest;
        this.style = style;
    }

    /**
     * The component, compiled by SpinalSim with its highest optimisation and without waves.
     *
     * @param directory of its files
     */
    static SimCompiled<MatrixCoprocessor> compile(MacConfig config, Manifest manifest, Path directory) {
        MacArchitecture architecture = new MacArchitecture(config);
        SpinalSimConfig simulator = package$.MODULE$.SimConfig()
                .withConfig(Rtl.settings(directory, manifest.design()))
                .workspacePath(directory.resolve("workspace").toString())
                .cachePath(directory.resolve("cache").toString())
                .allOptimisation();
        AtomicReference<SimCompiled<MatrixCoprocessor>> compiled = new AtomicReference<>();
        scala.Console$.MODULE$.withOut(OutputStream.nullOutputStream(), () -> {
            compiled.set(
                    simulator.compile(() -> Rtl.top(manifest.design(), () -> new MatrixCoprocessor(architecture))));
            return BoxedUnit.UNIT;
        });
        return compiled.get();
    }

    @Override
    public String name() {
        return switch (style) {
            case THREADS -> "SpinalSim threads";
            case THREADS_WHERE -> "SpinalSim threads, waitSamplingWhere";
            case CALLBACKS -> "SpinalSim callbacks";
        };
    }

    @Override
    public Sample sample(MatrixJob job, int times) {
        AtomicReference<Sample> sample = new AtomicReference<>();
        scala.Console$.MODULE$.withOut(OutputStream.nullOutputStream(), () -> {
            compiled.doSim("job", 1, top -> {
                sample.set(run(new SpinalSimBench(top, manifest, style, PERIOD), job, times));
                return BoxedUnit.UNIT;
            });
            return BoxedUnit.UNIT;
        });
        return sample.get();
    }

    private static Sample run(SpinalSimBench bench, MatrixJob job, int times) {
        bench.reset();
        job.load().forEach(bench::prepare);
        job.run().forEach(bench::prepare);
        job.load().forEach(bench::play);
        long before = package$.MODULE$.simTime();
        Stopwatch watch = new Stopwatch();
        for (int i = 0; i < times; i++) {
            job.run().forEach(bench::play);
        }
        double wall = watch.wallSeconds();
        double cpu = watch.cpuSeconds();
        return new Sample((package$.MODULE$.simTime() - before) / PERIOD, wall, cpu);
    }
}
