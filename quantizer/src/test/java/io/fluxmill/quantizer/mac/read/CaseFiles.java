// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a graph with samples and expected outputs as files for the command line tool. */
final class CaseFiles {
    private CaseFiles() {}

    /** m.onnx, x.npy, y.npy, c.yaml in a folder. */
    static void write(Path folder, TestGraph graph, List<float[]> samples, List<double[]> outputs, String formats) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("m.onnx"), graph.toBytes());
            Files.write(
                    folder.resolve("x.npy"),
                    npy(samples.stream().map(CaseFiles::doubles).toList()));
            Files.write(folder.resolve("y.npy"), npy(outputs));
            Files.writeString(folder.resolve("c.yaml"), yaml(formats));
            Files.writeString(folder.resolve("graph.txt"), graph.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static byte[] npy(List<double[]> rows) {
        int columns = rows.get(0).length;
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows.size() + ", " + columns + "), }";
        String header = text + " ".repeat((64 - (10 + text.length() + 1) % 64) % 64) + "\n";
        ByteBuffer file = ByteBuffer.allocate(10 + header.length() + 4 * rows.size() * columns)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        file.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (double[] row : rows) {
            for (double value : row) {
                file.putFloat((float) value);
            }
        }
        return file.array();
    }

    private static String yaml(String formats) {
        return """
                engine:
                  family: mac
                  name: bug
                  rows: 4
                  columns: 4
                  formats: [INT2, INT4, INT8, INT16]
                  result-formats: [INT16]
                model: m.onnx
                data:
                  inputs: x.npy
                  outputs: y.npy
                quantization:
                  formats: [%s]
                  fit: false
                  method: min-max
                """
                .formatted(formats);
    }
}
