// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.Fluxmill;
import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSectionTest {
    @TempDir
    private Path folder;

    private Network network;

    /** Seven samples of six values: sample i is i in every value; three wanted outputs likewise. */
    @BeforeEach
    void design() throws IOException {
        network = NetworkReader.read(new TinyDesign(folder).file("tiny.onnx"));
        Files.writeString(folder.resolve("inputs.csv"), samples(7, 6, 0));
        Files.writeString(folder.resolve("other.csv"), samples(9, 6, 100));
        Files.writeString(folder.resolve("outputs.csv"), samples(7, 3, 0));
    }

    private static String samples(int count, int values, int first) {
        StringBuilder text = new StringBuilder();
        for (int i = first; i < first + count; i++) {
            text.append((i + ",").repeat(values - 1)).append(i).append('\n');
        }
        return text.toString();
    }

    private DataSection section(String keys) {
        ConfigNode node = ConfigNode.parse(folder.resolve("c.yaml"), "inputs: inputs.csv\n" + keys);
        return DataSection.from(node, new NamedFiles(""));
    }

    private static List<Integer> first(Dataset data) {
        List<Integer> values = new ArrayList<>();
        for (float[] sample : data.samples()) {
            values.add((int) sample[0]);
        }
        return values;
    }

    @Test
    void theLimitHoldsForCalibrationFromTheInputs() {
        assertEquals(List.of(0, 1, 2), first(section("limit: 3\n").calibration(network)));
        assertEquals(List.of(2, 3), first(section("limit: 2\nskip: 2\n").calibration(network)));
        assertEquals(7, section("").calibration(network).count());
        assertEquals(List.of(2, 3), first(section("limit: 2\nskip: 2\n").read(network)));
    }

    @Test
    void aCalibrationFileOfItsOwnIsNotLimited() {
        List<Integer> all =
                first(section("limit: 2\nskip: 2\ncalibration: other.csv\n").calibration(network));
        assertEquals(List.of(100, 101, 102, 103, 104, 105, 106, 107, 108), all);
    }

    @Test
    void wantedOutputsAreOfTheSamplesThatAreLeft() {
        float[][] wanted = section("skip: 2\noutputs: outputs.csv\n").wanted(network, 2);
        assertEquals(2, wanted.length);
        assertArrayEquals(new float[] {2, 2, 2}, wanted[0]);
        assertArrayEquals(new float[] {3, 3, 3}, wanted[1]);
    }

    /** Without the limit the last sample alone would set the scale of the input. */
    @Test
    void scalesAreFoundFromTheLimitedSamples() throws IOException {
        TinyDesign design = new TinyDesign(folder).with("  labels: labels.csv\n", "  limit: 19\n");
        String inputs = Files.readString(design.file("inputs.csv"));
        int last = inputs.lastIndexOf('\n', inputs.length() - 2) + 1;
        Path one = folder.resolve("one.json");
        Path two = folder.resolve("two.json");
        assertEquals("", quantize(design, one));
        Files.writeString(design.file("inputs.csv"), inputs.substring(0, last) + "9e3,9e3,9e3,9e3,9e3,9e3\n");
        design.with("calibration-samples: 10", "calibration-samples: 1000");
        assertEquals("", quantize(design, two));
        Files.writeString(design.file("inputs.csv"), inputs.substring(0, last));
        Path three = folder.resolve("three.json");
        assertEquals("", quantize(design, three));
        assertEquals(Files.readString(three), Files.readString(two));
        assertTrue(Files.size(one) > 0);
    }

    private static String quantize(TinyDesign design, Path json) {
        return CommandRun.of("quantize", design.config().toString(), "--json", json.toString())
                .err();
    }

    // ---------------------------------------------------------------------------------------------------------- memory

    /** The remedy is tried: the same command with more memory. */
    @Test
    @Tag("slow")
    void tooLittleMemoryIsASentence() throws Exception {
        TinyDesign design = new TinyDesign(folder);
        Files.writeString(design.file("inputs.csv"), samples(60_000, 6, 0));
        design.with("  labels: labels.csv\n", "").with("samples: 10", "samples: 60000");
        String[] little = quantizeWith("-Xmx34m", design);
        assertEquals("1", little[0], little[1]);
        assertEquals(
                "NOTE: Picked up JDK_JAVA_OPTIONS: -Xmx34m\n"
                        + "fluxmill: Java must have more memory for this design and its data: N MiB are not enough\n"
                        + "  set JDK_JAVA_OPTIONS=-Xmx8g, or more, in the environment\n",
                little[1].replaceAll("\\d+ MiB", "N MiB"));
        assertEquals("0", quantizeWith("-Xmx8g", design)[0]);
    }

    /** {exit code, stderr}. */
    private String[] quantizeWith(String options, TinyDesign design) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                // a second thread that runs out of memory says so itself
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0",
                "-cp",
                System.getProperty("java.class.path"),
                Fluxmill.class.getName(),
                "quantize",
                design.config().toString());
        builder.environment().put("JDK_JAVA_OPTIONS", options);
        Path err = folder.resolve("err.txt");
        builder.redirectError(err.toFile());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new String[] {String.valueOf(process.waitFor()), Files.readString(err), out};
    }
}
