// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import static io.fluxmill.quantizer.data.PngBytes.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PNG images by class; their bytes are written from the specification, or by ImageIO. */
class ImageFolderTest {
    private static final String OPAQUE = "put it on a background, or remove its alpha channel";

    @TempDir
    private Path folder;

    private Path file(String name, byte[] png) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, png);
    }

    private static byte[] grey(int... pixels) {
        return PngBytes.of(pixels.length, 1, 8, 0).rows(pixels).end();
    }

    private Dataset read(String name) {
        return Dataset.read(DatasetConfig.of(folder.resolve(name)));
    }

    private void refuses(String name, Path said, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> read(name));
        assertEquals(said + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void classesInTurn() throws IOException {
        file("set/b/2.png", grey(4, 5));
        file("set/b/10.PNG", grey(3, 5));
        file("set/a/x.png", grey(1, 5));
        file("set/c/x.png", grey(2, 5));
        file("set/c/.hidden", new byte[1]);
        file("set/.DS_Store", new byte[1]);
        Dataset set = read("set");
        assertArrayEquals(new int[] {1, 1, 2}, set.dims());
        int[][] expected = {{1, 0}, {3, 1}, {2, 2}, {4, 1}};
        assertEquals(expected.length, set.count());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(new float[] {expected[i][0], 5}, set.sample(i));
            assertEquals(expected[i][1], set.label(i));
        }
        Dataset some = Dataset.read(
                DatasetConfig.of(folder.resolve("set")).withSkip(1).withLimit(2).withScale(0.5, 1));
        assertArrayEquals(new float[] {2.5f, 3.5f}, some.sample(0));
        assertEquals(2, some.label(1));
    }

    @Test
    void withoutClasses() throws IOException {
        file("flat/2.png", grey(2));
        file("flat/1.png", grey(1));
        Dataset set = read("flat");
        assertFalse(set.hasLabels());
        assertArrayEquals(new float[] {1}, set.sample(0));
        Path labels = Files.writeString(folder.resolve("y.txt"), "7\n9\n");
        Dataset labelled = Dataset.read(DatasetConfig.of(folder.resolve("flat")).withLabels(labels));
        assertEquals(9, labelled.label(1));
        file("classes/a/1.png", grey(1));
        ReadFile.refuses(
                DatasetConfig.of(folder.resolve("classes")).withLabels(labels),
                folder.resolve("classes") + ": must have no folders of classes where labels are given: labels="
                        + labels,
                "remove labels, or put all images into one folder");
    }

    /** Section 13.12 of the specification: a sample of fewer bits is spread by 255 / (2^bits - 1). */
    @Test
    void everyColourTypeAndDepth() throws IOException {
        assertPixels(
                PngBytes.of(9, 1, 1, 0).rows(new int[] {0b10110001, 0x80}), 1, 255, 0, 255, 255, 0, 0, 0, 255, 255);
        assertPixels(PngBytes.of(4, 1, 2, 0).rows(new int[] {0b00011011}), 1, 0, 85, 170, 255);
        assertPixels(PngBytes.of(2, 2, 4, 0).rows(new int[] {0x0F}, new int[] {0x1A}), 1, 0, 255, 17, 170);
        assertPixels(PngBytes.of(2, 1, 8, 0).rows(new int[] {7, 200}), 1, 7, 200);
        assertPixels(PngBytes.of(2, 1, 16, 0).rows(new int[] {1, 2, 0xFF, 0xFE}), 1, 258, 65_534);
        assertPixels(PngBytes.of(2, 1, 8, 2).rows(new int[] {1, 2, 3, 4, 5, 255}), 3, 1, 4, 2, 5, 3, 255);
        assertPixels(PngBytes.of(1, 1, 16, 2).rows(new int[] {0, 1, 2, 3, 0xFF, 0xFF}), 3, 1, 515, 65_535);
        assertPixels(PngBytes.of(2, 1, 8, 4).rows(new int[] {9, 255, 8, 255}), 1, 9, 8);
        assertPixels(PngBytes.of(1, 1, 16, 4).rows(new int[] {1, 0, 255, 255}), 1, 256);
        assertPixels(
                PngBytes.of(1, 2, 8, 6).rows(new int[] {1, 2, 3, 255}, new int[] {4, 5, 6, 255}), 3, 1, 4, 2, 5, 3, 6);
        assertPixels(PngBytes.of(1, 1, 16, 6).rows(new int[] {0, 1, 0, 2, 0, 3, 255, 255}), 3, 1, 2, 3);
        byte[] palette = bytes(10, 20, 30, 40, 50, 60);
        for (int bits = 1; bits <= 8; bits *= 2) {
            int first = 1 << 8 - bits;
            assertPixels(PngBytes.of(1, 1, bits, 3).chunk("PLTE", palette).rows(new int[] {first}), 3, 40, 50, 60);
        }
    }

    private void assertPixels(PngBytes png, int channels, int... expected) throws IOException {
        file("one/a.png", png.end());
        Dataset set = read("one");
        assertEquals(channels, set.dims()[0]);
        float[] sample = set.sample(0);
        assertEquals(expected.length, sample.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], sample[i], "value " + i);
        }
    }

    /** What ImageIO wrote, with and without interlacing, of random images. */
    @Test
    void imagesOfAnotherWriter() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        int compared = 0;
        for (int n = 0; n < 60; n++) {
            int width = random.nextInt(1, 20);
            int height = random.nextInt(1, 20);
            boolean grey = random.nextBoolean();
            BufferedImage image =
                    new BufferedImage(width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
            int[][] pixels = new int[width * height][];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = random.ints(grey ? 1 : 3, 0, 256).toArray();
                image.getRaster().setPixel(i % width, i / width, pixels[i]);
            }
            file("other/a.png", written(image, n % 2 == 0));
            Dataset set = read("other");
            assertArrayEquals(new int[] {grey ? 1 : 3, height, width}, set.dims());
            float[] sample = set.sample(0);
            for (int k = 0; k < sample.length; k++, compared++) {
                assertEquals(pixels[k % pixels.length][k / pixels.length], sample[k], "image " + n + " value " + k);
            }
        }
        assertTrue(compared > 5000, compared + " values");
    }

    private static byte[] written(BufferedImage image, boolean interlaced) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream bytes = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(bytes);
            writer.write(null, new IIOImage(image, null, null), how);
        }
        return out.toByteArray();
    }

    /** ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B. */
    @Test
    void convertedToGrey() throws IOException {
        int[][] colours = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}, {1, 2, 3}, {0, 0, 0}};
        double[] luma = {76.245, 149.685, 29.07, 255, 1.815, 0};
        for (int i = 0; i < colours.length; i++) {
            file("colour/a.png", PngBytes.of(1, 1, 8, 2).rows(colours[i]).end());
            DataFile grey = DataFile.of(folder.resolve("colour")).withGrey(true);
            Dataset set = Dataset.read(DatasetConfig.of(grey));
            assertArrayEquals(new int[] {1, 1, 1}, set.dims());
            assertEquals(Math.round(luma[i]), set.sample(0)[0], "colour " + i);
        }
        file(
                "colour/a.png",
                PngBytes.of(1, 1, 16, 2).rows(new int[] {255, 255, 0, 0, 0, 0}).end());
        DataFile grey = DataFile.of(folder.resolve("colour")).withGrey(true);
        assertEquals(
                Math.round(0.299 * 65_535), Dataset.read(DatasetConfig.of(grey)).sample(0)[0]);
    }

    @Test
    void transparentPixelsAreRefused() throws IOException {
        byte[] palette = new byte[6];
        PngBytes[] images = {
            PngBytes.of(1, 1, 8, 4).rows(new int[] {9, 254}),
            PngBytes.of(1, 1, 8, 6).rows(new int[] {9, 9, 9, 0}),
            PngBytes.of(1, 1, 16, 6).rows(new int[] {9, 9, 9, 9, 9, 9, 255, 254}),
            PngBytes.of(1, 1, 8, 0).chunk("tRNS", bytes(0, 7)).rows(new int[] {7}),
            PngBytes.of(1, 1, 8, 2).chunk("tRNS", bytes(0, 7, 0, 8, 0, 9)).rows(new int[] {7, 8, 9}),
            PngBytes.of(1, 1, 8, 3)
                    .chunk("PLTE", palette)
                    .chunk("tRNS", bytes(255, 3))
                    .rows(new int[] {1})
        };
        for (PngBytes image : images) {
            Path path = file("t/a.png", image.end());
            refuses("t", path, ": must have no transparent pixels", OPAQUE);
        }
        assertPixels(PngBytes.of(1, 1, 8, 0).chunk("tRNS", bytes(0, 7)).rows(new int[] {8}), 1, 8);
        assertPixels(
                PngBytes.of(1, 1, 8, 3)
                        .chunk("PLTE", palette)
                        .chunk("tRNS", bytes(255, 3))
                        .rows(new int[] {0}),
                3,
                0,
                0,
                0);
    }

    @Test
    void imagesOfAnotherForm() throws IOException {
        file("s/a/1.png", grey(1, 2));
        Path other = file("s/b/1.png", grey(1, 2, 3));
        String size = "convert all images to one size and depth";
        refuses("s", other, ": must be as 1.png, the first image, 1 x 1 x 2 of 8 bits: 1 x 1 x 3 of 8 bits", size);
        file("s/b/1.png", PngBytes.of(2, 1, 16, 0).rows(new int[4]).end());
        refuses("s", other, ": must be as 1.png, the first image, 1 x 1 x 2 of 8 bits: 1 x 1 x 2 of 16 bits", size);
        file("s/b/1.png", PngBytes.of(2, 1, 8, 2).rows(new int[6]).end());
        refuses(
                "s",
                other,
                ": must be as 1.png, the first image, 1 x 1 x 2 of 8 bits: 3 x 1 x 2 of 8 bits",
                "set grey: true, or convert all images to colour or to grey");
        DataFile grey = DataFile.of(folder.resolve("s")).withGrey(true);
        assertEquals(2, Dataset.read(DatasetConfig.of(grey)).count());
    }

    @Test
    void foldersThatHoldSomethingElse() throws IOException {
        String layout = "put the images of each class into a folder of its own, or all images into one without classes";
        Path empty = Files.createDirectories(folder.resolve("empty"));
        refuses("empty", empty, ": must hold either PNG images or folders of them: folders=0, files=0", layout);
        file("mixed/a/1.png", grey(1));
        file("mixed/1.png", grey(1));
        refuses(
                "mixed",
                folder.resolve("mixed"),
                ": must hold either PNG images or folders of them: folders=1, files=1",
                layout);
        file("jpeg/a/1.png", grey(1));
        Path jpeg = file("jpeg/a/2.jpg", new byte[9]);
        refuses("jpeg", jpeg, ": must be a PNG image, as all in its folder", "convert or remove it");
        file("none/a/1.png", grey(1));
        Path none = Files.createDirectories(folder.resolve("none/b"));
        refuses("none", none, ": must hold at least one PNG image of its class", "add one, or remove the folder");
        Path named = file("named/a.png", new byte[9]);
        refuses("named", named, ": is not a PNG image", "convert it to PNG, or remove the file");
        Path idx = file("x.idx", new byte[9]);
        ReadFile.refuses(
                DatasetConfig.of(DataFile.of(idx).withType("images")),
                idx + ": must be a folder of PNG images for type images",
                "name the folder, or leave out type for a file");
    }

    @Test
    void damagedImages() throws IOException {
        byte[] whole = grey(1, 2, 3);
        damaged(Arrays.copyOf(whole, whole.length - 5), "it ends within a chunk");
        byte[] flipped = whole.clone();
        flipped[45] ^= 1;
        damaged(flipped, "the CRC of chunk IDAT is wrong");
        damaged(
                PngBytes.of(1 << 30, 1 << 30, 8, 0).rows(new int[1]).end(),
                "it cannot hold 1073741824 x 1073741824 pixels");
        damaged(PngBytes.of(0, 1, 8, 0).rows(new int[1]).end(), "its size must be positive");
        damaged(PngBytes.of(1, 1, 3, 0).rows(new int[1]).end(), "colour type 0 of 3 bits is unknown");
        damaged(PngBytes.of(1, 1, 8, 5).rows(new int[1]).end(), "colour type 5 of 8 bits is unknown");
        damaged(PngBytes.of(1, 1, 8, 3).rows(new int[1]).end(), "its palette is missing");
        damaged(PngBytes.of(1, 1, 8, 0).end(), "it has no image");
        byte[] one = bytes(1, 2, 3);
        damaged(PngBytes.of(1, 1, 8, 3).chunk("PLTE", one).rows(new int[] {1}).end(), "colour 1 is not in its palette");
        file("d/a.png", PngBytes.of(9, 9, 8, 0).rows(new int[9]).end());
        InputException e = assertThrows(InputException.class, () -> read("d"));
        assertTrue(e.getMessage().contains("is a damaged PNG image: "), e.getMessage());
        Path large =
                file("d/a.png", PngBytes.of(300, 1, 8, 0).rows(new int[300]).end());
        InputException memory =
                assertThrows(InputException.class, () -> ImageFolder.read(DataFile.of(large.getParent()), 599));
        assertTrue(
                memory.getMessage().contains("to fit into the memory that Java has: bytes=600"), memory.getMessage());
        assertEquals(
                300,
                ImageFolder.read(DataFile.of(large.getParent()), 600).pixels().elements());
    }

    private void damaged(byte[] png, String fact) throws IOException {
        Path path = file("d/a.png", png);
        refuses("d", path, ": is a damaged PNG image: " + fact, "save it again, or remove the file");
    }
}
