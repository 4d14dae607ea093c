// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.jhdf.GlobalHeap;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Numbers and strings of one file; all that are read together must fit into memory. */
final class Hdf5Values {
    private static final int REFERENCE_BYTES = 16;

    /** An object header of version 2 with a link info message has 37. */
    private static final int LEAST_GROUP_BYTES = 32;

    private final ByteSource in;
    private final long fileBytes;
    private final HdfBackingStorage storage;
    private final Hdf5Numbers numbers;
    private final Map<Long, GlobalHeap> heaps = new HashMap<>();
    private long groups;
    private long bytes;

    Hdf5Values(ByteSource in, long fileBytes, HdfFile file) {
        this.in = in;
        this.fileBytes = fileBytes;
        this.storage = file.getHdfBackingStorage();
        this.numbers = new Hdf5Numbers(in, fileBytes);
    }

    /** More groups than headers of groups have room in the file are some of them again and again. */
    void countGroup() {
        if (++groups > fileBytes / LEAST_GROUP_BYTES) {
            throw new HdfException("its groups contain each other");
        }
    }

    Hdf5Array array(String path, Dataset dataset) {
        String at = in.file() + "#" + path;
        int[] shape = dataset.getDimensions();
        NumericArray.requireRank(at, shape.length);
        DataType type = dataset.getDataType();
        boolean text = isText(type);
        if (IntStream.of(shape).anyMatch(size -> size == 0)) {
            return new Hdf5Array(at, shape, null, text ? null : new double[0], text ? new String[0] : null);
        }
        if (text) {
            return texts(at, shape, type, numbers.stored(at, dataset, type.getSize()));
        }
        return doubles(at, numbers.array(at, dataset));
    }

    Hdf5Array array(String path, Attribute attribute) {
        String at = in.file() + "#" + path;
        int[] shape = attribute.getDimensions();
        DataType type = attribute.getDataType();
        boolean text = isText(type);
        if (attribute.isEmpty()) {
            return new Hdf5Array(at, shape, null, text ? null : new double[0], text ? new String[0] : null);
        }
        return text ? texts(at, shape, type, attribute.getBuffer()) : doubles(at, Hdf5Numbers.array(at, attribute));
    }

    private Hdf5Array doubles(String at, NumericArray array) {
        int count = array.elements();
        take(8L * count);
        return new Hdf5Array(
                at,
                array.dims(),
                array.type(),
                IntStream.range(0, count).mapToDouble(array::get).toArray(),
                null);
    }

    private void take(long more) {
        bytes += more;
        in.requireMemory(bytes);
    }

    private static boolean isText(DataType type) {
        return type instanceof StringData || type instanceof VariableLength list && list.isVariableLengthString();
    }

    private Hdf5Array texts(String at, int[] shape, DataType type, ByteBuffer stored) {
        int size = type.getSize();
        String[] texts = new String[stored.limit() / size];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = type instanceof StringData fixed
                    ? text(fixed, stored.slice(i * size, size))
                    : variable(stored.slice(i * size, size).order(ByteOrder.LITTLE_ENDIAN));
        }
        return new Hdf5Array(at, shape, null, null, texts);
    }

    private String text(StringData type, ByteBuffer stored) {
        type.getStringPaddingHandler().setBufferLimit(stored);
        return decoded(stored);
    }

    /** A string in the global heap: its length, the address of a collection and its number there. */
    private String variable(ByteBuffer reference) {
        if (reference.limit() != REFERENCE_BYTES) {
            throw new HdfException("addresses must have 8 bytes");
        }
        int number = reference.getInt(12);
        if (number == 0) {
            return "";
        }
        ByteBuffer text = heaps.computeIfAbsent(reference.getLong(4), address -> new GlobalHeap(storage, address))
                .getObjectData(number);
        return decoded(text.slice(0, Math.min(reference.getInt(0), text.limit())));
    }

    /** Both of HDF5's character sets, ASCII and UTF-8, to the first zero; malformed bytes become U+FFFD. */
    private String decoded(ByteBuffer stored) {
        take(2L * stored.remaining());
        byte[] text = new byte[stored.remaining()];
        stored.get(text);
        int end = IntStream.range(0, text.length)
                .filter(i -> text[i] == 0)
                .findFirst()
                .orElse(text.length);
        return new String(Arrays.copyOf(text, end), StandardCharsets.UTF_8);
    }
}
