// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import java.util.Arrays;

/** MaxPool, AveragePool and their global kinds: the pooling layers. */
final class PoolLowering {
    private PoolLowering() {}

    static Feature pool(NodeScope node, NetworkBuilder builder) {
        int rank = node.feature(0).dims().length;
        boolean last = node.channelsLast();
        node.require(
                rank == 3 || rank == 4,
                "must pool [batch,channels,length] or [batch,channels,height,width], not " + node.feature(0),
                "only 1-D and 2-D pooling is supported");
        Feature x = builder.plain(node, last ? MatrixLowering.channelsFirst(node.feature(0)) : node.feature(0));
        Feature y = node.operator().startsWith("Global") ? global(node, builder, x) : windowed(node, builder, x);
        return last ? MatrixLowering.channelsLast(y) : y;
    }

    private static Feature global(NodeScope node, NetworkBuilder builder, Feature x) {
        PoolKind kind = node.operator().equals("GlobalMaxPool") ? PoolKind.MAX : PoolKind.AVERAGE;
        Shape in = x.shape();
        Geometry geometry = new Geometry(1, in.height(), in.width(), 1, 1, 0, 0, 1, 1, in.channels());
        int[] dims = x.dims().clone();
        Arrays.fill(dims, 2, dims.length, 1);
        LayerDraft.Pool draft = new LayerDraft.Pool(
                node.label(), builder.id(node), x, new Shape(in.channels(), 1, 1), kind, geometry, false);
        return builder.add(draft, dims);
    }

    private static Feature windowed(NodeScope node, NetworkBuilder builder, Feature x) {
        PoolKind kind = node.operator().equals("MaxPool") ? PoolKind.MAX : PoolKind.AVERAGE;
        if (kind == PoolKind.MAX) {
            node.ignore("storage_order");
        }
        node.require(node.has("kernel_shape"), "must have a kernel_shape", "export the model again");
        Window window = Window.of(node, x, node.integers("kernel_shape"));
        node.require(
                window.alwaysInside(x.shape()),
                "has windows that lie in the padding alone",
                "use less padding, or ceil_mode=0");
        boolean includePad = kind == PoolKind.AVERAGE && node.integer("count_include_pad", 0) != 0;
        node.require(
                !includePad || !window.reachesBeyondPadding(x.shape()),
                "has windows that reach beyond the padding, with ceil_mode=1 and count_include_pad=1",
                "export with ceil_mode=0 or count_include_pad=0");
        int channels = x.shape().channels();
        LayerDraft.Pool draft = new LayerDraft.Pool(
                node.label(),
                builder.id(node),
                x,
                window.outputShape(channels),
                kind,
                window.geometry(1, channels),
                includePad && window.isPadded());
        return builder.add(draft, window.outputDims(1, channels, x.dims().length));
    }
}
