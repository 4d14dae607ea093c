// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.DataFile;
import io.fluxmill.quantizer.mac.graph.Network;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSetTest {
    private static final byte UNSIGNED = 0x08;
    private static final byte SIGNED = 0x09;
    private static final byte[] LABELS = idx(UNSIGNED, new int[] {2}, 3, 0);

    @TempDir
    Path folder;

    @Test
    void readsImagesOfOneAndOfSeveralChannels() throws IOException {
        ImageSet grey = read(idx(UNSIGNED, new int[] {2, 1, 2}, 0, 255, 128, 7), LABELS);
        assertEquals(new Network.Shape(1, 1, 2), grey.shape());
        assertEquals(2, grey.count());
        assertEquals(4, grey.classes());
        float[] pixels = new float[2];
        grey.copy(0, pixels, 0);
        assertArrayEquals(new float[] {0, 255}, pixels);
        ImageSet colour = read(idx(UNSIGNED, new int[] {2, 2, 1, 1}, 1, 2, 3, 4), LABELS);
        assertEquals(new Network.Shape(2, 1, 1), colour.shape());
    }

    @Test
    void refusesWhatIsNoImage() throws IOException {
        Path images = folder.resolve("images.idx");
        assertEquals(
                images + ": pixels must be whole numbers from 0 to 255: image 1 pixel 0=-1.0",
                refusal(idx(SIGNED, new int[] {2, 1, 2}, 0, 1, -1, 2), LABELS));
        assertEquals(
                images + ": an image must have 2 or 3 dimensions, not 1",
                refusal(idx(UNSIGNED, new int[] {2, 2}, 0, 1, 1, 2), LABELS));
        assertEquals(
                folder.resolve("labels.idx") + ": labels must not be negative: label 1=-1",
                refusal(idx(UNSIGNED, new int[] {2, 1, 1}, 0, 1), idx(SIGNED, new int[] {2}, 0, -1)));
    }

    /** Two grey images of 2 x 1 pixels, each in the folder of its class; without folders there are no labels. */
    @Test
    void readsAFolderOfClasses() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (String name : new String[] {"set/no/a.png", "set/yes/a.png", "flat/a.png"}) {
            image.getRaster().setSample(1, 0, 0, name.contains("yes") ? 200 : 100);
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        ImageSet set = ImageSet.read(new TrainConfig.Files(DataFile.of(folder.resolve("set")), null));
        assertEquals(new Network.Shape(1, 1, 2), set.shape());
        assertArrayEquals(new int[] {0, 1}, set.labels());
        assertEquals((byte) 200, set.pixels()[3]);
        TrainConfig.Files flat = new TrainConfig.Files(DataFile.of(folder.resolve("flat")), null);
        InputException e = assertThrows(InputException.class, () -> ImageSet.read(flat));
        assertEquals(folder.resolve("flat") + ": images must have labels", e.getMessage());
        assertEquals("give labels, or put each class into a folder of its own", e.remedy());
    }

    private String refusal(byte[] images, byte[] labels) {
        return assertThrows(InputException.class, () -> read(images, labels)).getMessage();
    }

    private ImageSet read(byte[] images, byte[] labels) throws IOException {
        Path imageFile = Files.write(folder.resolve("images.idx"), images);
        Path labelFile = Files.write(folder.resolve("labels.idx"), labels);
        return ImageSet.read(new TrainConfig.Files(DataFile.of(imageFile), DataFile.of(labelFile)));
    }

    private static byte[] idx(byte type, int[] dims, int... values) {
        byte[] file = new byte[4 + 4 * dims.length + values.length];
        file[2] = type;
        file[3] = (byte) dims.length;
        for (int i = 0; i < dims.length; i++) {
            file[7 + 4 * i] = (byte) dims[i];
        }
        for (int i = 0; i < values.length; i++) {
            file[4 + 4 * dims.length + i] = (byte) values[i];
        }
        return file;
    }
}
