// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
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

    private static final int[] NPY_MAGIC = {0x93, 'N', 'U', 'M', 'P', 'Y'};

    private NumericFile() {}

    /** @throws InputException when the file is missing, damaged, not of the kind, or too large for Java's memory */
    public static NumericArray read(DataFile file) {
        return read(file, ByteSource.freeMemory());
    }

    /** @param memoryBytes most bytes of data */
    static NumericArray read(DataFile file, long memoryBytes) {
        String kind = kind(file);
        if (kind.equals("images")) {
            return ImageFolder.read(file, memoryBytes).pixels();
        }
        if (Files.isDirectory(file.path())) {
            throw new InputException(
                    file + ": must be a file for type " + kind,
                    "name a file, or set type to images for a folder of PNG");
        }
        if (kind.equals("npz")) {
            return NpzFile.read(file.path(), file.array(), memoryBytes);
        }
        requireOneArray(file, kind);
        try (ByteSource in = ByteSource.unpacked(file.path(), memoryBytes)) {
            return switch (kind) {
                case "idx" -> idx(in);
                case "npy" -> NpyFile.read(in);
                case "csv" -> CsvFile.read(in);
                case "hdf5" -> Hdf5File.read(in, file.array());
                default -> raw(in, RAW.get(kind));
            };
        }
    }

    /**
     * The type, or what the name tells.
     *
     * @throws InputException if neither tells what the file is
     */
    static String kind(DataFile file) {
        String kind = file.kind();
        if (kind == null) {
            throw new InputException(
                    file + ": the kind of data must be known: the file's name does not tell it",
                    "set type to " + String.join(", ", DataFile.TYPES.subList(1, DataFile.TYPES.size() - 1)) + " or "
                            + DataFile.TYPES.get(DataFile.TYPES.size() - 1));
        }
        return kind;
    }

    private static void requireOneArray(DataFile file, String kind) {
        if (file.array() != null && !kind.equals("hdf5")) {
            throw new InputException(
                    file + ": only npz and hdf5 files have arrays with names: type=" + kind,
                    "leave out #" + file.array());
        }
    }

    private static NumericArray raw(ByteSource in, ElementType type) {
        if (in.startsWith(NPY_MAGIC) || in.startsWith(Hdf5File.MAGIC)) {
            String kind = in.startsWith(NPY_MAGIC) ? "npy" : "hdf5";
            throw new InputException(
                    in.file() + ": is no raw " + type.lowerCase() + " but begins as a file of type " + kind,
                    "set type to " + kind);
        }
        byte[] bytes = in.rest();
        if (bytes.length == 0 || bytes.length % type.bytes != 0) {
            throw new InputException(
                    in.file() + ": must have a multiple of " + type.bytes + " bytes for " + type.lowerCase()
                            + ": bytes=" + bytes.length,
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
