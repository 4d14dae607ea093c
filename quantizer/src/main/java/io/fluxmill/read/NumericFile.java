// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

import io.fluxmill.config.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads numbers from a file of any of the supported kinds, compressed with gzip or not. */
final class NumericFile {
    /** Kinds of raw little-endian files. */
    private static final Map<String, ElementType> RAW = Map.of(
            "int8", ElementType.INT8,
            "uint8", ElementType.UINT8,
            "int16", ElementType.INT16,
            "uint16", ElementType.UINT16,
            "float32", ElementType.FLOAT32);

    private static final String KINDS = "auto, idx, npy, npz, csv, int8, uint8, int16, uint16 or float32";

    private NumericFile() {}

    /**
     * @param kind idx, npy, npz, csv, or a raw element type; auto takes it from the file's name
     * @param array name of the array in an npz file; null when there is only one
     * @throws InputException when the file is missing, damaged or not of the kind
     */
    static NumericArray read(Path path, String kind, String array) {
        byte[] bytes = bytes(path);
        String file = path.toString();
        String actual = kind.equals("auto") ? kindOf(path) : kind;
        if (RAW.containsKey(actual)) {
            return raw(file, RAW.get(actual), bytes);
        }
        return switch (actual) {
            case "idx" -> idx(file, bytes);
            case "npy" -> NpyFile.read(file, bytes);
            case "npz" -> NpyFile.readZip(file, bytes, array);
            case "csv" -> CsvFile.read(file, bytes);
            default -> throw new InputException(
                    file + ": type must be " + KINDS + ": type=" + actual, "set type to the kind of the file");
        };
    }

    private static String kindOf(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (name.endsWith(".npy") || name.endsWith(".npz")) {
            return name.substring(name.length() - 3);
        }
        if (name.endsWith(".csv") || name.endsWith(".txt")) {
            return "csv";
        }
        if (name.endsWith(".idx") || name.matches(".*idx\\d-u?byte")) {
            return "idx";
        }
        throw new InputException(
                path + ": the kind of data must be known: the file's name does not tell it",
                "set type to " + KINDS.replace("auto, ", ""));
    }

    private static byte[] bytes(Path path) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            boolean gzip = bytes.length > 2 && bytes[0] == 0x1F && (bytes[1] & 0xFF) == 0x8B;
            return gzip ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes;
        } catch (NoSuchFileException e) {
            throw new InputException(
                    path + ": there is no such file", "check the path; it is relative to the configuration");
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read: " + e.getMessage(), "check that the file is complete");
        }
    }

    private static NumericArray raw(String file, ElementType type, byte[] bytes) {
        if (bytes.length % type.bytes != 0) {
            throw new InputException(
                    file + ": must have a multiple of " + type.bytes + " bytes for "
                            + type.name().toLowerCase(Locale.ROOT) + ": bytes=" + bytes.length,
                    "check type and that the file is complete");
        }
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new NumericArray(file, type, new int[] {bytes.length / type.bytes}, data);
    }

    /**
     * IDX: two zero bytes, element type, number of dimensions, sizes, data; all big-endian.
     *
     * <p>Source: <a href="http://yann.lecun.com/exdb/mnist/">The MNIST database, file formats</a>.
     */
    private static NumericArray idx(String file, byte[] bytes) {
        ElementType type = bytes.length < 4 || bytes[0] != 0 || bytes[1] != 0 ? null : idxType(bytes[2]);
        if (type == null || bytes.length < 4 + 4 * bytes[3]) {
            throw new InputException(file + ": is not an IDX file", "set type to what the file is, or fetch it again");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int[] dims = new int[bytes[3]];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = buffer.getInt(4 + 4 * i);
        }
        int header = 4 + 4 * dims.length;
        requireSize(file, dims, type, bytes.length - header);
        return new NumericArray(file, type, dims, buffer.slice(header, bytes.length - header));
    }

    private static ElementType idxType(int code) {
        return switch (code) {
            case 0x08 -> ElementType.UINT8;
            case 0x09 -> ElementType.INT8;
            case 0x0B -> ElementType.INT16;
            case 0x0C -> ElementType.INT32;
            case 0x0D -> ElementType.FLOAT32;
            case 0x0E -> ElementType.FLOAT64;
            default -> null;
        };
    }

    /** @throws InputException unless the data is as long as its header says */
    static void requireSize(String file, int[] dims, ElementType type, int bytes) {
        long expected =
                Arrays.stream(dims).asLongStream().reduce(type.bytes, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
        if (Arrays.stream(dims).anyMatch(d -> d < 0) || bytes != expected) {
            throw new InputException(
                    file + ": must have " + expected + " bytes of data for the shape " + Arrays.toString(dims)
                            + ": bytes=" + bytes,
                    "the file is truncated or damaged: fetch it again");
        }
    }
}
