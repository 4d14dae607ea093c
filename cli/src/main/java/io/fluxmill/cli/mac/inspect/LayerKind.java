// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac.inspect;

import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.FunctionLayer;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.MoveLayer;
import io.fluxmill.quantizer.mac.graph.Network.MultiplyLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;

/** Layers in words. */
final class LayerKind {
    private LayerKind() {}

    static String of(Layer layer) {
        if (layer instanceof MatrixLayer matrix) {
            return of(matrix);
        }
        if (layer instanceof PoolLayer pool) {
            String kind = pool.kind() == PoolKind.MAX ? "max pool " : "average pool ";
            return kind + window(pool.geometry(), pool.inputShape());
        }
        if (layer instanceof AddLayer) {
            return "addition";
        }
        if (layer instanceof MultiplyLayer) {
            return "multiplication";
        }
        if (layer instanceof MoveLayer) {
            return "move";
        }
        if (layer instanceof FunctionLayer) {
            return "table";
        }
        throw new IllegalArgumentException(layer.toString());
    }

    private static String of(MatrixLayer layer) {
        Geometry geometry = layer.geometry();
        Shape in = layer.inputShape();
        boolean whole = geometry.groups() == 1
                && geometry.kernelHeight() == in.height()
                && geometry.kernelWidth() == in.width()
                && layer.outputShape().height() == 1
                && layer.outputShape().width() == 1;
        boolean depthwise = geometry.groups() > 1 && geometry.channels() == 1;
        return whole
                ? "dense"
                : (depthwise ? "depthwise " : "conv ")
                        + window(geometry, in)
                        + (geometry.groups() > 1 && !depthwise ? " in " + geometry.groups() + " groups" : "");
    }

    /** Kernel, stride and dilation. */
    private static String window(Geometry geometry, Shape in) {
        boolean flat = in.height() == 1 && geometry.kernelHeight() == 1;
        String kernel = flat
                ? Integer.toString(geometry.kernelWidth())
                : geometry.kernelHeight() + "x" + geometry.kernelWidth();
        boolean steps = geometry.strideY() > 1 || geometry.strideX() > 1;
        boolean even = flat || geometry.strideY() == geometry.strideX();
        String stride = even ? "" + geometry.strideX() : geometry.strideY() + "x" + geometry.strideX();
        boolean dilated = geometry.dilationY() > 1 || geometry.dilationX() > 1;
        return kernel
                + (steps ? " stride " + stride : "")
                + (dilated ? " dilation " + Math.max(geometry.dilationY(), geometry.dilationX()) : "");
    }
}
