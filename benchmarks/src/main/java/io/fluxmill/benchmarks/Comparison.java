// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Two sides on the same job.
 *
 * @param cycles clock cycles of one run of the job
 * @param wall ratio of cycles per second of the wall clock, side over baseline, pair by pair
 * @param cpu the same per second of processor time
 * @param rate cycles per processor second of the side
 * @param baselineRate the same of the baseline
 */
record Comparison(
        String design,
        String job,
        String side,
        String baseline,
        long cycles,
        int pairs,
        Statistics wall,
        Statistics cpu,
        Statistics rate,
        Statistics baselineRate) {

    /** A side and how often it runs the job in one measurement. */
    record Runs(Side side, int times) {
        Side.Sample sample(MatrixJob job) {
            Side.Sample sample = side.sample(job, times);
            job.check(side.name());
            return sample;
        }
    }

    private record Pair(Side.Sample a, Side.Sample b) {}

    /** Measures in turn, A B A B, after one run of each that does not count. Every run's results are compared with the reference. */
    static Comparison of(Target target, MatrixJob job, Runs a, Runs b, int pairs) {
        a.sample(job);
        b.sample(job);
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            all.add(new Pair(a.sample(job), b.sample(job)));
        }
        return new Comparison(
                target.manifest().design(),
                job.name(),
                a.side().name(),
                b.side().name(),
                all.get(0).a().cycles() / a.times(),
                pairs,
                Statistics.of(all, p -> p.a().cyclesPerSecond() / p.b().cyclesPerSecond()),
                Statistics.of(all, p -> p.a().cyclesPerCpuSecond() / p.b().cyclesPerCpuSecond()),
                Statistics.of(all, p -> p.a().cyclesPerCpuSecond()),
                Statistics.of(all, p -> p.b().cyclesPerCpuSecond()));
    }

    @Override
    public String toString() {
        return String.format(
                "%-7s %-26s %-8s against %-37s wall %-22s cpu %-22s kcycles/cpu-s %7.0f against %7.0f, %d pairs of %d cycles",
                design,
                job,
                side,
                baseline,
                wall,
                cpu,
                rate.median() / 1000,
                baselineRate.median() / 1000,
                pairs,
                cycles);
    }
}
