// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram.PoolKind;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.core.program.mac.network.LayerDescriptor;
import io.fluxmill.core.program.mac.network.LayerDescriptor.Position;
import io.fluxmill.core.program.mac.network.LayerKind;
import io.fluxmill.core.program.mac.network.MapLayout;
import io.fluxmill.core.program.mac.network.NetworkProgram;
import io.fluxmill.core.program.mac.network.WindowRows;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Host;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Layer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a quantised network to a program of the network processor: places of maps by the time in which they are needed, pitches for which no tile reads a bank
 * twice, descriptors, weights in the order of windows.
 */
public final class NetworkMapping {
    private static final int NO_READER = -1;

    private final QuantizedNetwork network;
    private final Manifest manifest;
    private final int images;
    private final int arrayRows;
    private final int arrayColumns;
    private final int banks;
    private final int bankWords;
    private final MapMemory memory;
    private final List<Stage> stages = new ArrayList<>();
    private final boolean sendsAll;
    private final List<Integer> sent = new ArrayList<>();
    private final Map<Integer, MapLayout> layouts = new HashMap<>();
    private final Map<Integer, MapMemory.Place> places = new HashMap<>();

    /** A matrix layer and the maximum of its results, if that follows. */
    private record Stage(Matrix matrix, int output, int poolY, int poolX) {}

    /** How the input is packed for its only reader, or null. */
    private PixelWindows packing;

    private NetworkMapping(QuantizedNetwork network, Manifest manifest, int images, boolean sendsAll) {
        this.sendsAll = sendsAll;
        this.network = network;
        this.manifest = manifest;
        this.images = images;
        arrayRows = parameter("rows");
        arrayColumns = parameter("columns");
        banks = parameter("banks");
        bankWords = parameter("bankWords");
        memory = new MapMemory(parameter("mapWords"));
    }

    private int parameter(String name) {
        return Math.toIntExact(manifest.parameter(name));
    }

    /**
     * Maps a network.
     *
     * @param images in a run
     * @param sendsAll whether every map that a layer writes is sent, else the network's output alone
     * @throws InputException if a layer is of a kind that the processor does not have, or does not fit its memories
     */
    public static NetworkProgram map(QuantizedNetwork network, Manifest manifest, int images, boolean sendsAll) {
        return new NetworkMapping(network, manifest, images, sendsAll).program();
    }

    private NetworkProgram program() {
        collect();
        packing = packing();
        List<LayerDescriptor> layers = new ArrayList<>();
        layers.add(input());
        List<short[]> weights = new ArrayList<>();
        List<short[]> parameters = new ArrayList<>();
        int word = 0;
        int tile = 0;
        int beats = parameter("rescaleBits") > 16 ? 8 : 6;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            layers.add(descriptor(stage, word, tile));
            giveBack(i);
            if (isSent(stage.output())) {
                layers.add(output(stage.output(), i == stages.size() - 1));
                sent.add(stage.output());
            }
            if (lastReader(stage.output()) == NO_READER) {
                memory.give(places.get(stage.output()));
            }
            weights.add(weights(stage.matrix()));
            parameters.add(
                    StreamImages.parameters(stage.matrix(), 0, stage.matrix().outChannels(), arrayColumns, beats));
            word += weights.get(i).length / arrayColumns;
            tile += tiles(stage.matrix());
        }
        requireRoom("words of weights", word, "weightWords", "engine.weight-words");
        requireRoom("tiles of parameters", tile, "parameterTiles", "engine.parameter-tiles");
        requireRoom(
                "words of program",
                layers.size() * DescriptorField.words(arrayRows),
                "programWords",
                "engine.program-words");
        return new NetworkProgram(
                network.name(),
                manifest.design(),
                manifest.hash(),
                layers,
                joined(weights),
                joined(parameters),
                network.tensors().stream().map(StepMapping::value).toList(),
                sent,
                packing != null,
                images);
    }

    private void requireRoom(String what, int needed, String parameter, String key) {
        if (needed > parameter(parameter)) {
            throw new InputException(
                    String.format(
                            "network %s needs %,d %s, but design %s has %,d",
                            network.name(), needed, what, manifest.design(), parameter(parameter)),
                    "raise " + key + " to " + Integer.highestOneBit(2 * needed - 1));
        }
    }

    private InputException refusal(String layer, String what) {
        return new InputException(
                "layer " + layer + " " + what + " on the network processor " + manifest.design(),
                "run the network on a matrix co-processor: leave out engine.map-words");
    }

    /** Matrix layers, each with the maximum of its results if nothing else reads these. */
    private void collect() {
        List<Layer> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            if (!(layers.get(i) instanceof Matrix matrix)) {
                throw refusal(layers.get(i).name(), "must be a matrix layer, or a maximum behind one,");
            }
            if (matrix.geometry().groups() > 1) {
                throw refusal(matrix.name(), "must have one group");
            }
            PoolStep pool = i + 1 < layers.size() ? pool(matrix, layers.get(i + 1)) : null;
            if (pool == null) {
                stages.add(new Stage(matrix, matrix.output(), 1, 1));
            } else {
                stages.add(new Stage(
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

    private PixelWindows packing() {
        Matrix first = stages.get(0).matrix();
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

    private int lastReader(int tensor) {
        int last = NO_READER;
        for (int i = 0; i < stages.size(); i++) {
            last = stages.get(i).matrix().input() == tensor ? i : last;
        }
        return last;
    }

    private void giveBack(int stage) {
        int tensor = stages.get(stage).matrix().input();
        if (lastReader(tensor) == stage) {
            memory.give(places.get(tensor));
        }
    }

    private boolean isPacked(int tensor) {
        return tensor == 0 && packing != null;
    }

    /** The window of a stage's layer over the positions of its input map. */
    private Window window(Stage stage) {
        Matrix matrix = stage.matrix();
        Shape output = network.tensors().get(matrix.output()).shape();
        return isPacked(matrix.input()) ? packing.overPositions() : StepMapping.window(matrix.geometry(), output, 0);
    }

    private int words(int tensor) {
        if (isPacked(tensor)) {
            return packing.words();
        }
        Tensor value = network.tensors().get(tensor);
        int lanes = value.format().lanes();
        return (value.shape().channels() + lanes - 1) / lanes;
    }

    /** Lays a map out, with the smallest pitches for which no reader has a conflict. */
    private MapLayout place(int tensor) {
        Shape own = network.tensors().get(tensor).shape();
        int columns = isPacked(tensor) ? packing.window().outWidth() : own.width();
        Shape shape = new Shape(own.channels(), own.height(), columns);
        MapLayout best = null;
        for (int row = shape.width(); row < shape.width() + banks; row++) {
            int least = row * (shape.height() - 1) + shape.width();
            for (int image = least; image < least + banks; image++) {
                for (boolean paired : new boolean[] {false, true}) {
                    MapLayout layout = new MapLayout(paired, 0, 0, row, image, shape.width(), shape.height(), images);
                    boolean smaller = best == null || layout.planeWords(banks) < best.planeWords(banks);
                    if (smaller && isFreeOfConflicts(tensor, layout)) {
                        best = layout;
                    }
                }
            }
        }
        String name = network.tensors().get(tensor).name();
        if (best == null) {
            throw refusal(name, "has no layout that all its readers read without conflicts");
        }
        int planeSize = best.planeWords(banks);
        int planes = isPacked(tensor) ? packing.planes(bankWords) : (words(tensor) + bankWords - 1) / bankWords;
        MapMemory.Place place = memory.take(planes * planeSize);
        if (place == null) {
            throw new InputException(
                    String.format(
                            "map %s needs %,d words in each bank beside those that are needed with it, but design %s has %,d in all",
                            name, planes * planeSize, manifest.design(), parameter("mapWords")),
                    "raise engine.map-words, or run fewer images at a time");
        }
        MapLayout layout = best.at(place.base(), planeSize);
        layouts.put(tensor, layout);
        places.put(tensor, place);
        return layout;
    }

    private boolean isSent(int tensor) {
        return sendsAll || tensor == network.output();
    }

    private boolean isFreeOfConflicts(int tensor, MapLayout layout) {
        if (tensor != 0 && isSent(tensor) && !sending(layout).isFreeOfConflicts(banks)) {
            return false;
        }
        return stages.stream().filter(stage -> stage.matrix().input() == tensor).allMatch(stage -> rows(stage, layout)
                .isFreeOfConflicts(banks));
    }

    private WindowRows rows(Stage stage, MapLayout input) {
        return new WindowRows(window(stage), stage.poolY(), stage.poolX(), input, arrayRows);
    }

    /** All positions of a map in their order. */
    private WindowRows sending(MapLayout layout) {
        Window one = new Window(0, 1, 1, 1, 1, 1, 0, 0, 1, 1, layout.height(), layout.width());
        return new WindowRows(one, 1, 1, layout, arrayRows);
    }

    private LayerDescriptor output(int tensor, boolean isLast) {
        WindowRows rows = sending(layouts.get(tensor));
        LayerDescriptor.Builder descriptor = new LayerDescriptor.Builder()
                .set(DescriptorField.KIND, LayerKind.OUTPUT.ordinal())
                .set(DescriptorField.LAST, isLast ? 1 : 0);
        rows.set(descriptor, words(tensor));
        return descriptor.build(rows.firstTile());
    }

    private LayerDescriptor input() {
        MapLayout layout = place(0);
        LayerKind kind = packing == null ? LayerKind.INPUT : LayerKind.PACKED_INPUT;
        LayerDescriptor.Builder descriptor = new LayerDescriptor.Builder()
                .set(DescriptorField.KIND, kind.ordinal())
                .set(
                        DescriptorField.OPERAND,
                        format(network.tensors().get(0).format().name()))
                .set(DescriptorField.RESULTS, (long) images * layout.width() * layout.height());
        if (packing == null) {
            descriptor.set(DescriptorField.LAST_WORD, words(0) - 1);
        } else {
            packing.setInput(descriptor, bankWords, pad(stages.get(0).matrix()));
        }
        layout.setOutput(descriptor);
        return descriptor.build(Collections.nCopies(arrayRows, new Position(0, 0, 0)));
    }

    /** The code of elements outside of a layer's input, in every lane. */
    private int pad(Matrix matrix) {
        NumberFormat format = network.tensors().get(matrix.input()).format();
        int pad = 0;
        for (int lane = 0; lane < format.lanes(); lane++) {
            pad |= (matrix.padCode() & (1 << format.widthBits()) - 1) << lane * format.laneBits();
        }
        return pad;
    }

    private int tiles(Matrix matrix) {
        return (matrix.outChannels() + arrayColumns - 1) / arrayColumns;
    }

    private LayerDescriptor descriptor(Stage stage, int word, int tile) {
        Matrix matrix = stage.matrix();
        WindowRows rows = rows(stage, layouts.get(matrix.input()));
        LayerDescriptor.Builder descriptor = new LayerDescriptor.Builder()
                .set(DescriptorField.OPERAND, format(matrix.rescale().operands().name()))
                .set(DescriptorField.RESULT, format(matrix.rescale().result().name()))
                .set(DescriptorField.ROUND, matrix.rescale().appliedRounding().code())
                .set(DescriptorField.CLIP_LOW, matrix.rescale().clipLow())
                .set(DescriptorField.CLIP_HIGH, matrix.rescale().clipHigh())
                .set(DescriptorField.OUTPUT_ZERO, matrix.rescale().appliedZeroPoint() & 0xFFFF)
                .set(DescriptorField.BIAS_SHIFT, matrix.rescale().biasShift())
                .set(DescriptorField.WEIGHTS, word)
                .set(DescriptorField.PARAMETERS, tile)
                .set(DescriptorField.LAST_COLUMN_TILE, tiles(matrix) - 1)
                .set(DescriptorField.PAD, pad(matrix))
                .set(DescriptorField.RESULTS, rows.rows() / (stage.poolY() * stage.poolX()));
        rows.set(descriptor, words(matrix.input()));
        if (isPacked(matrix.input())) {
            int end = packing.planes(bankWords) * bankWords;
            descriptor
                    .set(DescriptorField.INPUT_FIRST_WORD, end - packing.words())
                    .set(DescriptorField.LAST_WORD, end - 1);
        }
        place(stage.output()).setOutput(descriptor);
        return descriptor.build(rows.firstTile());
    }

    private int format(String name) {
        int index = manifest.formats().indexOf(name);
        if (index < 0) {
            throw new InputException(
                    "format " + name + " is none of design " + manifest.design() + ": "
                            + String.join(", ", manifest.formats()),
                    "add " + name + " to engine.formats");
        }
        return index;
    }

    /** Weights in the order of windows, {@code [tiles][ky][kx][words of a position][arrayColumns]}. */
    private short[] weights(Matrix matrix) {
        NumberFormat format = matrix.rescale().operands().weights();
        int channels = matrix.geometry().channels();
        int kernelX = matrix.geometry().kernelWidth();
        int kernelY = matrix.geometry().kernelHeight();
        int words = words(matrix.input());
        boolean packed = isPacked(matrix.input());
        int length = (packed ? 1 : kernelX) * kernelY * words;
        int mask = (1 << format.widthBits()) - 1;
        short[] image = new short[tiles(matrix) * length * arrayColumns];
        for (int n = 0; n < matrix.outChannels(); n++) {
            for (int c = 0; c < channels; c++) {
                for (int tap = 0; tap < kernelY * kernelX; tap++) {
                    int code = matrix.weights()[(n * channels + c) * kernelY * kernelX + tap] & mask;
                    int lane = packed ? packing.unused() + tap % kernelX * channels + c : c;
                    int position = packed ? tap / kernelX : tap;
                    int word = n / arrayColumns * length + position * words + lane / format.lanes();
                    image[word * arrayColumns + n % arrayColumns] |=
                            (short) (code << lane % format.lanes() * format.laneBits());
                }
            }
        }
        return image;
    }

    private static short[] joined(List<short[]> parts) {
        short[] all = new short[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
