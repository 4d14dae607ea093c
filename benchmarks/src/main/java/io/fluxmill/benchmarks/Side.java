// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

/** One way to simulate a job. */
interface Side extends AutoCloseable {
    /** What tables call it. */
    String name();

    /** Resets the design, loads, then runs the job several times in a row; only these runs are measured. The results are in the job. */
    Sample sample(MatrixJob job, int times);

    @Override
    default void close() {}

    /**
     * One measurement.
     *
     * @param cycles clock cycles of the design
     * @param wallSeconds of the wall clock
     * @param cpuSeconds of all threads of the process
     */
    record Sample(long cycles, double wallSeconds, double cpuSeconds) {
        double cyclesPerSecond() {
            return cycles / wallSeconds;
        }

        double cyclesPerCpuSecond() {
            return cycles / cpuSeconds;
        }
    }
}
