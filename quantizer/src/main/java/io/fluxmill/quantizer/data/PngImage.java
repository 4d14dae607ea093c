// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A PNG image in the numbers that it stores: gamma and colour profiles are not applied. Grey of 1, 2 or 4 bits is spread to 0 to
 * 255; a palette is replaced by its colours. Alpha is dropped where every pixel is opaque; a transparent pixel is refused.
 *
 * <p>Source: <a href="https://www.w3.org/TR/png-3/">Portable Network Graphics, third edition</a>.
 *
 * @param channels 1 grey, 3 red, green, blue
 * @param bits of a value, 8 or 16
 * @param values {@code [channels][height][width]}, row-major, big-endian if of 16 bits
 */
record PngImage(int channels, int height, int width, int bits, byte[] values) {
    /** @throws InputException if the file is no PNG image, damaged, too large for memory, or transparent */
    static PngImage read(Path file, long memoryBytes) {
        try (ByteSource in = ByteSource.plain(file, memoryBytes)) {
            PngChunks chunks = PngChunks.read(in);
            return of(chunks, decode(in, chunks));
        }
    }

    private static Raster decode(ByteSource in, PngChunks chunks) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        try (MemoryCacheImageInputStream bytes =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(chunks.essential()))) {
            reader.setInput(bytes, true, true);
            Raster pixels = reader.read(0).getRaster();
            if (warnings.isEmpty()) {
                return pixels;
            }
            throw chunks.damaged(warnings.get(0));
        } catch (IOException | RuntimeException e) {
            throw e instanceof InputException refused ? refused : chunks.damaged(ByteSource.fact(e));
        } finally {
            reader.dispose();
        }
    }

    private static PngImage of(PngChunks chunks, Raster pixels) {
        int width = pixels.getWidth();
        int height = pixels.getHeight();
        int channels = chunks.channels();
        int bytes = chunks.bits() == 16 ? 2 : 1;
        ByteBuffer values = ByteBuffer.allocate(channels * height * width * bytes);
        int[] pixel = new int[4];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels.getPixel(x, y, pixel);
                int[] colour = chunks.colour(pixel);
                for (int c = 0; c < channels; c++) {
                    int at = ((c * height + y) * width + x) * bytes;
                    if (bytes == 2) {
                        values.putShort(at, (short) colour[c]);
                    } else {
                        values.put(at, (byte) colour[c]);
                    }
                }
            }
        }
        return new PngImage(channels, height, width, chunks.bits(), values.array());
    }

    /** Luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, to the nearest integer, half upwards. */
    PngImage grey() {
        if (channels == 1) {
            return this;
        }
        int pixels = height * width;
        ByteBuffer from = ByteBuffer.wrap(values);
        ByteBuffer grey = ByteBuffer.allocate(pixels * bits / 8);
        for (int i = 0; i < pixels; i++) {
            long luma = 299L * value(from, i) + 587L * value(from, pixels + i) + 114L * value(from, 2 * pixels + i);
            int rounded = (int) ((luma + 500) / 1000);
            if (bits == 16) {
                grey.putShort((short) rounded);
            } else {
                grey.put((byte) rounded);
            }
        }
        return new PngImage(1, height, width, bits, grey.array());
    }

    private int value(ByteBuffer from, int index) {
        return bits == 16 ? from.getShort(2 * index) & 0xFFFF : from.get(index) & 0xFF;
    }

    /** What must be the same in all images of a folder. */
    String form() {
        return channels + " x " + height + " x " + width + " of " + bits + " bits";
    }
}
