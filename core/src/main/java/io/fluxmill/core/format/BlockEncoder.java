// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * Values to the operand words of a {@link BlockFormat}: the driver's step between the codes of a tensor and the activation stream, and how weights are
 * quantised. Every decision is exact for values of at most 24 significant bits; the squared errors that {@link ScaleRule#MSE} and fourOverSix compare are
 * sums in double arithmetic in the order of the elements. A thread's own.
 */
public final class BlockEncoder {
    private final BlockFormat format;
    private final int emax;
    private final int fraction;
    private final double max;
    private final int[] codes;
    private final int[] other;

    public BlockEncoder(BlockFormat format) {
        this.format = format;
        max = format.maxElement();
        emax = Math.getExponent(max);
        fraction = format.element() instanceof IntegerFormat integer ? integer.widthBits() - 2 : format.fractionBits();
        codes = new int[format.size()];
        other = new int[format.size()];
    }

    /** The words of a sum of {@code depth} values from {@code from} on, to {@code words} from {@code offset} on. */
    public void encode(double[] values, int from, int depth, short[] words, int offset) {
        for (int word = 0; word < format.words(depth); word++) {
            words[offset + word] = 0;
        }
        for (int k = 0; k < depth; k += format.size()) {
            int count = Math.min(format.size(), depth - k);
            int scale = block(values, from + k, count);
            int at = offset + k / (BlockFormat.SCALES * format.size()) * format.pairWords();
            words[at] |= (short) (scale << k / format.size() % BlockFormat.SCALES * BlockFormat.SCALE_BITS);
            for (int i = 0; i < count; i++) {
                int shift = (k + i) % format.lanes() * format.laneBits();
                words[offset + format.wordOf(k + i)] |= (short) (codes[i] << shift);
            }
        }
    }

    /** The scale of a block, whose elements are then in {@link #codes}. */
    private int block(double[] values, int from, int count) {
        double amax = 0;
        for (int i = from; i < from + count; i++) {
            double magnitude = Math.abs(values[i]);
            if (!(magnitude < Double.POSITIVE_INFINITY)) {
                zero(count);
                return format.unsignedE4m3() ? BlockFormat.E4M3_NAN : BlockFormat.E8M0_NAN;
            }
            amax = Math.max(amax, magnitude);
        }
        if (amax == 0) {
            zero(count);
            return 0;
        }
        return format.unsignedE4m3() ? byE4m3(values, from, count, amax) : byE8m0(values, from, count, amax);
    }

    private void zero(int count) {
        for (int i = 0; i < count; i++) {
            codes[i] = 0;
        }
    }

    private int byE8m0(double[] values, int from, int count, double amax) {
        int exponent = exponent(amax);
        round(values, from, count, Math.scalb(1.0, exponent), codes);
        if (format.rule() == ScaleRule.MSE && exponent < BlockFormat.E8M0_BIAS) {
            round(values, from, count, Math.scalb(1.0, exponent + 1), other);
            return BlockFormat.E8M0_BIAS
                    + exponent
                    + (keepBetter(values, from, count, Math.scalb(1.0, exponent), Math.scalb(1.0, exponent + 1))
                            ? 1
                            : 0);
        }
        return BlockFormat.E8M0_BIAS + exponent;
    }

    /** The exponent of the rule; of MSE that of FLOOR. */
    private int exponent(double amax) {
        int floor = Math.getExponent(amax);
        boolean power = Math.scalb(1.0, floor) == amax;
        int exponent =
                switch (format.rule()) {
                    case FLOOR, MSE -> floor - emax;
                    case CEIL -> floor + (power ? 0 : 1) - emax;
                    case RCEIL -> floor - emax + (Math.scalb(amax, emax - floor) > max ? 1 : 0);
                    case EVEN -> Math.getExponent(Math.rint(Math.scalb(amax, fraction - floor)))
                            - fraction
                            + floor
                            - emax;
                };
        return Math.max(-BlockFormat.E8M0_BIAS, Math.min(BlockFormat.E8M0_BIAS, exponent));
    }

    private int byE4m3(double[] values, int from, int count, double amax) {
        int six = e4m3(amax / max);
        round(values, from, count, format.scale(six), codes);
        if (!format.fourOverSix()) {
            return six;
        }
        int four = e4m3(amax / 4);
        round(values, from, count, format.scale(four), other);
        return keepBetter(values, from, count, format.scale(six), format.scale(four)) ? four : six;
    }

    /** The nearest scale, but not 0. */
    private static int e4m3(double value) {
        return Math.max(1, NumberFormats.FP8_E4M3FN.fromDouble(value));
    }

    private void round(double[] values, int from, int count, double scale, int[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = format.fromDouble(values[from + i] / scale);
        }
    }

    /** Whether the other codes, with the second scale, have the smaller error; they are then the codes. */
    private boolean keepBetter(double[] values, int from, int count, double scale, double otherScale) {
        boolean better = error(values, from, count, otherScale, other) < error(values, from, count, scale, codes);
        if (better) {
            System.arraycopy(other, 0, codes, 0, count);
        }
        return better;
    }

    private double error(double[] values, int from, int count, double scale, int[] of) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double difference = format.toDouble(of[i]) * scale - values[from + i];
            sum += difference * difference;
        }
        return sum;
    }
}
