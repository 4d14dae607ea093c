// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.onnx.OnnxReader;
import java.nio.file.Path;

/** Reads a trained network from a model file. */
public final class NetworkReader {
    private NetworkReader() {}

    /**
     * The network of an ONNX or QONNX file; its name is the file name without the extension.
     *
     * @throws InputException when the file is missing or damaged, or has an operator or attribute that cannot be lowered
     *     exactly; the message names file, node and operator
     */
    public static Network read(Path path) {
        return read(path, null);
    }

    /**
     * The same up to a tensor or node of the graph.
     *
     * @param output its name; null for the graph's output
     */
    public static Network read(Path path, String output) {
        String file = path.getFileName().toString();
        int dot = file.lastIndexOf('.');
        String extension = dot < 0 ? "" : file.substring(dot);
        if (!extension.equals(".onnx")) {
            throw new InputException(
                    path + ": a model file must end in .onnx or .tflite",
                    "export the network as ONNX, QONNX or TensorFlow Lite");
        }
        return GraphLowering.lower(OnnxReader.read(path), file.substring(0, dot), output);
    }
}
