// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.sfq.map.SfqCircuit;
import io.fluxmill.quantizer.sfq.map.SfqEvaluation;
import io.fluxmill.quantizer.sfq.map.SfqMapping;
import io.fluxmill.quantizer.sfq.read.SfqNetworkFile;
import io.fluxmill.quantizer.train.TrainingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SfqTrainerTest {
    @TempDir
    private Path folder;

    /** Three classes of 4 x 4 images: a bright row, a bright column, neither, over a noisy ground. */
    private SfqTrainConfig config(int junctions) throws IOException {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder();
        for (int sample = 0; sample < 400; sample++) {
            int label = random.nextInt(3);
            int line = random.nextInt(2);
            for (int i = 0; i < 16; i++) {
                boolean bright = label == 0 && i / 4 == line || label == 1 && i % 4 == 2 + line;
                csv.append((bright ? 12 : 0) + random.nextInt(5)).append(',');
            }
            csv.append(label).append('\n');
        }
        Files.writeString(folder.resolve("images.csv"), csv);
        String yaml =
                """
                family: sfq
                name: lines
                model: lines.json
                data: {inputs: images.csv, last-column: label, limit: 300, scale: 1/16}
                test: {inputs: images.csv, last-column: label, skip: 300, scale: 1/16}
                hidden: [8]
                window: 128
                levels: {lowest-ua: 125, step-ua: 1, count: 10}
                junctions: %d
                epochs: 60
                learning-rate: 0.02
                """
                        .formatted(junctions);
        return SfqTrainConfig.from(ConfigNode.parse(folder.resolve("train.yaml"), yaml));
    }

    @Test
    void learnsWithinTheBudgetAndRunsOnPulses() throws IOException {
        SfqTrainConfig config = config(700);
        SfqTrainResult result = SfqTrainer.train(config, TrainingLog.NONE);
        assertTrue(result.floating() > 0.95, "float " + result.floating());
        assertTrue(result.meanField() > 0.9, "mean field " + result.meanField());
        SfqCircuit circuit = SfqMapping.map(result.network(), CellLibrary.of("rsfqlib-v3"), 1);
        assertEquals(result.junctions(), circuit.totalJunctions());
        assertTrue(result.junctions() <= 700, "junctions " + result.junctions());
        assertEquals(List.of(), NetlistRules.check(circuit.netlist()));
        SfqEvaluation evaluation = SfqEvaluation.of(circuit, Dataset.read(config.test()), 100, List.of(16, 128), 5, 1);
        assertTrue(evaluation.accuracies().get(1).share() > 0.88, evaluation.toString());
        assertTrue(evaluation.accuracies().get(0).right()
                < evaluation.accuracies().get(1).right());
        assertEquals(0, evaluation.otherViolations());
        assertTrue(evaluation.collisions() > 10);
        assertTrue(result.network().layers().stream()
                .flatMap(layer -> layer.units().stream())
                .flatMap(unit -> unit.synapses().stream())
                .allMatch(s -> s.isWire()
                        || s.biasMicroamperes() == Math.rint(s.biasMicroamperes())
                                && s.biasMicroamperes() >= 125
                                && s.biasMicroamperes() <= 134));
    }

    @Test
    void sameSeedSameNetwork() throws IOException {
        SfqTrainConfig config = config(500);
        assertEquals(
                SfqNetworkFile.toJson(SfqTrainer.train(config, TrainingLog.NONE).network()),
                SfqNetworkFile.toJson(SfqTrainer.train(config, TrainingLog.NONE).network()));
    }

    @Test
    void budgetMustAllowAPathToEachOutput() throws IOException {
        SfqTrainConfig config = config(20);
        InputException e = assertThrows(InputException.class, () -> SfqTrainer.train(config, TrainingLog.NONE));
        assertEquals("junctions must be enough for a path to each output: junctions=20", e.getMessage());
    }

    /** The gradient against differences. */
    @Test
    void gradient() {
        Random random = new Random(3);
        SfqParameters parameters = new SfqParameters(new int[] {5, 4, 3}, random);
        float[] inputs = {0.2f, 0.9f, 0.5f, 0.1f, 0.7f};
        double[] slopes = {0.3, -1, 0.6};
        float[] gradient = new float[parameters.weights.length];
        parameters.forward(inputs, parameters.weights);
        parameters.backward(slopes, parameters.weights, gradient);
        for (int i = 0; i < gradient.length; i++) {
            float weight = parameters.weights[i];
            float step = 1e-3f;
            parameters.weights[i] = weight + step;
            double high = dot(slopes, parameters.forward(inputs, parameters.weights));
            parameters.weights[i] = weight - step;
            double low = dot(slopes, parameters.forward(inputs, parameters.weights));
            parameters.weights[i] = weight;
            assertEquals((high - low) / (2 * step), gradient[i], 1e-3, "weight " + i + " = " + weight);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
