// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.reference;

import io.fluxmill.core.program.pulse.ClassicalSettings;
import java.util.List;

/** The classical chain, bit for bit; docs/pulse-engine.md is its contract. */
public final class ClassicalReference {
    /** Words of a result. */
    public static final int WORDS = 6;

    private static final int TIME_FRACTION = 10;
    private static final int TIME_BITS = 24;
    private static final int NO_TIME = (1 << TIME_BITS) - 1;
    private static final int HEAD_ROOM = 3;

    private final ClassicalSettings settings;
    private final int pretrigger;
    private final int shapedBits;
    private final int[][] amplitude;
    private final int[][] time;

    public ClassicalReference(ClassicalSettings settings, int pretrigger, int adcBits) {
        this.settings = settings;
        this.pretrigger = pretrigger;
        shapedBits = adcBits + 5 + HEAD_ROOM;
        amplitude = coefficients(settings.amplitude());
        time = coefficients(settings.time());
    }

    private static int[][] coefficients(List<List<Integer>> banks) {
        return banks.stream()
                .map(bank -> bank.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** @param noCrossing whether the CFD found no crossing
     *  @param words of the packet, {@link #WORDS} */
    public record Result(boolean noCrossing, int[] words) {}

    /** The result for the samples of an event. */
    public Result run(int[] y) {
        int[] words = new int[WORDS];
        trapezoid(y, words);
        int crossing = crossing(y);
        int bank = crossing < 0 ? 0 : bank(crossing);
        words[0] = (crossing < 0 ? NO_TIME : crossing) | bank << TIME_BITS;
        filter(y, bank, words);
        return new Result(crossing < 0, words);
    }

    private void trapezoid(int[] y, int[] words) {
        int rise = settings.rise();
        int whole = 2 * rise + settings.flat();
        long limit = 1L << (shapedBits - 1);
        long[] z = new long[y.length];
        long sum = 0;
        long t = 0;
        long largest = Long.MIN_VALUE;
        for (int i = 0; i < y.length; i++) {
            long before = i == 0 ? 0 : y[i - 1];
            sum += ((long) y[i] << 16) - settings.pole() * before;
            z[i] = Math.max(-limit, Math.min(limit - 1, sum >> 16));
            int l = rise + settings.flat();
            t += z[i] - at(z, i - rise) - at(z, i - l) + at(z, i - whole);
            largest = Math.max(largest, t);
            if (i == pretrigger + settings.pick()) {
                words[2] = saturate(t);
            }
        }
        words[1] = saturate(largest);
    }

    private static long at(long[] values, int i) {
        return i < 0 ? 0 : values[i];
    }

    /** CFD time with 10 fractional bits, -1 if there is no crossing. */
    private int crossing(int[] y) {
        boolean armed = false;
        long before = 0;
        for (int i = 0; i < y.length; i++) {
            long delayed = i < settings.delay() ? 0 : y[i - settings.delay()];
            long c = (long) settings.fraction() * y[i] - (delayed << 8);
            if (armed && c < 0) {
                long doubled = (before << (TIME_FRACTION + 1)) / (before - c);
                return ((i - 1) << TIME_FRACTION) + (int) ((doubled + 1) >> 1);
            }
            armed |= c > settings.arm();
            before = c;
        }
        return -1;
    }

    private int bank(int crossing) {
        int number = (crossing - settings.bankOrigin()) >> settings.bankShift();
        return Math.max(0, Math.min(amplitude.length - 1, number));
    }

    private void filter(int[] y, int bank, int[] words) {
        long a = 0;
        long b = 0;
        for (int i = 0; i < amplitude[bank].length; i++) {
            long sample = y[settings.filterStart() + i];
            a += sample * amplitude[bank][i];
            b += sample * time[bank][i];
        }
        words[3] = saturate(a >> settings.amplitudeShift());
        words[4] = saturate(b >> settings.timeShift());
        words[5] = quotient(words[4], words[3]);
    }

    private static int quotient(long numerator, long denominator) {
        if (denominator <= 0) {
            return 0;
        }
        long doubled = (Math.abs(numerator) << (TIME_FRACTION + 1)) / denominator;
        long magnitude = Math.min(Integer.MAX_VALUE, (doubled + 1) >> 1);
        return (int) (numerator < 0 ? -magnitude : magnitude);
    }

    private static int saturate(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }
}
