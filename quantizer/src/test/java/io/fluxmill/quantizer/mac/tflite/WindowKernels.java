// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteModel.Operator;
import io.fluxmill.quantizer.tflite.TfliteModel.Tensor;

/** The kernels of {@link IntegerKernels} with weights or a window. */
abstract class WindowKernels extends KernelTensors {
    WindowKernels(TfliteModel model, Mode mode) {
        super(model, mode);
    }

    int[] convolution(Operator o, int[] x, boolean depthwise) {
        Tensor in = model.tensor(o.inputs()[0]);
        Tensor w = model.tensor(o.inputs()[1]);
        Tensor out = model.tensor(o.outputs()[0]);
        boolean biased = o.inputs().length > 2 && o.inputs()[2] >= 0;
        long[] bias = biased ? constant(o.inputs()[2]) : new long[out.shape()[3]];
        boolean wide = in.type() == TfliteModel.INT16
                && !(biased && model.tensor(o.inputs()[2]).type() == TfliteModel.INT32);
        long[] f = constant(o.inputs()[1]);
        int[] is = in.shape();
        int[] os = out.shape();
        int kh = w.shape()[1];
        int kw = w.shape()[2];
        int strideW = o.options().int32(1, 1);
        int strideH = o.options().int32(2, 1);
        int dilW = o.options().int32(depthwise ? 5 : 4, 1);
        int dilH = o.options().int32(depthwise ? 6 : 5, 1);
        boolean same = o.options().int8(0, 0) == 0;
        int padH = same ? Math.max((os[1] - 1) * strideH + (kh - 1) * dilH + 1 - is[1], 0) / 2 : 0;
        int padW = same ? Math.max((os[2] - 1) * strideW + (kw - 1) * dilW + 1 - is[2], 0) / 2 : 0;
        int activation = o.options().int8(depthwise ? 4 : 3, 0);
        int perGroup = depthwise ? os[3] / is[3] : os[3] / (is[3] / w.shape()[3]);
        int depth = depthwise ? 1 : w.shape()[3];
        int zx = zero(in);
        int[] y = new int[out.size()];
        for (int oy = 0; oy < os[1]; oy++) {
            for (int ox = 0; ox < os[2]; ox++) {
                for (int oc = 0; oc < os[3]; oc++) {
                    long acc = bias[oc];
                    int zw = w.zeroPoints().length == 0 ? 0 : (int) w.zeroPoints()[w.zeroPoints().length == 1 ? 0 : oc];
                    for (int ky = 0; ky < kh; ky++) {
                        for (int kx = 0; kx < kw; kx++) {
                            int iy = oy * strideH - padH + ky * dilH;
                            int ix = ox * strideW - padW + kx * dilW;
                            if (iy < 0 || ix < 0 || iy >= is[1] || ix >= is[2]) {
                                continue;
                            }
                            for (int c = 0; c < depth; c++) {
                                int ic = oc / perGroup * depth + c;
                                long weight = depthwise
                                        ? f[(ky * kw + kx) * os[3] + oc]
                                        : f[((oc * kh + ky) * kw + kx) * depth + c];
                                acc += (weight - zw) * (x[(iy * is[2] + ix) * is[3] + ic] - zx);
                            }
                        }
                    }
                    y[(oy * os[2] + ox) * os[3] + oc] = requantized(in, w, out, oc, acc, wide, activation, false);
                }
            }
        }
        return y;
    }

    int requantized(
            Tensor in, Tensor w, Tensor out, int channel, long acc, boolean wide, int activation, boolean dense) {
        float sw = w.scales()[w.scales().length == 1 ? 0 : channel];
        boolean one = w.scales().length == 1 && (dense || in.type() == TfliteModel.UINT8);
        double product = one ? (double) (in.scales()[0] * sw) : (double) in.scales()[0] * (double) sw;
        Scale s = Scale.of(product / (double) out.scales()[0]);
        long y;
        if (wide) {
            y = longTimes(acc, s);
        } else if (mode == Mode.FP32) {
            y = (long) Math.rint((float) acc * (float) s.real());
        } else {
            y = times(acc, s);
        }
        return clamp(out, activation, y + zero(out));
    }

    int[] dense(Operator o, int[] x) {
        Tensor in = model.tensor(o.inputs()[0]);
        Tensor w = model.tensor(o.inputs()[1]);
        Tensor out = model.tensor(o.outputs()[0]);
        long[] f = constant(o.inputs()[1]);
        int n = w.shape()[0];
        int k = w.shape()[1];
        boolean biased = o.inputs().length > 2 && o.inputs()[2] >= 0;
        long[] bias = biased ? constant(o.inputs()[2]) : new long[n];
        boolean wide = in.type() == TfliteModel.INT16
                && !(biased && model.tensor(o.inputs()[2]).type() == TfliteModel.INT32);
        int zx = zero(in);
        int[] y = new int[out.size()];
        for (int row = 0; row < x.length / k; row++) {
            for (int oc = 0; oc < n; oc++) {
                int zw = w.zeroPoints().length == 0 ? 0 : (int) w.zeroPoints()[w.zeroPoints().length == 1 ? 0 : oc];
                long acc = bias[oc];
                for (int i = 0; i < k; i++) {
                    acc += (f[oc * k + i] - zw) * (x[row * k + i] - zx);
                }
                y[row * n + oc] =
                        requantized(in, w, out, oc, acc, wide, o.options().int8(0, 0), true);
            }
        }
        return y;
    }

    int[] pool(Operator o, int[] x, boolean max) {
        Tensor in = model.tensor(o.inputs()[0]);
        Tensor out = model.tensor(o.outputs()[0]);
        int[] is = in.shape();
        int[] os = out.shape();
        int sw = o.options().int32(1, 1);
        int sh = o.options().int32(2, 1);
        int kw = o.options().int32(3, 1);
        int kh = o.options().int32(4, 1);
        boolean same = o.options().int8(0, 0) == 0;
        int padH = same ? Math.max((os[1] - 1) * sh + kh - is[1], 0) / 2 : 0;
        int padW = same ? Math.max((os[2] - 1) * sw + kw - is[2], 0) / 2 : 0;
        int[] y = new int[out.size()];
        for (int i = 0; i < y.length; i++) {
            int c = i % os[3];
            int ox = i / os[3] % os[2];
            int oy = i / os[3] / os[2];
            int sum = 0;
            int count = 0;
            int largest = Integer.MIN_VALUE;
            for (int iy = Math.max(0, oy * sh - padH); iy < Math.min(is[1], oy * sh - padH + kh); iy++) {
                for (int ix = Math.max(0, ox * sw - padW); ix < Math.min(is[2], ox * sw - padW + kw); ix++) {
                    int v = x[(iy * is[2] + ix) * is[3] + c];
                    sum += v;
                    count++;
                    largest = Math.max(largest, v);
                }
            }
            y[i] = clamp(out, o.options().int8(5, 0), max ? largest : rounded((double) sum / count));
        }
        return y;
    }
}
