// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.lower.Value.Constant;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import java.util.Arrays;
import java.util.List;

/**
 * ConvTranspose: zeros between the elements of the input, then a convolution with the mirrored kernel. Source:
 * <a href="https://onnx.ai/onnx/operators/onnx__ConvTranspose.html">ONNX ConvTranspose</a>.
 */
final class TransposedConvolution {
    private TransposedConvolution() {}

    /** Along one axis; {@code size} is that of the result. */
    private record Axis(int in, int kernel, int stride, int dilation, int before, int size) {
        /** Elements of the spread input that the convolution sees. */
        int spread() {
            return size + (kernel - 1) * dilation;
        }

        /** The index of the input at a place of the spread input, or -1 for a zero. */
        int source(int place) {
            int at = place - (kernel - 1) * dilation + before;
            return at >= 0 && at % stride == 0 && at / stride < in ? at / stride : -1;
        }
    }

    static Feature of(NodeScope node, NetworkBuilder builder) {
        Constant constant = node.quantisable(1);
        int[] dims = constant.tensor().dims();
        int rank = node.feature(0).dims().length;
        node.require(
                (rank == 3 || rank == 4)
                        && dims.length == rank
                        && dims[0] == node.feature(0).dims()[1],
                "must convolve [batch,channels,length] or [batch,channels,height,width], not " + node.feature(0)
                        + " by " + Arrays.toString(dims),
                "only 1-D and 2-D convolutions are supported");
        Feature x = builder.plain(node, node.feature(0));
        int groups = node.integer("group", 1);
        node.require(
                groups > 0 && dims[0] % groups == 0,
                "must have channels divisible by group=" + groups,
                "export the model again");
        Axis[] axes = axes(node, x, dims, rank - 2);
        Shape spread = new Shape(dims[0], axes[0].spread(), axes[1].spread());
        int[] places =
                new int[Math.multiplyExact(spread.channels(), Math.multiplyExact(spread.height(), spread.width()))];
        for (int i = 0; i < places.length; i++) {
            int column = axes[1].source(i % spread.width());
            int row = axes[0].source(i / spread.width() % spread.height());
            int channel = i / (spread.width() * spread.height());
            boolean zero = row < 0 || column < 0;
            places[i] =
                    zero ? -1 : (channel * x.shape().height() + row) * x.shape().width() + column;
        }
        Feature wide = builder.move(
                node, List.of(x), places, 0, spread, new int[] {1, spread.channels(), spread.height(), spread.width()});
        int channels = dims[1] * groups;
        Geometry geometry = new Geometry(
                dims[0] / groups,
                axes[0].kernel,
                axes[1].kernel,
                1,
                1,
                0,
                0,
                axes[0].dilation,
                axes[1].dilation,
                groups);
        LayerDraft.Matrix draft = new LayerDraft.Matrix(
                node.label(),
                builder.id(node),
                wide.tensor(),
                spread,
                new Shape(channels, axes[0].size, axes[1].size),
                geometry,
                mirrored(MatrixLowering.floats(node, constant.tensor()), dims, groups),
                MatrixLowering.quant(node, constant, 1));
        int[] result =
                rank == 3 ? new int[] {1, channels, axes[1].size} : new int[] {1, channels, axes[0].size, axes[1].size};
        Feature y = builder.add(draft, result);
        return node.optional(2) == null
                ? y
                : builder.scale(node, y, new double[] {1}, MatrixLowering.convBias(node, channels));
    }

    private static Axis[] axes(NodeScope node, Feature x, int[] dims, int spatial) {
        int[] kernel = node.integers("kernel_shape", Arrays.copyOfRange(dims, 2, dims.length));
        int[] ones = new int[spatial];
        Arrays.fill(ones, 1);
        int[] stride = node.integers("strides", ones);
        int[] dilation = node.integers("dilations", ones);
        int[] more = node.integers("output_padding", new int[spatial]);
        int[] pads = node.integers("pads", new int[2 * spatial]);
        int[] wanted = node.integers("output_shape", new int[0]);
        String auto = node.string("auto_pad", "NOTSET");
        node.require(
                Arrays.equals(kernel, Arrays.copyOfRange(dims, 2, dims.length))
                        && stride.length == spatial
                        && dilation.length == spatial
                        && more.length == spatial
                        && pads.length == 2 * spatial
                        && (wanted.length == 0 || wanted.length >= spatial)
                        && Arrays.stream(stride).allMatch(s -> s > 0)
                        && Arrays.stream(dilation).allMatch(d -> d > 0),
                "must have a kernel_shape like its weights, and " + spatial + " positive strides and dilations",
                "export the model again");
        Axis[] axes = {new Axis(1, 1, 1, 1, 0, 1), null};
        for (int i = 0; i < spatial; i++) {
            int in = spatial == 2 && i == 0 ? x.shape().height() : x.shape().width();
            int whole = stride[i] * (in - 1) + more[i] + (kernel[i] - 1) * dilation[i] + 1;
            int before = pads[i];
            int size = whole - pads[i] - pads[spatial + i];
            if (wanted.length > 0 || auto.startsWith("SAME")) {
                size = wanted.length > 0 ? wanted[wanted.length - spatial + i] : in * stride[i];
                int total = Math.max(0, whole - size);
                before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
            }
            node.require(size > 0, "must have a positive output size, not " + size, "use smaller pads");
            axes[2 - spatial + i] = new Axis(in, kernel[i], stride[i], dilation[i], before, size);
        }
        return axes;
    }

    /** From [in][out/group][ky][kx] to [out][in/group][mirrored ky][mirrored kx]. */
    private static float[] mirrored(float[] weights, int[] dims, int groups) {
        int in = dims[0] / groups;
        int out = dims[1];
        int taps = weights.length / (dims[0] * out);
        float[] result = new float[weights.length];
        for (int g = 0; g < groups; g++) {
            for (int c = 0; c < in; c++) {
                for (int n = 0; n < out; n++) {
                    for (int t = 0; t < taps; t++) {
                        result[((g * out + n) * in + c) * taps + taps - 1 - t] =
                                weights[((g * in + c) * out + n) * taps + t];
                    }
                }
            }
        }
        return result;
    }
}
