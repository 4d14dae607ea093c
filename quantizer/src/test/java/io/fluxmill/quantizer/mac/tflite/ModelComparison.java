// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteModel.Operator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A network in codes against the kernels of {@link IntegerKernels}, layer by layer. */
final class ModelComparison {
    private final Path file;
    private final TfliteModel model;
    private final TfliteNetwork read;
    private final QuantizedNetwork network;
    private final IntegerKernels kernels;
    long compared;
    long different;
    String first;

    ModelComparison(Path file, TfliteNetwork read) {
        this.file = file;
        model = model(file);
        this.read = read;
        network = read.requireExact();
        kernels = new IntegerKernels(
                model,
                switch (read.rounding()) {
                    case NEAREST_UP -> IntegerKernels.Mode.SINGLE;
                    case FLOAT32 -> IntegerKernels.Mode.FP32;
                    default -> IntegerKernels.Mode.DOUBLE;
                });
    }

    static TfliteModel model(Path file) {
        try {
            return new TfliteModel(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tensors that hold the input's numbers: after a QUANTIZE where the input is real. */
    private int[] inputs() {
        return Arrays.stream(model.inputs())
                .map(input -> model.tensor(input).type() != TfliteModel.FLOAT32
                        ? input
                        : model.operators().stream()
                                .filter(o -> o.name().equals("QUANTIZE") && o.inputs()[0] == input)
                                .mapToInt(o -> o.outputs()[0])
                                .findFirst()
                                .orElseThrow())
                .toArray();
    }

    /** Random numbers of the inputs' types. */
    ModelComparison random(int samples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int s = 0; s < samples; s++) {
            Map<Integer, int[]> inputs = new HashMap<>();
            for (int input : inputs()) {
                int type = model.tensor(input).type();
                int low = type == TfliteModel.INT16 ? -32768 : type == TfliteModel.UINT8 ? 0 : -128;
                int high = type == TfliteModel.INT16 ? 32768 : type == TfliteModel.UINT8 ? 256 : 128;
                inputs.put(
                        input,
                        random.ints(model.tensor(input).size(), low, high).toArray());
            }
            compare(inputs);
        }
        return this;
    }

    /** @return the numbers of the network's result */
    int[] compare(Map<Integer, int[]> inputs) {
        short[] codes = new short[network.tensors().get(0).shape().elements()];
        int at = 0;
        for (int input : inputs()) {
            for (int number : inputs.get(input)) {
                codes[at++] = (short) (number & mask());
            }
        }
        List<short[]> trace = new ReferenceExecutor(network).trace(codes, 1);
        Map<Integer, int[]> expected = kernels.run(inputs);
        List<Operator> operators = model.operators();
        for (int i = 0; i < operators.size(); i++) {
            int tensor = operators.get(i).outputs()[0];
            String name = OperatorScope.name(operators.get(i), i);
            for (int t = 1; t < network.tensors().size(); t++) {
                if (network.tensors().get(t).name().equals(name) && expected.containsKey(tensor)) {
                    int[] shape = model.tensor(tensor).shape();
                    compare(name, shape[shape.length - 1], expected.get(tensor), trace.get(t), codes);
                }
            }
        }
        short[] result = trace.get(network.output());
        int[] numbers = new int[result.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(result[i]);
        }
        int[] last = expected.get(model.outputs()[0]);
        if (last != null && read.network().ending() == Network.Ending.NONE) {
            compare("the result", last, result);
        }
        return numbers;
    }

    private int mask() {
        return (1 << network.tensors().get(0).format().widthBits()) - 1;
    }

    private int number(short code) {
        return network.tensors().get(0).format().order(code & mask());
    }

    /** Channels last against channels first; a layer in any other order is computed again as the end of a network, in the order of the file. */
    private void compare(String name, int channels, int[] expected, short[] found, short[] input) {
        int plane = expected.length / channels;
        long wrong = 0;
        for (int i = 0; i < expected.length; i++) {
            wrong += number(found[i % channels * plane + i / channels]) == expected[i] ? 0 : 1;
        }
        if (wrong == 0) {
            compared += expected.length;
            return;
        }
        TfliteNetwork part = TfliteNetwork.read(file, name, read.rounding());
        if (part.network().ending() != Network.Ending.NONE) {
            // A function at the end is left to the host; what reads it here shows whether it is right.
            return;
        }
        compare(name, expected, new ReferenceExecutor(part.requireExact()).run(input, 1));
    }

    private void compare(String name, int[] expected, short[] found) {
        for (int i = 0; i < expected.length; i++) {
            int number = number(found[i]);
            compared++;
            if (number != expected[i]) {
                different++;
                first = first == null ? name + "[" + i + "]: " + expected[i] + " found " + number : first;
            }
        }
    }

    static Rounding[] roundings() {
        return new Rounding[] {Rounding.NEAREST_TWICE, Rounding.NEAREST_UP, Rounding.FLOAT32};
    }
}
