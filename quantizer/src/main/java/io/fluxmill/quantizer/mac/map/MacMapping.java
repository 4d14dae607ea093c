// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.ColumnGroup;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * From a quantised network to a program for a generated matrix co-processor: one {@link MatrixStep} for each matrix layer (for
 * each group of a grouped convolution), its columns in groups that fit the weight and parameter buffers.
 *
 * <p>Everything that can be refused is refused before an image is made.
 */
public final class MacMapping {
    private final QuantizedNetwork network;
    private final Manifest manifest;
    private final int arrayColumns;
    private final int weightWords;
    private final int parameterTiles;

    private MacMapping(QuantizedNetwork network, Manifest manifest) {
        this.network = network;
        this.manifest = manifest;
        arrayColumns = parameter("columns");
        weightWords = parameter("weightWords");
        parameterTiles = parameter("parameterTiles");
    }

    private int parameter(String name) {
        return Math.toIntExact(manifest.parameter(name));
    }

    /**
     * Maps a network onto a design.
     *
     * @throws InputException if the design is no matrix co-processor, lacks a format or a rounding, has too small a buffer for one row or
     *     one column tile of a layer, or if a layer's sums could overflow an accumulator
     */
    public static MacProgram map(QuantizedNetwork network, Manifest manifest) {
        if (!manifest.family().equals("mac")) {
            throw new InputException(
                    "design " + manifest.design() + " must be of family mac to run a network, not " + manifest.family(),
                    "set engine.family to mac");
        }
        MacMapping mapping = new MacMapping(network, manifest);
        MatrixRules rules = new MatrixRules(manifest);
        network.matrices().forEach(rules::require);
        return mapping.program();
    }

    private MacProgram program() {
        List<MacProgram.Step> steps = new ArrayList<>();
        for (QuantizedNetwork.Layer layer : network.layers()) {
            if (layer instanceof Matrix matrix) {
                steps.addAll(matrixSteps(matrix));
            } else {
                steps.add(((QuantizedNetwork.Host) layer).step());
            }
        }
        List<MacProgram.Value> values =
                network.tensors().stream().map(StepMapping::value).toList();
        return new MacProgram(network.name(), manifest.design(), manifest.hash(), values, steps, network.output());
    }

    private Network.Shape shape(int tensor) {
        return network.tensors().get(tensor).shape();
    }

    /** One step for each group of the convolution. */
    private List<MatrixStep> matrixSteps(Matrix layer) {
        int groups = layer.geometry().groups();
        int columns = layer.outChannels() / groups;
        List<MatrixStep> steps = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            steps.add(new MatrixStep(
                    groups == 1 ? layer.name() : layer.name() + "[" + group + "]",
                    layer.input(),
                    layer.output(),
                    StepMapping.window(layer.geometry(), shape(layer.output()), group),
                    layer.depth(),
                    columns,
                    layer.padCode(),
                    layer.rescale(),
                    columnGroups(layer, group * columns, columns)));
        }
        return steps;
    }

    /** As many column tiles to a job as both buffers hold. */
    private List<ColumnGroup> columnGroups(Matrix layer, int firstColumn, int columns) {
        int tiles = Math.min(weightWords / layer.rescale().operands().weightWords(layer.depth()), parameterTiles);
        int step = tiles * arrayColumns;
        List<ColumnGroup> groups = new ArrayList<>();
        for (int column = 0; column < columns; column += step) {
            int count = Math.min(step, columns - column);
            int channel = firstColumn + column;
            groups.add(new ColumnGroup(
                    channel,
                    count,
                    StreamImages.weights(layer, channel, count, arrayColumns),
                    StreamImages.parameters(
                            layer, channel, count, arrayColumns, MatrixRules.hasLongMultiplier(manifest) ? 8 : 6)));
        }
        return groups;
    }
}
