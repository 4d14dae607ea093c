// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.PulseScenario;
import io.fluxmill.quantizer.pulse.detector.PulseStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys rate, pile-up and drift of synthetic pulses against formulas: 8 ns a sample, windows of 32 samples. */
class PulseTrafficTest {
    private static final String PULSES =
            """
            pulse: {shape: cr-rc, order: 2, peak-ns: 48}
            adc: {bits: 12, period-ns: 8, pedestal: 200}
            noise: {snr-db: 47.4}
            amplitudes: {reference: 0.8, min: 0.1, max: 1.0}
            trigger: {threshold: 80, pretrigger: 6, baseline-shift: 10}
            window: 32
            events: 2000
            """;

    @TempDir
    private Path folder;

    private static ConfigNode section(String more) {
        return ConfigNode.parse(Path.of("p.yaml"), PULSES + more);
    }

    private static PulseTraffic traffic(String more) {
        ConfigNode node = section(more);
        return PulseTraffic.from(node, PulseScenario.from(node).setup());
    }

    private static PulseStream stream(String more, int count) {
        Acquisition setup = PulseScenario.from(section("")).setup();
        return PulseStream.make(setup, traffic(more).between(100, 2000, 500, 92, 8), count, 3);
    }

    /** A rate of r a second has a pulse in 1 / (r · 8 ns) samples. */
    @Test
    void theRateIsInPulsesASecond() {
        int count = 20_000;
        PulseStream stream = stream("rate: 500e3", count);
        double seconds = (stream.pulses().get(count - 1).timeSamples() - 500) * 8e-9;
        assertEquals(500e3, count / seconds, 4 * 500e3 / Math.sqrt(count));
        Acquisition setup = PulseScenario.from(section("")).setup();
        assertEquals(1 - Math.exp(-500e3 * 32 * 8e-9), traffic("rate: 500e3").expectedPileUp(setup), 1e-12);
        assertEquals(0.25, traffic("pile-up: 0.25").expectedPileUp(setup));
        assertEquals(0, traffic("").expectedPileUp(setup));
    }

    @Test
    void pileUpIsAShare() {
        PulseStream stream = stream("pile-up: 0.25", 4000);
        long piledUp =
                stream.pulses().stream().filter(PulseStream.Pulse::pileUp).count();
        assertEquals(4000, stream.pulses().size() - piledUp);
        assertEquals(1000, piledUp, 4 * Math.sqrt(4000 * 0.25 * 0.75));
    }

    /** The sine's height is found by correlation; two pulses are far from most of the samples. */
    @Test
    void theDriftIsASineOfTheBaseline() {
        PulseStream stream = stream("rate: 12500\ndrift: {amplitude: 40, period-us: 16}", 20);
        int periods = stream.codes().length / 2000;
        assertTrue(periods > 10, "periods: " + periods);
        double sum = 0;
        double wrong = 0;
        for (int i = 0; i < periods * 2000; i++) {
            sum += stream.codes()[i] * Math.sin(2 * Math.PI * i / 2000);
            wrong += stream.codes()[i] * Math.sin(2 * Math.PI * i / 1000);
        }
        assertEquals(40, 2 * sum / (periods * 2000), 2);
        assertEquals(0, 2 * wrong / (periods * 2000), 2);
        PulseStream flat = stream("rate: 12500", 20);
        double none = 0;
        for (int i = 0; i < periods * 2000; i++) {
            none += flat.codes()[i] * Math.sin(2 * Math.PI * i / 2000);
        }
        assertEquals(0, 2 * none / (periods * 2000), 2);
    }

    @Test
    void refused() {
        refused(
                "rate: 100",
                "p.yaml:8: rate must be pulses a second from 12500.0, one in 10000 samples, to 1.25E8, one in each sample:"
                        + " rate=100",
                "use a rate between them, or leave it out for pulses that are apart");
        refused(
                "rate: 20000\npile-up: 0.1",
                "p.yaml:9: pile-up must be left out with rate, from which it follows: pile-up=0.1",
                "remove one of the two keys");
        refused("pile-up: 1.5", "p.yaml:8: pile-up must be a number from 0.0 to 1.0: pile-up=1.5", null);
        refused(
                "drift: {amplitude: 10}",
                "p.yaml:8: drift.period-us must be given: a number from 0.016 to 1.0E12",
                null);
        refused(
                "drift: {amplitude: 10, period-us: 1, phase: 1}",
                "p.yaml:8: key of drift must be one of amplitude, period-us: key=phase",
                null);
        assertEquals(12_500, traffic("rate: 12500").rateHz(), "the remedy");
        assertEquals(0, traffic("").rateHz(), "the remedy");
    }

    private static void refused(String more, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> traffic(more));
        assertEquals(fact, e.getMessage());
        if (remedy != null) {
            assertEquals(remedy, e.remedy());
        }
    }

    /** Through the hardware: what is asked for, what came, and what the counters saw. */
    @Test
    @Tag("verilator")
    void onTheHardware() throws Exception {
        Path config = Files.writeString(
                folder.resolve("crowd.yaml"),
                "engine: {family: pulse, name: crowd, adc-bits: 12, window: 32, features: [classical],"
                        + " filter-samples: 32, phase-banks: 16}\npulses:\n"
                        + (PULSES + "rate: 1e6\ndrift: {amplitude: 3, period-us: 400}\n").indent(2));
        Path json = folder.resolve("result.json");
        CommandRun run = CommandRun.of(
                "verify", config.toString(), "--out", folder.resolve("out").toString(), "--json", json.toString());
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        JsonNode traffic = result.get("resolution").get("traffic");
        assertEquals(1e6, traffic.get("rate").asDouble());
        assertEquals(3, traffic.get("drift-amplitude").asDouble());
        assertEquals(400, traffic.get("drift-period-us").asDouble());
        long pulses = traffic.get("pulses").asLong();
        assertTrue(pulses >= 2000, traffic.toString());
        double share = 1 - Math.exp(-1e6 * 32 * 8e-9);
        assertEquals(share, traffic.get("expected-pile-up").asDouble(), 1e-12);
        assertEquals(pulses * share, traffic.get("piled-up").asLong(), 4 * Math.sqrt(pulses * share * (1 - share)));
        long seen = result.get("resolution").get("unmatched").asLong()
                + result.get("resolution").get("missed").asLong();
        assertTrue(seen > 0.1 * pulses, "piled up pulses are no events with one pulse: " + seen);
    }
}
