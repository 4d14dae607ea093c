// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.quantizer.spiking.nir.EventData;
import io.fluxmill.quantizer.spiking.nir.NirData;
import io.fluxmill.quantizer.spiking.nir.NirWriter;
import io.fluxmill.quantizer.spiking.nir.Observable;
import io.fluxmill.quantizer.spiking.nir.TimeGriddedData;
import io.fluxmill.quantizer.spiking.nir.ValuedEventData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of NIRData and lists of events as inputs, a recording of the hardware, and the network in integers as a NIR file. */
class SpikingFilesTest {
    private static final double DT = 1e-3;
    private static final String PYTHON = "/usr/bin/python3";

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
    private final TinyNetwork.Truth truth = TinyNetwork.run();
    private int[][] spikes;

    @BeforeEach
    void write() throws IOException {
        NirWriter.write(TinyNetwork.graph(), folder.resolve("net.nir"));
        Files.writeString(folder.resolve("spikes.csv"), TinyNetwork.csv());
        spikes = TinyNetwork.csv()
                .lines()
                .map(line -> Arrays.stream(line.split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .toArray(int[][]::new);
        config = folder.resolve("tiny.yaml");
    }

    private JsonNode run(String yaml, String verb, String... options) throws IOException {
        Files.writeString(config, yaml);
        Path json = folder.resolve(verb + ".json");
        List<String> command = new ArrayList<>(List.of(verb, config.toString(), "--json", json.toString()));
        command.addAll(List.of(options));
        CommandRun run = CommandRun.of(command.toArray(String[]::new));
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        return new ObjectMapper().readTree(json.toFile());
    }

    /** The spikes of the network's equations, in floating point, whatever file its inputs are in. */
    private void givesTheTruth(String inputs) throws IOException {
        JsonNode agreement =
                run(CONFIG.replace("inputs: spikes.csv", inputs), "quantize").get("agreement");
        assertEquals(truth.spikes(), agreement.get("float-spikes").asLong(), inputs);
        assertEquals(0, agreement.get("differing").asLong(), inputs);
    }

    @Test
    void recordingsAndListsAreInputs() throws IOException {
        List<Integer> neurons = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        StringBuilder list = new StringBuilder("time,address\n");
        double[][][] grid = new double[1][TinyNetwork.TICKS][TinyNetwork.INPUTS];
        for (int t = 0; t < TinyNetwork.TICKS; t++) {
            for (int i = 0; i < TinyNetwork.INPUTS; i++) {
                if (spikes[t][i] == 1) {
                    neurons.add(i);
                    times.add((t + 0.25 + 0.04 * i) * DT);
                    list.append((t + 0.25 + 0.04 * i) * DT)
                            .append(',')
                            .append(i)
                            .append('\n');
                    grid[0][t][i] = 1;
                }
            }
        }
        int[][] idx = {neurons.stream().mapToInt(i -> i).toArray()};
        double[][] time = {times.stream().mapToDouble(t -> t).toArray()};
        double end = (TinyNetwork.TICKS + 0.5) * DT;
        EventData events = new EventData(TinyNetwork.INPUTS, end, idx, time);
        double[][] ones = {times.stream().mapToDouble(t -> 1).toArray()};
        save("events.nir", "in", "spikes", events);
        givesTheTruth("inputs: events.nir");
        save("other.h5", "somewhere", "anything", new ValuedEventData(events, ones));
        givesTheTruth("inputs: other.h5");
        save("grid.nir", "in", "spikes", new TimeGriddedData(DT, TinyNetwork.TICKS, TinyNetwork.INPUTS, true, grid));
        givesTheTruth("inputs: grid.nir");
        Files.writeString(folder.resolve("list.csv"), list);
        givesTheTruth("inputs: list.csv\n  events: true");
    }

    private void save(String file, String node, String observable, Observable of) {
        new NirData(Map.of(node, Map.of(observable, of))).write(folder.resolve(file));
    }

    @Test
    @Tag("verilator")
    void theHardwareIsRecorded() throws IOException, InterruptedException {
        Path file = folder.resolve("out.nir");
        run(
                CONFIG + "verify:\n  record: out.nir\n",
                "verify",
                "--out",
                folder.resolve("out").toString());
        NirData data = NirData.read(file);
        TimeGriddedData second = (TimeGriddedData) data.nodes().get("rec").get("spikes");
        assertEquals(DT, second.dt());
        for (int n = 0; n < TinyNetwork.SECOND; n++) {
            List<Integer> ticks = new ArrayList<>();
            for (int t = 0; t < TinyNetwork.TICKS; t++) {
                if (second.data()[0][t][n] == 1) {
                    ticks.add(t);
                }
            }
            assertEquals(truth.outputs().get(n), ticks, "output " + n);
        }
        TimeGriddedData membrane =
                (TimeGriddedData) data.nodes().get("conv_lif").get("membrane");
        assertEquals(TinyNetwork.FIRST, membrane.neurons());
        String script =
                """
                import h5py, sys
                f = h5py.File(sys.argv[1])
                total = 0
                for name in f['nodes']:
                    node = f['nodes'][name]
                    assert node.attrs['__type__'] in ('NIRNodeData', b'NIRNodeData'), node.attrs['__type__']
                    total += int(node['observables']['spikes']['data'][...].sum())
                    assert node['observables']['membrane'].attrs['dt'] == 0.001
                print(total)
                """;
        assumeTrue(
                Files.isExecutable(Path.of(PYTHON)) && python("import h5py").isEmpty(),
                "skipped: python3-h5py is not installed");
        assertEquals("" + truth.spikes(), python(script, file.toString()).strip());
    }

    private static String python(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON, "-c", script));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }

    /** Weights are multiples of 1/16 and steps powers of two, so that the integers are exact: the written network gives the same spikes. */
    @Test
    void theNetworkInIntegersIsWritten() throws IOException {
        run(CONFIG, "quantize", "--nir", folder.resolve("integers.nir").toString());
        JsonNode agreement = run(
                        CONFIG.replace("model: net.nir", "model: integers.nir")
                                .replace("weight-words: 64", "weight-words: 128")
                                .replace("fraction-bits: 12", "fraction-bits: 8"),
                        "quantize")
                .get("agreement");
        assertEquals(truth.spikes(), agreement.get("float-spikes").asLong());
        assertEquals(0, agreement.get("differing").asLong());
    }

    @Test
    void refusals() throws IOException {
        save(
                "slow.nir",
                "in",
                "spikes",
                new TimeGriddedData(0.002, 1, TinyNetwork.INPUTS, true, new double[1][1][TinyNetwork.INPUTS]));
        refused("slow.nir", "node in has ticks of 0.002 s, but contract.dt is 0.001", "set contract.dt: 0.002");
        Files.writeString(folder.resolve("list.csv"), "0.1,16\n");
        refused("list.csv\n  events: true", "an address from 0 to 15", "check the order of the columns");
        Files.writeString(folder.resolve("wide.csv"), "0.1,1,1\n");
        refused("wide.csv\n  events: true", "events must be a time in seconds and an address", "remove data.events");
    }

    /** Said before anything is generated, not after the simulation. */
    @Test
    void recordingIntoAFolder() throws IOException {
        Files.createDirectory(folder.resolve("there"));
        Files.writeString(config, CONFIG + "verify:\n  record: there\n");
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of("verify", "--out", out.toString(), config.toString());
        assertEquals(Exit.USAGE, run.code(), run.out() + run.err());
        assertTrue(run.err().contains("verify.record must be a file, not a folder"), run.err());
        assertTrue(run.err().contains("name a file in it"), run.err());
        assertFalse(Files.exists(out), "nothing is generated");
    }

    private void refused(String inputs, String fact, String remedy) throws IOException {
        Files.writeString(config, CONFIG.replace("inputs: spikes.csv", "inputs: " + inputs));
        CommandRun run = CommandRun.of("quantize", config.toString());
        assertEquals(Exit.USAGE, run.code(), run.out() + run.err());
        assertTrue(run.err().contains(fact) && run.err().contains(remedy), run.err());
    }
}
