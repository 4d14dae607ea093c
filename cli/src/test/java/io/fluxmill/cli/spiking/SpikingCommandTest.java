// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.quantizer.spiking.nir.NirWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on a network of a convolution and a recurrent layer, and what they refuse. */
class SpikingCommandTest {
    private static final String CONFIG =
            """
            engine:
              family: spiking
              name: tiny
              lanes: 2
              neurons: 32
              sources: 64
              weight-words: 64
              row-words: 64
              parameter-words: 4
              populations: 2
              weight-bits: 12
              accumulator-bits: 20
              guard-bits: 8
              state-bits: 28
            model: net.nir
            contract:
              preset: norse
              dt: 1.0e-3
            data:
              inputs: spikes.csv
            quantization:
              fraction-bits: 12
            """;

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void write() throws IOException {
        NirWriter.write(TinyNetwork.graph(), folder.resolve("net.nir"));
        Files.writeString(folder.resolve("spikes.csv"), TinyNetwork.csv());
        config = Files.writeString(folder.resolve("tiny.yaml"), CONFIG);
    }

    private void with(String from, String to) throws IOException {
        assertTrue(CONFIG.contains(from), from);
        Files.writeString(config, CONFIG.replace(from, to));
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode read(String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(name).toFile());
    }

    private CommandRun verify() {
        return CommandRun.of(
                "verify",
                config.toString(),
                "--out",
                at("out"),
                "--json",
                at("verify.json"),
                "--junit",
                at("verify.xml"));
    }

    private static List<Integer> list(JsonNode array) {
        List<Integer> list = new ArrayList<>();
        array.forEach(value -> list.add(value.asInt()));
        return list;
    }

    /** What finds no place in the queue of delays is a failure that names the key; with places enough nothing is lost. */
    @Test
    @Tag("verilator")
    void aQueueOfDelaysThatIsTooShort() throws IOException {
        String late = CONFIG.replace("  dt: 1.0e-3", "  dt: 1.0e-3\n  input-delay: 9");
        Files.writeString(config, late.replace("  state-bits: 28", "  state-bits: 28\n  delay-queue: 16"));
        CommandRun lost = verify();
        assertEquals(Exit.FAILED, lost.code(), lost.out() + lost.err());
        assertTrue(read("verify.json").get("spiking").get("dropped").asLong() > 0);
        Matcher named = Pattern.compile("set engine.delay-queue: (\\d+)").matcher(lost.out());
        assertTrue(named.find(), lost.out());
        int places = Integer.parseInt(named.group(1));
        Files.writeString(config, late.replace("  state-bits: 28", "  state-bits: 28\n  delay-queue: " + places));
        CommandRun run = verify();
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        assertEquals(0, read("verify.json").get("spiking").get("dropped").asLong());
        CommandRun quantized = CommandRun.of("quantize", config.toString(), "--json", at("quantize.json"));
        assertEquals(Exit.OK, quantized.code(), quantized.err());
        JsonNode queue = read("quantize.json").get("delay-queue");
        assertEquals(places, queue.get("places").asInt());
        assertTrue(
                queue.get("most").asInt() > 16
                        && queue.get("most").asInt() < queue.get("all").asInt(),
                queue.toString());
    }

    @Test
    @Tag("verilator")
    void verifyAgreesWithTheEquations() throws IOException {
        TinyNetwork.Truth truth = TinyNetwork.run();
        assertTrue(truth.spikes() > 30, "spikes: " + truth.spikes());
        CommandRun run = verify();
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        JsonNode result = read("verify.json");
        assertEquals("tiny", result.get("design").asText());
        assertTrue(result.get("agrees").asBoolean());
        assertEquals(0, result.get("mismatches").asLong());
        int neurons = TinyNetwork.FIRST + TinyNetwork.SECOND;
        assertEquals(
                TinyNetwork.TICKS * (2 * neurons + TinyNetwork.SECOND),
                result.get("words").asInt(),
                "spikes and membranes of all neurons, currents of the second layer");
        JsonNode spiking = result.get("spiking");
        assertEquals("norse", spiking.get("preset").asText());
        assertEquals(1, spiking.get("cores").asInt());
        assertEquals(truth.spikes(), spiking.get("spikes").asLong());
        assertEquals(0, spiking.get("spike-mismatches").asLong());
        assertEquals(0, spiking.get("state-mismatches").asLong());
        assertEquals(truth.operations(), spiking.get("synaptic-operations").asLong());
        assertEquals(0, spiking.get("dropped").asLong());
        long cycles = spiking.get("cycles").asLong();
        assertTrue(cycles > truth.operations() / 2, "cycles: " + cycles);
        assertEquals(
                truth.operations() / (2.0 * cycles),
                spiking.get("operations-per-cycle-and-lane").asDouble(),
                1e-9);
        assertEquals(0, spiking.get("float").get("differing").asLong());
        assertEquals(truth.spikes(), spiking.get("float").get("float-spikes").asLong());
        assertFalse(truth.outputs().get(0).isEmpty(), "output 0 fires");
        for (int n = 0; n < TinyNetwork.SECOND; n++) {
            assertEquals(
                    truth.outputs().get(n), list(spiking.get("output-spikes").get("out[" + n + "]")), "output " + n);
        }
        assertTrue(
                run.out()
                        .contains("tiny: RTL and reference agree in all "
                                + String.format("%,d", result.get("words").asInt()) + " spikes and states of neurons"),
                run.out());
        String junit = Files.readString(folder.resolve("verify.xml"));
        assertTrue(junit.contains("tests=\"1\"") && junit.contains("failures=\"0\""), junit);
        String page = Files.readString(folder.resolve("out/report.html"));
        for (String part : new String[] {"conv_lif", "rec", "Counters", "<svg", "neuron 2"}) {
            assertTrue(page.contains(part), part);
        }
        assertFalse(page.contains("NaN"), "page has a NaN");
    }

    /** Two cores and four give the spikes and states of the equations, too. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    @Tag("verilator")
    void severalCores(int cores) throws IOException {
        TinyNetwork.Truth truth = TinyNetwork.run();
        with("lanes: 2", "lanes: 2\n  cores: " + cores);
        CommandRun run = verify();
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        JsonNode spiking = read("verify.json").get("spiking");
        assertEquals(cores, spiking.get("cores").asInt());
        assertEquals(truth.spikes(), spiking.get("spikes").asLong());
        assertEquals(0, spiking.get("spike-mismatches").asLong());
        assertEquals(0, spiking.get("state-mismatches").asLong());
        assertEquals(
                truth.operations() / (2.0 * cores * spiking.get("cycles").asLong()),
                spiking.get("operations-per-cycle-and-lane").asDouble(),
                1e-9);
        CommandRun quantized = CommandRun.of("quantize", config.toString(), "--json", at("q.json"));
        assertEquals(Exit.OK, quantized.code(), quantized.err());
        JsonNode memories = read("q.json").get("memories");
        for (int core = 0; core < cores; core++) {
            assertEquals(2, memories.get("core" + core).get("populations").asInt());
        }
        assertTrue(quantized.out().contains("core " + (cores - 1) + " routes"), quantized.out());
    }

    /** Pauses of both streams and states at the end only change nothing but the number of comparisons; other contracts stand beside. */
    @Test
    @Tag("verilator")
    void pausesAndOtherContracts() throws IOException {
        Files.writeString(
                config,
                CONFIG + "verify: {idle: 30, back-pressure: 40, states: end, samples: 5, presets: [norse, lava]}\n");
        CommandRun run = verify();
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        JsonNode result = read("verify.json");
        int neurons = TinyNetwork.FIRST + TinyNetwork.SECOND;
        assertEquals(
                TinyNetwork.TICKS * neurons + neurons + TinyNetwork.SECOND,
                result.get("words").asInt());
        assertEquals(1, result.get("samples").asInt(), "the file has one");
        JsonNode spiking = result.get("spiking");
        assertEquals(
                TinyNetwork.run().operations(),
                spiking.get("synaptic-operations").asLong());
        assertEquals(
                TinyNetwork.run().outputs().get(0),
                list(spiking.get("presets").get("norse").get("out[0]")));
        assertFalse(TinyNetwork.run()
                .outputs()
                .get(0)
                .equals(list(spiking.get("presets").get("lava").get("out[0]"))));
    }

    /** The integers of the chip, by the preset alone. */
    @Test
    void loihiByItsName() throws IOException {
        with("preset: norse", "preset: loihi");
        assertRefused(
                "contract.preset: loihi makes the integers of the chip, which need engine.decay-bits: 12, engine.guard-bits: 6, "
                        + "engine.shifts: false, quantization.rounding: toward-zero and no quantization.fraction-bits",
                "set these keys so, or use contract.preset: lava, whose rules are the same",
                "quantize",
                config.toString());
        Files.writeString(
                config,
                CONFIG.replace("preset: norse", "preset: loihi")
                        .replace("guard-bits: 8", "guard-bits: 6")
                        .replace("quantization:\n  fraction-bits: 12\n", ""));
        CommandRun run = CommandRun.of("quantize", config.toString());
        assertEquals(Exit.OK, run.code(), run.err());
        with("preset: norse", "preset: lava");
        assertEquals(Exit.OK, CommandRun.of("quantize", config.toString()).code());
    }

    @Test
    void quantize() throws IOException {
        CommandRun run = CommandRun.of("quantize", config.toString(), "--json", at("q.json"), "--junit", at("q.xml"));
        assertEquals(Exit.OK, run.code(), run.err());
        assertTrue(run.out().contains("integers and floating point agree in all spikes"), run.out());
        JsonNode json = read("q.json");
        assertEquals(TinyNetwork.FIRST + TinyNetwork.SECOND, json.get("neurons").asInt());
        assertEquals(2, json.get("memories").get("populations").asInt());
        assertEquals(
                TinyNetwork.TICKS * (TinyNetwork.FIRST + TinyNetwork.SECOND),
                json.get("agreement").get("compared").asInt());
        assertEquals(0, json.get("agreement").get("differing").asInt());
        assertTrue(Files.readString(folder.resolve("q.xml")).contains("tests=\"1\""));
    }

    /** With one fraction bit, thresholds and weights are rough, and the comparison says where they differ first. */
    @Test
    void quantizeTellsOfRoughIntegers() throws IOException {
        Files.writeString(
                config,
                CONFIG.replace("fraction-bits: 12", "fraction-bits: 1").replace("guard-bits: 8", "guard-bits: 0"));
        CommandRun run = CommandRun.of("quantize", config.toString(), "--json", at("q.json"));
        assertEquals(Exit.OK, run.code(), run.err());
        JsonNode agreement = read("q.json").get("agreement");
        assertTrue(agreement.get("differing").asInt() > 0, agreement.toString());
        assertTrue(agreement.get("first-deviation").get("tick").asInt() >= 0);
        assertTrue(run.out().contains("first in tick "), run.out());
    }

    @Test
    void inspect() throws IOException {
        CommandRun run = CommandRun.of("inspect", at("net.nir"), "--json", at("i.json"), "--html", at("i.html"));
        assertEquals(Exit.OK, run.code(), run.err());
        for (String part : new String[] {"NIR", "conv_lif", "CubaLIF", "Conv2d", "[2,2,2]"}) {
            assertTrue(run.out().replace(", ", ",").contains(part), part + " in " + run.out());
        }
        JsonNode json = read("i.json");
        assertTrue(json.toString().contains("\"rec\""), json.toString());
        String page = Files.readString(folder.resolve("i.html"));
        assertTrue(page.contains("w_rec") && page.contains("<html"), "page");
    }

    @Test
    void generate() throws IOException {
        CommandRun run = CommandRun.of("generate", config.toString(), "--out", at("rtl"), "--json", at("g.json"));
        assertEquals(Exit.OK, run.code(), run.err());
        assertEquals("tiny", read("g.json").get("design").asText());
        assertTrue(Files.exists(folder.resolve("rtl/tiny.v")), run.out());
    }

    private void assertRefused(String fact, String remedy, String... command) {
        CommandRun run = CommandRun.of(command);
        assertEquals(Exit.USAGE, run.code(), run.out() + run.err());
        assertEquals("fluxmill: " + fact + "\n  " + remedy + "\n", run.err());
    }

    @Test
    void missingFiles() throws IOException {
        Files.delete(folder.resolve("net.nir"));
        String model = config + ":15: model: " + folder.resolve("net.nir");
        CommandRun run = CommandRun.of("verify", config.toString());
        assertEquals(Exit.USAGE, run.code());
        assertTrue(run.err().contains("net.nir"), run.err() + model);
        write();
        Files.delete(folder.resolve("spikes.csv"));
        run = CommandRun.of("verify", config.toString());
        assertEquals(Exit.USAGE, run.code());
        assertTrue(run.err().contains("spikes.csv"), run.err());
        write();
        assertEquals(Exit.OK, CommandRun.of("quantize", config.toString()).code());
    }

    @Test
    void noContract() throws IOException {
        with("contract:\n  preset: norse\n  dt: 1.0e-3\n", "");
        CommandRun run = CommandRun.of("quantize", config.toString());
        assertEquals(Exit.USAGE, run.code());
        assertTrue(run.err().contains("contract"), run.err());
        with("  preset: norse\n", "");
        assertRefused(
                config + ":17: contract.membrane-decay must be given: one of euler, exponential, shift",
                "add membrane-decay: ...",
                "quantize",
                config.toString());
        with("preset: norse", "membrane-decay: euler\n  compare: above\n  reset: zero");
        assertEquals(Exit.OK, CommandRun.of("quantize", config.toString()).code());
    }

    @Test
    void aPresetOfVerifyThatIsNone() throws IOException {
        Files.writeString(config, CONFIG + "verify:\n  presets: [norse, nors]\n");
        assertRefused(
                config
                        + ":24: verify.presets: preset must be one of norse, snntorch, nengo, lava, loihi, rockpool, sinabs, "
                        + "spyx, spinnaker2, xylo, exact: preset=nors",
                "correct verify.presets",
                "quantize",
                config.toString());
    }

    @Test
    void aDamagedModel() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("net.nir"));
        Files.write(folder.resolve("net.nir"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        for (String verb : new String[] {"verify", "quantize"}) {
            CommandRun run = CommandRun.of(verb, config.toString());
            assertEquals(Exit.USAGE, run.code(), run.err());
            assertTrue(run.err().startsWith("fluxmill: ") && run.err().contains("net.nir"), run.err());
            assertFalse(run.err().contains("internal"), run.err());
        }
        assertEquals(Exit.USAGE, CommandRun.of("inspect", at("net.nir")).code());
    }

    /** A spike's value has engine.value-bits. */
    @Test
    void aValueThatIsTooLarge() throws IOException {
        String spikes = TinyNetwork.csv();
        Files.writeString(folder.resolve("spikes.csv"), "3" + spikes.substring(1));
        assertRefused(
                folder.resolve("spikes.csv")
                        + ": input 0 in tick 0 of sample 0 is 3.0, which must be a whole number of spikes from 0 to 1",
                "encode the data as spikes with a section encoding, or raise engine.value-bits for several spikes in a tick",
                "verify",
                config.toString());
        with("state-bits: 28", "state-bits: 28\n  value-bits: 2");
        assertEquals(Exit.OK, CommandRun.of("quantize", config.toString()).code());
    }

    @Test
    void anEngineThatIsTooSmall() throws IOException {
        with("weight-words: 64", "weight-words: 16");
        CommandRun run = CommandRun.of("quantize", config.toString());
        assertEquals(Exit.USAGE, run.code());
        assertTrue(
                run.err()
                        .matches(
                                "(?s).*needs \\d+ words of weights, but the engine has 16\n  set engine.weight-words: \\d+\n"),
                run.err());
        String words = run.err().replaceAll("(?s).*weight-words: (\\d+)\n", "$1");
        with("weight-words: 64", "weight-words: " + words);
        assertEquals(Exit.OK, CommandRun.of("quantize", config.toString()).code());
    }
}
