// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram.HostStep;
import io.fluxmill.core.program.mac.MacProgram.PoolKind;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedAverageStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedMeanStep;
import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.core.program.mac.network.MapLayout;
import io.fluxmill.core.program.mac.network.Maxima;
import io.fluxmill.core.program.mac.network.WindowRows;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Host;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Layer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The layers of a network as the network processor runs them: matrix layers, each with the maxima of its results if nothing else reads these. Other pooling is a
 * matrix layer with weights of one.
 */
final class NetworkStages {
    static final int NO_READER = -1;

    private final QuantizedNetwork network;
    private final Manifest manifest;
    private final boolean sendsAll;
    private final int arrayRows;
    private final int banks;
    private final int bankWords;
    private final PoolMatrices pools;
    private final List<Tensor> tensors;
    private final List<Stage> list = new ArrayList<>();
    /** How the input is packed for its only reader, or null. */
    private final PixelWindows packing;

    /** @throws InputException if a layer is of a kind that the processor does not have */
    NetworkStages(QuantizedNetwork network, Manifest manifest, boolean sendsAll) {
        this.network = network;
        this.manifest = manifest;
        this.sendsAll = sendsAll;
        arrayRows = Math.toIntExact(manifest.parameter("rows"));
        banks = Math.toIntExact(manifest.parameter("banks"));
        bankWords = Math.toIntExact(manifest.parameter("bankWords"));
        pools = new PoolMatrices(manifest);
        tensors = new ArrayList<>(network.tensors());
        collect();
        packing = packed();
    }

    List<Stage> list() {
        return list;
    }

    PixelWindows packing() {
        return packing;
    }

    InputException refusal(String layer, String what) {
        return new InputException(
                "layer " + layer + " " + what + " on the network processor " + manifest.design(),
                "run the network on a matrix co-processor: leave out engine.map-words");
    }

    /** The network's tensors, and behind them those between the parts of a layer. */
    List<Tensor> tensors() {
        return tensors;
    }

    /** Whether a tensor is sent to the host. */
    boolean isSent(int tensor) {
        return sendsAll && tensor < network.tensors().size() || tensor == network.output();
    }

    private void collect() {
        List<Layer> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            if (!(layers.get(i) instanceof Matrix matrix)) {
                pool(((Host) layers.get(i)).step());
                continue;
            }
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

    /** Pooling that is a layer of its own. */
    private void pool(HostStep step) {
        if (step instanceof PoolStep pool && pool.kind() == PoolKind.MAX) {
            maximum(pool);
            return;
        }
        Tensor out = tensors.get(step.output());
        Optional<Matrix> matrix = Optional.empty();
        if (step instanceof PoolStep pool) {
            matrix = pools.average(pool, tensors.get(pool.input()), out);
        } else if (step instanceof QuantizedAverageStep average) {
            matrix = pools.average(average, tensors.get(average.input()), out);
        } else if (step instanceof QuantizedMeanStep mean) {
            matrix = pools.mean(mean, tensors.get(mean.input()), out);
        } else {
            throw refusal(step.name(), "must be a matrix layer, a maximum or an average");
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
        tensors.add(new Tensor(
                pool.name() + " columns",
                shape,
                in.format(),
                in.scale(),
                in.zeroPoint(),
                in.low(),
                in.high(),
                in.channelScale(),
                in.quant()));
        int between = tensors.size() - 1;
        Maxima columns = new Maxima(
                1, window.kernelWidth(), 1, window.strideX(), in.shape().height(), window.outWidth());
        copies(pool, pool.input(), between, padded(window, 0, window.padLeft()), columns);
        Maxima rows = new Maxima(window.kernelHeight(), 1, window.strideY(), 1, window.outHeight(), window.outWidth());
        copies(pool, between, pool.output(), padded(window, window.padTop(), 0), rows);
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
        Matrix matrix = pools.copy(pool.name(), input, output, in, geometry)
                .orElseThrow(() -> refusal(
                        pool.name(),
                        "must be a maximum in a format whose codes are their own products with one, not "
                                + in.format().name()));
        list.add(new Stage(matrix, output, maxima, 0));
    }

    private long readers(int tensor) {
        return network.layers().stream()
                .filter(layer -> layer instanceof Matrix matrix
                        ? matrix.input() == tensor
                        : ((Host) layer).step().inputs().contains(tensor))
                .count();
    }

    private PixelWindows packed() {
        Matrix first = list.get(0).matrix();
        Tensor input = tensors.get(0);
        if (first.input() != 0 || readers(0) > 1 || first.geometry().groups() > 1) {
            return null;
        }
        Shape output = tensors.get(first.output()).shape();
        Window window = StepMapping.window(first.geometry(), output, 0);
        PixelWindows windows =
                new PixelWindows(window, input.shape().width(), input.format().lanes());
        return windows.isUseful(bankWords) ? windows : null;
    }

    /** The stage that reads a tensor last, {@link #NO_READER} if none does. */
    int lastReader(int tensor) {
        int last = NO_READER;
        for (int i = 0; i < list.size(); i++) {
            last = list.get(i).matrix().input() == tensor ? i : last;
        }
        return last;
    }

    /** Whether a tensor is the input and packed. */
    boolean isPacked(int tensor) {
        return tensor == 0 && packing != null;
    }

    /** The window of a stage's layer over the positions of its input map. */
    private Window window(Stage stage) {
        Matrix matrix = stage.matrix();
        Shape output = tensors.get(matrix.output()).shape();
        return isPacked(matrix.input()) ? packing.overPositions() : StepMapping.window(matrix.geometry(), output, 0);
    }

    /** Words of a position. */
    int words(int tensor) {
        if (isPacked(tensor)) {
            return packing.words();
        }
        Tensor value = tensors.get(tensor);
        int lanes = value.format().lanes();
        return (value.shape().channels() + lanes - 1) / lanes;
    }

    /** What the tiles of columns of a layer read of a position. */
    TileReads reads(Matrix matrix) {
        int input = matrix.input();
        NumberFormat format = tensors.get(input).format();
        // What no layer wrote into a plane can be anything: behind the words of the input, or in the half of codes of 4
        // bits.
        boolean anything = IntStream.range(0, 1 << format.widthBits()).noneMatch(format::isNaR);
        return TileReads.of(
                matrix, manifest, words(input), planes(input), anything || input != 0, anything || format.lanes() < 4);
    }

    /** Bank words of a position. */
    int planes(int tensor) {
        return isPacked(tensor) ? packing.planes(bankWords) : (words(tensor) + bankWords - 1) / bankWords;
    }

    /** Positions of an image of a tensor's map. */
    Shape positions(int tensor) {
        Shape own = tensors.get(tensor).shape();
        return isPacked(tensor)
                ? new Shape(packing.elements(), own.height(), packing.window().outWidth())
                : own;
    }

    /** Whether all that read a tensor do so without conflicts. */
    boolean isFreeOfConflicts(int tensor, MapLayout layout) {
        if (tensor != 0 && isSent(tensor) && !sending(layout).isFreeOfConflicts(banks)) {
            return false;
        }
        return list.stream().filter(stage -> stage.matrix().input() == tensor).allMatch(stage -> rows(stage, layout)
                .isFreeOfConflicts(banks));
    }

    /** Rows of a stage over its input map. */
    WindowRows rows(Stage stage, MapLayout input) {
        return new WindowRows(window(stage), stage.maxima(), input, arrayRows);
    }

    /** All positions of a map in their order. */
    WindowRows sending(MapLayout layout) {
        Window one = new Window(0, 1, 1, 1, 1, 1, 0, 0, 1, 1, layout.height(), layout.width());
        return new WindowRows(one, Maxima.none(layout.height(), layout.width()), layout, arrayRows);
    }
}
