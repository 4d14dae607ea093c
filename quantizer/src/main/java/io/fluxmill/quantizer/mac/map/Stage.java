// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.program.mac.network.Maxima;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import java.util.List;

/**
 * What the network processor runs as one layer: a matrix layer, or sums of terms, and the maxima of its results.
 *
 * @param matrix the layer; of terms its input is the left tensor, and it has no weights that count
 * @param terms of a layer of terms, else null
 * @param output tensor that is written
 * @param maxima of the layer's results
 * @param macs multiply-accumulates of the network for an image; 0 of pooling
 */
record Stage(Matrix matrix, TermTables.Terms terms, int output, Maxima maxima, long macs) {
    /** A matrix layer. */
    Stage(Matrix matrix, int output, Maxima maxima, long macs) {
        this(matrix, null, output, maxima, macs);
    }

    /** The tensors that it reads. */
    List<Integer> inputs() {
        return terms == null ? List.of(matrix.input()) : List.of(matrix.input(), terms.right());
    }
}
