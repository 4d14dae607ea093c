// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The values of an HDF5 dataset; sizes are checked against those of the file and of memory before memory is taken. */
final class Hdf5Numbers {
    private static final Map<String, ElementType> TYPES = Map.of(
            "i1", ElementType.INT8,
            "i2", ElementType.INT16,
            "i4", ElementType.INT32,
            "i8", ElementType.INT64,
            "u1", ElementType.UINT8,
            "u2", ElementType.UINT16,
            "u4", ElementType.UINT32,
            "u8", ElementType.UINT64);

    /** Exponent and fraction bits of IEEE 754. */
    private static final Map<String, ElementType> FLOATS =
            Map.of("2: 5+10", ElementType.FLOAT16, "4: 8+23", ElementType.FLOAT32, "8: 11+52", ElementType.FLOAT64);

    private final ByteSource in;
    private final long fileBytes;

    Hdf5Numbers(ByteSource in, long fileBytes) {
        this.in = in;
        this.fileBytes = fileBytes;
    }

    /**
     * Numbers.
     *
     * @param file with the name of the dataset, for messages
     * @throws InputException unless it holds at least one number
     */
    NumericArray array(String file, Dataset dataset) {
        ElementType type = type(file, dataset.getDataType());
        int[] dims = dataset.getDimensions();
        NumericArray.requireRank(file, dims.length);
        if (IntStream.of(dims).anyMatch(size -> size <= 0) || dataset.isEmpty()) {
            throw new InputException(
                    file + ": must hold at least one value: shape=" + Arrays.toString(dims),
                    "save at least one sample of at least one value");
        }
        ByteBuffer data = stored(file, dataset, type.bytes);
        return new NumericArray(file, type, dims, data.order(order(dataset.getDataType())));
    }

    private static ByteOrder order(DataType stored) {
        return ((OrderedDataType) (stored instanceof EnumDataType named ? named.getBaseType() : stored)).getByteOrder();
    }

    /**
     * The bytes of at least one element, decompressed.
     *
     * @param elementBytes bytes of an element
     */
    ByteBuffer stored(String file, Dataset dataset, int elementBytes) {
        int[] dims = dataset.getDimensions();
        long bytes = bytes(dims, elementBytes);
        requirePossible(file, bytes, dims);
        in.requireMemory(bytes);
        if (dataset instanceof ChunkedDataset chunked) {
            requireChunks(file, chunked, dims, elementBytes);
        }
        ByteBuffer data = ((DatasetBase) dataset).getDataBuffer();
        if (data.limit() != bytes) {
            throw new HdfException("a dataset must have " + bytes + " bytes, not " + data.limit());
        }
        return data;
    }

    private static long bytes(int[] sizes, int elementBytes) {
        return Arrays.stream(sizes).asLongStream().reduce(elementBytes, ByteSource.SATURATING_PRODUCT);
    }

    private void requirePossible(String file, long bytes, int[] dims) {
        long most = ByteSource.MOST_FROM_A_BYTE * fileBytes;
        if (bytes > most) {
            throw new InputException(
                    file + ": must have " + bytes + " bytes of data for the shape " + Arrays.toString(dims)
                            + ": bytes=at most " + most,
                    ByteSource.DAMAGED);
        }
    }

    private void requireChunks(String file, ChunkedDataset dataset, int[] dims, int elementBytes) {
        int[] chunk = dataset.getChunkDimensions();
        if (chunk.length != dims.length || IntStream.of(chunk).anyMatch(size -> size <= 0)) {
            throw new HdfException("its chunks have another number of dimensions");
        }
        long bytes = bytes(chunk, elementBytes);
        requirePossible(file, bytes, chunk);
        in.requireMemory(bytes);
        new Hdf5Chunks(file, dataset, bytes).check();
    }

    /** An attribute of at least one number. */
    static NumericArray array(String file, Attribute attribute) {
        ElementType type = type(file, attribute.getDataType());
        return new NumericArray(
                file, type, attribute.getDimensions(), attribute.getBuffer().order(order(attribute.getDataType())));
    }

    private static ElementType type(String file, DataType type) {
        ElementType known = null;
        if (type instanceof EnumDataType named && isBoolean(named)) {
            known = ElementType.BOOL;
        } else if (type instanceof FixedPoint number && number.getBitPrecision() == 8 * number.getSize()) {
            known = TYPES.get((number.isSigned() ? "i" : "u") + number.getSize());
        } else if (type instanceof FloatingPoint number) {
            known = FLOATS.get(number.getSize() + ": " + number.getExponentSize() + "+" + number.getMantissaSize());
        }
        if (known == null) {
            String name = type.getClass().getSimpleName().replaceFirst("(Data)?(Type)?$", "");
            throw new InputException(
                    file + ": values must be bool, int8 to int64, uint8 to uint64, float16, float32 or float64: type="
                            + name + " of " + type.getSize() + " bytes",
                    "save it as numbers, for example x.astype('float32')");
        }
        return known;
    }

    /** How NumPy's bool is stored: an enumeration of one byte, FALSE 0 and TRUE 1. */
    private static boolean isBoolean(EnumDataType type) {
        return type.getSize() == 1
                && type.getEnumMapping().entrySet().stream()
                        .map(e -> e.getKey() + e.getValue())
                        .collect(Collectors.toSet())
                        .equals(Set.of("0FALSE", "1TRUE"));
    }
}
