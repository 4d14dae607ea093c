// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fluxmill verify} of pulse-feature accelerators: small runs of the example, recorded pulses, and what is refused. */
@Tag("verilator")
class PulseVerifyTest {
    private static final Path EXAMPLES = Path.of("../examples");

    /** Multiply-accumulates of an event: two convolutions, three dense layers. */
    private static final long MACS = 16 * 8 * 4 + 8 * 16 * 32 + 128 * 32 + 32 * 32 + 32 * 2;

    private static final String RECORDED =
            """
            engine:
              family: pulse
              name: recorded
              adc-bits: 12
              window: 128
              features: [classical]
              filter-samples: 64
              phase-banks: 1
            records:
              file: records.bin
              samples: 600
              period-ns: 16
              trigger:
                threshold: 100
                pretrigger: 40
                baseline-shift: 6
              window: 128
            front-end:
              baseline: window
              baseline-samples-log2: 4
              normalise: false
            classical:
              decay-ns: 4000
              rise: 10
              flat: 5
            """;

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void write() throws IOException {
        config = folder.resolve("pulse.yaml");
        Files.copy(EXAMPLES.resolve("pulse/in32.json"), folder.resolve("in32.json"));
        Files.writeString(
                config,
                Files.readString(EXAMPLES.resolve("pulse-in32.yaml"))
                        .replace("pulse/in32.json", "in32.json")
                        .replace("events: 20000", "events: 400")
                        .replace("range-events: 5000", "range-events: 200")
                        .replaceAll("curve-snr-db: .*", "curve-snr-db: [30, 50]")
                        .replace("curve-events: 2000", "curve-events: 100"));
    }

    private void with(String from, String to) throws IOException {
        String text = Files.readString(config);
        assertTrue(text.contains(from), from);
        Files.writeString(config, text.replace(from, to));
    }

    private CommandRun verify() {
        return CommandRun.of(
                "verify",
                config.toString(),
                "--out",
                folder.resolve("out").toString(),
                "--json",
                folder.resolve("result.json").toString());
    }

    private JsonNode result(CommandRun run) throws IOException {
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        return new ObjectMapper().readTree(folder.resolve("result.json").toFile());
    }

    @Test
    void pulsesOfKnownTruth() throws IOException {
        CommandRun run = verify();
        JsonNode result = result(run);
        assertEquals(0, result.get("mismatches").asLong());
        assertEquals(800, result.get("samples").asInt(), "events of all runs");
        assertEquals(13 * 800, result.get("words").asInt());
        JsonNode resolution = result.get("resolution");
        assertEquals("network", resolution.get("method").asText());
        assertEquals(400, resolution.get("events").asInt());
        assertEquals(64.0, resolution.get("bound-t-ps").asDouble(), 0.1, "published bound");
        assertEquals(0.154, resolution.get("bound-a-percent").asDouble(), 0.001, "published bound");
        assertTrue(resolution.get("sigma-t-ps").asDouble() < 1.2 * 64, resolution.toString());
        assertTrue(resolution.get("sigma-a-percent").asDouble() < 1.2 * 0.154, resolution.toString());
        assertEquals(2, resolution.get("snr-db").size());
        assertTrue(resolution.get("range").get("sigma-t-over-bound").asDouble() < 1.3, resolution.toString());
        double cycles = result.get("cycles").get("per-event").asDouble();
        assertTrue(cycles <= 200, "cycles per event: " + cycles);
        assertTrue(
                result.get("utilisation").asDouble() >= 0.8,
                result.get("utilisation").asText());
        assertEquals(400, result.get("counters").get("EVENTS").asInt());
        assertEquals(400 * MACS, result.get("counters").get("MACS").asLong());
        String page = Files.readString(folder.resolve("out/report.html"));
        for (String part : new String[] {"optimal filter", "<svg", "Counters", "Waves", "maximum likelihood"}) {
            assertTrue(page.contains(part), part);
        }
        assertFalse(page.contains("NaN"), "page has a NaN");
        assertTrue(run.out().contains("RTL and reference agree in all 10,400 words of 800 events"), run.out());
    }

    @Test
    void classicalChainWithoutANetwork() throws IOException {
        with("features: [network, classical]", "features: [classical]");
        with("model: in32.json\n", "");
        JsonNode result = result(verify());
        assertEquals(0, result.get("mismatches").asLong());
        JsonNode resolution = result.get("resolution");
        assertEquals("optimal filter", resolution.get("method").asText());
        assertTrue(resolution.get("sigma-t-ps").asDouble() < 1.2 * 64, resolution.toString());
        assertEquals(0, result.get("cycles").get("total").asInt());
    }

    /** Four detector channels on two engines, both streams with pauses. */
    @Test
    void channelsThatShareEngines() throws IOException {
        with("  adc-bits: 12", "  adc-bits: 12\n  channels: 4\n  engines: 2");
        with("  waves: 80", "  idle: 20\n  back-pressure: 30");
        JsonNode result = result(verify());
        assertEquals(0, result.get("mismatches").asLong());
        long events = result.get("counters").get("EVENTS").asLong();
        assertTrue(events > 380, "events of four channels, less those cut off at the end: " + events);
        assertEquals(events * MACS, result.get("counters").get("MACS").asLong());
        assertEquals(events, result.get("counters").get("PACKETS").asLong());
    }

    @Test
    void recordsNeedTheClassicalChain() throws IOException {
        Files.write(folder.resolve("records.bin"), new byte[1200]);
        Files.writeString(
                config,
                RECORDED.replace("features: [classical]", "features: [network]")
                        .replace("records:", "model: in32.json\nrecords:"));
        CommandRun run = verify();
        assertEquals(Exit.USAGE, run.code(), run.err());
        assertTrue(run.err().contains("engine.features must be with classical for recorded pulses"), run.err());
    }

    /** Steps with a long decay on noise: every record has one event. */
    @Test
    void recordedPulses() throws IOException {
        Random random = new Random(3);
        int records = 30;
        ByteBuffer bytes = ByteBuffer.allocate(records * 600 * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int r = 0; r < records; r++) {
            double amplitude = 1000 + 50 * r;
            for (int i = 0; i < 600; i++) {
                double pulse = i < 300 ? 0 : amplitude * Math.exp(-(i - 300) * 16 / 4000.0);
                bytes.putShort((short) Math.round(500 + pulse + 4 * random.nextGaussian()));
            }
        }
        Files.write(folder.resolve("records.bin"), bytes.array());
        Files.writeString(config, RECORDED);
        JsonNode result = result(verify());
        assertEquals(0, result.get("mismatches").asLong());
        JsonNode facts = result.get("records");
        assertEquals(30, facts.get("events").asInt());
        assertEquals(1725, facts.get("mean-amplitude-counts").asDouble(), 10);
        assertEquals(4, facts.get("noise-rms-counts").asDouble(), 0.2);
        assertTrue(facts.get("trapezoid-rtl-minus-software-rms-counts").asDouble() < 0.1, facts.toString());
        double bound = facts.get("bound-counts").asDouble();
        double filter = facts.get("optimal-filter-noise-counts").asDouble();
        double trapezoid = facts.get("trapezoid-noise-counts").asDouble();
        assertEquals(1, filter / bound, 0.25, facts.toString());
        assertEquals(4 * Math.sqrt(2 / 10.0), trapezoid, 0.4, "white noise: " + facts);
    }

    @Test
    void truncatedRecords() throws IOException {
        Files.write(folder.resolve("records.bin"), new byte[1201]);
        Files.writeString(config, RECORDED);
        assertRefused(
                "DIR/records.bin: must have a multiple of 2 bytes for uint16: bytes=1201",
                "check type and that the file is complete");
        Files.write(folder.resolve("records.bin"), new byte[1202]);
        assertRefused(
                "DIR/records.bin: must be whole records of 600 samples: values=601",
                "check records.samples, and that the file is complete");
    }

    @Test
    void windowLongerThanTheBuffer() throws IOException {
        with("  window: 32\n  events", "  window: 64\n  events");
        assertRefused(
                "window must be at most 32, the event buffers of design pulse_in32: window=64",
                "use a shorter window, or set engine.window to 64");
    }

    @Test
    void networkLargerThanTheMemories() throws IOException {
        with("  activation-bits: 16", "  activation-bits: 16\n  weight-words: 64");
        CommandRun run = verify();
        assertEquals(Exit.USAGE, run.code(), run.err());
        assertTrue(run.err().contains("weight-words"), run.err());
        assertFalse(Files.exists(folder.resolve("result.json")));
    }

    @Test
    void noPulsesAtAll() throws IOException {
        String text = Files.readString(config);
        Files.writeString(config, text.substring(0, text.indexOf("pulses:")));
        assertRefused("DIR/pulse.yaml:4: pulses must be given: a section, or else records", "add pulses: ...");
    }

    @Test
    void adcOfOtherBits() throws IOException {
        with("    bits: 12", "    bits: 14");
        CommandRun run = verify();
        assertEquals(Exit.USAGE, run.code(), run.err());
        assertTrue(run.err().contains("must be of engine.adc-bits (12) bits"), run.err());
    }

    @Test
    void truncatedModel() throws IOException {
        String model = Files.readString(folder.resolve("in32.json"));
        Files.writeString(folder.resolve("in32.json"), model.substring(0, 900));
        CommandRun run = verify();
        assertEquals(Exit.USAGE, run.code(), run.err());
        assertTrue(run.err().contains("in32.json:"), run.err());
        assertTrue(run.err().contains("must be valid JSON"), run.err());
    }

    @Test
    void damagedTensorFlowLiteModel() throws IOException {
        Files.write(folder.resolve("model.tflite"), new byte[100]);
        with("model: in32.json", "model: model.tflite");
        CommandRun run = verify();
        assertEquals(Exit.USAGE, run.code(), run.err());
        assertTrue(run.err().contains("model.tflite"), run.err());
    }

    private void assertRefused(String fact, String remedy) {
        CommandRun run = verify();
        assertEquals(Exit.USAGE, run.code(), run.out() + run.err());
        assertEquals("", run.out());
        String expected = "fluxmill: " + fact.replace("DIR", folder.toString()) + "\n  " + remedy + "\n";
        assertEquals(expected, run.err());
        assertFalse(Files.exists(folder.resolve("result.json")));
    }

    @Test
    void noEventIsNoAgreement() throws IOException {
        with("threshold: 80 ", "threshold: 4095 ");
        Path json = folder.resolve("result.json");
        CommandRun run = CommandRun.of(
                "verify", config.toString(), "--out", folder.resolve("out").toString(), "--json", json.toString());
        assertEquals(Exit.FAILED, run.code(), run.out() + run.err());
        assertTrue(
                run.out().contains("\npulse_in32: nothing was compared, for neither RTL nor reference had an event\n"),
                run.out());
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertEquals(0, result.get("words").asLong());
        assertFalse(result.get("agrees").asBoolean(true));
        String page = Files.readString(folder.resolve("out/report.html"));
        assertTrue(page.contains("nothing was compared, for neither RTL nor reference had an event"));
    }

    /** The reference amplitude is over the threshold, few of all amplitudes are. */
    @Test
    void tooFewEventsAreNotJudged() throws IOException {
        with("threshold: 80 ", "threshold: 3000 ");
        with("range-events: 200", "range-events: 2");
        CommandRun run = CommandRun.of(
                "verify", config.toString(), "--out", folder.resolve("out").toString());
        assertEquals(Exit.USAGE, run.code(), run.out() + run.err());
        assertEquals(
                "fluxmill: " + config + ": pulses must give at least 2 events over all amplitudes: events=0\n"
                        + "  lower pulses.trigger.threshold, or ask for more events\n",
                run.err());
    }
}
