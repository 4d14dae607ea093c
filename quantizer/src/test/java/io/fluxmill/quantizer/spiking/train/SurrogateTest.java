// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Compare;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Cell;
import io.fluxmill.quantizer.train.NeedsPyTorch;
import io.fluxmill.quantizer.train.TensorEngine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spikes are 0 or 1; gradients are those of the published formulas, worked out by hand through two ticks. */
@NeedsPyTorch
class SurrogateTest {
    private static final float[] U = {-3, -0.5f, -0.01f, 0, 0.01f, 0.5f, 3};

    @Test
    void spikesAreExactAndGradientsThePublishedOnes() {
        try (NDManager manager = TensorEngine.open(1)) {
            for (double slope : new double[] {1, 2, 5}) {
                check(manager, new Surrogate(Surrogate.Shape.ATAN, slope), Compare.ABOVE, u -> {
                    double s = Math.PI / 2 * slope * u;
                    return slope / 2 / (1 + s * s);
                });
                check(manager, new Surrogate(Surrogate.Shape.FAST_SIGMOID, slope), Compare.AT_LEAST, u -> {
                    double d = 1 + slope * Math.abs(u);
                    return 1 / (d * d);
                });
            }
        }
    }

    private interface Formula {
        double at(double u);
    }

    private static void check(NDManager manager, Surrogate surrogate, Compare compare, Formula derivative) {
        NDArray u = manager.create(U);
        u.setRequiresGradient(true);
        try (GradientCollector gradients = Engine.getEngine(TensorEngine.NAME).newGradientCollector()) {
            NDArray spikes = surrogate.spikes(u, compare);
            float[] fired = spikes.toFloatArray();
            for (int i = 0; i < U.length; i++) {
                boolean fires = U[i] > 0 || U[i] == 0 && compare == Compare.AT_LEAST;
                assertEquals(fires ? 1f : 0f, fired[i], "u=" + U[i]);
            }
            gradients.backward(spikes.sum());
        }
        float[] gradient = u.getGradient().toFloatArray();
        for (int i = 0; i < U.length; i++) {
            assertEquals(derivative.at(U[i]), gradient[i], 1e-6, surrogate + ", u=" + U[i]);
        }
    }

    /** x = 0.6 in both ticks, decay 0.5, threshold 1: V = 0.6, 0.9; d(z1 + z2)/dx = g(-0.4) + 1.5 g(-0.1), as dV2/dx = 1 + 0.5. */
    @Test
    void gradientsFlowThroughTimeButNotThroughResets() {
        TickRules rules = TickRules.from(
                ConfigNode.parse(Path.of("contract.yaml"), "{preset: snntorch, dt: 1.0e-3, reset: subtract}"));
        Surrogate surrogate = new Surrogate(Surrogate.Shape.FAST_SIGMOID, 1);
        Cell cell = new Cell(NeuronKind.LIF, 0.5, 1);
        assertEquals(1 / (1.4 * 1.4) + 1.5 / (1.1 * 1.1), gradient(rules, surrogate, cell, 0.6f), 1e-6);
        // x = 1.2: V = 1.2, fires, 0.2; then 1.3, fires. The reset counts as a constant: dV2/dx is 1 + 0.5 again.
        assertEquals(1 / (1.2 * 1.2) + 1.5 / (1.3 * 1.3), gradient(rules, surrogate, cell, 1.2f), 1e-6);
    }

    private static double gradient(TickRules rules, Surrogate surrogate, Cell cell, float value) {
        try (NDManager manager = TensorEngine.open(1)) {
            NDArray x = manager.create(new float[] {value}, new Shape(1, 1));
            x.setRequiresGradient(true);
            try (GradientCollector gradients =
                    Engine.getEngine(TensorEngine.NAME).newGradientCollector()) {
                List<NDArray> spikes = new NeuronTensors(cell, rules, surrogate).run(List.of(x, x));
                gradients.backward(spikes.get(0).add(spikes.get(1)).sum());
            }
            return x.getGradient().toFloatArray()[0];
        }
    }
}
