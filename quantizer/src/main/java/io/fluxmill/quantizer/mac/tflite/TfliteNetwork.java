// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.data.ByteSource;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.tflite.TfliteModel;
import java.nio.file.Path;

/**
 * A TensorFlow Lite file as networks. Inputs and results are in the order of the file, channels last.
 *
 * @param network in float, with the real values of quantised weights
 * @param exact in codes, bit for bit as TensorFlow Lite's integer kernels compute; null if some operator computes in float
 * @param reason why there is none, with file and operator; or null
 * @param rounding of the products
 */
public record TfliteNetwork(Network network, QuantizedNetwork exact, String reason, Rounding rounding) {

    /**
     * Reads a file; the network's name is the file's without the extension.
     *
     * @param output a tensor or an operator ({@code conv_2d_0}) at which the network ends; null for the file's output
     * @param rounding of the products with a scale: NEAREST_TWICE as the reference kernels, NEAREST_UP as those built with
     *     TFLITE_SINGLE_ROUNDING, FLOAT32 as XNNPACK (matrix layers only; the driver's steps round twice then)
     * @throws InputException if the file cannot be read, is damaged, or has an operator that cannot be lowered; the message names file, operator
     *     and its place in the file
     */
    public static TfliteNetwork read(Path file, String output, Rounding rounding) {
        byte[] bytes = ByteSource.wholeFile(file);
        String name = file.getFileName().toString().replaceFirst("\\.tflite$", "");
        try {
            return Lowering.lower(file, new TfliteModel(bytes), name, output, rounding);
        } catch (IndexOutOfBoundsException
                | IllegalArgumentException
                | ArithmeticException
                | NegativeArraySizeException e) {
            throw new InputException(
                    file + ": model must be a complete TensorFlow Lite file: " + ByteSource.fact(e),
                    "convert the model again");
        }
    }

    /**
     * The network in codes.
     *
     * @throws InputException if some operator computes in float
     */
    public QuantizedNetwork requireExact() {
        if (exact == null) {
            throw new InputException(
                    reason + ", so there are no trained codes",
                    "convert the model with full integer quantisation, or name a number format in quantization.formats");
        }
        return exact;
    }
}
