// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.format.FormatOracle;
import io.fluxmill.core.format.Ledger;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rational;
import io.fluxmill.core.format.TestFormats;
import io.fluxmill.core.program.mac.MacProgram.AddStep;
import io.fluxmill.core.program.mac.MacProgram.PoolKind;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.MacProgram.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pooling and addition against exact rationals. */
class HostStepsTest {
    private static final long SEED = 77;
    private static final int CHANNELS = 2;
    private static final int HEIGHT = 7;
    private static final int WIDTH = 9;

    /** Square, oblong, strided, padded, dilated, as large as the input, and one that hangs over every edge. */
    private static final List<Window> WINDOWS = List.of(
            window(2, 2, 2, 2, 0, 0, 1, 1, 3, 4),
            window(3, 3, 1, 1, 1, 1, 1, 1, 7, 9),
            window(1, 3, 1, 2, 0, 1, 1, 1, 7, 5),
            window(3, 2, 2, 1, 2, 1, 2, 3, 4, 8),
            window(HEIGHT, WIDTH, 1, 1, 0, 0, 1, 1, 1, 1),
            window(2, 2, 4, 4, 3, 3, 1, 1, 4, 5));

    private static Window window(int kh, int kw, int sy, int sx, int py, int px, int dy, int dx, int oh, int ow) {
        return new Window(0, 1, kh, kw, sy, sx, py, px, dy, dx, oh, ow);
    }

    @Test
    void poolsAreExact() {
        Ledger ledger = new Ledger(Ledger.Kind.POOL);
        for (NumberFormat format : TestFormats.namedAndStandard()) {
            Random random = new Random(SEED);
            long ran = 0;
            for (Window window : WINDOWS) {
                for (int repeat = 0; repeat < 10; repeat++) {
                    int nars = repeat % 5 == 0 ? 12 : 0;
                    ran += checkPool(format, window, PoolKind.MAX, repeat % 2 == 0, nars, random);
                    ran += checkPool(format, window, PoolKind.AVERAGE, false, nars, random);
                    ran += checkPool(format, window, PoolKind.AVERAGE, true, nars, random);
                }
            }
            ledger.add(format, ran);
        }
        ledger.check();
    }

    private static long checkPool(
            NumberFormat format, Window window, PoolKind kind, boolean countIncludePad, int nars, Random random) {
        int padCode = format.fromDouble(random.nextInt(3) - 1);
        PoolStep step = new PoolStep("pool", 0, 1, kind, window, countIncludePad, padCode);
        Value in = new Value("in", CHANNELS, HEIGHT, WIDTH, format);
        Value out = new Value("out", CHANNELS, window.outHeight(), window.outWidth(), format);
        short[] source = codes(format, 3 + in.elements(), nars, random);
        short[] target = new short[2 + out.elements()];
        HostSteps.pool(step, in, source, 3, out, target, 2);
        FormatOracle oracle = FormatOracle.of(format);
        for (int i = 0; i < out.elements(); i++) {
            int x = i % window.outWidth();
            int y = i / window.outWidth() % window.outHeight();
            int plane = 3 + i / window.positions() * HEIGHT * WIDTH;
            int expected = expectedPool(step, oracle, source, plane, y, x);
            String context = format.name() + " " + step + " output " + i + " seed " + SEED;
            if (expected != target[2 + i]) {
                assertEquals((short) expected, target[2 + i], context);
            }
        }
        return out.elements();
    }

    private static int expectedPool(PoolStep step, FormatOracle oracle, short[] source, int plane, int y, int x) {
        Window window = step.window();
        List<Integer> taken = new ArrayList<>();
        for (int k = 0; k < window.depth(); k++) {
            int inY = y * window.strideY() - window.padTop() + k / window.kernelWidth() * window.dilationY();
            int inX = x * window.strideX() - window.padLeft() + k % window.kernelWidth() * window.dilationX();
            if (inY >= 0 && inX >= 0 && inY < HEIGHT && inX < WIDTH) {
                taken.add(source[plane + inY * WIDTH + inX] & 0xFFFF);
            } else if (step.kind() == PoolKind.AVERAGE && step.countIncludePad()) {
                taken.add(step.padCode());
            }
        }
        if (taken.isEmpty()) {
            return step.padCode();
        }
        return step.kind() == PoolKind.MAX ? maximum(oracle, taken) : average(oracle, taken);
    }

    private static int maximum(FormatOracle oracle, List<Integer> taken) {
        int largest = taken.get(0);
        for (int code : taken) {
            Rational best = oracle.value(largest);
            Rational value = oracle.value(code);
            largest = value != null && (best == null || value.compareTo(best) > 0) ? code : largest;
        }
        return largest;
    }

    private static int average(FormatOracle oracle, List<Integer> taken) {
        Rational sum = Rational.ZERO;
        for (int code : taken) {
            if (oracle.value(code) == null) {
                return oracle.nar();
            }
            sum = sum.plus(oracle.value(code)).reduced();
        }
        return oracle.encode(sum.dividedBy(taken.size()));
    }

    /** Half of them anywhere, half near one, so that averages fall between neighbouring codes; some NaR. */
    private static short[] codes(NumberFormat format, int length, int nars, Random random) {
        short[] codes = new short[length];
        for (int i = 0; i < length; i++) {
            int code = random.nextBoolean()
                    ? random.nextInt(1 << format.widthBits())
                    : format.oneBits() + random.nextInt(3) & ((1 << format.widthBits()) - 1);
            codes[i] = (short) (format.isNaR(code) ? 0 : code);
        }
        for (int i = 0; i < nars; i++) {
            codes[random.nextInt(length)] = (short) format.narBits();
        }
        return codes;
    }

    /**
     * 15 maxpos of 30 average 2^27, halfway between the codes of 2^26 and 2^28; one minpos more breaks the tie, in the
     * remainder of the division only.
     */
    @Test
    void minposBreaksATieOfLargeAverages() {
        NumberFormat format = NumberFormats.POSIT16_1;
        PoolStep step = new PoolStep("p", 0, 1, PoolKind.AVERAGE, window(1, 30, 1, 1, 0, 0, 1, 1, 1, 1), false, 0);
        Value in = new Value("in", 1, 1, 30, format);
        Value out = new Value("out", 1, 1, 1, format);
        short[] codes = new short[30];
        Arrays.fill(codes, 0, 15, (short) 0x7FFF);
        short[] average = new short[1];
        HostSteps.pool(step, in, codes, 0, out, average, 0);
        assertEquals(0x7FFE, average[0]);
        codes[29] = 1;
        HostSteps.pool(step, in, codes, 0, out, average, 0);
        assertEquals(0x7FFF, average[0]);
    }

    @Test
    void sumsAreExact() {
        Ledger ledger = new Ledger(Ledger.Kind.ADD);
        for (NumberFormat out : TestFormats.namedAndStandard()) {
            Random random = new Random(SEED);
            long ran = 0;
            for (NumberFormat in : TestFormats.namedAndStandard()) {
                for (int repeat = 0; repeat < 30; repeat++) {
                    ran += checkSum(in, repeat % 3 == 0 ? NumberFormats.POSIT8_0 : in, out, random);
                }
            }
            ledger.add(out, ran);
        }
        ledger.check();
    }

    private static long checkSum(NumberFormat left, NumberFormat right, NumberFormat out, Random random) {
        int elements = 64;
        int clipLow = random.nextInt(4) == 0 ? random.nextInt(1 << out.widthBits()) : out.minBits();
        int clipHigh = random.nextInt(4) == 0 ? random.nextInt(1 << out.widthBits()) : out.maxBits();
        double offset = random.nextBoolean() ? 0 : scale(random);
        AddStep step = new AddStep("add", 0, 1, 2, scale(random), scale(random), offset, clipLow, clipHigh);
        short[] a = codes(left, elements + 1, random.nextInt(3), random);
        short[] b = codes(right, elements + 2, random.nextInt(3), random);
        short[] target = new short[elements + 3];
        HostSteps.add(
                step, vector(elements, left), a, 1, vector(elements, right), b, 2, vector(elements, out), target, 3);
        FormatOracle leftOracle = FormatOracle.of(left);
        FormatOracle rightOracle = FormatOracle.of(right);
        FormatOracle oracle = FormatOracle.of(out);
        for (int i = 0; i < elements; i++) {
            Rational x = leftOracle.value(a[i + 1] & 0xFFFF);
            Rational y = rightOracle.value(b[i + 2] & 0xFFFF);
            int expected = expectedSum(step, x, y, oracle);
            assertEquals((short) expected, target[i + 3], () -> out.name() + " " + step + " of " + x + ", " + y);
        }
        return elements;
    }

    private static Value vector(int elements, NumberFormat format) {
        return new Value("v", elements, 1, 1, format);
    }

    private static int expectedSum(AddStep step, Rational x, Rational y, FormatOracle oracle) {
        if (x == null || y == null) {
            return oracle.nar();
        }
        Rational sum = x.times(Rational.of(step.leftScale()))
                .plus(y.times(Rational.of(step.rightScale())))
                .plus(Rational.of(step.offset()));
        int code = oracle.encode(sum);
        if (below(oracle, code, step.clipLow())) {
            return step.clipLow();
        }
        return below(oracle, step.clipHigh(), code) ? step.clipHigh() : code;
    }

    /** NaR sorts lowest. */
    private static boolean below(FormatOracle oracle, int a, int b) {
        if (oracle.value(a) == null || oracle.value(b) == null) {
            return oracle.value(a) == null && oracle.value(b) != null;
        }
        return oracle.value(a).compareTo(oracle.value(b)) < 0;
    }

    /** Powers of two, which make ties; short and full significands; zero; and magnitudes beyond what double arithmetic bears. */
    private static double scale(Random random) {
        double sign = random.nextBoolean() ? 1 : -1;
        return sign
                * switch (random.nextInt(7)) {
                    case 0, 1 -> Math.scalb(1.0, random.nextInt(7) - 3);
                    case 2 -> (1 + random.nextInt(16)) / 16.0;
                    case 3, 4 -> random.nextDouble() * 4;
                    case 5 -> random.nextInt(4) == 0 ? 0 : 1 / 3.0;
                    default -> random.nextBoolean() ? 0x1.8p-400 : 0x1.8p400;
                };
    }

    /** Products that leave the range of doubles are neither zero nor infinite. */
    @Test
    void scalesMayBeExtreme() {
        assertEquals(1, posit16Sum(1, 0x1p-1060));
        assertEquals(0xFFFF, posit16Sum(1, -0x1p-1060));
        assertEquals(0x7FFF, posit16Sum(0x7FFF, 0x1p1010));
        assertEquals(0x8001, posit16Sum(0x7FFF, -0x1p1010));
    }

    private static int posit16Sum(int code, double scale) {
        NumberFormat format = NumberFormats.POSIT16_1;
        AddStep step = new AddStep("add", 0, 0, 1, scale, 0, 0, format.minBits(), format.maxBits());
        short[] sum = new short[1];
        Value one = vector(1, format);
        short[] codes = {(short) code};
        HostSteps.add(step, one, codes, 0, one, codes, 0, one, sum, 0);
        return sum[0] & 0xFFFF;
    }

    /** Every pair of 4-bit codes. */
    @Test
    void halvesOfFourBitPairsAreExact() {
        for (NumberFormat format : List.of(NumberFormats.INT4, NumberFormats.FP4_E2M1, NumberFormats.POSIT4_1)) {
            FormatOracle oracle = FormatOracle.of(format);
            AddStep step = new AddStep("add", 0, 1, 2, 0.5, 0.5, 0.25, format.minBits(), format.maxBits());
            Value pairs = vector(256, format);
            short[] a = new short[256];
            short[] b = new short[256];
            short[] sum = new short[256];
            for (int i = 0; i < 256; i++) {
                a[i] = (short) (i >> 4);
                b[i] = (short) (i & 15);
            }
            HostSteps.add(step, pairs, a, 0, pairs, b, 0, pairs, sum, 0);
            for (int i = 0; i < 256; i++) {
                int expected = expectedSum(step, oracle.value(a[i]), oracle.value(b[i]), oracle);
                assertEquals(expected, sum[i], format.name() + " " + a[i] + ", " + b[i]);
            }
        }
    }

    @Test
    void mismatchedValuesAreRefused() {
        PoolStep pool = new PoolStep("p", 0, 1, PoolKind.MAX, WINDOWS.get(4), false, 0);
        Value in = new Value("in", 1, HEIGHT, WIDTH, NumberFormats.INT8);
        Value wrong = new Value("out", 1, 2, 1, NumberFormats.INT8);
        short[] codes = new short[HEIGHT * WIDTH];
        assertEquals(
                "pooling must keep format and channels and fill its output: step=p, input=" + in + ", output=" + wrong,
                assertThrows(IllegalArgumentException.class, () -> HostSteps.pool(pool, in, codes, 0, wrong, codes, 0))
                        .getMessage());
        AddStep add = new AddStep("a", 0, 0, 1, 1, 1, 0, 0x80, 0x7F);
        assertEquals(
                "addition must have operands as large as its output: step=a, left=" + in + ", right=" + in + ", output="
                        + wrong,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> HostSteps.add(add, in, codes, 0, in, codes, 0, wrong, codes, 0))
                        .getMessage());
    }
}
