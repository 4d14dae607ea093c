// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.quantizer.mac.graph.Network;
import org.junit.jupiter.api.Test;

/** What is left out at the end of a network is noted: onnxruntime computes it. */
class EndingTest {
    private static final long[] SEEDS = {1, 2, 3};

    @Test
    void softmaxIsLeftOutAndNoted() {
        TestModel model = new TestModel(13, 1, 4);
        model.random("w", 1, -1, 1, 4, 3);
        model.node("MatMul", "s", "x", "w");
        model.node("Softmax", "y", "s").set("axis", 1);
        assertEquals(Network.Ending.SOFTMAX, model.network().ending());
        for (long seed : SEEDS) {
            float[] input = model.randomInput(seed);
            float[] scores = model.fluxmill(input);
            double sum = 0;
            for (float score : scores) {
                sum += Math.exp(score);
            }
            float[] expected = model.onnxRuntime(input);
            for (int i = 0; i < scores.length; i++) {
                assertEquals(expected[i], Math.exp(scores[i]) / sum, 1e-6, "seed " + seed + " element " + i);
            }
        }
    }
}
