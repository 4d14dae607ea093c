// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteModel.Operator;
import io.fluxmill.quantizer.tflite.TfliteModel.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * TensorFlow Lite's integer kernels written anew from their formulas, channels last, one loop for each axis, plain numbers; nothing of the code under
 * test but the container reader. The oracle of the lowering.
 */
final class IntegerKernels {
    /** Which of the three arithmetics multiplies by a scale. */
    enum Mode {
        DOUBLE,
        SINGLE,
        FP32
    }

    private final TfliteModel model;
    private final Mode mode;
    private final Map<Integer, int[]> tensors = new HashMap<>();

    IntegerKernels(TfliteModel model, Mode mode) {
        this.model = model;
        this.mode = mode;
    }

    /** Runs all operators up to one that is no integer kernel. @return the tensors by number */
    Map<Integer, int[]> run(Map<Integer, int[]> inputs) {
        tensors.clear();
        tensors.putAll(inputs);
        for (Operator operator : model.operators()) {
            if (!tensors.containsKey(operator.outputs()[0]) && !step(operator)) {
                break;
            }
        }
        return tensors;
    }

    // ---------------------------------------------------------------------------------------------------- arithmetic

    /** A scale as a multiplier of 31 bits and an exponent. */
    record Scale(long m, int e, double real) {
        static Scale of(double real) {
            int e = 0;
            double f = real;
            while (f != 0 && f >= 1) {
                f /= 2;
                e++;
            }
            while (f != 0 && f < 0.5) {
                f *= 2;
                e--;
            }
            long m = Math.round(f * 2147483648.0);
            if (m == 1L << 31) {
                m >>= 1;
                e++;
            }
            return e < -31 ? new Scale(0, 0, real) : new Scale(m, e, real);
        }
    }

    static int twice(long x, Scale s) {
        long shifted = (int) (x << Math.max(s.e, 0));
        long ab = shifted * s.m;
        long h = (ab + (ab >= 0 ? 1L << 30 : 1 - (1L << 30))) / (1L << 31);
        int r = Math.max(-s.e, 0);
        long rest = h & ((1L << r) - 1);
        long half = (((1L << r) - 1) >> 1) + (h < 0 ? 1 : 0);
        return (int) ((h >> r) + (rest > half ? 1 : 0));
    }

    static int once(long x, Scale s) {
        return (int) ((x * s.m + (1L << (30 - s.e))) >> (31 - s.e));
    }

    private int times(long x, Scale s) {
        return mode == Mode.SINGLE ? once(x, s) : twice(x, s);
    }

    private static long longTimes(long x, Scale s) {
        long m16 = s.m < 0x7FFF0000L ? (s.m + 0x8000) >> 16 : 0x7FFF;
        return (x * m16 + (1L << (14 - s.e))) >> (15 - s.e);
    }

    // ------------------------------------------------------------------------------------------------------ tensors

    private static int zero(Tensor t) {
        return t.zeroPoints().length == 0 ? 0 : (int) t.zeroPoints()[0];
    }

    private static int least(Tensor t) {
        return t.type() == TfliteModel.INT16 ? -32768 : t.type() == TfliteModel.UINT8 ? 0 : -128;
    }

    private static int most(Tensor t) {
        return t.type() == TfliteModel.INT16 ? 32767 : t.type() == TfliteModel.UINT8 ? 255 : 127;
    }

    private static int rounded(double v) {
        return (int) (v < 0 ? -Math.floor(-v + 0.5) : Math.floor(v + 0.5));
    }

    private static int clamp(Tensor out, int activation, long y) {
        float s = out.scales()[0];
        int z = zero(out);
        long lo = least(out);
        long hi = most(out);
        if (activation == 1 || activation == 3) {
            lo = Math.max(lo, z);
        }
        if (activation == 2) {
            lo = Math.max(lo, z + rounded(-1f / s));
            hi = Math.min(hi, z + rounded(1f / s));
        }
        if (activation == 3) {
            hi = Math.min(hi, z + rounded(6f / s));
        }
        return (int) Math.max(lo, Math.min(hi, y));
    }

    private long[] constant(int index) {
        Tensor t = model.tensor(index);
        ByteBuffer b = ByteBuffer.wrap(t.data()).order(ByteOrder.LITTLE_ENDIAN);
        long[] v = new long[t.size()];
        for (int i = 0; i < v.length; i++) {
            v[i] = switch (t.type()) {
                case TfliteModel.INT8 -> b.get();
                case TfliteModel.UINT8 -> b.get() & 255;
                case TfliteModel.INT16 -> b.getShort();
                case TfliteModel.INT64 -> b.getLong();
                default -> b.getInt();
            };
        }
        return v;
    }

    private int[] values(int index) {
        int[] known = tensors.get(index);
        if (known != null) {
            return known;
        }
        long[] c = constant(index);
        int[] v = new int[c.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = (int) c[i];
        }
        return v;
    }

    private static int[] four(int[] d) {
        int[] f = {1, 1, 1, 1};
        System.arraycopy(d, 0, f, 4 - d.length, d.length);
        return f;
    }

    // ---------------------------------------------------------------------------------------------------- operators

    private boolean step(Operator o) {
        Tensor in = model.tensor(o.inputs()[0]);
        Tensor out = model.tensor(o.outputs()[0]);
        int[] x = values(o.inputs()[0]);
        int[] y;
        switch (o.name()) {
            case "CONV_2D" -> y = convolution(o, x, false);
            case "DEPTHWISE_CONV_2D" -> y = convolution(o, x, true);
            case "FULLY_CONNECTED" -> y = dense(o, x);
            case "ADD", "SUB" -> y = sum(o, x, values(o.inputs()[1]), o.name().equals("SUB"));
            case "MUL" -> y = product(o, x, values(o.inputs()[1]));
            case "PRELU" -> y = prelu(o, x, values(o.inputs()[1]));
            case "AVERAGE_POOL_2D" -> y = pool(o, x, false);
            case "MAX_POOL_2D" -> y = pool(o, x, true);
            case "MEAN" -> y = mean(o, x);
            case "PAD", "PADV2" -> y = pad(o, x);
            case "RESHAPE", "SQUEEZE", "EXPAND_DIMS" -> y = x;
            case "TRANSPOSE" -> y = transpose(o, x);
            case "CONCATENATION" -> y = concatenation(o);
            case "STRIDED_SLICE" -> y = slice(o, x);
            case "QUANTIZE" -> {
                if (in.type() == TfliteModel.FLOAT32 || out.type() == TfliteModel.INT32) {
                    return false;
                }
                Scale s = Scale.of((double) in.scales()[0] / out.scales()[0]);
                y = new int[x.length];
                for (int i = 0; i < y.length; i++) {
                    y[i] = clamp(out, 0, times(x[i] - zero(in), s) + zero(out));
                }
            }
            case "LEAKY_RELU" -> {
                float alpha = o.options().float32(0, 0);
                Scale p = Scale.of(in.scales()[0] / out.scales()[0]);
                Scale n = Scale.of(in.scales()[0] * alpha / out.scales()[0]);
                y = new int[x.length];
                for (int i = 0; i < y.length; i++) {
                    int v = x[i] - zero(in);
                    y[i] = clamp(out, 0, times(v, v >= 0 ? p : n) + zero(out));
                }
            }
            case "RELU", "RELU6" -> {
                Scale s = Scale.of(in.scales()[0] / out.scales()[0]);
                y = new int[x.length];
                for (int i = 0; i < y.length; i++) {
                    y[i] = clamp(out, o.name().equals("RELU") ? 1 : 3, times(x[i] - zero(in), s) + zero(out));
                }
            }
            case "LOGISTIC", "TANH" -> {
                y = new int[x.length];
                for (int i = 0; i < y.length; i++) {
                    double real = (double) in.scales()[0] * (x[i] - zero(in));
                    y[i] = clamp(
                            out,
                            0,
                            o.name().equals("TANH")
                                    ? rounded(128 * Math.tanh(real))
                                    : rounded(256 / (1 + Math.exp(-real))) - 128);
                }
            }
            case "HARD_SWISH" -> y = hardSwish(in, out, x);
            default -> {
                return false;
            }
        }
        tensors.put(o.outputs()[0], y);
        return true;
    }

    private int[] convolution(Operator o, int[] x, boolean depthwise) {
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

    private int requantized(
            Tensor in, Tensor w, Tensor out, int channel, long acc, boolean wide, int activation, boolean dense) {
        float sw = w.scales()[w.scales().length == 1 ? 0 : channel];
        boolean one = w.scales().length == 1 && (dense || in.type() == TfliteModel.UINT8);
        double product = one ? (double) (in.scales()[0] * sw) : (double) in.scales()[0] * (double) sw;
        Scale s = Scale.of(product / (double) out.scales()[0]);
        long y;
        if (wide) {
            y = longTimes(acc, s);
        } else if (mode == Mode.FP32) {
            y = (long) Math.rint((float) acc * (float) s.real);
        } else {
            y = times(acc, s);
        }
        return clamp(out, activation, y + zero(out));
    }

    private int[] dense(Operator o, int[] x) {
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

    /** Index into an operand that is broadcast to a shape. */
    private static int at(int[] shape, int[] full, int i) {
        int[] s = four(shape);
        int[] f = four(full);
        int rest = i;
        int index = 0;
        int stride = 1;
        for (int axis = 3; axis >= 0; axis--) {
            int place = rest % f[axis];
            rest /= f[axis];
            index += (s[axis] == 1 ? 0 : place) * stride;
            stride *= s[axis];
        }
        return index;
    }

    private int[] sum(Operator o, int[] a, int[] b, boolean less) {
        Tensor ta = model.tensor(o.inputs()[0]);
        Tensor tb = model.tensor(o.inputs()[1]);
        Tensor out = model.tensor(o.outputs()[0]);
        int shift = out.type() == TfliteModel.INT16 ? 15 : 20;
        double t = 2 * Math.max((double) ta.scales()[0], (double) tb.scales()[0]);
        Scale sa = Scale.of(ta.scales()[0] / t);
        Scale sb = Scale.of(tb.scales()[0] / t);
        Scale so = Scale.of(t / (Math.pow(2, shift) * out.scales()[0]));
        int[] y = new int[out.size()];
        for (int i = 0; i < y.length; i++) {
            int p = times((long) (a[at(ta.shape(), out.shape(), i)] - zero(ta)) << shift, sa);
            int q = times((long) (b[at(tb.shape(), out.shape(), i)] - zero(tb)) << shift, sb);
            y[i] = clamp(out, o.options().int8(0, 0), times(less ? p - q : p + q, so) + zero(out));
        }
        return y;
    }

    private int[] product(Operator o, int[] a, int[] b) {
        Tensor ta = model.tensor(o.inputs()[0]);
        Tensor tb = model.tensor(o.inputs()[1]);
        Tensor out = model.tensor(o.outputs()[0]);
        Scale s = Scale.of((double) ta.scales()[0] * (double) tb.scales()[0] / (double) out.scales()[0]);
        int[] y = new int[out.size()];
        for (int i = 0; i < y.length; i++) {
            int p = (a[at(ta.shape(), out.shape(), i)] - zero(ta)) * (b[at(tb.shape(), out.shape(), i)] - zero(tb));
            y[i] = clamp(out, o.options().int8(0, 0), times(p, s) + zero(out));
        }
        return y;
    }

    private int[] prelu(Operator o, int[] a, int[] b) {
        Tensor ta = model.tensor(o.inputs()[0]);
        Tensor tb = model.tensor(o.inputs()[1]);
        Tensor out = model.tensor(o.outputs()[0]);
        Scale p = Scale.of((double) ta.scales()[0] / (double) out.scales()[0]);
        Scale n = Scale.of((double) ta.scales()[0] * (double) tb.scales()[0] / (double) out.scales()[0]);
        int[] y = new int[out.size()];
        for (int i = 0; i < y.length; i++) {
            int v = a[i] - zero(ta);
            int slope = b[at(tb.shape(), out.shape(), i)] - zero(tb);
            y[i] = clamp(out, 0, (v >= 0 ? times(v, p) : times(v * slope, n)) + zero(out));
        }
        return y;
    }

    private int[] pool(Operator o, int[] x, boolean max) {
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

    private int[] mean(Operator o, int[] x) {
        Tensor in = model.tensor(o.inputs()[0]);
        Tensor out = model.tensor(o.outputs()[0]);
        int[] is = four(in.shape());
        boolean[] away = new boolean[4];
        for (long axis : constant(o.inputs()[1])) {
            away[(int) (axis < 0 ? axis + 4 : axis + 4 - in.shape().length)] = true;
        }
        int[] os = new int[4];
        int n = 1;
        for (int i = 0; i < 4; i++) {
            os[i] = away[i] ? 1 : is[i];
            n *= away[i] ? is[i] : 1;
        }
        int[] sums = new int[out.size()];
        for (int i = 0; i < x.length; i++) {
            sums[at(os, is, i)] += x[i];
        }
        Scale s = Scale.of((double) in.scales()[0] / (double) out.scales()[0]);
        int k = Math.min(Math.min(63 - Long.numberOfLeadingZeros(n), 32), 31 + s.e);
        Scale folded = new Scale((s.m << k) / n, s.e - k, 0);
        int[] y = new int[out.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = clamp(out, 0, times(sums[i] - zero(in) * n, folded) + zero(out));
        }
        return y;
    }

    private int[] pad(Operator o, int[] x) {
        Tensor in = model.tensor(o.inputs()[0]);
        Tensor out = model.tensor(o.outputs()[0]);
        long[] p = constant(o.inputs()[1]);
        int rank = in.shape().length;
        int[] y = new int[out.size()];
        for (int i = 0; i < y.length; i++) {
            int rest = i;
            int at = 0;
            int stride = 1;
            boolean inside = true;
            for (int axis = rank - 1; axis >= 0; axis--) {
                int index = rest % out.shape()[axis] - (int) p[2 * axis];
                rest /= out.shape()[axis];
                inside &= index >= 0 && index < in.shape()[axis];
                at += index * stride;
                stride *= in.shape()[axis];
            }
            y[i] = inside ? x[at] : o.inputs().length > 2 ? values(o.inputs()[2])[0] : zero(out);
        }
        return y;
    }

    private int[] transpose(Operator o, int[] x) {
        int[] is = model.tensor(o.inputs()[0]).shape();
        int[] os = model.tensor(o.outputs()[0]).shape();
        long[] order = constant(o.inputs()[1]);
        int[] y = new int[x.length];
        for (int i = 0; i < y.length; i++) {
            int[] index = new int[is.length];
            int rest = i;
            for (int axis = is.length - 1; axis >= 0; axis--) {
                index[(int) order[axis]] = rest % os[axis];
                rest /= os[axis];
            }
            int at = 0;
            for (int axis = 0; axis < is.length; axis++) {
                at = at * is[axis] + index[axis];
            }
            y[i] = x[at];
        }
        return y;
    }

    private int[] concatenation(Operator o) {
        Tensor out = model.tensor(o.outputs()[0]);
        int axis = o.options().int32(0, 0);
        axis = axis < 0 ? axis + out.shape().length : axis;
        int inner = 1;
        for (int a = axis + 1; a < out.shape().length; a++) {
            inner *= out.shape()[a];
        }
        int[] y = new int[out.size()];
        int next = 0;
        for (int outer = 0; next < y.length; outer++) {
            for (int input : o.inputs()) {
                int[] v = values(input);
                int length = model.tensor(input).shape()[axis] * inner;
                System.arraycopy(v, outer * length, y, next, length);
                next += length;
            }
        }
        return y;
    }

    private int[] slice(Operator o, int[] x) {
        int[] is = model.tensor(o.inputs()[0]).shape();
        int[] os = model.tensor(o.outputs()[0]).shape();
        long[] begin = constant(o.inputs()[1]);
        long[] step = constant(o.inputs()[3]);
        int beginMask = o.options().int32(0, 0);
        if (os.length != is.length) {
            throw new IllegalArgumentException("only slices that keep their axes");
        }
        int[] y = new int[model.tensor(o.outputs()[0]).size()];
        for (int i = 0; i < y.length; i++) {
            int rest = i;
            int at = 0;
            int stride = 1;
            for (int axis = is.length - 1; axis >= 0; axis--) {
                long first = (beginMask >> axis & 1) != 0 ? 0 : begin[axis] < 0 ? begin[axis] + is[axis] : begin[axis];
                at += (int) (first + rest % os[axis] * step[axis]) * stride;
                rest /= os[axis];
                stride *= is[axis];
            }
            y[i] = x[at];
        }
        return y;
    }

    private static int high16(int a, int b) {
        long ab = (long) a * b;
        return (int) ((ab + (ab >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15));
    }

    private static int limited(long v) {
        return (int) Math.max(-32768, Math.min(32767, v));
    }

    private static int halved(int x, int r) {
        return rounded(x / (double) (1 << r));
    }

    private static int[] hardSwish(Tensor in, Tensor out, int[] x) {
        float hires = in.scales()[0] / 128;
        Scale mo = Scale.of(hires / out.scales()[0]);
        Scale mr = Scale.of(hires / (3f / 32768));
        int mo16 = mo.m < 0x7FFF0000L ? (int) ((mo.m + 0x8000) >> 16) : 0x7FFF;
        int mr16 = mr.m < 0x7FFF0000L ? (int) ((mr.m + 0x8000) >> 16) : 0x7FFF;
        int[] y = new int[x.length];
        for (int i = 0; i < y.length; i++) {
            int v = (x[i] - zero(in)) * 128;
            int p = high16(v, mo16);
            int r = v;
            if (mr.e > 0) {
                r = high16(limited((long) r << (mr.e - 1)), mr16);
                r = limited((long) r << 1);
            } else {
                r = halved(high16(r, mr16), -mr.e);
            }
            r = (r + 32768) >> 1;
            y[i] = clamp(out, 0, halved((int) ((long) r * p / 32768), -mo.e) + zero(out));
        }
        return y;
    }
}
