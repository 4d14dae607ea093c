// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.map;

import io.fluxmill.core.program.pulse.PulseMemory;
import io.fluxmill.core.program.pulse.PulseProgram.Image;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The three memory images of a network engine, layer after layer. */
final class PulseImages {
    private static final int LAYER_WORDS = 8;

    private final int processingElements;
    private final int units;
    private final int multipliers;
    private int[] weights = new int[0];
    private int[] parameters = new int[0];
    private int[] layers = new int[0];
    private int weightWord;
    private int parameterRow;

    PulseImages(int processingElements, int units, int multipliers) {
        this.processingElements = processingElements;
        this.units = units;
        this.multipliers = multipliers;
    }

    /**
     * Appends a layer.
     *
     * @param source first place of what it reads
     * @param destination first place of what it writes
     */
    void add(PulseLayerPlan plan, int source, int destination) {
        addRow(plan, source, destination);
        addWeights(plan);
        addParameters(plan);
    }

    List<Image> images() {
        List<Image> images = new ArrayList<>();
        images.add(new Image("weights", PulseMemory.WEIGHTS.address(), weights));
        images.add(new Image("parameters", PulseMemory.PARAMETERS.address(), parameters));
        images.add(new Image("layers", PulseMemory.LAYERS.address(), layers));
        return images;
    }

    private void addRow(PulseLayerPlan plan, int source, int destination) {
        Layer layer = plan.layer();
        int next = layers.length;
        layers = Arrays.copyOf(layers, next + LAYER_WORDS);
        int log2Lanes = Integer.numberOfTrailingZeros(plan.lanes());
        int lastElements = layer.outputChannels() - (plan.rows() - 1) * units;
        layers[next] = pair(source, layer.inputLength() * layer.inputChannels());
        layers[next + 1] = pair(plan.padding(), plan.stride());
        layers[next + 2] = pair(plan.steps(), plan.tiles());
        layers[next + 3] = pair(plan.positionTiles(), weightWord);
        layers[next + 4] = log2Lanes;
        layers[next + 5] = pair(destination, parameterRow);
        layers[next + 6] = pair(plan.rows(), layer.outputLength());
        layers[next + 7] = pair(layer.depth(), lastElements | log2Lanes << 5 | (layer.relu() ? 1 << 8 : 0));
    }

    private static int pair(int low, int high) {
        return low | high << 16;
    }

    private void addWeights(PulseLayerPlan plan) {
        Layer layer = plan.layer();
        int wordBytes = units * multipliers;
        int groups = processingElements / plan.lanes();
        int parts = wordBytes / Integer.BYTES;
        weights = Arrays.copyOf(weights, weights.length + plan.weightWords() * processingElements * parts);
        for (int word = 0; word < plan.weightWords(); word++) {
            for (int p = 0; p < processingElements; p++) {
                int channel = (word / plan.steps() * groups + p % groups) * units;
                int term = word % plan.steps() * multipliers;
                int first = ((weightWord + word) * processingElements + p) * parts;
                for (int i = 0; i < wordBytes; i++) {
                    int weight = weight(layer, channel + i / multipliers, term + i % multipliers);
                    weights[first + i / Integer.BYTES] |= (weight & 0xFF) << Byte.SIZE * (i % Integer.BYTES);
                }
            }
        }
        weightWord += plan.weightWords();
    }

    private static int weight(Layer layer, int channel, int term) {
        boolean inside = channel < layer.outputChannels() && term < layer.depth();
        return inside ? layer.weights()[channel * layer.depth() + term] : 0;
    }

    private void addParameters(PulseLayerPlan plan) {
        Layer layer = plan.layer();
        int first = parameterRow * units;
        parameterRow += plan.rows();
        parameters = Arrays.copyOf(parameters, 2 * parameterRow * units);
        for (int c = 0; c < layer.outputChannels(); c++) {
            parameters[2 * (first + c)] = layer.bias()[c];
            parameters[2 * (first + c) + 1] = layer.multipliers()[c] | layer.shifts()[c] << 16;
        }
    }
}
