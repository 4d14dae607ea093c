// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.core.program.mac.network.LayerDescriptor.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Descriptors against docs/network-processor.md. */
class LayerDescriptorTest {
    @Test
    void fieldsDoNotOverlap() {
        int[] taken = new int[DescriptorField.FIXED_WORDS];
        for (DescriptorField field : DescriptorField.values()) {
            int mask = (int) (((1L << field.bits()) - 1) << field.low());
            assertEquals(0, taken[field.word()] & mask, field.name());
            taken[field.word()] |= mask;
        }
        assertEquals(0, Arrays.stream(taken).filter(word -> word == 0).count(), "words without a field");
    }

    @Test
    void wordsAreAsDocumented() {
        LayerDescriptor descriptor = new LayerDescriptor.Builder()
                .set(DescriptorField.KIND, LayerKind.OUTPUT.ordinal())
                .set(DescriptorField.LAST, 1)
                .set(DescriptorField.RESULT, 3)
                .set(DescriptorField.CARRY_L, -2)
                .set(DescriptorField.ADVANCE_L, 5)
                .set(DescriptorField.RESULTS, 0xBA98L)
                .set(DescriptorField.REACH, 0x7654)
                .set(DescriptorField.ROWS, 0x123456)
                .set(DescriptorField.TILE_ROWS, 6)
                .build(List.of(new Position(-1, -2, -300, 7, 9)));
        int[] words = descriptor.words();
        assertEquals(23, words.length);
        assertEquals(2 << 25 | 1 << 24 | 3 << 8, words[0]);
        assertEquals(0x06123456, words[3]);
        assertEquals(0xFFFE0005, words[13]);
        assertEquals(0x7654BA98, words[19]);
        assertArrayEquals(new int[] {0xFFFEFFFF, 0x0907FED4}, Arrays.copyOfRange(words, 20, 22));
    }

    @Test
    void valuesThatDoNotFitAreRefused() {
        for (long value : new long[] {-1, 16}) {
            LayerDescriptor.Builder builder = new LayerDescriptor.Builder().set(DescriptorField.OPERAND, value);
            assertThrows(IllegalArgumentException.class, () -> builder.build(List.of()));
        }
    }

    /** The steps of the descriptor, carried out as the document says, give the positions of all tiles. */
    @Test
    void stepsGoThroughAllPositions() {
        Random random = new Random(1);
        long compared = 0;
        for (int i = 0; i < 2000; i++) {
            int poolY = 1 + random.nextInt(3);
            int poolX = 1 + random.nextInt(3);
            int rows = poolY * poolX + random.nextInt(9);
            int apartY = 1 + random.nextInt(3);
            int apartX = 1 + random.nextInt(3);
            int outHeight = poolY + random.nextInt(12);
            int outWidth = poolX + random.nextInt(12);
            int strideY = 1 + random.nextInt(3);
            int strideX = 1 + random.nextInt(3);
            Window window = new Window(
                    0, 1, 3, 3, strideY, strideX, random.nextInt(3), random.nextInt(3), 1, 1, outHeight, outWidth);
            int width = strideX * outWidth + random.nextInt(3);
            int height = strideY * outHeight + random.nextInt(3);
            int pitch = width + random.nextInt(5);
            Maxima maxima = new Maxima(
                    poolY, poolX, apartY, apartX, (outHeight - poolY) / apartY + 1, (outWidth - poolX) / apartX + 1);
            MapLayout input = new MapLayout(
                    false, 0, 0, pitch, height * pitch + random.nextInt(9), width, height, 1 + random.nextInt(4));
            WindowRows order = new WindowRows(window, maxima, input, rows);
            LayerDescriptor.Builder builder = new LayerDescriptor.Builder();
            order.set(builder, 1);
            LayerDescriptor descriptor = builder.build(order.firstTile());
            compared += walk(descriptor, order, rows);
        }
        assertEquals(true, compared > 100_000, "positions compared: " + compared);
    }

    private static long walk(LayerDescriptor d, WindowRows order, int arrayRows) {
        List<Position> expected = inOrder(order);
        int tileRows = (int) d.get(DescriptorField.TILE_ROWS);
        assertEquals(arrayRows / order.maxima().size() * order.maxima().size(), tileRows);
        for (int r = 0; r < arrayRows; r++) {
            Position first = d.rows().get(r);
            int x = first.x();
            int y = first.y();
            int linear = first.linear();
            for (int row = r % tileRows; row < expected.size(); row += tileRows) {
                Position now = new Position(x, y, linear, first.limitX(), first.limitY());
                assertEquals(expected.get(row), now, order + " row " + row);
                x += (int) d.get(DescriptorField.ADVANCE_X);
                boolean carry = x >= d.get(DescriptorField.LIMIT_X) + first.limitX();
                y += (int) d.get(DescriptorField.ADVANCE_Y);
                linear += (int) d.get(DescriptorField.ADVANCE_L);
                if (carry) {
                    x -= (int) d.get(DescriptorField.SPAN_X);
                    y += (int) d.get(DescriptorField.STEP_Y);
                    linear += (int) d.get(DescriptorField.CARRY_L);
                }
                if (y >= d.get(DescriptorField.LIMIT_Y) + first.limitY()) {
                    y -= (int) d.get(DescriptorField.SPAN_Y);
                    linear += (int) d.get(DescriptorField.OVER_L);
                }
            }
        }
        assertEquals(expected.size(), order.rows());
        return expected.size();
    }

    /** Image by image, row of windows by row of windows, window by window, each row by row. */
    private static List<Position> inOrder(WindowRows order) {
        Window window = order.window();
        Maxima maxima = order.maxima();
        MapLayout map = order.input();
        List<Position> positions = new ArrayList<>();
        for (int image = 0; image < map.images(); image++) {
            for (int top = 0; top + maxima.height() <= window.outHeight(); top += maxima.strideY()) {
                for (int left = 0; left + maxima.width() <= window.outWidth(); left += maxima.strideX()) {
                    for (int oy = top; oy < top + maxima.height(); oy++) {
                        for (int ox = left; ox < left + maxima.width(); ox++) {
                            int y = oy * window.strideY() - window.padTop();
                            int x = ox * window.strideX() - window.padLeft();
                            int linear = image * map.imagePitch() + y * map.rowPitch() + x;
                            int moreX = (ox - left) * window.strideX();
                            int moreY = (oy - top) * window.strideY();
                            positions.add(new Position(x, y, linear, moreX, moreY));
                        }
                    }
                }
            }
        }
        return positions;
    }
}
