// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.core.program.mac.network.LayerDescriptor;
import io.fluxmill.core.program.mac.network.LayerDescriptor.Position;
import io.fluxmill.core.program.mac.network.LayerKind;
import io.fluxmill.core.program.mac.network.MapLayout;
import io.fluxmill.core.program.mac.network.NetworkLayer;
import io.fluxmill.core.program.mac.network.NetworkProgram;
import io.fluxmill.core.program.mac.network.WindowRows;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * From a quantised network to a program of the network processor: places of maps by the time in which they are needed, pitches for which no tile reads a bank
 * twice, descriptors, weights in the order of windows.
 */
public final class NetworkMapping {
    /** As many as the co-processor runs together. */
    public static final int MOST_IMAGES = 64;

    /** A window that reaches farther waits for the whole input before its layer begins. */
    private static final int FARTHEST = 0xFFFF;

    /** Words of a pair of tables. */
    private static final int TERMS_OF_PAIR = 512;

    private final QuantizedNetwork network;
    private final Manifest manifest;
    private final int images;
    private final int arrayRows;
    private final int arrayColumns;
    private final int bankWords;
    private final NetworkStages stages;
    private final MapPlaces places;

    private NetworkMapping(QuantizedNetwork network, Manifest manifest, int images, boolean sendsAll) {
        this.network = network;
        this.manifest = manifest;
        this.images = images;
        arrayRows = parameter("rows");
        arrayColumns = parameter("columns");
        bankWords = parameter("bankWords");
        stages = new NetworkStages(network, manifest, sendsAll);
        places = new MapPlaces(manifest, stages, images);
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
        NetworkMapping mapping = new NetworkMapping(network, manifest, images, sendsAll);
        mapping.requireBuffers();
        MatrixRules rules = new MatrixRules(manifest);
        for (Stage stage : mapping.stages.list()) {
            if (stage.terms() == null) {
                rules.require(stage.matrix());
            } else {
                rules.requireOutput(stage.matrix());
            }
        }
        return mapping.program();
    }

    /**
     * The most images that a run can have.
     *
     * @param wanted no more are needed
     * @param sendsAll whether a run can send every map, too
     * @return from 1 to {@link #MOST_IMAGES}: the most for which all maps of a run have room, whether it sends them all, if it can, or its output alone
     * @throws InputException if one image does not fit
     */
    public static int mostImages(QuantizedNetwork network, Manifest manifest, int wanted, boolean sendsAll) {
        map(network, manifest, 1, sendsAll);
        int fits = 1;
        int tooMany = Math.min(wanted, MOST_IMAGES) + 1;
        while (tooMany - fits > 1) {
            int images = (fits + tooMany) / 2;
            if (hasRoom(network, manifest, images, sendsAll)) {
                fits = images;
            } else {
                tooMany = images;
            }
        }
        return fits;
    }

    private static boolean hasRoom(QuantizedNetwork network, Manifest manifest, int images, boolean sendsAll) {
        try {
            map(network, manifest, images, false);
            map(network, manifest, images, sendsAll);
            return true;
        } catch (InputException tooMany) {
            return false;
        }
    }

    private NetworkProgram program() {
        List<NetworkLayer> layers = new ArrayList<>();
        layers.add(input());
        List<short[]> weights = new ArrayList<>();
        List<short[]> parameters = new ArrayList<>();
        List<int[]> terms = new ArrayList<>();
        int word = 0;
        int tile = 0;
        int beats = MatrixRules.hasLongMultiplier(manifest) ? 8 : 6;
        for (int i = 0; i < stages.list().size(); i++) {
            Stage stage = stages.list().get(i);
            Matrix matrix = stage.matrix();
            int first = stage.terms() == null ? word : TERMS_OF_PAIR * terms.size();
            LayerDescriptor descriptor = descriptor(stage, first, tile);
            layers.add(new NetworkLayer(
                    matrix.name(),
                    stage.terms() == null ? LayerKind.MATRIX : LayerKind.TERMS,
                    matrix.rescale().operands().name(),
                    stage.output(),
                    images * stage.macs(),
                    descriptor));
            for (int read : new TreeSet<>(stage.inputs())) {
                if (stages.lastReader(read) == i) {
                    places.giveBack(read);
                }
            }
            if (stages.isSent(stage.output())) {
                layers.add(output(stage.output(), i == stages.list().size() - 1));
            }
            if (stages.lastReader(stage.output()) == NetworkStages.NO_READER) {
                places.giveBack(stage.output());
            }
            if (stage.terms() == null) {
                short[] image = WindowWeights.image(matrix, stages, arrayColumns);
                weights.add(image);
                word += image.length / arrayColumns;
            } else {
                terms.add(stage.terms().words());
            }
            parameters.add(StreamImages.parameters(matrix, 0, matrix.outChannels(), arrayColumns, beats));
            tile += WindowWeights.tiles(matrix, arrayColumns);
        }
        requireRoom(
                "words of program",
                layers.size() * DescriptorField.words(arrayRows) + NetworkProgram.SIGNATURE_WORDS,
                "programWords",
                "engine.program-words");
        return new NetworkProgram(
                network.name(),
                manifest.design(),
                manifest.hash(),
                layers,
                joined(weights),
                joined(parameters),
                terms.stream().flatMapToInt(Arrays::stream).toArray(),
                stages.inputOrder(),
                stages.tensors().stream().map(StepMapping::value).toList(),
                stages.packing() != null,
                images);
    }

    /** That weights and parameters of all layers have room. */
    private void requireBuffers() {
        int words = 0;
        int tiles = 0;
        int pairs = 0;
        for (Stage stage : stages.list()) {
            int own = WindowWeights.tiles(stage.matrix(), arrayColumns);
            tiles += own;
            if (stage.terms() == null) {
                words += own * WindowWeights.length(stage.matrix(), stages);
            } else {
                pairs++;
            }
        }
        requireRoom("pairs of tables of terms", pairs, "termTables", "engine.term-tables");
        requireRoom("words of weights", words, "weightWords", "engine.weight-words");
        requireRoom("tiles of parameters", tiles, "parameterTiles", "engine.parameter-tiles");
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

    private NetworkLayer output(int tensor, boolean isLast) {
        WindowRows rows = stages.sending(places.layout(tensor));
        LayerDescriptor.Builder descriptor = new LayerDescriptor.Builder()
                .set(DescriptorField.KIND, LayerKind.OUTPUT.ordinal())
                .set(DescriptorField.LAST, isLast ? 1 : 0);
        rows.set(descriptor, stages.words(tensor));
        return moved(LayerKind.OUTPUT, tensor, descriptor.build(rows.firstTile()));
    }

    private NetworkLayer moved(LayerKind kind, int tensor, LayerDescriptor descriptor) {
        return new NetworkLayer(stages.tensors().get(tensor).name(), kind, null, tensor, 0, descriptor);
    }

    private NetworkLayer input() {
        int input = stages.input();
        MapLayout layout = places.place(input);
        PixelWindows packing = stages.packing();
        LayerKind kind = packing == null ? LayerKind.INPUT : LayerKind.PACKED_INPUT;
        LayerDescriptor.Builder descriptor = new LayerDescriptor.Builder()
                .set(DescriptorField.KIND, kind.ordinal())
                .set(
                        DescriptorField.OPERAND,
                        format(network.tensors().get(input).format().name()))
                .set(DescriptorField.RESULTS, (long) images * layout.width() * layout.height())
                .set(DescriptorField.ROWS, beats(input))
                .set(DescriptorField.REACH, head(layout));
        if (packing == null) {
            descriptor.set(DescriptorField.LAST_WORD, stages.words(input) - 1);
        } else {
            packing.setInput(descriptor, bankWords, pad(stages.list().get(0).matrix()));
        }
        layout.setOutput(descriptor);
        return moved(kind, input, descriptor.build(Collections.nCopies(arrayRows, new Position(0, 0, 0))));
    }

    /** Beats of the input stream. */
    private int beats(int input) {
        Tensor tensor = stages.tensors().get(input);
        int lanes = tensor.format().lanes();
        Shape shape = tensor.shape();
        int words = stages.packing() == null
                ? images * shape.height() * shape.width() * stages.words(input)
                : (images * shape.elements() + lanes - 1) / lanes;
        return (words + arrayRows - 1) / arrayRows;
    }

    /** Positions of the input after which the first layer begins: those of its first tile, if it can wait for the others tile by tile. */
    private int head(MapLayout layout) {
        Stage first = stages.list().get(0);
        if (first.terms() != null) {
            return layout.positions();
        }
        WindowRows rows = stages.rows(first, layout);
        return Math.min(layout.positions(), Math.max(1, rows.position(0).linear() + rows.reach() + 1));
    }

    /** The code of elements outside of a layer's input, in every lane. */
    private int pad(Matrix matrix) {
        NumberFormat format = stages.tensors().get(matrix.input()).format();
        int pad = 0;
        for (int lane = 0; lane < format.lanes(); lane++) {
            pad |= (matrix.padCode() & (1 << format.widthBits()) - 1) << lane * format.laneBits();
        }
        return pad;
    }

    private LayerDescriptor descriptor(Stage stage, int word, int tile) {
        Matrix matrix = stage.matrix();
        WindowRows rows = stages.rows(stage, places.layout(matrix.input()));
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
                .set(DescriptorField.LAST_COLUMN_TILE, WindowWeights.tiles(matrix, arrayColumns) - 1)
                .set(DescriptorField.PAD, pad(matrix))
                .set(DescriptorField.REACH, matrix.input() == stages.input() ? Math.min(FARTHEST, rows.reach()) : 0);
        TileReads reads = stages.reads(matrix);
        rows.set(descriptor, reads.words());
        reads.set(descriptor);
        if (stages.isPacked(matrix.input())) {
            PixelWindows packing = stages.packing();
            int end = packing.planes(bankWords) * bankWords;
            descriptor
                    .set(DescriptorField.INPUT_FIRST_WORD, end - packing.words())
                    .set(DescriptorField.LAST_WORD, end - 1);
        }
        if (stage.terms() != null) {
            // The words of a position are those of the rows of a tile, each of the left map and the right one.
            descriptor
                    .set(DescriptorField.KIND, LayerKind.TERMS.ordinal())
                    .set(DescriptorField.LAST_WORD, 2 * arrayRows - 1)
                    .set(DescriptorField.DEPTHWISE, 0)
                    .set(
                            DescriptorField.PAD,
                            places.layout(stage.terms().right()).base());
        }
        places.place(stage.output()).setOutput(descriptor);
        return descriptor.build(rows.firstTile());
    }

    private int format(String name) {
        int index = manifest.formats().indexOf(name);
        if (index < 0) {
            throw new InputException(
                    "format " + name + " of the input is none of design " + manifest.design() + ": "
                            + String.join(", ", manifest.formats()),
                    "add " + name + " to engine.formats");
        }
        return index;
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
