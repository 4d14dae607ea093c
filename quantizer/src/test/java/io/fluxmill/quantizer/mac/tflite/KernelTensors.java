// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteModel.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Tensors and the arithmetic of {@link IntegerKernels}. */
abstract class KernelTensors {
    /** Which of the three arithmetics multiplies by a scale. */
    enum Mode {
        DOUBLE,
        SINGLE,
        FP32
    }

    final TfliteModel model;
    final Mode mode;
    final Map<Integer, int[]> tensors = new HashMap<>();

    KernelTensors(TfliteModel model, Mode mode) {
        this.model = model;
        this.mode = mode;
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

    int times(long x, Scale s) {
        return mode == Mode.SINGLE ? once(x, s) : twice(x, s);
    }

    static long longTimes(long x, Scale s) {
        long m16 = s.m < 0x7FFF0000L ? (s.m + 0x8000) >> 16 : 0x7FFF;
        return (x * m16 + (1L << (14 - s.e))) >> (15 - s.e);
    }

    // ------------------------------------------------------------------------------------------------------ tensors

    static int zero(Tensor t) {
        return t.zeroPoints().length == 0 ? 0 : (int) t.zeroPoints()[0];
    }

    static int least(Tensor t) {
        return t.type() == TfliteModel.INT16 ? -32768 : t.type() == TfliteModel.UINT8 ? 0 : -128;
    }

    static int most(Tensor t) {
        return t.type() == TfliteModel.INT16 ? 32767 : t.type() == TfliteModel.UINT8 ? 255 : 127;
    }

    static int rounded(double v) {
        return (int) (v < 0 ? -Math.floor(-v + 0.5) : Math.floor(v + 0.5));
    }

    static int clamp(Tensor out, int activation, long y) {
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

    long[] constant(int index) {
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

    int[] values(int index) {
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

    static int[] four(int[] d) {
        int[] f = {1, 1, 1, 1};
        System.arraycopy(d, 0, f, 4 - d.length, d.length);
        return f;
    }

    static int high16(int a, int b) {
        long ab = (long) a * b;
        return (int) ((ab + (ab >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15));
    }

    static int limited(long v) {
        return (int) Math.max(-32768, Math.min(32767, v));
    }

    static int halved(int x, int r) {
        return rounded(x / (double) (1 << r));
    }
}
