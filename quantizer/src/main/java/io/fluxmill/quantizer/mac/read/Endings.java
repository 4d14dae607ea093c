// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.graph.ScalarFunction;
import io.fluxmill.quantizer.mac.graph.ScalarFunction.Kind;
import io.fluxmill.quantizer.mac.read.Value.Feature;
import java.util.stream.IntStream;

/** Operators that stay with the host where they are the end of the network, and become steps of the driver elsewhere. */
final class Endings {
    private Endings() {}

    static Feature sigmoid(NodeScope node, NetworkBuilder builder) {
        if (node.isLast()) {
            builder.endWith(Ending.SIGMOID);
            return node.feature(0);
        }
        return builder.function(node, node.feature(0), ScalarFunction.of(Kind.SIGMOID));
    }

    /** Before opset 13, over all axes from {@code axis} on. */
    static Feature softmax(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        boolean old = node.opset() < 13;
        int rank = x.dims().length;
        int axis = node.axis(node.integer("axis", old ? 1 : -1), rank);
        int[] axes = old ? IntStream.range(axis, rank).toArray() : new int[] {axis};
        int elements = IntStream.of(axes).map(a -> x.dims()[a]).reduce(1, Math::multiplyExact);
        boolean logarithm = node.operator().equals("LogSoftmax");
        if (node.isLast() && elements == x.elements()) {
            builder.endWith(logarithm ? Ending.LOG_SOFTMAX : Ending.SOFTMAX);
            return x;
        }
        Feature shares = ReduceLowering.softmax(node, builder, x, axes);
        return logarithm ? builder.function(node, shares, ScalarFunction.of(Kind.LOG)) : shares;
    }
}
