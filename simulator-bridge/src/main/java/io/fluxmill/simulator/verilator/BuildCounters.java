// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

/**
 * What this process has built so far.
 *
 * @param verilations runs of Verilator
 * @param compilations runs of the C++ compiler, runtime included
 * @param runtimes Verilator runtimes compiled
 * @param cacheHits models that were found in the cache
 */
public record BuildCounters(long verilations, long compilations, long runtimes, long cacheHits) {
    /** What has been built since an earlier reading. */
    public BuildCounters minus(BuildCounters earlier) {
        return new BuildCounters(
                verilations - earlier.verilations,
                compilations - earlier.compilations,
                runtimes - earlier.runtimes,
                cacheHits - earlier.cacheHits);
    }
}
