// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.core.program.mac.network.MapLayout;
import io.fluxmill.core.program.mac.network.Maxima;
import io.fluxmill.core.program.mac.network.WindowRows;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    private final List<Tensor> tensors;
    private final List<Stage> list;
    private final int input;
    private final int[] inputOrder;
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
        StageCollector collector = new StageCollector(network, manifest);
        list = collector.collect();
        tensors = collector.tensors();
        input = collector.input();
        inputOrder = collector.inputOrder();
        packing = collector.readers(input) == 1 ? packed() : null;
    }

    List<Stage> list() {
        return list;
    }

    /** The tensor that comes in. */
    int input() {
        return input;
    }

    /** For each of its elements the one of the sample. */
    int[] inputOrder() {
        return inputOrder;
    }

    PixelWindows packing() {
        return packing;
    }

    static InputException refusal(Manifest manifest, String layer, String what) {
        return new InputException(
                "layer " + layer + " " + what + " on the network processor " + manifest.design(),
                "run the network on a matrix co-processor: leave out engine.map-words, and program-words, depthwise and"
                        + " term-tables with it");
    }

    /** The network's tensors, and behind them those between the parts of a layer. */
    List<Tensor> tensors() {
        return tensors;
    }

    /** Whether a tensor is sent to the host. */
    boolean isSent(int tensor) {
        return sendsAll && tensor < network.tensors().size() || tensor == network.output();
    }

    private PixelWindows packed() {
        Matrix first = list.get(0).matrix();
        Tensor sample = tensors.get(input);
        if (first.input() != input || first.geometry().groups() > 1) {
            return null;
        }
        Shape output = tensors.get(first.output()).shape();
        Window window = StepMapping.window(first.geometry(), output, 0);
        PixelWindows windows =
                new PixelWindows(window, sample.shape().width(), sample.format().lanes());
        return windows.isUseful(bankWords) ? windows : null;
    }

    /** The stage that reads a tensor last, {@link #NO_READER} if none does. */
    int lastReader(int tensor) {
        int last = NO_READER;
        for (int i = 0; i < list.size(); i++) {
            last = list.get(i).inputs().contains(tensor) ? i : last;
        }
        return last;
    }

    /** Whether a tensor is the input and packed. */
    boolean isPacked(int tensor) {
        return tensor == input && packing != null;
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
        int read = matrix.input();
        NumberFormat format = tensors.get(read).format();
        // What no layer wrote into a plane can be anything: behind the words of the input, or in the half of codes of 4
        // bits.
        boolean anything = IntStream.range(0, 1 << format.widthBits()).noneMatch(format::isNaR);
        return TileReads.of(
                matrix, manifest, words(read), planes(read), anything || read != input, anything || format.lanes() < 4);
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
        if (tensor != input && isSent(tensor) && !sending(layout).isFreeOfConflicts(banks)) {
            return false;
        }
        return list.stream().filter(stage -> stage.inputs().contains(tensor)).allMatch(stage -> rows(stage, layout)
                .isFreeOfConflicts(banks));
    }

    /** Tensors that are added, with all that these are added to, and the tensor itself: they have one layout. */
    Set<Integer> alike(int tensor) {
        Set<Integer> alike = new TreeSet<>(Set.of(tensor));
        int before = 0;
        while (alike.size() > before) {
            before = alike.size();
            for (Stage stage : list) {
                if (stage.inputs().stream().anyMatch(alike::contains) && stage.terms() != null) {
                    alike.addAll(stage.inputs());
                }
            }
        }
        return alike;
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
