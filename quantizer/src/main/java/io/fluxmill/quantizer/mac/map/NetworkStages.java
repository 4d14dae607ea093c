// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram.PoolKind;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.core.program.mac.network.MapLayout;
import io.fluxmill.core.program.mac.network.WindowRows;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Host;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Layer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The layers of a network as the network processor runs them: matrix layers, each with the maximum of its results if nothing else reads these. */
final class NetworkStages {
    static final int NO_READER = -1;

    private final QuantizedNetwork network;
    private final Manifest manifest;
    private final boolean sendsAll;
    private final int arrayRows;
    private final int banks;
    private final int bankWords;
    private final List<Stage> list = new ArrayList<>();
    /** How the input is packed for its only reader, or null. */
    private final PixelWindows packing;

    /** A matrix layer, the tensor that is written, and the windows whose results become their maximum. */
    record Stage(Matrix matrix, int output, int poolY, int poolX) {}

    /** @throws InputException if a layer is of a kind that the processor does not have */
    NetworkStages(QuantizedNetwork network, Manifest manifest, boolean sendsAll) {
        this.network = network;
        this.manifest = manifest;
        this.sendsAll = sendsAll;
        arrayRows = Math.toIntExact(manifest.parameter("rows"));
        banks = Math.toIntExact(manifest.parameter("banks"));
        bankWords = Math.toIntExact(manifest.parameter("bankWords"));
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

    /** Whether a tensor is sent to the host. */
    boolean isSent(int tensor) {
        return sendsAll || tensor == network.output();
    }

    private void collect() {
        List<Layer> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            if (!(layers.get(i) instanceof Matrix matrix)) {
                throw refusal(layers.get(i).name(), "must be a matrix layer, or a maximum behind one,");
            }
            if (matrix.geometry().groups() > 1) {
                throw refusal(matrix.name(), "must have one group");
            }
            if (matrix.rescale().operands().weights().toDouble(0) != 0) {
                throw refusal(matrix.name(), "must have weights of a format with a zero");
            }
            PoolStep pool = i + 1 < layers.size() ? pool(matrix, layers.get(i + 1)) : null;
            if (pool == null) {
                list.add(new Stage(matrix, matrix.output(), 1, 1));
            } else {
                list.add(new Stage(
                        matrix,
                        pool.output(),
                        pool.window().kernelHeight(),
                        pool.window().kernelWidth()));
                i++;
            }
        }
    }

    private PoolStep pool(Matrix matrix, Layer layer) {
        if (!(layer instanceof Host host)
                || !(host.step() instanceof PoolStep pool)
                || pool.kind() != PoolKind.MAX
                || pool.input() != matrix.output()) {
            return null;
        }
        Window window = pool.window();
        int size = window.kernelHeight() * window.kernelWidth();
        boolean tiled = window.strideX() == window.kernelWidth()
                && window.strideY() == window.kernelHeight()
                && window.padLeft() == 0
                && window.padTop() == 0
                && arrayRows % size == 0;
        Shape in = network.tensors().get(matrix.output()).shape();
        boolean inside = window.outWidth() * window.kernelWidth() <= in.width()
                && window.outHeight() * window.kernelHeight() <= in.height();
        if (!tiled || !inside || readers(matrix.output()) > 1) {
            throw refusal(
                    pool.name(),
                    "must be a maximum over windows side by side whose size divides " + arrayRows
                            + " rows of the array");
        }
        return pool;
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
        Tensor input = network.tensors().get(0);
        if (first.input() != 0 || readers(0) > 1) {
            return null;
        }
        Shape output = network.tensors().get(first.output()).shape();
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
        Shape output = network.tensors().get(matrix.output()).shape();
        return isPacked(matrix.input()) ? packing.overPositions() : StepMapping.window(matrix.geometry(), output, 0);
    }

    /** Words of a position. */
    int words(int tensor) {
        if (isPacked(tensor)) {
            return packing.words();
        }
        Tensor value = network.tensors().get(tensor);
        int lanes = value.format().lanes();
        return (value.shape().channels() + lanes - 1) / lanes;
    }

    /** Bank words of a position. */
    int planes(int tensor) {
        return isPacked(tensor) ? packing.planes(bankWords) : (words(tensor) + bankWords - 1) / bankWords;
    }

    /** Positions of an image of a tensor's map. */
    Shape positions(int tensor) {
        Shape own = network.tensors().get(tensor).shape();
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
        return new WindowRows(window(stage), stage.poolY(), stage.poolX(), input, arrayRows);
    }

    /** All positions of a map in their order. */
    WindowRows sending(MapLayout layout) {
        Window one = new Window(0, 1, 1, 1, 1, 1, 0, 0, 1, 1, layout.height(), layout.width());
        return new WindowRows(one, 1, 1, layout, arrayRows);
    }
}
