// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.mac.graph.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final long SEED = 20_260_104;

    /** Two images of two channels; the second, which is used, counts from 1. */
    private static final ImageSet IMAGES = new ImageSet(
            new Network.Shape(2, 2, 2), new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}, new int[] {0, 0});

    @Test
    void noneCopies() {
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, variant(Augmentation.NONE, new Random(SEED)));
    }

    @Test
    void mirrorsOrNot() {
        Set<List<Float>> seen = variants(new Augmentation(true, 0));
        assertEquals(Set.of(list(1, 2, 3, 4, 5, 6, 7, 8), list(2, 1, 4, 3, 6, 5, 8, 7)), seen, "seed=" + SEED);
    }

    @Test
    void shiftsEveryWayAndFillsWithZeros() {
        Set<List<Float>> seen = variants(new Augmentation(false, 1));
        assertEquals(9, seen.size(), "seed=" + SEED);
        assertTrue(seen.contains(list(0, 1, 0, 3, 0, 5, 0, 7)), "right");
        assertTrue(seen.contains(list(0, 0, 1, 2, 0, 0, 5, 6)), "down stays in its channel");
        assertTrue(seen.contains(list(4, 0, 0, 0, 8, 0, 0, 0)), "up and left");
    }

    private static Set<List<Float>> variants(Augmentation augmentation) {
        Random random = new Random(SEED);
        Set<List<Float>> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            seen.add(list(variant(augmentation, random)));
        }
        return seen;
    }

    private static float[] variant(Augmentation augmentation, Random random) {
        float[] target = new float[8];
        augmentation.copy(IMAGES, 1, random, target, 0);
        return target;
    }

    private static List<Float> list(float... values) {
        List<Float> list = new java.util.ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
