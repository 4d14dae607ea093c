// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What one call of the bridge costs, on the smallest design: a call without a cycle, one cycle, and 1000 cycles. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallBenchmark {
    private static final String WORK = "fluxmill.benchmarks.work";
    private static final int LONG_STEP = 1000;
    private static final int ID = 0;

    private VerilatedTransport transport;

    /** One row of the table. */
    record Row(String call, double microseconds, double error) {
        @Override
        public String toString() {
            return String.format("%-12s %8.3f +- %.3f us a call", call, microseconds, error);
        }
    }

    static List<Row> run(Path work) {
        var options = new OptionsBuilder()
                .include(CallBenchmark.class.getName())
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .jvmArgsAppend("-D" + WORK + "=" + work)
                .build();
        try {
            return new Runner(options)
                    .run().stream()
                            .map(r -> r.getPrimaryResult())
                            .map(r -> new Row(r.getLabel(), r.getScore(), r.getScoreError()))
                            .toList();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }

    @Setup
    public void open() {
        Path work = Path.of(System.getProperty(WORK));
        System.setProperty("fluxmill.cache", work.resolve("cache").toString());
        Target target = Target.generate("int2x2", work);
        transport = VerilatedTransport.open(Verilator.build(target.manifest(), target.rtl(), Options.FAST));
    }

    @TearDown
    public void close() {
        transport.close();
    }

    @Benchmark
    public long noCycle() {
        return transport.cycles();
    }

    @Benchmark
    public void oneCycle() {
        transport.step(1);
    }

    @Benchmark
    public void thousandCycles() {
        transport.step(LONG_STEP);
    }

    @Benchmark
    public int readRegister() {
        return transport.read(ID);
    }
}
