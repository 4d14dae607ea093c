// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Speed of one format in the simulation and in the reference.
 *
 * @param cycles clock cycles of the job
 * @param simulated multiply-accumulates per processor second in the simulated hardware
 * @param reference the same of the exact sums and the rescaling of the reference, with the packing of the operands
 * @param ratio simulation over reference, pair by pair
 */
record FormatSpeed(String job, long cycles, Statistics simulated, Statistics reference, Statistics ratio) {
    /** Runs in one measurement: processor time comes in steps of 10 ms. */
    private static final int TIMES = 12;

    private record Pair(double simulated, double reference) {}

    static FormatSpeed of(MatrixJob job, Side side, int pairs, Runnable reference) {
        reference.run();
        long cycles = side.sample(job, 1).cycles();
        job.check(side.name());
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            double simulated = TIMES * job.macs() / side.sample(job, TIMES).cpuSeconds();
            job.check(side.name());
            Stopwatch watch = new Stopwatch();
            for (int run = 0; run < TIMES; run++) {
                reference.run();
            }
            all.add(new Pair(simulated, TIMES * job.macs() / watch.cpuSeconds()));
        }
        return new FormatSpeed(
                job.name(),
                cycles,
                Statistics.of(all, Pair::simulated),
                Statistics.of(all, Pair::reference),
                Statistics.of(all, p -> p.simulated() / p.reference()));
    }

    @Override
    public String toString() {
        return String.format(
                "%-24s %7d cycles; MMAC per cpu-s: simulated %7.2f, reference %7.2f; ratio %s",
                job, cycles, simulated.median() / 1e6, reference.median() / 1e6, ratio);
    }
}
