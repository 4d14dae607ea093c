// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.progress.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a terminal gets, on a clock of the test. */
class ProgressBarTest {
    private static final String CLEAR = "\r\033[K";
    private static final long MILLISECOND = 1_000_000;
    private static final Pattern LINE = Pattern.compile("\\[(#*)(-*)] (\\d+) %(  .*)?");

    private final StringWriter err = new StringWriter();
    private final AtomicLong now = new AtomicLong();

    private ProgressBar bar(int columns, List<Stage> stages, Map<String, Double> last) {
        StageTimes times = new StageTimes(stages, last, now::get);
        return new ProgressBar(times, now::get, new PrintWriter(err), columns);
    }

    private void pass(long millis) {
        now.addAndGet(millis * MILLISECOND);
    }

    /** Everything that was drawn, cleared lines as empty ones. */
    private List<String> drawn() {
        String all = err.toString();
        assertTrue(all.startsWith(CLEAR) && all.indexOf('\n') < 0, all);
        return List.of(all.substring(CLEAR.length()).split(Pattern.quote(CLEAR), -1));
    }

    private String last() {
        List<String> lines = drawn();
        return lines.get(lines.size() - 1);
    }

    @Test
    void oneLineSaysItAll() {
        ProgressBar bar = bar(
                80, Stage.listOf("reading", "quantising to INT8"), Map.of("reading", 9.0, "quantising to INT8", 12.0));
        bar.begin("reading");
        assertEquals("[--------------------] 0 %  reading  about 21 s left", last());
        pass(9000);
        Progress quantising = bar.begin("quantising to INT8");
        assertEquals("[########------------] 42 %  quantising to INT8  about 12 s left", last());
        pass(15_000);
        quantising.at(3, 4);
        assertEquals("[#################---] 85 %  quantising to INT8  about 5 s left", last());
        bar.show("quantising layer 3");
        pass(100);
        bar.redraw();
        assertEquals("[#################---] 85 %  quantising layer 3  about 5 s left", last());
        assertEquals(Map.of("reading", 9.0, "quantising to INT8", 15.1), bar.finish());
        assertEquals("[####################] 100 %", last());
        bar.close();
        assertEquals("", last());
        bar.begin("late");
        bar.redraw();
        assertEquals("", last());
    }

    @Test
    void aFirstRunKnowsTheStageAlone() {
        ProgressBar bar = bar(80, Stage.listOf("a", "b"), Map.of());
        Progress a = bar.begin("a");
        assertEquals("[--------------------] 0 %  a", last());
        pass(10_000);
        a.at(1, 10);
        assertEquals("[#-------------------] 5 %  a  about 1 min 30 s for this stage", last());
    }

    @Test
    void everyWidthIsKept() {
        int lines = 0;
        for (int columns = 20; columns <= 130; columns++) {
            for (String name : List.of(
                    "a",
                    "quantising to INT8",
                    "\u91cf\u5316\u5230\u516b\u4f4d\u6574\u6570 of a network with a long name",
                    "x".repeat(200))) {
                err.getBuffer().setLength(0);
                ProgressBar bar = bar(columns, Stage.listOf(name, "b"), Map.of(name, 4000.0, "b", 3000.0));
                Progress progress = bar.begin(name);
                for (int i = 0; i <= 100; i++) {
                    pass(100);
                    progress.at(i, 100);
                }
                for (String line : drawn()) {
                    int shown = line.codePoints().map(c -> c > 0x2E80 ? 2 : 1).sum();
                    assertTrue(shown < columns, columns + ": " + line);
                    assertTrue(LINE.matcher(line).matches(), line);
                    lines++;
                }
            }
        }
        assertTrue(lines > 40_000, lines + " lines");
    }

    @Test
    void namesCannotMoveTheCursor() {
        bar(80, Stage.listOf("a\033[2J\n"), Map.of()).begin("a\033[2J\n");
        assertEquals("[--------------------] 0 %  a\\u001B[2J\\n", last());
    }

    @Test
    void atMostTenLinesASecond() {
        ProgressBar bar = bar(80, Stage.listOf("a"), Map.of());
        Progress a = bar.begin("a");
        for (int millis = 1; millis <= 60_000; millis++) {
            pass(1);
            a.at(millis, 60_000);
        }
        assertEquals(1 + 600, drawn().size());
    }

    @Test
    void messagesComeInThePlaceOfTheLine() {
        ProgressBar bar = bar(80, Stage.listOf("a"), Map.of());
        bar.begin("a");
        bar.interrupted(() -> err.append("a message\n"));
        bar.redraw();
        assertEquals(
                CLEAR + "[--------------------] 0 %  a" + CLEAR + "a message\n" + CLEAR
                        + "[--------------------] 0 %  a",
                err.toString());
    }

    @Test
    void durationsAreRoundedUp() {
        Map<Double, String> wanted = Map.of(
                0.01,
                "1 s",
                59.0,
                "59 s",
                59.1,
                "1 min",
                61.0,
                "1 min 10 s",
                599.0,
                "10 min",
                601.0,
                "11 min",
                3540.5,
                "1 h",
                3661.0,
                "1 h 2 min",
                7200.0,
                "2 h");
        wanted.forEach((seconds, text) -> assertEquals(text, ProgressBar.duration(seconds)));
    }

    /** Many threads report, show and redraw: every line is whole, none is behind another one, and no piece is lost. */
    @Test
    void manyThreads() {
        List<Stage> stages = Stage.listOf("a", "b", "c");
        ProgressBar bar = bar(80, stages, Map.of("b", 5.0));
        for (Stage stage : stages) {
            Runnable done = bar.begin(stage.name()).counting(80_000);
            IntStream.range(0, 8).parallel().forEach(worker -> {
                for (int i = 0; i < 10_000; i++) {
                    pass(1);
                    done.run();
                    if (i % 100 == 0) {
                        bar.show(stage.name() + " of worker " + worker);
                    }
                }
            });
        }
        pass(100);
        bar.redraw();
        assertTrue(last().contains("] 100 %"), last());
        int before = 0;
        List<String> lines = drawn();
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            assertTrue(
                    parts.matches() && parts.group(1).length() + parts.group(2).length() == 20, line);
            int percent = Integer.parseInt(parts.group(3));
            assertTrue(percent >= before && percent <= 100, line + " after " + before + " %");
            before = percent;
        }
        assertTrue(lines.size() > 1000, lines.size() + " lines");
    }

    /** Whoever reports looks at the clock, and nobody else is inside then. */
    @Test
    void oneThreadAtATime() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        LongSupplier clock = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            return now.addAndGet(MILLISECOND);
        };
        StageTimes times = new StageTimes(Stage.listOf("a"), Map.of(), clock);
        ProgressBar bar = new ProgressBar(times, clock, new PrintWriter(err), 80);
        Progress a = bar.begin("a");
        Runnable done = a.counting(8 * 1000);
        IntStream.range(0, 8).parallel().forEach(worker -> {
            for (int i = 0; i < 1000; i++) {
                done.run();
                bar.redraw();
                bar.show("a");
            }
        });
        assertEquals(1, most.get());
        assertTrue(last().contains("] 100 %") || last().contains("] 99 %"), last());
    }
}
