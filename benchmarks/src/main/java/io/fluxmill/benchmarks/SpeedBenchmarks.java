// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.benchmarks.Comparison.Runs;
import io.fluxmill.benchmarks.SpinalSimSide.Style;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedModel;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Simulation speed of the bridge against others on the same jobs. */
final class SpeedBenchmarks {
    private static final long SEED = 1;

    private SpeedBenchmarks() {}

    private static MatrixJob job(Target target, String format, int rows, int columns, int depth) {
        return MatrixJob.random(target.manifest(), NumberFormats.of(format), rows, columns, depth, SEED);
    }

    private static VerilatedModel model(Target target) {
        return Verilator.build(target.manifest(), target.rtl(), Options.FAST);
    }

    /** The bridge against its own library under a loop in C++. */
    static List<Comparison> bridge(Path work, int pairs) throws IOException {
        List<Comparison> rows = new ArrayList<>();
        Target array = Target.generate("npe8x8", work);
        for (MatrixJob job : List.of(
                job(array, "POSIT8_0", 256, 64, 512),
                job(array, "FP4_E2M1", 256, 64, 512),
                job(array, "POSIT8_0", 1024, 8, 512))) {
            rows.add(bridge(array, job, 4, pairs, work));
        }
        Target small = Target.generate("int2x2", work);
        rows.add(bridge(small, job(small, "INT8", 256, 16, 512), 4, pairs, work));
        rows.add(bridge(small, job(small, "INT8", 1024, 2, 512), 4, pairs, work));
        return rows;
    }

    private static Comparison bridge(Target target, MatrixJob job, int times, int pairs, Path work) throws IOException {
        VerilatedModel model = model(target);
        Path directory = work.resolve("plain-" + target.manifest().design());
        try (Side bridge = new BridgeSide(model);
                Side plain = new PlainLoopSide(model, directory)) {
            return Comparison.of(target, job, new Runs(bridge, times), new Runs(plain, times), pairs);
        }
    }

    /** The bridge against test benches in SpinalSim. */
    static List<Comparison> spinalSim(Path work, int pairs) {
        List<Comparison> rows = new ArrayList<>();
        Target array = Target.generate("npe8x8", work);
        rows.addAll(spinalSim(array, job(array, "POSIT8_0", 256, 64, 512), 4, pairs, work));
        Target small = Target.generate("int2x2", work);
        rows.addAll(spinalSim(small, job(small, "INT8", 64, 16, 512), 16, pairs, work));
        return rows;
    }

    private static List<Comparison> spinalSim(Target target, MatrixJob job, int times, int pairs, Path work) {
        List<Comparison> rows = new ArrayList<>();
        var compiled = SpinalSimSide.compile(
                target.config(),
                target.manifest(),
                work.resolve("spinalsim-" + target.manifest().design()));
        try (Side bridge = new BridgeSide(model(target))) {
            for (Style style : Style.values()) {
                Side spinal = new SpinalSimSide(compiled, target.manifest(), style);
                rows.add(Comparison.of(target, job, new Runs(bridge, times), new Runs(spinal, 1), pairs));
            }
        }
        return rows;
    }

    /** The bridge against the reference's arithmetic (one thread), in multiply-accumulates a second, for each format. */
    static List<FormatSpeed> formats(Path work, int pairs) {
        List<FormatSpeed> rows = new ArrayList<>();
        Target array = Target.generate("npe8x8", work);
        try (Side bridge = new BridgeSide(model(array))) {
            for (String format : array.manifest().formats()) {
                MatrixJob job = job(array, format, 64, 64, 512);
                rows.add(FormatSpeed.of(job, bridge, pairs, () -> job(array, format, 64, 64, 512)));
            }
        }
        return rows;
    }

    /**
     * A format on the generated array and on others of the same size.
     *
     * @param rates multiply-accumulates per processor second in the simulation, by directory; the generated array is first
     */
    record Beside(String format, Map<String, Statistics> rates) {
        @Override
        public String toString() {
            return rates.entrySet().stream()
                    .map(side -> String.format(
                            "%s %.1f (%.1f to %.1f)",
                            side.getKey(),
                            side.getValue().median() / 1e6,
                            side.getValue().min() / 1e6,
                            side.getValue().max() / 1e6))
                    .collect(Collectors.joining(", ", format + ", MMAC per cpu-s: ", ""));
        }
    }

    /** Runs in one measurement: processor time comes in steps of 10 ms. */
    private static final int TIMES = 12;

    /** The formats on the array and on those in other directories, which may be of other commits, in turn. */
    static List<Beside> beside(Path work, int pairs, List<Path> others) throws IOException {
        Map<String, Target> arrays = new LinkedHashMap<>();
        Target own = Target.generate("npe8x8", work);
        arrays.put("now", own);
        for (Path other : others) {
            Manifest manifest = ManifestFile.read(other.resolve("npe8x8.manifest.json"));
            arrays.put(other.toString(), new Target(null, manifest, other));
        }
        Map<String, Side> sides = new LinkedHashMap<>();
        arrays.forEach((name, array) -> sides.put(name, new BridgeSide(model(array))));
        List<Beside> rows = new ArrayList<>();
        for (String format :
                own.config().formats().stream().map(NumberFormat::name).toList()) {
            Map<String, List<Double>> rates = new LinkedHashMap<>();
            for (int pair = 0; pair <= pairs; pair++) {
                for (Map.Entry<String, Target> array : arrays.entrySet()) {
                    MatrixJob job = job(array.getValue(), format, 64, 64, 512);
                    double seconds =
                            sides.get(array.getKey()).sample(job, TIMES).cpuSeconds();
                    job.check(array.getKey());
                    if (pair > 0) { // the first warms up
                        rates.computeIfAbsent(array.getKey(), key -> new ArrayList<>())
                                .add(TIMES * job.macs() / seconds);
                    }
                }
            }
            Map<String, Statistics> all = new LinkedHashMap<>();
            rates.forEach((name, list) -> all.put(name, Statistics.of(list, rate -> rate)));
            rows.add(new Beside(format, all));
        }
        for (Side side : sides.values()) {
            side.close();
        }
        return rows;
    }
}
