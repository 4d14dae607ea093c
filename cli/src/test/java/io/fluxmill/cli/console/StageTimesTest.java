// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shares and times left of scripted jobs on a clock of the test, against exact rationals of the script. */
class StageTimesTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1000 * MILLISECOND;
    private static final double NANOSECOND = 1e-9;
    private static final long PIECES = 1000;

    private static final long START = 5 * SECOND;

    private long now = START;

    private StageTimes times(List<Stage> stages, Map<String, Double> last) {
        return new StageTimes(stages, last, () -> now);
    }

    private static double seconds(BigDecimal nanos) {
        return nanos.divide(BigDecimal.valueOf(SECOND), MathContext.DECIMAL128).doubleValue();
    }

    /** A job that takes as long as the last time: at any moment the time left is that of the script. */
    @Test
    void whatTakesAsLongAsTheLastTimeIsForetoldExactly() {
        Random random = new Random(1);
        int compared = 0;
        for (int job = 0; job < 50; job++) {
            int count = 1 + random.nextInt(8);
            List<Stage> stages = new ArrayList<>();
            Map<String, Double> last = new HashMap<>();
            long[] millis = random.longs(count, 1, 100_000).toArray();
            long all = 0;
            for (int i = 0; i < count; i++) {
                stages.add(new Stage("stage " + i, 1 + random.nextInt(10)));
                last.put("stage " + i, millis[i] / 1e3);
                all += millis[i];
            }
            StageTimes times = times(stages, last);
            long past = 0;
            for (int i = 0; i < count; i++) {
                boolean reports = random.nextBoolean();
                times.begin("stage " + i);
                for (long at = 0; at < millis[i]; at += 1 + random.nextInt((int) millis[i])) {
                    now = START + (past + at) * MILLISECOND;
                    if (reports) {
                        times.at(i, at, millis[i]);
                    }
                    double left = seconds(BigDecimal.valueOf((all - past - at) * MILLISECOND));
                    assertEquals(
                            left, times.secondsLeft().orElse(-1), 1e-6 + 1e-9 * left, "job " + job + ", stage " + i);
                    double share = (double) (past + (reports ? at : Math.min(at, 0.99 * millis[i]))) / all;
                    assertEquals(share, times.share(), NANOSECOND, "job " + job + ", stage " + i);
                    compared++;
                }
                past += millis[i];
                now = START + past * MILLISECOND;
            }
            times.finish();
            assertEquals(1, times.share());
            assertEquals(last.keySet(), times.seconds().keySet());
            times.seconds().forEach((name, value) -> assertEquals(last.get(name), value, NANOSECOND, name));
            now = START;
        }
        assertTrue(compared > 300, compared + " moments");
    }

    /** A stage at another speed than the last time: its speed decides; stages to come take what they took. */
    @Test
    void theSpeedOfThisRunDecides() {
        StageTimes times = times(Stage.listOf("a", "b"), Map.of("a", 100.0, "b", 7.5));
        times.begin("a");
        Random random = new Random(2);
        long done = 0;
        int compared = 0;
        for (int i = 0; done < PIECES; i++) {
            now += 3 * SECOND / 7 + random.nextInt(1000);
            done = Math.min(PIECES, done + 1 + random.nextInt(60));
            times.at(0, done, PIECES);
            long elapsed = now - START;
            if (done < PIECES / 20 && elapsed < SECOND) {
                continue;
            }
            BigDecimal left = BigDecimal.valueOf(elapsed)
                    .multiply(BigDecimal.valueOf(PIECES - done))
                    .divide(BigDecimal.valueOf(done), MathContext.DECIMAL128);
            assertEquals(seconds(left), times.secondsLeftOfStage().orElse(-1), 1e-6);
            assertEquals(seconds(left) + 7.5, times.secondsLeft().orElse(-1), 1e-6);
            compared++;
        }
        assertTrue(compared > 15, compared + " reports");
    }

    @Test
    void nothingIsGuessed() {
        StageTimes times = times(Stage.listOf("a", "b", "c"), Map.of("b", 4.0));
        times.begin("a");
        now += 10 * SECOND;
        assertEquals(OptionalDouble.empty(), times.secondsLeftOfStage(), "never measured");
        times.at(0, 1, 4);
        assertEquals(30, times.secondsLeftOfStage().orElse(-1), NANOSECOND);
        assertEquals(OptionalDouble.empty(), times.secondsLeft(), "c is unknown");
        times.begin("b");
        assertEquals(4, times.secondsLeftOfStage().orElse(-1), NANOSECOND);
        now += 5 * SECOND;
        assertEquals(OptionalDouble.empty(), times.secondsLeftOfStage(), "longer than the last time");
        times.begin("c");
        times.at(2, 1, 100);
        assertEquals(OptionalDouble.empty(), times.secondsLeft(), "too early to tell");
        times.at(2, 5, 100);
        now += SECOND;
        times.at(2, 10, 100);
        assertEquals(9, times.secondsLeft().orElse(-1), NANOSECOND);
    }

    @Test
    void theShareNeverGoesBack() {
        StageTimes times = times(Stage.listOf("a", "b"), Map.of("a", 10.0, "b", 10.0));
        times.begin("a");
        now += 8 * SECOND;
        assertEquals(0.4, times.share(), NANOSECOND);
        times.at(0, 1, 10);
        assertEquals(0.4, times.share(), NANOSECOND, "it was thought to be further");
        assertEquals(72 + 10, times.secondsLeft().orElse(-1), NANOSECOND, "the time left is as long as it has become");
        times.at(0, 9, 10);
        assertEquals(0.45, times.share(), NANOSECOND);
        now += 100 * SECOND;
        times.begin("b");
        now += 100 * SECOND;
        assertEquals(0.995, times.share(), NANOSECOND, "not at its end before it says so");
        times.finish();
        assertEquals(1, times.share(), NANOSECOND);
    }

    @Test
    void weightsStandForUnknownTimes() {
        StageTimes times = times(List.of(new Stage("a", 1), new Stage("b", 3), new Stage("c", 4)), Map.of());
        assertEquals(0, times.share());
        times.begin("b");
        assertEquals(1 / 8.0, times.share(), NANOSECOND);
        times.at(1, 1, 2);
        assertEquals(5 / 16.0, times.share(), NANOSECOND);
        StageTimes mixed = times(List.of(new Stage("a", 1), new Stage("b", 3), new Stage("c", 4)), Map.of("a", 2.0));
        mixed.begin("b");
        assertEquals(2 / 16.0, mixed.share(), NANOSECOND, "2 s for a weight of 1");
    }

    @Test
    void reportsOutOfOrderOrTooLateChangeNothing() {
        StageTimes times = times(Stage.listOf("a", "b"), Map.of());
        times.begin("a");
        times.at(0, 6, 10);
        times.at(0, 5, 10);
        assertEquals(0.3, times.share(), NANOSECOND);
        times.at(0, 20, 10);
        assertEquals(0.5, times.share(), NANOSECOND, "not more than all");
        times.begin("b");
        times.at(0, 1, 10);
        times.at(1, 0, 0);
        assertEquals(0.5, times.share(), NANOSECOND);
        assertEquals(-1, times.begin("a"), "it is over");
        assertEquals(-1, times.begin("x"), "no stage");
        assertEquals(0.5, times.share(), NANOSECOND);
    }

    @Test
    void stagesThatAreLeftOutTakeNoTimeAndThoseThatWereNotComeToAreUnknown() {
        StageTimes times = times(Stage.listOf("a", "b", "c", "d"), Map.of());
        times.begin("a");
        now += SECOND;
        times.begin("c");
        now += 2 * SECOND;
        times.finish();
        assertEquals(Map.of("a", 1.0, "b", 0.0, "c", 2.0), times.seconds());
    }
}
