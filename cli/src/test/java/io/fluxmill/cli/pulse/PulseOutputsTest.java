// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.hw.pulse.PulseConfig;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.Normalisation;
import io.fluxmill.quantizer.pulse.detector.PulseScenario;
import io.fluxmill.quantizer.pulse.detector.PulseStream;
import io.fluxmill.quantizer.pulse.map.FrontEndMapping;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import io.fluxmill.quantizer.pulse.read.TfliteReader;
import io.fluxmill.quantizer.pulse.reference.FrontEndReference;
import io.fluxmill.quantizer.pulse.reference.PulseEvent;
import io.fluxmill.quantizer.pulse.reference.PulseNetworkReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which output of a pulse network is the time and which the amplitude, and that both are judged. */
class PulseOutputsTest {
    private static final Path SHARED = Path.of(System.getProperty(
            "FLUXMILL_SHARED", System.getenv().getOrDefault("FLUXMILL_SHARED", "../../shared/data")));
    private static final Path TFLITE = Path.of("net.tflite");
    private static final String REMEDY =
            "add a section outputs, for example outputs: {time: 0, amplitude: 1}, or outputs: none";

    @TempDir
    private Path folder;

    /** A dense layer from two elements; output i has the scale 1 + i and the offset 10 i. */
    private static PulseNetwork network(String... names) {
        int n = names.length;
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            outputs.add(new Output(names[i], "", 1 + i, 10 * i));
        }
        Layer layer =
                new Layer("dense", 1, 2, 1, 1, 0, 1, n, false, new byte[2 * n], new int[n], new int[n], new int[n]);
        return new PulseNetwork("net", 2, 1, 8, Rounding.NEAREST_AWAY, List.of(layer), outputs);
    }

    private static PulseNetwork named(PulseNetwork network, String yaml, Path model, boolean judged) {
        ConfigNode root = ConfigNode.parse(Path.of("c.yaml"), "model: m\n" + yaml);
        return PulseOutputs.named(network, root, model, judged);
    }

    private static String names(PulseNetwork network, String yaml) {
        return String.join(
                " ",
                named(network, yaml, TFLITE, true).outputs().stream()
                        .map(Output::name)
                        .toList());
    }

    @Test
    void byNameOrElseByOrder() {
        assertEquals("time amplitude", names(network("y[0]", "y[1]"), ""));
        assertEquals("amplitude time", names(network("model/Amplitude/BiasAdd:0", "model/time/BiasAdd:0"), ""));
        assertEquals("time amplitude", names(network("time[0]", "time[1]"), ""), "one tensor that is called time");
        assertEquals("psd time other", names(network("psd", "time", "other"), ""));
        assertEquals("time", names(network("time"), ""));
    }

    @Test
    void bySection() {
        String three = "a b c";
        PulseNetwork network = network(three.split(" "));
        assertEquals("amplitude b time", names(network, "outputs: {time: 2, amplitude: 0}\n"));
        assertEquals("a time c", names(network, "outputs: {time: b}\n"));
        assertEquals(three, names(network, "outputs: none\n"));
        assertEquals("output 0 time", names(network("time", "t"), "outputs: {time: t}\n"));
        assertEquals("output 0 output 1", names(network("time", "amplitude"), "outputs: none\n"));
        PulseNetwork scaled = named(
                network,
                "outputs: {time: 1, time-scale: 0.125, time-offset: 6, amplitude: 2, amplitude-scale: 255}\n",
                TFLITE,
                true);
        assertEquals(new Output("time", "", 0.25, 7.25), scaled.outputs().get(1));
        assertEquals(
                new Output("amplitude", "", 3 * 255, 20 * 255), scaled.outputs().get(2));
    }

    @Test
    void whatCannotBeToldApartIsRefused() {
        refused(
                network("y[0]", "y[1]", "y[2]"),
                TFLITE,
                "",
                "net.tflite: outputs must be two, or named time and amplitude, to be told apart: outputs=[y[0], y[1], y[2]]",
                REMEDY);
        refused(
                network("y"),
                TFLITE,
                "",
                "net.tflite: outputs must be two, or named time and amplitude, to be told apart: outputs=[y]",
                REMEDY);
        refused(
                network("energy", "psd"),
                Path.of("net.json"),
                "",
                "net.json: outputs must be two, or named time and amplitude, to be told apart: outputs=[energy, psd]",
                REMEDY);
        names(network("y[0]", "y[1]", "y[2]"), "outputs: {time: 0, amplitude: 1}\n");
        names(network("y"), "outputs: none\n");
        assertEquals(
                "y", named(network("y"), "", TFLITE, false).outputs().get(0).name(), "recorded pulses are not judged");
    }

    @Test
    void theSectionsRules() {
        PulseNetwork two = network("y[0]", "y[1]");
        String rule = " must be the number of an output, 0 to 1, or a name that one has of [y[0], y[1]]: ";
        refused(
                two,
                TFLITE,
                "outputs: {time: 2}\n",
                "c.yaml:2: outputs.time" + rule + "time=2",
                "write for example time: 0");
        refused(
                two,
                TFLITE,
                "outputs:\n  time: 0\n  amplitude: y\n",
                "c.yaml:4: outputs.amplitude" + rule + "amplitude=y",
                "write for example amplitude: 0");
        refused(
                two,
                TFLITE,
                "outputs: {time: 1, amplitude: 'y[1]'}\n",
                "c.yaml:2: outputs.amplitude must be another output than outputs.time: amplitude=y[1]",
                "leave one of them out");
        refused(
                two,
                TFLITE,
                "outputs: {tme: 1}\n",
                "c.yaml:2: key of outputs must be one of amplitude, amplitude-offset, amplitude-scale, time, time-offset,"
                        + " time-scale: key=tme",
                "did you mean time?");
        refused(two, TFLITE, "outputs: all\n", "c.yaml:2: outputs must be one of none: outputs=all", "use one of them");
        names(two, "outputs: {time: 0}\n");
    }

    private static void refused(PulseNetwork network, Path model, String yaml, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> named(network, yaml, model, true), fact);
        assertEquals(fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    // --------------------------------------------------------------------------------------------------- the whole way

    /** The same network with names that say nothing: the figures are those of the one that is known. */
    @Test
    @Tag("verilator")
    void theSectionGivesTheSameFigures() throws IOException {
        Path examples = Path.of("../examples");
        String json = Files.readString(examples.resolve("pulse/in32-a8.json"));
        Files.writeString(folder.resolve("known.json"), json);
        Files.writeString(
                folder.resolve("other.json"),
                json.replace("\"name\": \"time\"", "\"name\": \"t\"")
                        .replace("\"name\": \"amplitude\"", "\"name\": \"a\""));
        String yaml = Files.readString(examples.resolve("pulse-in32-a8.yaml"))
                .replaceAll("events: \\d+", "events: 100")
                .replaceAll("(?m)^ *curve-snr-db:.*\n", "");
        JsonNode known = verify(yaml.replace("pulse/in32-a8.json", "known.json"));
        JsonNode other =
                verify(yaml.replace("pulse/in32-a8.json", "other.json") + "outputs:\n  time: t\n  amplitude: 1\n");
        assertTrue(known.get("resolution").get("sigma-t-ps").asDouble() > 60, known.toString());
        assertEquals(known.get("resolution"), other.get("resolution"));
    }

    private JsonNode verify(String yaml) throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), yaml);
        Path json = folder.resolve("result.json");
        CommandRun run = CommandRun.of(
                "verify", config.toString(), "--out", folder.resolve("out").toString(), "--json", json.toString());
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        return new ObjectMapper().readTree(json.toFile());
    }

    /** A network that somebody trained, first output the time in samples, second the amplitude in elements of the input. */
    @Test
    @Tag("verilator")
    void aTensorFlowLiteNetworkIsJudged() throws IOException {
        Path cases = SHARED.resolve("../cases/records_tflite");
        assumeTrue(Files.exists(cases), () -> "skipped: " + cases + " is not there");
        Files.copy(cases.resolve("net.tflite"), folder.resolve("net.tflite"));
        String yaml = Files.readString(cases.resolve("tfl2.yaml"));
        JsonNode method = verify(yaml).get("resolution").get("methods").get(0);
        assertEquals("network", method.get("name").asText());
        double[] expected = independent(ConfigNode.parse(folder.resolve("c.yaml"), yaml), 255);
        assertEquals(expected[0], method.get("sigma-t-ps").asDouble(), 0.002 * expected[0]);
        assertEquals(expected[1], method.get("sigma-a-percent").asDouble(), 0.002 * expected[1]);
        JsonNode swapped = verify(yaml + "outputs: {time: 1, amplitude: 0}\n")
                .get("resolution")
                .get("methods")
                .get(0);
        assertTrue(swapped.get("sigma-t-ps").asDouble() > 10 * expected[0], swapped.toString());
    }

    /** The scale of the input is 1 and its zero point −128: a real height of 128 is the element 128. */
    @Test
    @Tag("verilator")
    void theScaleOfTheInputIsHonoured() throws IOException {
        Path cases = SHARED.resolve("../cases/records_tflite");
        assumeTrue(Files.exists(cases), () -> "skipped: " + cases + " is not there");
        Path model = Files.copy(cases.resolve("net.tflite"), folder.resolve("net.tflite"));
        model.toFile().setWritable(true);
        String yaml = Files.readString(cases.resolve("tfl2.yaml"));
        JsonNode method = verify(yaml + "front-end: {peak: 128}\n")
                .get("resolution")
                .get("methods")
                .get(0);
        double[] expected = independent(ConfigNode.parse(folder.resolve("c.yaml"), yaml), 128);
        assertEquals(expected[0], method.get("sigma-t-ps").asDouble(), 0.002 * expected[0]);
        assertEquals(expected[1], method.get("sigma-a-percent").asDouble(), 0.002 * expected[1]);

        assertEquals(255, top(yaml));
        assertEquals(3, top(yaml + "front-end: {peak: 3.4}\n"));
        byte[] bytes = Files.readAllBytes(model);
        int tried = 0;
        for (int at = 0; at + 8 <= bytes.length && TfliteReader.input(model).zeroPoint() == -128; at += 4) {
            ByteBuffer changed = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
            if (changed.getLong(at) == -128) {
                Files.write(model, changed.putLong(at, 0).array());
                tried++;
            }
        }
        assertTrue(tried > 0);
        assertEquals(0, TfliteReader.input(model).zeroPoint());
        assertEquals(127, top(yaml), "the largest code");
        for (String peak : List.of("0.4", "256")) {
            InputException e =
                    assertThrows(InputException.class, () -> top(yaml + "front-end: {peak: " + peak + "}\n"));
            assertEquals(
                    folder.resolve("c.yaml")
                            + ":11: front-end.peak must be 1 to 255 steps of the input's scale, which is"
                            + " 1.0: peak=" + peak,
                    e.getMessage());
            assertEquals("use for example 127.0", e.remedy());
        }
        assertEquals(127, top(yaml + "front-end: {peak: 127.0}\n"), "the remedy");
    }

    private int top(String yaml) {
        ConfigNode root = ConfigNode.parse(folder.resolve("c.yaml"), yaml);
        return FrontEndSection.top(root, PulseConfig.from(root.node("engine")));
    }

    /** Standard deviations of time, ps, and amplitude, per cent, from truth and sums alone. */
    private double[] independent(ConfigNode config, int top) {
        PulseScenario scenario = PulseScenario.from(config.node("pulses"));
        Acquisition setup = scenario.setup();
        PulseNetwork network = TfliteReader.read(folder.resolve("net.tflite"));
        FrontEndReference frontEnd = new FrontEndReference(
                FrontEndMapping.settings(
                        setup.window(),
                        setup.pretrigger(),
                        setup.threshold(),
                        setup.baselineShift(),
                        Normalisation.to(8, top),
                        FrontEndSection.from(java.util.Optional.empty())),
                0,
                12,
                8);
        double apart =
                setup.window() + 10 * setup.shape().peakNs() / setup.adc().periodNs();
        PulseStream stream = PulseStream.make(
                setup,
                PulseStream.Traffic.apart(
                        8 << setup.baselineShift(), apart, scenario.reference(), scenario.reference()),
                2000,
                2);
        frontEnd.run(stream.codes());
        PulseNetworkReference reference = new PulseNetworkReference(network);
        List<Double> times = new ArrayList<>();
        List<Double> heights = new ArrayList<>();
        for (int i = 0; i < stream.pulses().size(); i++) {
            PulseEvent event = frontEnd.events().get(i);
            PulseStream.Pulse truth = stream.pulses().get(i);
            int[] sums = reference.run(event.elements());
            double first = event.stamp() - setup.pretrigger();
            times.add(8000 * (sums[0] * network.outputs().get(0).scale() - (truth.timeSamples() - first)));
            double perCount = 16.0 * event.gain() / Math.pow(2, event.shift());
            heights.add(sums[1] * network.outputs().get(1).scale() / perCount / truth.amplitude());
        }
        assertEquals(2000, times.size());
        double mean = heights.stream().mapToDouble(h -> h).average().orElseThrow();
        return new double[] {
            deviation(times),
            deviation(heights.stream().map(h -> 100 * h / mean).toList())
        };
    }

    private static double deviation(List<Double> values) {
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.size() - 1));
    }
}
