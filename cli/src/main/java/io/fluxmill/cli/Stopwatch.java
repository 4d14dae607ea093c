// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

/** Time since it was started. */
final class Stopwatch {
    private final long start = System.nanoTime();

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
