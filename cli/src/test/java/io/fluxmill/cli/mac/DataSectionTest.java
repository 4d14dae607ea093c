// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.Fluxmill;
import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
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

    /** The network has six inputs: a calibration file of seven columns ends with labels, one of six has none. */
    @Test
    void calibrationWithAndWithoutLabels() throws IOException {
        Files.writeString(folder.resolve("labelled.csv"), "0,0,0,0,0,5,1\n1,1,1,1,1,6,2\n");
        String keys = "last-column: label\n";
        ConfigNode node = ConfigNode.parse(folder.resolve("c.yaml"), "inputs: labelled.csv\n" + keys);
        Dataset inputs = DataSection.from(node, new NamedFiles("")).calibration(network);
        assertArrayEquals(new float[] {1, 1, 1, 1, 1, 6}, inputs.sample(1));
        String rest = "inputs: labelled.csv\n" + keys + "calibration: ";
        for (String file : List.of("labelled.csv", "other.csv")) {
            ConfigNode own = ConfigNode.parse(folder.resolve("c.yaml"), rest + file + "\n");
            DataSection section = DataSection.from(own, new NamedFiles(""));
            Dataset data = section.calibration(network);
            assertEquals(file.equals("other.csv") ? 9 : 2, data.count());
            assertEquals(file.equals("other.csv") ? 108 : 6, data.sample(data.count() - 1)[5]);
            assertEquals(2, section.read(network).label(1));
        }
        Files.writeString(folder.resolve("eight.csv"), samples(2, 8, 0));
        ConfigNode eight = ConfigNode.parse(folder.resolve("c.yaml"), rest + "eight.csv\n");
        InputException e = assertThrows(InputException.class, () -> DataSection.from(eight, new NamedFiles(""))
                .calibration(network));
        assertEquals(
                folder.resolve("eight.csv") + ": a sample must have 6 values for the input [6] of tiny: shape=[8]",
                e.getMessage());
        Files.writeString(folder.resolve("bad.csv"), "0,0,0,0,0,5,3\n");
        ConfigNode bad = ConfigNode.parse(folder.resolve("c.yaml"), "inputs: bad.csv\n" + keys);
        InputException label = assertThrows(InputException.class, () -> DataSection.from(bad, new NamedFiles(""))
                .read(network));
        assertTrue(
                label.getMessage().startsWith(folder.resolve("bad.csv") + ": labels must be from 0 to 2 "),
                label.getMessage());
    }

    /** Inputs, outputs and calibration in one HDF5 file, which a library of others writes; calibration alone in a raw file. */
    @Test
    void arraysOfOneFile() throws IOException {
        float[][] inputs = new float[4][6];
        float[][] outputs = new float[4][3];
        double[][] calibration = new double[5][6];
        for (int i = 0; i < 5; i++) {
            Arrays.fill(calibration[i], 50 + i);
            Arrays.fill(inputs[i % 4], i % 4);
            Arrays.fill(outputs[i % 4], 10 + i % 4);
        }
        try (WritableHdfFile hdf = HdfFile.write(folder.resolve("all.h5"))) {
            hdf.putDataset("x", inputs);
            hdf.putDataset("y", outputs);
            hdf.putDataset("c", calibration);
            hdf.putDataset("labels", new int[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        }
        String keys = "inputs: all.h5#x\noutputs: all.h5#y\nlabels: all.h5#labels\ncalibration: ";
        ConfigNode node = ConfigNode.parse(folder.resolve("c.yaml"), keys + "all.h5#c\n");
        DataSection section = DataSection.from(node, new NamedFiles("get it"));
        assertEquals(List.of(0, 1, 2, 3), first(section.read(network)));
        assertEquals(2, section.read(network).label(3));
        assertEquals(List.of(50, 51, 52, 53, 54), first(section.calibration(network)));
        assertArrayEquals(new float[] {12, 12, 12}, section.wanted(network, 4)[2]);
        Files.write(folder.resolve("c.bin"), new byte[] {9, 9, 9, 9, 9, 9, 8, 8, 8, 8, 8, 8});
        Files.write(folder.resolve("x.bin"), new byte[6]);
        DataSection raw = DataSection.from(
                ConfigNode.parse(
                        folder.resolve("c.yaml"), "inputs: x.bin\ntype: int8\nshape: [6]\ncalibration: c.bin\n"),
                new NamedFiles(null));
        assertEquals(List.of(9, 8), first(raw.calibration(network)));
        DataSection mixed = DataSection.from(
                ConfigNode.parse(
                        folder.resolve("c.yaml"), "inputs: x.bin\ntype: int8\nshape: [6]\ncalibration: other.csv\n"),
                new NamedFiles(null));
        assertEquals(9, mixed.calibration(network).count());
    }

    /** Two classes of PNG images of six pixels through the whole command; then damaged files of every kind. */
    @Test
    void imagesOnTheCommandLineAndDamagedFiles() throws IOException {
        TinyDesign design = new TinyDesign(folder);
        BufferedImage image = new BufferedImage(6, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (String name : List.of("a", "b", "c")) {
            Files.createDirectories(folder.resolve("images/" + name));
            image.getRaster().setSample(2, 0, 0, name.charAt(0));
            for (int i = 0; i < 7; i++) {
                ImageIO.write(
                        image,
                        "png",
                        folder.resolve("images/" + name + "/" + i + ".png").toFile());
            }
        }
        design.with("  labels: labels.csv\n", "  scale: 1/255\n").with("inputs: inputs.csv", "inputs: images");
        assertEquals("", quantize(design, folder.resolve("r.json")));
        design.with("inputs: images", "inputs: bad.npy");
        for (String name :
                List.of("bad.npy", "bad.npz", "bad.h5", "bad.csv", "bad.idx", "bad.csv.gz", "images/a/0.png")) {
            Files.write(folder.resolve(name), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
            String inputs = name.startsWith("images") ? "images" : name;
            Files.writeString(
                    design.config(), Files.readString(design.config()).replaceFirst("inputs: .*", "inputs: " + inputs));
            CommandRun run = CommandRun.of("quantize", design.config().toString());
            assertEquals(2, run.code(), name + run.err());
            assertTrue(run.err().startsWith("fluxmill: " + folder.resolve(name)), run.err());
            assertEquals(2, run.err().lines().count(), run.err());
        }
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
