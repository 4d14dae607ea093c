// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Time from Verilog to a loaded model, each in a JVM of its own, without ccache, against SpinalSim's. */
final class BuildBenchmarks {
    private BuildBenchmarks() {}

    /**
     * @param wallSeconds of the build alone
     * @param cpuSeconds of the whole process and the programs that it started, the start of the JVM included
     */
    record Build(double wallSeconds, double cpuSeconds) {}

    /** One kind of build, repeated. */
    record Row(String design, String build, Statistics wallSeconds, Statistics cpuSeconds) {
        @Override
        public String toString() {
            return String.format("%-7s %-34s wall s %-22s cpu s %s", design, build, wallSeconds, cpuSeconds);
        }
    }

    static List<Row> run(Path work, int repetitions) throws IOException {
        Target target = Target.generate("npe8x8", work.resolve("build"));
        List<List<Build>> kinds =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < repetitions; i++) {
            Path cache = work.resolve("build/cache");
            delete(cache);
            kinds.get(0).add(child("bridge", target, cache));
            Path verilog = target.rtl().resolve(target.manifest().verilog().get(0));
            Files.writeString(verilog, "// another design " + i + "\n", StandardOpenOption.APPEND);
            kinds.get(1).add(child("bridge", target, cache));
            kinds.get(2).add(child("bridge", target, cache));
            Path spinal = work.resolve("build/spinalsim");
            delete(spinal);
            kinds.get(3).add(child("spinalsim", target, spinal));
            kinds.get(4).add(child("spinalsim", target, spinal));
        }
        String[] names = {
            "bridge, no cache at all",
            "bridge, new design, runtime there",
            "bridge, cache hit",
            "SpinalSim, no cache at all",
            "SpinalSim, cache hit"
        };
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            rows.add(new Row(
                    target.manifest().design(),
                    names[i],
                    Statistics.of(kinds.get(i), Build::wallSeconds),
                    Statistics.of(kinds.get(i), Build::cpuSeconds)));
        }
        return rows;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            List<Path> paths;
            try (Stream<Path> walk = Files.walk(directory)) {
                paths = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : paths) {
                Files.delete(path);
            }
        }
    }

    private static Build child(String tool, Target target, Path directory) throws IOException {
        String manifest = target.rtl()
                .resolve(target.manifest().design() + ".manifest.json")
                .toString();
        String script = "export CCACHE_DISABLE=1; TIMEFORMAT='%U %S'; time \"$@\" 2>&1";
        List<String> command = List.of(
                "bash",
                "-c",
                "exec 2>&1; " + script,
                "bash",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                BuildBenchmarks.class.getName(),
                tool,
                manifest,
                directory.toString());
        String[] lines = Processes.run(command).strip().split("\n");
        String[] cpu = lines[lines.length - 1].split(" ");
        return new Build(
                Double.parseDouble(lines[lines.length - 2].strip()),
                Double.parseDouble(cpu[0]) + Double.parseDouble(cpu[1]));
    }

    /** One build; prints its seconds on the last line. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        Path directory = Path.of(arguments[2]);
        Manifest manifest = ManifestFile.read(file);
        Stopwatch watch = new Stopwatch();
        if (arguments[0].equals("bridge")) {
            System.setProperty("fluxmill.cache", directory.toString());
            try (Side side = new BridgeSide(Verilator.build(manifest, file.getParent(), Options.FAST))) {
                System.out.println(side.name());
            }
        } else {
            Files.createDirectories(directory);
            SpinalSimSide.compile(Target.config(manifest.design()), manifest, directory);
        }
        System.out.printf("%n%.3f%n", watch.wallSeconds());
        System.exit(0);
    }
}
