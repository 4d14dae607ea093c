// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.graph;

import io.fluxmill.core.progress.Progress;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Executes a network in real arithmetic: every operation in double, weights unchanged (float). Nothing is rounded in between except the input's
 * steps (float) and trained quantisations, which are applied exactly as {@link Quant} defines them. Immutable and safe for use by several
 * threads.
 */
public final class FloatExecutor {
    private final Network network;
    private final List<Step> steps = new ArrayList<>();

    /** One layer with the indices of the tensors that it reads; its own index is its position + 1. */
    private record Step(Layer layer, LayerKernel kernel, int[] inputs) {}

    public FloatExecutor(Network network) {
        this.network = network;
        Map<String, Integer> indices = new HashMap<>(Map.of("input", 0));
        for (Layer layer : network.layers()) {
            steps.add(step(layer, indices));
            indices.put(layer.output(), indices.size());
        }
    }

    private static Step step(Layer layer, Map<String, Integer> indices) {
        int[] inputs = layer.inputs().stream().mapToInt(indices::get).toArray();
        return new Step(layer, LayerKernel.of(layer), inputs);
    }

    public Network network() {
        return network;
    }

    /**
     * The last layer's output for one sample.
     *
     * @param sample {@code inputShape.elements()} values before the input steps
     * @throws IllegalArgumentException when the sample has another length
     */
    public float[] run(float[] sample) {
        return toFloat(execute(sample)[steps.size()]);
    }

    /** The outputs for many samples, {@code [samples][elements]}; uses all cores. */
    public float[][] run(float[][] samples) {
        return run(samples, Progress.NONE);
    }

    /**
     * The same.
     *
     * @param progress is told of samples
     */
    public float[][] run(float[][] samples, Progress progress) {
        float[][] outputs = new float[samples.length][];
        Runnable done = progress.counting(samples.length);
        IntStream.range(0, samples.length).parallel().forEach(i -> {
            outputs[i] = run(samples[i]);
            done.run();
        });
        return outputs;
    }

    /**
     * All tensors of one sample by name, in execution order: "input" (after scale, offset and quantisation), then the output
     * of each layer (after activation and quantisation).
     */
    public Map<String, double[]> trace(float[] sample) {
        double[][] tensors = execute(sample);
        Map<String, double[]> trace = new LinkedHashMap<>();
        trace.put("input", tensors[0]);
        for (int i = 0; i < steps.size(); i++) {
            trace.put(steps.get(i).layer.output(), tensors[i + 1]);
        }
        return trace;
    }

    private double[][] execute(float[] sample) {
        double[][] tensors = new double[steps.size() + 1][];
        tensors[0] = input(sample);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            double[][] inputs = new double[step.inputs.length][];
            Arrays.setAll(inputs, k -> tensors[step.inputs[k]]);
            tensors[i + 1] = step.kernel.apply(inputs);
        }
        return tensors;
    }

    private double[] input(float[] sample) {
        Shape shape = network.inputShape();
        if (sample.length != shape.elements()) {
            throw new IllegalArgumentException("a sample must have " + shape.elements() + " values for the shape "
                    + shape + ": values=" + sample.length);
        }
        double[] x = new double[sample.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = network.prepare(sample[i]);
        }
        quantise(x, network.inputQuant(), shape);
        return x;
    }

    /** Rounds every value to a value of the quantisation, in place; none if quant is null. */
    static void quantise(double[] x, Quant quant, Shape shape) {
        if (quant == null) {
            return;
        }
        int plane = shape.height() * shape.width();
        for (int i = 0; i < x.length; i++) {
            int channel = i / plane;
            x[i] = quant.toReal(quant.toCode(x[i], channel), channel);
        }
    }

    private static float[] toFloat(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
