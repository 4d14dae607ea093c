// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.graph;

import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.linear.ScaledRows;
import java.util.Arrays;

/**
 * The sums of products of a convolution in double arithmetic, element after element of a window. The input is copied with its padding, and divided into
 * planes: one for each remainder of rows and columns by the strides. So element k of all windows is one row of a plane, from its own start on,
 * whatever the stride; a few positions between the rows of the output are computed and not used.
 */
final class ConvolutionKernel {
    private final Geometry g;
    private final Shape in;
    private final Shape out;
    private final double[] weights;
    /** Columns and elements of a plane. */
    private final int pitch;

    private final int plane;
    /** Where element k of the first window lies in the planes of group 0. */
    private final int[] from;

    /** @param weights {@code [outChannels][depth]} */
    ConvolutionKernel(MatrixLayer layer, double[] weights) {
        g = layer.geometry();
        in = layer.inputShape();
        out = layer.outputShape();
        this.weights = weights;
        pitch = out.width() + (g.kernelWidth() - 1) * g.dilationX() / g.strideX();
        plane = pitch * (out.height() + (g.kernelHeight() - 1) * g.dilationY() / g.strideY());
        from = new int[g.depth()];
        for (int k = 0; k < from.length; k++) {
            int x = k % g.kernelWidth() * g.dilationX();
            int y = k / g.kernelWidth() % g.kernelHeight() * g.dilationY();
            int channel = k / (g.kernelWidth() * g.kernelHeight());
            from[k] = planeOf(channel, y, x) * plane + y / g.strideY() * pitch + x / g.strideX();
        }
    }

    private int planeOf(int channel, int y, int x) {
        return (channel * g.strideY() + y % g.strideY()) * g.strideX() + x % g.strideX();
    }

    /** {@code [outChannels][height][width]}, before gain and bias. */
    double[] sums(double[] x) {
        double[] planes = planes(x);
        double[] y = new double[out.elements()];
        double[] first = new double[(out.height() - 1) * pitch + out.width()];
        double[] second = new double[first.length];
        int perGroup = out.channels() / g.groups();
        int perGroupInput = planeOf(g.channels(), 0, 0) * plane;
        for (int group = 0; group < g.groups(); group++) {
            int end = (group + 1) * perGroup;
            for (int n = group * perGroup; n < end; n += 2) {
                boolean two = n + 1 < end;
                Arrays.fill(first, 0);
                Arrays.fill(second, 0);
                add(planes, group * perGroupInput, n, first, two ? second : null);
                copy(first, y, n);
                if (two) {
                    copy(second, y, n + 1);
                }
            }
        }
        return y;
    }

    /** Adds all products of output channel n, and of the one after it unless second is null. */
    private void add(double[] planes, int base, int n, double[] first, double[] second) {
        int depth = from.length;
        int f = n * depth;
        int fours = depth - depth % ScaledRows.FOUR;
        for (int k = 0; k < fours; k += ScaledRows.FOUR) {
            if (second == null) {
                ScaledRows.addFour(first, 0, planes, base, from, k, weights, f + k, first.length);
            } else {
                ScaledRows.addFourToTwo(
                        first, second, 0, planes, base, from, k, weights, f + k, f + depth + k, first.length);
            }
        }
        for (int k = fours; k < depth; k++) {
            ScaledRows.add(first, 0, planes, base + from[k], weights[f + k], first.length);
            if (second != null) {
                ScaledRows.add(second, 0, planes, base + from[k], weights[f + depth + k], first.length);
            }
        }
    }

    private void copy(double[] sums, double[] y, int n) {
        for (int oy = 0; oy < out.height(); oy++) {
            System.arraycopy(sums, oy * pitch, y, (n * out.height() + oy) * out.width(), out.width());
        }
    }

    /** {@code [channels][strideY][strideX][rows][pitch]}: the part of the input and its padding that windows see. */
    private double[] planes(double[] x) {
        double[] planes = new double[in.channels() * g.strideY() * g.strideX() * plane];
        int height = Math.min(in.height(), plane / pitch * g.strideY() - g.padTop());
        int width = Math.min(in.width(), pitch * g.strideX() - g.padLeft());
        for (int c = 0; c < in.channels() && width > 0; c++) {
            for (int iy = 0; iy < height; iy++) {
                copyRow(x, (c * in.height() + iy) * in.width(), width, planes, c, iy + g.padTop());
            }
        }
        return planes;
    }

    private void copyRow(double[] x, int at, int width, double[] planes, int channel, int row) {
        int start = row / g.strideY() * pitch;
        if (g.strideX() == 1) {
            System.arraycopy(x, at, planes, planeOf(channel, row, 0) * plane + start + g.padLeft(), width);
            return;
        }
        for (int ix = 0; ix < width; ix++) {
            int column = ix + g.padLeft();
            planes[planeOf(channel, row, column) * plane + start + column / g.strideX()] = x[at + ix];
        }
    }
}
