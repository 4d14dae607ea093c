// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file, checked before an image is decoded from them: length, type, data, and a CRC of type and data each.
 * Only IHDR, PLTE and IDAT are decoded; tRNS says which pixels are transparent.
 */
final class PngChunks {
    private static final int[] MAGIC = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int IHDR_BYTES = 13;

    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;
    private static final int RGB_ALPHA = 6;

    private final String file;
    private final ByteArrayOutputStream essential = new ByteArrayOutputStream();
    private long dataBytes;
    private ByteBuffer header;
    private byte[] palette = {};
    private byte[] transparency = {};

    private PngChunks(String file) {
        this.file = file;
    }

    /** @throws InputException unless the chunks are whole and the image fits into memory */
    static PngChunks read(ByteSource in) {
        PngChunks chunks = new PngChunks(in.file());
        if (!in.startsWith(MAGIC)) {
            throw new InputException(in.file() + ": is not a PNG image", "convert it to PNG, or remove the file");
        }
        byte[] bytes = in.rest();
        chunks.essential.write(bytes, 0, MAGIC.length);
        chunks.walk(ByteBuffer.wrap(bytes, MAGIC.length, bytes.length - MAGIC.length));
        chunks.check(in);
        return chunks;
    }

    private void walk(ByteBuffer bytes) {
        String type = "";
        while (!type.equals("IEND")) {
            require(bytes.remaining() >= 12, "it ends within a chunk");
            int start = bytes.position();
            int length = bytes.getInt();
            require(length >= 0 && length <= bytes.remaining() - 8, "a chunk is longer than the file");
            type = new String(bytes.array(), start + 4, 4, StandardCharsets.ISO_8859_1);
            CRC32 sum = new CRC32();
            sum.update(bytes.array(), start + 4, 4 + length);
            require(
                    bytes.getInt(start + 8 + length) == (int) sum.getValue(),
                    "the CRC of chunk " + ByteSource.quoted(type) + " is wrong");
            keep(type, ByteBuffer.wrap(bytes.array(), start + 8, length), start);
            bytes.position(start + 12 + length);
        }
        require(header != null && dataBytes > 0, "it has no image");
    }

    private void keep(String type, ByteBuffer data, int start) {
        byte[] content = new byte[data.remaining()];
        data.duplicate().get(content);
        boolean isHeader = type.equals("IHDR");
        require((header == null) == isHeader, "it must begin with one IHDR");
        require(!isHeader || content.length == IHDR_BYTES, "its header must have 13 bytes");
        switch (type) {
            case "IHDR" -> header = ByteBuffer.wrap(content);
            case "PLTE" -> palette = content;
            case "tRNS" -> transparency = content;
            case "IDAT" -> dataBytes += content.length;
            default -> {
                boolean critical = Character.isUpperCase(type.charAt(0));
                require(!critical || type.equals("IEND"), "chunk " + ByteSource.quoted(type) + " is unknown");
            }
        }
        boolean suggestion = type.equals("PLTE") && type() != PALETTE;
        if (Character.isUpperCase(type.charAt(0)) && !suggestion) {
            essential.write(data.array(), start, content.length + 12);
        }
    }

    private void check(ByteSource in) {
        long width = header.getInt(0);
        long height = header.getInt(4);
        int bits = header.get(8);
        int stored = storedChannels();
        require(width > 0 && height > 0, "its size must be positive");
        boolean allowed = bits == 8
                || (bits == 16 && type() != PALETTE)
                || ((bits == 1 || bits == 2 || bits == 4) && (type() == GREY || type() == PALETTE));
        require(stored > 0 && allowed, "colour type " + type() + " of " + bits + " bits is unknown");
        require(type() != PALETTE || (palette.length > 0 && palette.length % 3 == 0), "its palette is missing");
        require(transparency.length % 2 == 0 || type() == PALETTE, "its chunk tRNS has a wrong length");
        require(
                transparency.length == 0 || type() == PALETTE || transparency.length == 2 * stored,
                "its chunk tRNS has a wrong length");
        long rows = ByteSource.SATURATING_PRODUCT.applyAsLong(height, 1 + (width * stored * bits + 7) / 8);
        require(
                rows <= ByteSource.MOST_FROM_A_BYTE * dataBytes,
                "it cannot hold " + width + " x " + height + " pixels");
        // pixels as ImageIO decodes them, and values
        in.requireMemory(ByteSource.SATURATING_PRODUCT.applyAsLong(width * height, 2L * stored * (bits == 16 ? 2 : 1)));
    }

    private int type() {
        return header.get(9);
    }

    /** Channels of a stored pixel; 0 if the type is unknown. */
    private int storedChannels() {
        return switch (type()) {
            case GREY, PALETTE -> 1;
            case GREY_ALPHA -> 2;
            case RGB -> 3;
            case RGB_ALPHA -> 4;
            default -> 0;
        };
    }

    /** Channels without alpha. */
    int channels() {
        return type() == GREY || type() == GREY_ALPHA ? 1 : 3;
    }

    /** Bits of a value of {@link #colour}. */
    int bits() {
        return header.get(8) == 16 ? 16 : 8;
    }

    /** The file without chunks that are not needed for its pixels. */
    byte[] essential() {
        return essential.toByteArray();
    }

    /**
     * A pixel's values from 0 to 255 or 65535.
     *
     * @param stored its values as they are in the file
     * @throws InputException if it is not opaque, or not in the palette
     */
    int[] colour(int[] stored) {
        int bits = header.get(8);
        int most = (1 << bits) - 1;
        boolean opaque =
                switch (type()) {
                    case GREY_ALPHA -> stored[1] == most;
                    case RGB_ALPHA -> stored[3] == most;
                    case PALETTE -> stored[0] >= transparency.length || transparency[stored[0]] == -1;
                    default -> !isTransparentColour(stored);
                };
        if (!opaque) {
            throw new InputException(
                    file + ": must have no transparent pixels", "put it on a background, or remove its alpha channel");
        }
        if (type() == PALETTE) {
            require(3 * stored[0] < palette.length, "colour " + stored[0] + " is not in its palette");
            return new int[] {part(3 * stored[0]), part(3 * stored[0] + 1), part(3 * stored[0] + 2)};
        }
        return bits < 8 ? new int[] {stored[0] * 255 / most} : stored;
    }

    private int part(int index) {
        return palette[index] & 0xFF;
    }

    /** Whether tRNS names this colour. */
    private boolean isTransparentColour(int[] stored) {
        ByteBuffer colour = ByteBuffer.wrap(transparency);
        boolean same = transparency.length > 0;
        for (int c = 0; 2 * c < transparency.length; c++) {
            same &= (colour.getShort(2 * c) & 0xFFFF) == stored[c];
        }
        return same;
    }

    private void require(boolean condition, String fact) {
        if (!condition) {
            throw damaged(fact);
        }
    }

    InputException damaged(String fact) {
        return new InputException(file + ": is a damaged PNG image: " + fact, "save it again, or remove the file");
    }
}
