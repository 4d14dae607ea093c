// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Reads numbers from a file of any of the supported kinds, compressed with gzip or not. */
public final class NumericFile {
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
     * @throws InputException when the file is missing, damaged, not of the kind, or too large for Java's memory
     */
    public static NumericArray read(Path path, String kind, String array) {
        return read(path, kind, array, ByteSource.freeMemory());
    }

    /** @param memoryBytes most bytes of data */
    public static NumericArray read(Path path, String kind, String array, long memoryBytes) {
        String actual = kind.equals("auto") ? kindOf(path) : kind;
        if (actual.equals("npz")) {
            return NpzFile.read(path, array, memoryBytes);
        }
        try (ByteSource in = ByteSource.unpacked(path, memoryBytes)) {
            if (RAW.containsKey(actual)) {
                return raw(in, RAW.get(actual));
            }
            return switch (actual) {
                case "idx" -> idx(in);
                case "npy" -> NpyFile.read(in);
                case "csv" -> CsvFile.read(in);
                default -> throw new InputException(
                        path + ": type must be " + KINDS + ": type=" + actual, "set type to the kind of the file");
            };
        }
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

    private static NumericArray raw(ByteSource in, ElementType type) {
        byte[] bytes = in.rest();
        if (bytes.length == 0 || bytes.length % type.bytes != 0) {
            throw new InputException(
                    in.file() + ": must have a multiple of " + type.bytes + " bytes for "
                            + type.name().toLowerCase(Locale.ROOT) + ": bytes=" + bytes.length,
                    "check type and that the file is complete");
        }
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new NumericArray(in.file(), type, new int[] {bytes.length / type.bytes}, data);
    }

    /**
     * IDX: two zero bytes, element type, number of dimensions, sizes, data; all big-endian.
     *
     * <p>Source: <a href="http://yann.lecun.com/exdb/mnist/">The MNIST database, file formats</a>.
     */
    private static NumericArray idx(ByteSource in) {
        byte[] head = in.upTo(4);
        ElementType type = head.length < 4 || head[0] != 0 || head[1] != 0 ? null : idxType(head[2]);
        int rank = type == null ? 0 : head[3] & 0xFF;
        byte[] sizes = in.upTo(4 * Math.min(rank, NumericArray.MOST_DIMENSIONS));
        if (type == null || sizes.length < 4 * Math.min(rank, NumericArray.MOST_DIMENSIONS)) {
            throw new InputException(
                    in.file() + ": is not an IDX file", "set type to what the file is, or fetch it again");
        }
        NumericArray.requireRank(in.file(), rank);
        ByteBuffer buffer = ByteBuffer.wrap(sizes);
        long[] shape = new long[rank];
        Arrays.setAll(shape, i -> buffer.getInt(4 * i) & 0xFFFF_FFFFL);
        return NumericArray.of(in, type, shape, ByteOrder.BIG_ENDIAN);
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
}
