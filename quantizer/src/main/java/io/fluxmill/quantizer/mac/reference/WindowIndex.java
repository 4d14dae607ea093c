// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.reference;

import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Shape;

/** Where the elements of sliding windows lie in a tensor {@code [channels][height][width]}. */
public final class WindowIndex {
    /** The element lies outside the input. */
    public static final int OUTSIDE = -1;

    private WindowIndex() {}

    /**
     * The index in group 0 of the input of element k of the window at each output position, {@code [positions][depth]}; add
     * {@code group * channels * height * width} for another group.
     */
    public static int[] of(Geometry g, Shape in, Shape out) {
        int[] index = new int[out.height() * out.width() * g.depth()];
        int i = 0;
        for (int oy = 0; oy < out.height(); oy++) {
            for (int ox = 0; ox < out.width(); ox++) {
                for (int c = 0; c < g.channels(); c++) {
                    for (int ky = 0; ky < g.kernelHeight(); ky++) {
                        int y = oy * g.strideY() - g.padTop() + ky * g.dilationY();
                        for (int kx = 0; kx < g.kernelWidth(); kx++) {
                            int x = ox * g.strideX() - g.padLeft() + kx * g.dilationX();
                            boolean inside = y >= 0 && y < in.height() && x >= 0 && x < in.width();
                            index[i++] = inside ? (c * in.height() + y) * in.width() + x : OUTSIDE;
                        }
                    }
                }
            }
        }
        return index;
    }
}
