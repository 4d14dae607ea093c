// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Wall clock and processor time of this process since it was made. */
final class Stopwatch {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final double NANOS = 1e-9;

    private final long wall = System.nanoTime();
    private final long cpu = SYSTEM.getProcessCpuTime();

    double wallSeconds() {
        return NANOS * (System.nanoTime() - wall);
    }

    /** All threads: also the compiler and the collector of the JVM. */
    double cpuSeconds() {
        return NANOS * (SYSTEM.getProcessCpuTime() - cpu);
    }
}
