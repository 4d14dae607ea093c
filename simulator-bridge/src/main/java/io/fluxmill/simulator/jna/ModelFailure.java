// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.jna;

/**
 * Why a call of a model failed; the model cannot be used afterwards.
 *
 * @param kind {@code finish}, {@code stop}, {@code fatal} (also non-convergence), {@code protocol}, {@code waves} or
 *     {@code internal}
 * @param file Verilog file as Verilator saw it, or empty
 * @param line line in the file, or 0
 * @param console what the design printed since it was last asked
 * @param cycle cycles since reset
 * @param time simulated time in ticks, 10 a cycle
 */
public record ModelFailure(String kind, String file, int line, String text, String console, long cycle, long time) {}
