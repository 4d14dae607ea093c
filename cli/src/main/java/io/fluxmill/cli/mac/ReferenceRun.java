// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

/**
 * What the bit-exact reference computes for a quantised network.
 *
 * @param inputs codes of the samples that run on RTL, {@code [samples][elements]}
 * @param results codes of the results of all samples, {@code [samples][elements]}
 * @param quality share of right classes with labels, relative error without
 */
public record ReferenceRun(short[] inputs, short[] results, double quality, double seconds) {}
