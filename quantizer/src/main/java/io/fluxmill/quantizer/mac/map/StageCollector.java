// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram.AddStep;
import io.fluxmill.core.program.mac.MacProgram.HostStep;
import io.fluxmill.core.program.mac.MacProgram.MoveStep;
import io.fluxmill.core.program.mac.MacProgram.PoolKind;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedAddStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedAverageStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedMeanStep;
import io.fluxmill.core.program.mac.MacProgram.TableStep;
import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.core.program.mac.network.Maxima;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Host;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Layer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes the stages of a network: a matrix layer takes the maxima of its results if nothing else reads these; other pooling is a matrix layer of its own. */
final class StageCollector {
    private final QuantizedNetwork network;
    private final Manifest manifest;
    private final int arrayRows;
    private final PoolMatrices pools;
    private final List<Tensor> tensors;
    private final List<Stage> list = new ArrayList<>();
    /** The tensor that comes in, and for each of its elements the one of the sample. */
    private int input;

    private int[] inputOrder;

    StageCollector(QuantizedNetwork network, Manifest manifest) {
        this.network = network;
        this.manifest = manifest;
        arrayRows = Math.toIntExact(manifest.parameter("rows"));
        pools = new PoolMatrices(manifest);
        tensors = new ArrayList<>(network.tensors());
        inputOrder = IntStream.range(0, tensors.get(0).shape().elements()).toArray();
    }

    int input() {
        return input;
    }

    int[] inputOrder() {
        return inputOrder;
    }

    /** The network's tensors as the stages have them, and behind them those between the parts of a layer. */
    List<Tensor> tensors() {
        return tensors;
    }

    private InputException refusal(String layer, String what) {
        return NetworkStages.refusal(manifest, layer, what);
    }

    /** @throws InputException if a layer is of a kind that the processor does not have */
    List<Stage> collect() {
        List<Layer> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            if (!(layers.get(i) instanceof Matrix given)) {
                host(((Host) layers.get(i)).step());
                continue;
            }
            Matrix matrix = isDenseOfInput(given) ? flattened(given) : given;
            if (matrix.rescale().operands().weights().toDouble(0) != 0) {
                throw refusal(matrix.name(), "must have weights of a format with a zero");
            }
            Shape shape = tensors.get(matrix.output()).shape();
            long macs = (long) matrix.depth() * matrix.outChannels();
            Maxima maxima = i + 1 < layers.size() ? maxima(matrix, layers.get(i + 1)) : null;
            if (maxima == null) {
                list.add(new Stage(
                        matrix,
                        matrix.output(),
                        Maxima.none(shape.height(), shape.width()),
                        macs * shape.height() * shape.width()));
            } else {
                i++;
                macs *= (long) maxima.size() * maxima.countY() * maxima.countX();
                list.add(new Stage(matrix, layers.get(i).output(), maxima, macs));
            }
        }
        return list;
    }

    /** Whether a layer reads the whole input at once, and nothing else does. */
    private boolean isDenseOfInput(Matrix matrix) {
        Shape shape = tensors.get(input).shape();
        Geometry geometry = matrix.geometry();
        boolean whole = geometry.kernelHeight() == shape.height() && geometry.kernelWidth() == shape.width();
        Shape result = tensors.get(matrix.output()).shape();
        return matrix.input() == input
                && whole
                && result.height() * result.width() == 1
                && geometry.groups() == 1
                && geometry.padTop() == 0
                && geometry.padLeft() == 0
                && readers(input) == 1;
    }

    /** The same layer with the input's elements, in their order, as channels of one position, so that they fill the lanes. */
    private Matrix flattened(Matrix matrix) {
        Tensor whole = tensors.get(input);
        Shape shape = new Shape(whole.shape().elements(), 1, 1);
        tensors.set(input, shaped(whole, whole.name(), shape));
        return new Matrix(
                matrix.name(),
                matrix.input(),
                matrix.output(),
                Geometry.dense(shape),
                matrix.weights(),
                matrix.padCode(),
                matrix.rescale(),
                matrix.channels(),
                matrix.accumulatorMin(),
                matrix.accumulatorMax());
    }

    /** The maxima that the next layer takes of a layer's results if no other reads these, and it takes each once at most; else null. */
    private Maxima maxima(Matrix matrix, Layer next) {
        if (!(next instanceof Host host)
                || !(host.step() instanceof PoolStep pool)
                || pool.kind() != PoolKind.MAX
                || pool.input() != matrix.output()
                || readers(matrix.output()) > 1) {
            return null;
        }
        Window window = pool.window();
        Shape in = tensors.get(matrix.output()).shape();
        Maxima maxima = maxima(window, window.kernelHeight(), window.kernelWidth());
        boolean apart = window.strideX() >= window.kernelWidth() && window.strideY() >= window.kernelHeight();
        boolean inside = window.padLeft() == 0
                && window.padTop() == 0
                && (window.outWidth() - 1) * window.strideX() + window.kernelWidth() <= in.width()
                && (window.outHeight() - 1) * window.strideY() + window.kernelHeight() <= in.height();
        return apart && inside && !isDilated(window) && maxima.size() <= arrayRows ? maxima : null;
    }

    private static boolean isDilated(Window window) {
        return window.kernelHeight() > 1 && window.dilationY() > 1
                || window.kernelWidth() > 1 && window.dilationX() > 1;
    }

    private static Maxima maxima(Window window, int height, int width) {
        return new Maxima(height, width, window.strideY(), window.strideX(), window.outHeight(), window.outWidth());
    }

    private void host(HostStep step) {
        if (step instanceof MoveStep move && reordersInput(move)) {
            input = move.output();
            inputOrder = move.from();
        } else if (step instanceof PoolStep pool && pool.kind() == PoolKind.MAX) {
            maximum(pool);
        } else if (step instanceof AddStep || step instanceof QuantizedAddStep || step instanceof TableStep) {
            terms(step);
        } else {
            average(step);
        }
    }

    /** Whether a step only changes the order of the sample, so that the host can send it so. */
    private boolean reordersInput(MoveStep move) {
        boolean each = Arrays.equals(
                Arrays.stream(move.from()).sorted().toArray(),
                IntStream.range(0, tensors.get(0).shape().elements()).toArray());
        return move.inputs().equals(List.of(0)) && readers(0) == 1 && each;
    }

    /** An addition or a function of codes. */
    private void terms(HostStep step) {
        String name = step.name();
        if (manifest.parameter("termTables") == 0) {
            throw new InputException(
                    "layer " + name + " must have tables of terms on the network processor " + manifest.design(),
                    "set engine.term-tables: 1 and engine.depthwise: true");
        }
        TermTables.Sum sum = new TermTables(manifest)
                .of(step, tensors)
                .orElseThrow(
                        () -> new InputException(
                                "layer " + name + " must be a sum of terms of " + manifest.parameter("accumulatorBits")
                                        + " bits that is exact for all codes of 8 bits on the network processor "
                                        + manifest.design(),
                                "raise engine.activation-words to 16384, for sums of more bits, or run the network on a matrix"
                                        + " co-processor: leave out engine.map-words, program-words, depthwise and term-tables"));
        Shape shape = tensors.get(step.output()).shape();
        list.add(new Stage(sum.matrix(), sum.terms(), step.output(), Maxima.none(shape.height(), shape.width()), 0));
    }

    /** An average that is a layer of its own. */
    private void average(HostStep step) {
        Tensor out = tensors.get(step.output());
        Optional<Matrix> matrix = Optional.empty();
        if (step instanceof PoolStep pool) {
            matrix = pools.average(pool, tensors.get(pool.input()), out);
        } else if (step instanceof QuantizedAverageStep average) {
            matrix = pools.average(average, tensors.get(average.input()), out);
        } else if (step instanceof QuantizedMeanStep mean) {
            matrix = pools.mean(mean, tensors.get(mean.input()), out);
        } else {
            throw refusal(step.name(), "must be a matrix layer, a maximum, an average, a sum or a function of codes");
        }
        Shape shape = out.shape();
        list.add(new Stage(
                matrix.orElseThrow(
                        () -> refusal(step.name(), "must be an average that one multiplication makes exact")),
                step.output(),
                Maxima.none(shape.height(), shape.width()),
                0));
    }

    /** Maxima of copies: in one pass if the rows of the array hold a window, else of its columns, then of its rows. */
    private void maximum(PoolStep pool) {
        Window window = pool.window();
        int size = Math.max(window.kernelHeight(), window.kernelWidth());
        if (size > arrayRows || isDilated(window)) {
            throw refusal(
                    pool.name(), "must be a maximum over at most " + arrayRows + " x " + arrayRows + " neighbours");
        }
        if (window.kernelHeight() * window.kernelWidth() <= arrayRows) {
            copies(
                    pool,
                    pool.input(),
                    pool.output(),
                    window,
                    maxima(window, window.kernelHeight(), window.kernelWidth()));
            return;
        }
        Tensor in = tensors.get(pool.input());
        Shape shape = new Shape(in.shape().channels(), in.shape().height(), window.outWidth());
        tensors.add(shaped(in, pool.name() + " columns", shape));
        int between = tensors.size() - 1;
        Maxima columns = new Maxima(
                1, window.kernelWidth(), 1, window.strideX(), in.shape().height(), window.outWidth());
        copies(pool, pool.input(), between, padded(window, 0, window.padLeft()), columns);
        Maxima rows = new Maxima(window.kernelHeight(), 1, window.strideY(), 1, window.outHeight(), window.outWidth());
        copies(pool, between, pool.output(), padded(window, window.padTop(), 0), rows);
    }

    private static Tensor shaped(Tensor tensor, String name, Shape shape) {
        return new Tensor(
                name,
                shape,
                tensor.format(),
                tensor.scale(),
                tensor.zeroPoint(),
                tensor.low(),
                tensor.high(),
                tensor.channelScale(),
                tensor.quant());
    }

    private static Window padded(Window window, int top, int left) {
        return new Window(
                0,
                1,
                window.kernelHeight(),
                window.kernelWidth(),
                window.strideY(),
                window.strideX(),
                top,
                left,
                1,
                1,
                window.outHeight(),
                window.outWidth());
    }

    private void copies(PoolStep pool, int input, int output, Window window, Maxima maxima) {
        Tensor in = tensors.get(input);
        Geometry geometry = new Geometry(
                1,
                1,
                1,
                1,
                1,
                window.padTop(),
                window.padLeft(),
                1,
                1,
                in.shape().channels());
        Matrix matrix = pools.copy(pool.name(), input, output, in, input == this.input, geometry)
                .orElseThrow(() -> refusal(
                        pool.name(),
                        "must be a maximum in a format whose codes are their own products with one, not "
                                + in.format().name()));
        list.add(new Stage(matrix, output, maxima, 0));
    }

    /** How many layers read a tensor. */
    long readers(int tensor) {
        return network.layers().stream()
                .filter(layer -> layer instanceof Matrix matrix
                        ? matrix.input() == tensor
                        : ((Host) layer).step().inputs().contains(tensor))
                .count();
    }
}
