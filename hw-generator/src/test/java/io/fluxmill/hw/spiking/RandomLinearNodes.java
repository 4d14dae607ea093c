// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.hw.spiking.RandomNirGraphs.Part;
import io.fluxmill.hw.spiking.RandomNirGraphs.Signal;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.nir.NirType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Random linear nodes, and ways through several of them with delays at the ends. */
final class RandomLinearNodes {
    private final Random random;
    private final double dt;
    private final int ticks;
    private final Function<NirType, String> names;

    /** @param ticks longest Delay */
    RandomLinearNodes(Random random, double dt, int ticks, Function<NirType, String> names) {
        this.random = random;
        this.dt = dt;
        this.ticks = ticks;
        this.names = names;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private int upTo(int bound) {
        return 1 + random.nextInt(bound);
    }

    /** Up to three nodes behind a signal; about so many values at most come out, unless a single node keeps their number. */
    Signal way(Part part, Signal from, int most) {
        Signal signal = from;
        if (chance(20)) {
            signal = delay(part, signal);
        }
        int nodes = random.nextInt(3) + (chance(90) ? 1 : 0);
        for (int i = 0; i < nodes; i++) {
            signal = node(part, signal, most);
        }
        if (signal.size() > most) {
            signal = affine(part, flat(part, signal), upTo(most));
        }
        if (chance(15)) {
            signal = delay(part, signal);
        }
        return signal;
    }

    private Signal node(Part part, Signal in, int most) {
        int choice = random.nextInt(10);
        if (choice == 0) {
            return add(part, in, NirType.Scale, Map.of("scale", weights(in.shape())), in.shape());
        }
        if (in.shape().length == 1) {
            return affine(part, in, upTo(Math.min(most, 40)));
        }
        if (choice < 3 || in.shape().length > 3) {
            return flatten(part, in);
        }
        if (in.shape().length == 2) {
            return conv1d(part, in);
        }
        return choice < 7 ? conv2d(part, in) : pool(part, in);
    }

    /** Affine or Linear to so many values, behind a Flatten if that is needed, perhaps with a Delay. */
    Signal dense(Part part, Signal from, int outputs) {
        Signal in = chance(15) ? delay(part, from) : from;
        Signal out = affine(part, flat(part, in), outputs);
        return chance(10) ? delay(part, out) : out;
    }

    /** Affine or Linear. */
    Signal affine(Part part, Signal in, int outputs) {
        Map<String, NirArray> parameters = new LinkedHashMap<>();
        parameters.put("weight", weights(outputs, in.size()));
        boolean bias = chance(40);
        if (bias) {
            parameters.put("bias", chance(20) ? NirArray.scalar(0.1) : weights(outputs));
        }
        return add(part, in, bias ? NirType.Affine : NirType.Linear, parameters, outputs);
    }

    private Signal conv1d(Part part, Signal in) {
        int groups = chance(30) ? in.shape()[0] : 1;
        int outputs = groups * upTo(groups == 1 ? 4 : 2);
        int[] axis = axis(in.shape()[1]);
        Map<String, NirArray> parameters = new LinkedHashMap<>();
        parameters.put("weight", weights(outputs, in.shape()[0] / groups, axis[0]));
        if (chance(50)) {
            parameters.put("input_shape", NirArray.scalar(in.shape()[1]));
        }
        parameters.put("stride", NirArray.scalar(axis[1]));
        parameters.put("padding", padding(axis, new int[] {axis[2]}));
        parameters.put("dilation", NirArray.scalar(axis[3]));
        parameters.put("groups", NirArray.scalar(groups));
        parameters.put("bias", weights(outputs));
        return add(part, in, NirType.Conv1d, parameters, outputs, length(in.shape()[1], axis, parameters));
    }

    private Signal conv2d(Part part, Signal in) {
        int groups = chance(30) ? in.shape()[0] : 1;
        int outputs = groups * upTo(groups == 1 ? 4 : 2);
        int[] y = axis(in.shape()[1]);
        int[] x = axis(in.shape()[2]);
        Map<String, NirArray> parameters = new LinkedHashMap<>();
        parameters.put("weight", weights(outputs, in.shape()[0] / groups, y[0], x[0]));
        if (chance(50)) {
            parameters.put("input_shape", NirArray.vector(in.shape()[1], in.shape()[2]));
        }
        parameters.put("stride", NirArray.vector(y[1], x[1]));
        parameters.put("padding", padding(y[1] == 1 ? x : y, new int[] {y[2], x[2]}));
        parameters.put("dilation", NirArray.vector(y[3], x[3]));
        parameters.put("groups", NirArray.scalar(groups));
        parameters.put("bias", chance(50) ? weights(outputs) : NirArray.scalar(0));
        return add(
                part,
                in,
                NirType.Conv2d,
                parameters,
                outputs,
                length(in.shape()[1], y, parameters),
                length(in.shape()[2], x, parameters));
    }

    /** Kernel, stride, padding and dilation that fit a length. */
    private int[] axis(int length) {
        int kernel = upTo(Math.min(3, length));
        int stride = chance(60) ? 1 : 2;
        int padding = chance(60) ? 0 : random.nextInt(kernel);
        int dilation = kernel > 1 && 2 * (kernel - 1) < length && chance(30) ? 2 : 1;
        return new int[] {kernel, stride, padding, dilation};
    }

    private NirArray padding(int[] axis, int[] numbers) {
        if (axis[1] == 1 && chance(25)) {
            return NirArray.ofText("same");
        }
        if (Arrays.stream(numbers).sum() == 0 && chance(30)) {
            return NirArray.ofText("valid");
        }
        return numbers.length == 1
                ? NirArray.scalar(numbers[0])
                : NirArray.vector(Arrays.stream(numbers).asDoubleStream().toArray());
    }

    private static int length(int input, int[] axis, Map<String, NirArray> parameters) {
        String text = parameters.get("padding").text();
        if ("same".equals(text)) {
            return input;
        }
        return (input + 2 * axis[2] - axis[3] * (axis[0] - 1) - 1) / axis[1] + 1;
    }

    private Signal pool(Part part, Signal in) {
        int[] shape = in.shape().clone();
        double[] kernel = new double[2];
        double[] stride = new double[2];
        double[] padding = new double[2];
        for (int d = 0; d < 2; d++) {
            int k = upTo(Math.min(3, shape[d + 1]));
            int s = upTo(2);
            int p = chance(70) ? 0 : k / 2;
            kernel[d] = k;
            stride[d] = s;
            padding[d] = p;
            shape[d + 1] = (shape[d + 1] + 2 * p - k) / s + 1;
        }
        return add(
                part,
                in,
                chance(50) ? NirType.SumPool2d : NirType.AvgPool2d,
                Map.of(
                        "kernel_size",
                        NirArray.vector(kernel),
                        "stride",
                        NirArray.vector(stride),
                        "padding",
                        NirArray.vector(padding)),
                shape);
    }

    /** The values in one dimension. */
    Signal flat(Part part, Signal in) {
        return in.shape().length > 1 ? flatten(part, in, 0, -1) : in;
    }

    private Signal flatten(Part part, Signal in) {
        int first = random.nextInt(in.shape().length);
        int last = first + random.nextInt(in.shape().length - first);
        return flatten(part, in, first, chance(50) ? last : last - in.shape().length);
    }

    private Signal flatten(Part part, Signal in, int start, int end) {
        int last = end < 0 ? end + in.shape().length : end;
        int[] shape = new int[in.shape().length - (last - start)];
        Arrays.fill(shape, 1);
        for (int i = 0; i < in.shape().length; i++) {
            shape[i <= start ? i : i <= last ? start : i - (last - start)] *= in.shape()[i];
        }
        return add(
                part,
                in,
                NirType.Flatten,
                Map.of("start_dim", NirArray.scalar(start), "end_dim", NirArray.scalar(end)),
                shape);
    }

    private Signal delay(Part part, Signal in) {
        double[] seconds = random.doubles(in.size())
                .map(u -> dt * (Math.floor(u * (ticks + 1)) + 0.6 * (random.nextDouble() - 0.5)))
                .map(s -> Math.max(0, s))
                .toArray();
        NirArray delay = chance(50) ? NirArray.scalar(seconds[0]) : NirArray.of(in.shape(), seconds);
        return add(part, in, NirType.Delay, Map.of("delay", delay), in.shape());
    }

    private NirArray weights(int... shape) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        double center = chance(50) ? 0.2 : 0;
        return NirArray.of(
                shape,
                random.doubles(size)
                        .map(u -> chance(15) ? 0 : 2 * u - 1 + center)
                        .toArray());
    }

    private Signal add(Part part, Signal in, NirType type, Map<String, NirArray> parameters, int... shape) {
        NirNode node = NirNode.of(names.apply(type), type, parameters);
        part.add(node);
        part.edges.add(new NirEdge(in.node(), node.name()));
        return new Signal(node.name(), shape);
    }
}
