// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.encode;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Encoders beside the formulas of the contract, and by the chances that it states. */
class SpikeEncoderTest {
    private static Encoding of(String... lines) {
        return Encoding.from(ConfigNode.parse(Path.of("x.yaml"), String.join("\n", lines) + "\n"));
    }

    private static int[] codes(Random random, int count, int most) {
        return random.ints(count, 0, most + 1).toArray();
    }

    @Test
    void everyKindIsItsFormula() {
        Random random = new Random(1);
        long compared = 0;
        for (int i = 0; i < 400; i++) {
            int bits = 1 + random.nextInt(8);
            int ticks = 1 + random.nextInt(40);
            int most = (1 << bits) - 1;
            int[] codes = codes(random, 1 + random.nextInt(40), most);
            int seed = random.nextInt(Integer.MAX_VALUE);
            int sample = random.nextInt(70_000);
            String common = "ticks: " + ticks + "\nbits: " + bits;
            assertArrayEquals(
                    EncoderFormulas.rate(codes, ticks, bits, seed, sample),
                    encode(of("kind: rate", common, "seed: " + seed), new int[][] {codes}, sample));
            assertArrayEquals(
                    EncoderFormulas.latency(codes, ticks, bits),
                    encode(of("kind: latency", common), new int[][] {codes}, sample));
            assertArrayEquals(
                    EncoderFormulas.direct(codes, ticks), encode(of("kind: direct", common), new int[][] {codes}, 0));
            int[][] trace = new int[ticks][];
            Arrays.setAll(trace, t -> codes(random, codes.length, most));
            int threshold = 1 + random.nextInt(most);
            boolean tick = random.nextBoolean();
            boolean off = random.nextBoolean();
            assertArrayEquals(
                    EncoderFormulas.delta(trace, threshold, tick, off),
                    encode(
                            of(
                                    "kind: delta",
                                    "bits: " + bits,
                                    "threshold: " + threshold,
                                    "kept: " + (tick ? "tick" : "spike"),
                                    "off-spikes: " + off),
                            trace,
                            0));
            compared += 4L * ticks * codes.length;
        }
        assertTrue(compared > 400_000, "compared " + compared);
    }

    private static int[][] encode(Encoding encoding, int[][] codes, int sample) {
        return new SpikeEncoder(encoding).encode(codes, sample);
    }

    /** snnTorch: ON where data(t) - data(t - 1) >= threshold, OFF where it is <= -threshold, 0 before the first tick. */
    @Test
    void deltaByTheTickBeforeIsThatOfSnnTorch() {
        int[][] values = {{1}, {2}, {8}, {3}, {3}, {5}};
        int[][] spikes = encode(of("kind: delta", "threshold: 4", "kept: tick"), values, 0);
        assertArrayEquals(new int[][] {{0, 0}, {0, 0}, {1, 0}, {0, 1}, {0, 0}, {0, 0}}, spikes);
        // By the value of the last spike, 5 is no 4 above the 3 kept either, and 2 is no 4 above 0; a slow rise is
        // seen.
        int[][] slow = {{2}, {4}, {6}, {8}};
        assertArrayEquals(
                new int[][] {{0, 0}, {1, 0}, {0, 0}, {1, 0}}, encode(of("kind: delta", "threshold: 4"), slow, 0));
        assertArrayEquals(
                new int[][] {{0, 0}, {0, 0}, {0, 0}, {0, 0}},
                encode(of("kind: delta", "threshold: 4", "kept: tick"), slow, 0));
    }

    /** Each code x of 8 bits: x / 256 of many ticks, within five standard deviations; and codes side by side are not alike. */
    @Test
    void rateHasTheChanceOfItsCode() {
        int ticks = 4000;
        int[] codes = new int[256];
        Arrays.setAll(codes, x -> x);
        int[][] spikes = encode(of("kind: rate", "ticks: " + ticks, "seed: 7"), new int[][] {codes}, 3);
        long together = 0;
        for (int x = 0; x < 256; x++) {
            int count = 0;
            for (int[] tick : spikes) {
                count += tick[x];
            }
            double chance = x / 256.0;
            double deviation = Math.sqrt(ticks * chance * (1 - chance));
            assertTrue(Math.abs(count - ticks * chance) <= 5 * deviation, "code " + x + ": " + count);
        }
        for (int[] tick : spikes) {
            together += tick[127] & tick[128];
        }
        assertEquals(0.25 * ticks, together, 5 * Math.sqrt(ticks * 0.25 * 0.75));
        assertTrue(!Arrays.deepEquals(
                spikes, encode(of("kind: rate", "ticks: " + ticks, "seed: 7"), new int[][] {codes}, 4)));
    }

    /** The period of the polynomial is 2^32 - 1: from a state back to itself after that many steps, by squaring the step. */
    @Test
    void theGeneratorHasTheFullPeriod() {
        int[] columns = new int[32];
        for (int i = 0; i < 32; i++) {
            int s = 1 << i;
            columns[i] = s >>> 1 ^ ((s & 1) == 1 ? Lfsr.TAPS : 0);
        }
        long order = (1L << 32) - 1;
        assertEquals(0x12345678, power(columns, order, 0x12345678));
        for (int prime : new int[] {3, 5, 17, 257, 65537}) {
            assertTrue(power(columns, order / prime, 0x12345678) != 0x12345678, "prime " + prime);
        }
    }

    private static int power(int[] step, long exponent, int state) {
        int[] columns = step.clone();
        int result = state;
        for (long e = exponent; e > 0; e >>= 1) {
            if ((e & 1) == 1) {
                result = times(columns, result);
            }
            int[] square = columns;
            columns = Arrays.stream(square).map(c -> times(square, c)).toArray();
        }
        return result;
    }

    private static int times(int[] columns, int state) {
        int sum = 0;
        for (int i = 0; i < 32; i++) {
            sum ^= (state >>> i & 1) == 1 ? columns[i] : 0;
        }
        return sum;
    }

    @Test
    void codesAreRoundedToTheNearestEven() {
        Random random = new Random(2);
        for (int i = 0; i < 2000; i++) {
            int bits = 1 + random.nextInt(8);
            int most = (1 << bits) - 1;
            int fullScale = 1 + random.nextInt(600);
            int value = random.nextInt(700) - 50;
            int exact = new BigDecimal(value)
                    .multiply(new BigDecimal(most))
                    .divide(new BigDecimal(2L * fullScale), 30, RoundingMode.DOWN)
                    .multiply(BigDecimal.valueOf(2))
                    .setScale(20, RoundingMode.HALF_UP)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .intValueExact();
            Encoding encoding = of("kind: rate", "ticks: 1", "bits: " + bits, "full-scale: " + fullScale);
            assertEquals(Math.max(0, Math.min(most, exact)), encoding.code(value), value + " of " + fullScale);
            assertEquals(exact < 0 || exact > most, encoding.clips(value), value + " of " + fullScale);
        }
    }

    @Test
    void keysOfOtherKinds() {
        refuses(
                "x.yaml:2: ticks must be left out with kind: delta: ticks=3",
                "remove it: a sample of delta coding has its ticks, [ticks][values]",
                () -> of("kind: delta", "ticks: 3", "threshold: 2"));
        refuses(
                "x.yaml:3: threshold must be left out unless kind is delta: threshold=2",
                "remove it",
                () -> of("kind: rate", "ticks: 3", "threshold: 2"));
        refuses(
                "x.yaml:3: seed must be left out unless kind is rate: seed=2",
                "remove it",
                () -> of("kind: latency", "ticks: 3", "seed: 2"));
        refuses(
                "x.yaml:3: full-scale must be more than 0: full-scale=0",
                "use the value of the largest code, or leave it out for 255",
                () -> of("kind: latency", "ticks: 3", "full-scale: 0"));
    }
}
