// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The roundings of int8 inference and the zero point in Verilog: ties, totals of every width, whole and with fractions of a unit. */
@Tag("verilator")
class MacRoundingTest {
    private static final int JOBS = 40;
    private static final int ROWS = 64;
    private static final int COLUMNS = 12;

    /** Bits of the sums of the products, at most. */
    private static final int SUM_BITS = 12;

    private long results;

    /** Results that another rounding of the engine, or the same without the zero point, would have changed. */
    private final int[] decided = new int[Rounding.values().length];

    private int shifted;
    private int wide;
    private int fractions;

    @ParameterizedTest
    @EnumSource(value = Configurations.class, mode = EnumSource.Mode.MATCH_ALL, names = "INFERENCE.*")
    void everyRounding(Configurations configuration, @TempDir Path directory) throws Exception {
        MacConfig config = configuration.config();
        Random random = new Random(configuration.ordinal());
        try (MatrixBench bench = new MatrixBench(configuration, directory)) {
            for (NumberFormat operand : config.formats()) {
                for (String name : bench.manifest.formats()) {
                    for (Rounding rounding : config.roundings()) {
                        for (int job = 0; job < JOBS; job++) {
                            job(bench, operand, NumberFormats.of(name), rounding, random);
                        }
                    }
                }
            }
            assertEquals(results, bench.compared);
        }
        String coverage = String.format(
                "%d results, decided %s, shifted %d, wide %d, fractions %d",
                results, Arrays.toString(decided), shifted, wide, fractions);
        for (Rounding rounding : config.roundings()) {
            assertTrue(decided[rounding.code()] > results / 1000, coverage);
        }
        assertTrue(shifted > results / 10 && fractions > results / 20 && wide > results / 20, coverage);
    }

    private void job(MatrixBench bench, NumberFormat operand, NumberFormat result, Rounding rounding, Random random) {
        int totalBits = (int) bench.manifest.parameter("totalBits");
        int kind = random.nextInt(4);
        int biasShift =
                kind < 2 ? 16 : kind == 2 ? random.nextInt(16) : 17 + random.nextInt(Math.max(1, totalBits - 45));
        int[][] a = Codes.random(operand, random, ROWS, 1 + random.nextInt(3), 4, kind == 1);
        int[][] w = Codes.random(operand, random, COLUMNS, a[0].length, 4, kind == 1);
        for (int m = 0; m < ROWS; m += 4) {
            Arrays.fill(a[m], 0); // the bias alone
        }
        int sumBits = SUM_BITS;
        if (operand instanceof IntegerFormat) {
            int codeBits = random.nextBoolean() ? operand.widthBits() : 3; // small sums are ties often
            narrow(operand, a, codeBits);
            narrow(operand, w, codeBits);
            sumBits = 2 * codeBits;
        }
        List<Rescale.Channel> channels = new ArrayList<>();
        for (int n = 0; n < COLUMNS; n++) {
            channels.add(channel(1 + random.nextInt(sumBits), result, biasShift, totalBits, random));
        }
        int[] clips = {random.nextInt(1 << result.widthBits()), random.nextInt(1 << result.widthBits())};
        boolean ordered = result.order(clips[0]) <= result.order(clips[1]);
        boolean clipped = random.nextInt(8) == 0;
        Rescale.Layer layer = new Rescale.Layer(
                operand,
                result,
                rounding,
                biasShift,
                clipped ? clips[ordered ? 0 : 1] : result.minBits(),
                clipped ? clips[ordered ? 1 : 0] : result.maxBits(),
                random.nextBoolean()
                        ? 0
                        : random.nextInt(1 << 16) - (1 << 15) >> random.nextInt(1 + 16 - result.widthBits()));
        bench.load(operand, w, channels);
        bench.check(layer, a, w, channels, "seed " + bench.manifest.design() + ", " + layer);
        count(layer, a, w, channels);
    }

    /** Leaves the low bits of integers, sign-extended. */
    private static void narrow(NumberFormat format, int[][] codes, int bits) {
        for (int[] row : codes) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (row[i] << 32 - bits >> 32 - bits) & 2 * format.narBits() - 1;
            }
        }
    }

    private void count(Rescale.Layer layer, int[][] a, int[][] w, List<Rescale.Channel> channels) {
        results += (long) a.length * w.length;
        if (layer.biasShift() > 16) {
            wide += a.length * w.length;
        } else if (layer.biasShift() < 16) {
            fractions += a.length * w.length;
        }
        if (!(layer.result() instanceof IntegerFormat)) {
            return;
        }
        int[][] found = MatrixBench.expected(layer, a, w, channels);
        boolean[][] changed = new boolean[a.length][w.length];
        for (Rounding other : Rounding.values()) {
            int[][] others = MatrixBench.expected(with(layer, other, layer.zeroPoint()), a, w, channels);
            for (int m = 0; m < a.length; m++) {
                for (int n = 0; n < w.length; n++) {
                    changed[m][n] |= others[m][n] != found[m][n];
                }
            }
        }
        int[][] unshifted = MatrixBench.expected(with(layer, layer.rounding(), 0), a, w, channels);
        for (int m = 0; m < a.length; m++) {
            for (int n = 0; n < w.length; n++) {
                decided[layer.rounding().code()] += changed[m][n] ? 1 : 0;
                shifted += unshifted[m][n] != found[m][n] ? 1 : 0;
            }
        }
    }

    private static Rescale.Layer with(Rescale.Layer layer, Rounding rounding, int zeroPoint) {
        return new Rescale.Layer(
                layer.operands(),
                layer.result(),
                rounding,
                layer.biasShift(),
                layer.clipLow(),
                layer.clipHigh(),
                zeroPoint);
    }

    private static Rescale.Channel channel(
            int sumBits, NumberFormat result, int biasShift, int totalBits, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> tie(result, biasShift, totalBits, random);
            case 1 -> nearTie(result, biasShift, totalBits, random);
            default -> any(sumBits, result, biasShift, totalBits, random);
        };
    }

    /** A bias that alone is a tie; where they fit, its total has 77 to 79 bits: of 79 on there is no nudge. */
    private static Rescale.Channel tie(NumberFormat result, int biasShift, int totalBits, Random random) {
        int odd = 2 * random.nextInt(1 << Math.min(result.widthBits(), 8) - 1) + 1;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(odd);
        int room = Math.min(30, totalBits - 3 - biasShift) - bits;
        int wanted = 77 + random.nextInt(3) - biasShift - bits;
        int places = wanted >= 0 && wanted <= room ? wanted : random.nextInt(room + 1);
        int bias = odd << places;
        // odd * 2^(places + biasShift) * 2^15 * 2^x = odd / 2
        return alike(random.nextBoolean() ? bias : -bias, 1 << 30, -16 - places - biasShift);
    }

    /** A bias of 30 bits whose product is within some units of a tie: what floats round away decides. */
    private static Rescale.Channel nearTie(NumberFormat result, int biasShift, int totalBits, Random random) {
        int m = multiplier(random);
        long odd = 2L * random.nextInt(1 << result.widthBits() - 1) + 1;
        int bits = Math.min(30, totalBits - 3 - biasShift);
        int shift = bits + 30 - (Long.SIZE - Long.numberOfLeadingZeros(odd));
        int bias = (int) (((odd << shift) + m / 2) / m) + random.nextInt(3) - 1;
        // bias * 2^biasShift * m * 2^(x - 15) = odd / 2
        return alike(random.nextBoolean() ? bias : -bias, m, 15 - biasShift - shift - 1);
    }

    private static Rescale.Channel alike(int bias, int m, int x) {
        int scale = Rescale.scaleWord(false, x);
        return new Rescale.Channel(bias, m >> 15, scale, m >> 15, scale, m & 0x7FFF, m & 0x7FFF);
    }

    /** A bias of any width, none often, and a scale that brings the total near the result's range. */
    private static Rescale.Channel any(int sumBits, NumberFormat result, int biasShift, int totalBits, Random random) {
        int biasBits = random.nextBoolean() ? 0 : 1 + random.nextInt(Math.min(31, totalBits - 3 - biasShift));
        int bias = biasBits == 0 ? random.nextInt(3) - 1 : random.nextInt() >> 32 - biasBits;
        if (biasBits > 0 && random.nextInt(4) == 0) {
            bias = (bias < 0 ? -1 : 1) * ((1 << biasBits - 1) - 1); // ones alone: rounded, they carry
        }
        int magnitude = Math.max(biasBits == 0 ? 0 : biasBits + biasShift, 16 + sumBits);
        int[] multipliers = {multiplier(random), multiplier(random)};
        int[] scales = new int[2];
        for (int side = 0; side < 2; side++) {
            int exponent = -15 - magnitude - 1 + random.nextInt(Math.min(result.widthBits(), 8) + 2);
            scales[side] = Rescale.scaleWord(random.nextInt(8) == 0, exponent);
        }
        return new Rescale.Channel(
                bias,
                multipliers[0] >> 15,
                scales[0],
                multipliers[1] >> 15,
                scales[1],
                multipliers[0] & 0x7FFF,
                multipliers[1] & 0x7FFF);
    }

    /** Of 31 bits: few of them for ties, those of a float, or any. */
    private static int multiplier(Random random) {
        int any = 1 << 30 | random.nextInt(1 << 30);
        return switch (random.nextInt(5)) {
            case 4 -> -1 >>> 1;
            case 0 -> 1 << 30;
            case 1 -> any & -1 << 24 + random.nextInt(6);
            case 2 -> any & -1 << 7;
            default -> any;
        };
    }
}
