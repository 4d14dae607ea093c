// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Fact;
import io.fluxmill.cli.mac.MacVerification.DriverRun;
import io.fluxmill.cli.mac.MacVerification.FormatRun;
import io.fluxmill.cli.mac.MacVerification.LayerRun;
import io.fluxmill.cli.mac.MacVerification.Mismatch;
import io.fluxmill.cli.mac.MacVerification.Quality;
import io.fluxmill.cli.report.WaveWindow;
import io.fluxmill.cli.report.WaveWindow.Change;
import io.fluxmill.cli.report.WaveWindow.Signal;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.CountingTransport.Traffic;
import io.fluxmill.quantizer.mac.precision.AccumulatorRange;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** A made-up verification: two formats, the second with one wrong word, names that need escaping. */
final class SampleVerification {
    private static final BigInteger MIN = BigInteger.valueOf(-5000);
    private static final BigInteger MAX = BigInteger.valueOf(4095);

    private SampleVerification() {}

    static MacVerification make() {
        return new MacVerification(
                manifest(),
                "net<&>\"'",
                "examples/a&b.yaml",
                true,
                List.of(run("FP4_E2M1", 0.85, null), run("POSIT8_0", 0.9, new Mismatch("fc1", 3, 7, 0, 0, 0x12, 0x13))),
                1.5,
                2.5,
                0,
                waves(),
                List.of(new Fact("Java", "17"), new Fact("<script>", "alert('x')")));
    }

    /** The same with another run, in which no word was compared. */
    static MacVerification withARunOfNoWords() {
        MacVerification some = make();
        FormatRun first = some.runs().get(0);
        FormatRun none = new FormatRun(
                "INT4",
                10,
                1000,
                0,
                0,
                null,
                first.quality(),
                List.of(),
                List.of(),
                Traffic.NONE,
                0,
                null,
                0.25,
                0.5,
                3);
        return new MacVerification(
                some.manifest(),
                some.network(),
                some.config(),
                some.labels(),
                List.of(first, none),
                some.generateSeconds(),
                some.verilateSeconds(),
                some.lineBytesPerSecond(),
                some.waves(),
                some.environment());
    }

    private static Manifest manifest() {
        Map<String, Long> parameters = Map.of(
                "rows", 8L,
                "columns", 16L,
                "weightWords", 8192L,
                "activationWords", 1024L,
                "parameterTiles", 64L,
                "accumulatorBits", 64L);
        return Manifest.builder("mac_sample", "mac")
                .hash("01234567")
                .interrupt("interrupt")
                .bus("s_axi", 8)
                .parameters(parameters)
                .formats(List.of("FP4_E2M1", "POSIT8_0"))
                .build();
    }

    private static FormatRun run(String format, double accuracy, Mismatch first) {
        AccumulatorRange range = new AccumulatorRange("fc1", FormatPair.of(format), 64, MIN, MAX, 0);
        long wrong = first == null ? 0 : 1;
        List<LayerRun> layers = List.of(
                new LayerRun("fc1", format, 6000, 100, 12800, 4, 2, 640, wrong, range),
                new LayerRun("fc2", format, 2000, 60, 7680, 1, 0, 100, 0, range));
        return new FormatRun(
                format,
                10,
                1000,
                740,
                wrong,
                first,
                new Quality(0.91, accuracy, accuracy, accuracy),
                layers,
                List.of(new DriverRun("pool", "pool", 360, 0)),
                new Traffic(2, 1000, 1480, 0),
                120,
                null,
                0.25,
                0.5,
                3);
    }

    private static WaveWindow waves() {
        Signal clock = new Signal("clk", 1, List.of(new Change(0, "0"), new Change(5, "1"), new Change(10, "0")));
        Signal bus = new Signal("s_axi_wdata", 32, List.of(new Change(0, "0"), new Change(8, "101")));
        return new WaveWindow(List.of(clock, bus), 0, 160, 10);
    }
}
