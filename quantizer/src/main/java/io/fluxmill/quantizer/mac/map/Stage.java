// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.program.mac.network.Maxima;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;

/**
 * What the network processor runs as one layer: a matrix layer and the maxima of its results.
 *
 * @param output tensor that is written
 * @param maxima of the layer's results
 * @param macs multiply-accumulates of the network for an image; 0 of pooling
 */
record Stage(Matrix matrix, int output, Maxima maxima, long macs) {}
