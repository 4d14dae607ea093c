// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.MacDesign;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Seconds from a configuration to Verilog and manifest: the first time in a JVM, and the tenth. */
final class GenerateBenchmark {
    private static final int CALLS = 10;
    private static final int PROCESSES = 3;

    private GenerateBenchmark() {}

    /** One row of the table; seconds of the wall clock and of all threads. */
    record Row(String call, Statistics wallSeconds, Statistics cpuSeconds) {
        @Override
        public String toString() {
            return String.format("generate npe8x8 %-22s wall s %-22s cpu s %s", call, wallSeconds, cpuSeconds);
        }
    }

    static List<Row> run() throws IOException {
        List<double[]> runs = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            String answer = Processes.run(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-XX:+UseParallelGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    GenerateBenchmark.class.getName()));
            runs.add(List.of(answer.strip().split(" ")).stream()
                    .mapToDouble(Double::parseDouble)
                    .toArray());
        }
        return List.of(row("first call in a JVM", runs, 0), row("call " + CALLS + " in a JVM", runs, 2));
    }

    private static Row row(String name, List<double[]> runs, int column) {
        return new Row(name, Statistics.of(runs, r -> r[column]), Statistics.of(runs, r -> r[column + 1]));
    }

    /** Prints wall and processor seconds of the first and of the last call. */
    public static void main(String[] arguments) {
        for (int i = 0; i < CALLS; i++) {
            Stopwatch watch = new Stopwatch();
            MacDesign.generate(MacConfig.defaults("npe8x8"));
            if (i == 0 || i == CALLS - 1) {
                System.out.printf("%.3f %.3f ", watch.wallSeconds(), watch.cpuSeconds());
            }
        }
    }
}
