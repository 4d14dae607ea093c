// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.spiking.SpikingConfig;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The programs of the netlist check fit every engine that can be configured, down to the smallest memories and words. */
class SpikingVectorsTest {
    private static final int SHAPES = 2000;

    @Test
    void programsFitEveryEngine() {
        Random random = new Random(5);
        int fitted = 0;
        for (int i = 0; i < SHAPES; i++) {
            int weightBits = 2 + random.nextInt(15);
            int valueBits = 1 + random.nextInt(8);
            int least = weightBits + valueBits;
            if (least > 32) {
                continue;
            }
            int lanes = 1 << random.nextInt(6);
            SpikingShape shape = new SpikingShape(
                            lanes,
                            Math.max(16, 2 * lanes),
                            lanes <= 4 ? 16 : 4 * lanes,
                            16,
                            16,
                            2,
                            2,
                            weightBits,
                            least + random.nextInt(33 - least),
                            random.nextInt(17),
                            8 + random.nextInt(25),
                            4 + random.nextInt(13),
                            2,
                            valueBits,
                            random.nextInt(3),
                            random.nextBoolean(),
                            random.nextBoolean())
                    .withCores(1 << random.nextInt(5));
            new SpikingConfig("vectors", shape, 16);
            assertEquals(
                    2,
                    new SpikingVectors(shape, null)
                            .program(random)
                            .populations()
                            .size(),
                    shape.toString());
            fitted++;
        }
        assertTrue(fitted > SHAPES / 2, fitted + " engines");
    }
}
