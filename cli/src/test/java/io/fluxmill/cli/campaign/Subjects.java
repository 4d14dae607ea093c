// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.campaign;

import io.fluxmill.cli.TinyDesign;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Configurations with their files, small and good, of which the campaign changes one file each time. */
final class Subjects {
    /** Of the project, and where it is present the folder with the inputs and models of others. */
    private static final Path EXAMPLES = Path.of("../examples");

    private static final Path SHARED = Path.of("../../shared");
    private static final int SAMPLES = 6;

    private final Path folder;
    private final List<Subject> subjects = new ArrayList<>();

    /**
     * A configuration and its files.
     *
     * @param files by name relative to the folder of the configuration
     * @param good whether it is known that the command accepts it unchanged
     */
    record Subject(String name, String config, Map<String, byte[]> files, boolean good) {}

    private Subjects(Path folder) {
        this.folder = folder;
    }

    /** @param folder for what has to be made */
    static List<Subject> all(Path folder) throws IOException {
        Subjects subjects = new Subjects(folder);
        subjects.tiny();
        subjects.network("mlp", EXAMPLES.resolve("fashion/fashion-mlp.onnx"), "[28, 28, 1]", 784, true);
        subjects.network("conv", EXAMPLES.resolve("fashion/fashion.onnx"), "[28, 28, 1]", 784, true);
        subjects.network("tfc", SHARED.resolve("data/qonnx/TFC_2W2A.onnx"), "[1, 28, 28]", 784, false);
        subjects.network("jet", SHARED.resolve("data/qonnx/qkeras_jettagging.onnx"), "[16]", 16, false);
        subjects.network("mnist", SHARED.resolve("data/onnx/mnist-conv.onnx"), "[1, 28, 28]", 784, false);
        subjects.network("hello", SHARED.resolve("data/tflite/hello_world_int8.tflite"), "[1]", 1, false);
        for (String name : List.of("pulse-in32", "pulse-hpge", "sfq-xor", "sfq-digits", "sfq-adder", "sfq-counter")) {
            subjects.example(name);
        }
        subjects.cases();
        return subjects.subjects;
    }

    private void add(String name, String config, Map<String, byte[]> files, boolean good) {
        subjects.add(new Subject(name, config, new TreeMap<>(files), good));
    }

    /** The small design with its data in every kind of file. */
    private void tiny() throws IOException {
        Path made = Files.createDirectory(folder.resolve("tiny"));
        TinyDesign design = new TinyDesign(made);
        byte[] model = Files.readAllBytes(design.file("tiny.onnx"));
        String text = Files.readString(design.config());
        byte[] labels = Files.readAllBytes(design.file("labels.csv"));
        add(
                "tiny csv",
                "net.yaml",
                Map.of(
                        "net.yaml",
                        bytes(text),
                        "tiny.onnx",
                        model,
                        "inputs.csv",
                        Files.readAllBytes(design.file("inputs.csv")),
                        "labels.csv",
                        labels),
                true);
        float[] values = new float[20 * 6];
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        byte[] npy = npy(values, 20, 6);
        for (Map.Entry<String, byte[]> data : Map.of(
                        "inputs.npy", npy, "inputs.npz", npz(npy), "inputs.idx", idx(20, 6), "inputs.bin", raw(values))
                .entrySet()) {
            String key = data.getKey().endsWith("npz") ? "inputs.npz#x" : data.getKey();
            String more = data.getKey().endsWith("bin") ? "\n  type: float32\n  shape: [6]" : "";
            more += data.getKey().endsWith("idx") ? "\n  scale: 1/255" : "";
            add(
                    "tiny " + data.getKey().substring(7),
                    "net.yaml",
                    Map.of(
                            "net.yaml",
                            bytes(text.replace("inputs: inputs.csv", "inputs: " + key + more)),
                            "tiny.onnx",
                            model,
                            data.getKey(),
                            data.getValue(),
                            "labels.csv",
                            labels),
                    true);
        }
    }

    /** A model with random samples; its codes are 8 bits. */
    private void network(String name, Path model, String shape, int elements, boolean good) throws IOException {
        if (!Files.isRegularFile(model)) {
            return;
        }
        float[] values = new float[SAMPLES * elements];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        String file = model.getFileName().toString();
        String config =
                """
                engine: {family: mac, name: mac_net, rows: 4, columns: 4, formats: [INT4, INT8], result-formats: [INT16], weight-words: 65536, activation-words: 65536, parameter-tiles: 256}
                model: %s
                data:
                  inputs: inputs.npy
                  shape: %s
                quantization:
                  formats: [INT8]
                  fit: false
                  calibration-samples: 2
                """
                        .formatted(file, shape);
        add(
                name,
                "net.yaml",
                Map.of(
                        "net.yaml",
                        bytes(config),
                        file,
                        Files.readAllBytes(model),
                        "inputs.npy",
                        npy(values, SAMPLES, elements)),
                good);
    }

    /** An example and the files that it names. */
    private void example(String name) throws IOException {
        String text = Files.readString(EXAMPLES.resolve(name + ".yaml"));
        Map<String, byte[]> files = new TreeMap<>(Map.of("net.yaml", bytes(text)));
        try (Stream<Path> named = Stream.of("pulse", "sfq").map(EXAMPLES::resolve)) {
            for (Path place : named.toList()) {
                try (Stream<Path> all = Files.list(place)) {
                    for (Path file : all.filter(
                                    f -> text.contains(f.getFileName().toString()))
                            .toList()) {
                        files.put(place.getFileName() + "/" + file.getFileName(), Files.readAllBytes(file));
                    }
                }
            }
        }
        add(name, "net.yaml", files, false);
    }

    /** Inputs of others, a folder each, of which every file is used as it is. */
    private void cases() throws IOException {
        if (!Files.isDirectory(SHARED.resolve("cases"))) {
            return;
        }
        try (Stream<Path> folders = Files.list(SHARED.resolve("cases"))) {
            for (Path place : folders.filter(Files::isDirectory).sorted().toList()) {
                Map<String, byte[]> files = new TreeMap<>();
                try (Stream<Path> all = Files.list(place)) {
                    for (Path file : all.filter(Files::isRegularFile).toList()) {
                        files.put(file.getFileName().toString(), Files.readAllBytes(file));
                    }
                }
                for (String config :
                        files.keySet().stream().filter(f -> f.endsWith(".yaml")).toList()) {
                    add("case " + place.getFileName(), config, files, false);
                }
            }
        }
    }

    // ---------------------------------------------------------------------------------------------------------------
    // files

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] raw(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    private static byte[] npy(float[] values, int rows, int columns) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        header += " ".repeat(117 - header.length()) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        out.writeBytes(bytes(header));
        out.writeBytes(raw(values));
        return out.toByteArray();
    }

    private static byte[] npz(byte[] npy) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(npy);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static byte[] idx(int rows, int columns) {
        ByteBuffer buffer = ByteBuffer.allocate(12 + rows * columns);
        buffer.putInt(0x0802).putInt(rows).putInt(columns);
        byte[] codes = new byte[rows * columns];
        new Random(4).nextBytes(codes);
        return buffer.put(codes).array();
    }
}
