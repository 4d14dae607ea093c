// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.train;

import io.fluxmill.quantizer.sfq.read.SfqNetwork;

/**
 * A trained rate-coded network; shares of test samples that are right.
 *
 * @param floating of a float network with ReLU and the same units, without pruning
 * @param meanField of the network's mean field, bias currents rounded to levels
 * @param paths weights other than 0
 * @param junctions of the mapped netlist
 */
public record SfqTrainResult(
        SfqNetwork network, double floating, double meanField, int paths, int junctions, double seconds) {}
