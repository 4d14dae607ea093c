// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Datasets of numbers in HDF5 files, contiguous, compact or chunked, compressed with deflate or LZF, with or without shuffle and Fletcher-32. The file is held
 * in memory. Links are not followed.
 */
final class Hdf5File {
    static final int[] MAGIC = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

    private static final String REMEDY = "save it again, or convert it, for example with numpy.save";

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
    private final Map<String, Dataset> datasets = new TreeMap<>();
    private int groups;

    private Hdf5File(ByteSource in, long fileBytes) {
        this.in = in;
        this.fileBytes = fileBytes;
    }

    /**
     * @param name path of the dataset, for example {@code train/images}; null when the file has only one
     * @throws InputException if the file is damaged, or the dataset is not there or does not hold numbers
     */
    static NumericArray read(ByteSource in, String name) {
        byte[] bytes = in.rest();
        try (HdfFile hdf = HdfFile.fromByteBuffer(ByteBuffer.wrap(bytes))) {
            Hdf5File file = new Hdf5File(in, bytes.length);
            file.find(hdf, "");
            return file.array(name);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // jhdf checks little of what it reads: damage shows as any exception, a cycle of nodes as a stack that is
            // too deep.
            throw damaged(in, e);
        } catch (OutOfMemoryError e) {
            throw in.beyondMemory("bytes of chunks", in.memoryBytes(), "bytes=more");
        }
    }

    private static InputException damaged(ByteSource in, Throwable e) {
        String fact = e instanceof HdfException hdf ? ": " + ByteSource.fact(hdf) : "";
        return new InputException(in.file() + ": is no HDF5 file, or a damaged one" + fact, REMEDY);
    }

    /** Finds all datasets. */
    private void find(Group group, String path) {
        // More groups than bytes are a cycle.
        if (++groups > fileBytes) {
            throw new HdfException("its groups contain each other");
        }
        for (Node node : group) {
            String name = path + node.getName();
            if (node.isLink()) {
                continue;
            }
            if (node instanceof Group child) {
                find(child, name + "/");
            } else if (node instanceof Dataset dataset) {
                datasets.put(name, dataset);
            }
        }
    }

    private NumericArray array(String name) {
        if (datasets.isEmpty()) {
            throw new InputException(in.file() + ": must have a dataset", "save an array into it");
        }
        String wanted = name == null ? null : name.replaceFirst("^/", "");
        Set<String> names = datasets.keySet();
        if (wanted == null ? names.size() > 1 : !names.contains(wanted)) {
            throw new InputException(
                    in.file() + ": the dataset must be one of " + ByteSource.quoted(names.toString()) + ": dataset="
                            + (name == null ? "" : name),
                    "name it after the file, for example " + in.file() + "#"
                            + names.iterator().next());
        }
        String chosen = wanted == null ? names.iterator().next() : wanted;
        return array(in.file() + "#" + chosen, datasets.get(chosen));
    }

    private NumericArray array(String file, Dataset dataset) {
        ElementType type = type(file, dataset.getDataType());
        int[] dims = dataset.getDimensions();
        NumericArray.requireRank(file, dims.length);
        if (IntStream.of(dims).anyMatch(size -> size <= 0) || dataset.isEmpty()) {
            throw new InputException(
                    file + ": must hold at least one value: shape=" + Arrays.toString(dims),
                    "save at least one sample of at least one value");
        }
        long bytes = bytes(dims, type);
        requirePossible(file, bytes, dims);
        in.requireMemory(bytes);
        if (dataset instanceof ChunkedDataset chunked) {
            requireChunks(file, chunked, dims, type);
        }
        DataType stored = dataset.getDataType();
        OrderedDataType ordered =
                (OrderedDataType) (stored instanceof EnumDataType named ? named.getBaseType() : stored);
        ByteBuffer data = ((DatasetBase) dataset).getDataBuffer().order(ordered.getByteOrder());
        if (data.limit() != bytes) {
            throw new HdfException("a dataset must have " + bytes + " bytes, not " + data.limit());
        }
        return new NumericArray(file, type, dims, data);
    }

    private static long bytes(int[] sizes, ElementType type) {
        return Arrays.stream(sizes).asLongStream().reduce(type.bytes, ByteSource.SATURATING_PRODUCT);
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

    private void requireChunks(String file, ChunkedDataset dataset, int[] dims, ElementType type) {
        int[] chunk = dataset.getChunkDimensions();
        if (chunk.length != dims.length || IntStream.of(chunk).anyMatch(size -> size <= 0)) {
            throw new HdfException("its chunks have another number of dimensions");
        }
        long bytes = bytes(chunk, type);
        requirePossible(file, bytes, chunk);
        in.requireMemory(bytes);
        new Hdf5Chunks(file, dataset, bytes).check();
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
