// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteModel.Operator;
import io.fluxmill.quantizer.tflite.TfliteModel.Tensor;
import java.util.Map;

/**
 * TensorFlow Lite's integer kernels written anew from their formulas, channels last, one loop for each axis, plain numbers; nothing of the code under
 * test but the container reader. The oracle of the lowering.
 */
final class IntegerKernels extends WindowKernels {
    IntegerKernels(TfliteModel model, Mode mode) {
        super(model, mode);
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
                    // In float, as the table of the kernel is made.
                    float real = in.scales()[0] * (x[i] - zero(in));
                    float share = o.name().equals("TANH") ? (float) Math.tanh(real) : 1 / (1 + (float) Math.exp(-real));
                    y[i] = clamp(out, 0, rounded(share * (1 / out.scales()[0])) + zero(out));
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
        int k = Math.min(Math.min(63 - Long.numberOfLeadingZeros(n), 32), 31 + s.e());
        Scale folded = new Scale((s.m() << k) / n, s.e() - k, 0);
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
                for (int i = 0; i < length; i++) {
                    y[next++] = joined(model.tensor(input), out, v[outer * length + i]);
                }
            }
        }
        return y;
    }

    /** UINT8 is rescaled in float, one operation after the other. */
    private static int joined(Tensor in, Tensor out, int x) {
        if (in.scales()[0] == out.scales()[0] && zero(in) == zero(out)) {
            return x;
        }
        if (out.type() != TfliteModel.UINT8) {
            throw new IllegalArgumentException("only UINT8 is rescaled");
        }
        float inverse = 1 / out.scales()[0];
        float factor = in.scales()[0] * inverse;
        float offset = -zero(in) * factor;
        float scaled = x * factor;
        float sum = scaled + offset;
        return clamp(out, 0, rounded(sum) + zero(out));
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

    private static int[] hardSwish(Tensor in, Tensor out, int[] x) {
        float hires = in.scales()[0] / 128;
        Scale mo = Scale.of(hires / out.scales()[0]);
        Scale mr = Scale.of(hires / (3f / 32768));
        int mo16 = mo.m() < 0x7FFF0000L ? (int) ((mo.m() + 0x8000) >> 16) : 0x7FFF;
        int mr16 = mr.m() < 0x7FFF0000L ? (int) ((mr.m() + 0x8000) >> 16) : 0x7FFF;
        int[] y = new int[x.length];
        for (int i = 0; i < y.length; i++) {
            int v = (x[i] - zero(in)) * 128;
            int p = high16(v, mo16);
            int r = v;
            if (mr.e() > 0) {
                r = high16(limited((long) r << (mr.e() - 1)), mr16);
                r = limited((long) r << 1);
            } else {
                r = halved(high16(r, mr16), -mr.e());
            }
            r = (r + 32768) >> 1;
            y[i] = clamp(out, 0, halved((int) ((long) r * p / 32768), -mo.e()) + zero(out));
        }
        return y;
    }
}
