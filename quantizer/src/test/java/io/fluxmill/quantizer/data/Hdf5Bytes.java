// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

/**
 * HDF5 files written byte by byte from the <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">File Format Specification,
 * version 3.0</a>: superblock 0, the old style of groups, version 1 of object headers and B-trees. Section numbers are of that document.
 */
final class Hdf5Bytes {
    private static final long UNDEFINED = -1;
    private static final int SUPERBLOCK = 96;

    /** A dataset; {@code chunk} null if contiguous, {@code filter} 0 for none. Chunks with a filter are deflated, whatever its number. */
    record Data(byte[] datatype, int[] shape, int[] chunk, int filter, int elementBytes, byte[] values) {
        /** Contiguous. */
        static Data of(Dtype type, boolean big, int[] shape, byte[] values) {
            return new Data(number(type, big), shape, null, 0, type.bytes(), values);
        }

        Data chunked(boolean deflated, int... chunks) {
            return new Data(datatype, shape, chunks, deflated ? 1 : 0, elementBytes, values);
        }

        Data withFilter(int other) {
            return new Data(datatype, shape, chunk, other, elementBytes, values);
        }

        Data withType(byte[] other) {
            return new Data(other, shape, chunk, filter, elementBytes, values);
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Hdf5Bytes() {}

    /** A file with these datasets in its root group, at most eight. */
    static byte[] file(Map<String, Data> datasets) {
        return new Hdf5Bytes().write(new TreeMap<>(datasets));
    }

    private byte[] write(TreeMap<String, Data> datasets) {
        out.writeBytes(new byte[SUPERBLOCK + 40]);
        ByteBuffer names = little(8 + 16 * datasets.size());
        ByteBuffer symbols = little(8 + 8 * 40);
        // III.B symbol table node: signature, version 1, number of symbols
        symbols.put(ascii("SNOD")).put((byte) 1).put((byte) 0).putShort((short) datasets.size());
        int last = 0;
        for (Map.Entry<String, Data> entry : datasets.entrySet()) {
            last = 8 + 16 * (last == 0 ? 0 : (last - 8) / 16 + 1);
            names.position(last).put(ascii(entry.getKey()));
            long header = dataset(entry.getValue());
            // III.C symbol table entry: name offset, header address, cache type 0, reserved, scratch
            symbols.putLong(last).putLong(header).putLong(0).putLong(0).putLong(0);
        }
        long node = append(symbols.array());
        long nameData = append(names.array());
        // III.D local heap: signature, version 0, size of data, free list (1: none), address of data
        long heap = append(little(32)
                .put(ascii("HEAP"))
                .putInt(0)
                .putLong(names.capacity())
                .putLong(1)
                .putLong(nameData)
                .array());
        // III.A.1 B-tree, type 0: level 0, one entry, no siblings; keys are offsets of names
        long tree = append(little(544)
                .put(ascii("TREE"))
                .putShort((short) 0)
                .putShort((short) 1)
                .putLong(UNDEFINED)
                .putLong(UNDEFINED)
                .putLong(0)
                .putLong(node)
                .putLong(last)
                .array());
        byte[] file = out.toByteArray();
        ByteBuffer.wrap(file).put(superblock(tree, heap, file.length)).put(rootHeader(tree, heap));
        return file;
    }

    /** II.A: superblock version 0, with the symbol table entry of the root group, whose header follows it. */
    private static byte[] superblock(long tree, long heap, long end) {
        return little(SUPERBLOCK)
                .put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'})
                .put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0})
                .putShort((short) 4)
                .putShort((short) 16)
                .putInt(0)
                .putLong(0)
                .putLong(UNDEFINED)
                .putLong(end)
                .putLong(UNDEFINED)
                .putLong(0)
                .putLong(SUPERBLOCK)
                .putInt(1)
                .putInt(0)
                .putLong(tree)
                .putLong(heap)
                .array();
    }

    /** IV.A.1.a object header version 1 with one message, IV.A.2.r symbol table. */
    private static byte[] rootHeader(long tree, long heap) {
        return header(message(0x11, little(16).putLong(tree).putLong(heap).array()));
    }

    private static byte[] header(byte[]... messages) {
        int bytes = Arrays.stream(messages).mapToInt(m -> m.length).sum();
        ByteBuffer header = little(16 + bytes)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) messages.length)
                .putInt(1)
                .putInt(bytes)
                .putInt(0);
        for (byte[] message : messages) {
            header.put(message);
        }
        return header.array();
    }

    private static byte[] message(int type, byte[] data) {
        int padded = (data.length + 7) / 8 * 8;
        return little(8 + padded)
                .putShort((short) type)
                .putShort((short) padded)
                .putInt(0)
                .put(data)
                .array();
    }

    /** @return address of its header */
    private long dataset(Data data) {
        // IV.A.2.b dataspace version 1: rank, no flags, sizes
        ByteBuffer space = little(8 + 8 * data.shape.length).put((byte) 1).put((byte) data.shape.length);
        space.position(8);
        Arrays.stream(data.shape).forEach(space::putLong);
        byte[] dataspace = message(1, space.array());
        byte[] datatype = message(3, data.datatype);
        byte[] layout = message(8, data.chunk == null ? contiguous(data) : chunked(data));
        // IV.A.2.l filter pipeline version 1: one filter, its number (1 deflate), no name, optional, one value
        byte[] pipeline = message(
                0xB,
                little(24)
                        .putLong(0x0101)
                        .putShort((short) data.filter)
                        .putShort((short) 0)
                        .putShort((short) 1)
                        .putShort((short) 1)
                        .putInt(6)
                        .array());
        return append(
                data.filter != 0 ? header(dataspace, datatype, layout, pipeline) : header(dataspace, datatype, layout));
    }

    /** IV.A.2.i data layout version 3, class 1: address and size. */
    private byte[] contiguous(Data data) {
        long address = append(data.values);
        return little(18)
                .put((byte) 3)
                .put((byte) 1)
                .putLong(address)
                .putLong(data.values.length)
                .array();
    }

    /** The same, class 2: rank + 1, address of a B-tree, sizes of a chunk and of an element. */
    private byte[] chunked(Data data) {
        int rank = data.shape.length;
        int[] grid = IntStream.range(0, rank)
                .map(i -> (data.shape[i] + data.chunk[i] - 1) / data.chunk[i])
                .toArray();
        int count = IntStream.of(grid).reduce(1, (a, b) -> a * b);
        ByteBuffer tree = little(24 + count * (8 + 8 * (rank + 1) + 8) + 8 + 8 * (rank + 1));
        // III.A.1 B-tree, type 1: keys are size, filter mask and offset of a chunk
        tree.put(ascii("TREE")).put((byte) 1).put((byte) 0).putShort((short) count);
        tree.putLong(UNDEFINED).putLong(UNDEFINED);
        for (int i = 0; i < count; i++) {
            int[] offset = new int[rank];
            int rest = i;
            for (int axis = rank - 1; axis >= 0; axis--) {
                offset[axis] = rest % grid[axis] * data.chunk[axis];
                rest /= grid[axis];
            }
            byte[] chunk = chunk(data, offset);
            tree.putInt(chunk.length).putInt(0);
            Arrays.stream(offset).forEach(tree::putLong);
            tree.putLong(0).putLong(append(chunk));
        }
        tree.putInt(0).putInt(0);
        Arrays.stream(data.shape).forEach(tree::putLong);
        long address = append(tree.array());
        ByteBuffer layout =
                little(11 + 4 * (rank + 1)).put((byte) 3).put((byte) 2).put((byte) (rank + 1));
        layout.putLong(address);
        Arrays.stream(data.chunk).forEach(layout::putInt);
        return layout.putInt(data.elementBytes).array();
    }

    private static byte[] chunk(Data data, int[] offset) {
        int elements = IntStream.of(data.chunk).reduce(1, (a, b) -> a * b);
        ByteBuffer chunk = ByteBuffer.allocate(elements * data.elementBytes);
        for (int i = 0; i < elements; i++) {
            int rest = i;
            int at = 0;
            int stride = 1;
            boolean inside = true;
            for (int axis = offset.length - 1; axis >= 0; axis--) {
                int index = offset[axis] + rest % data.chunk[axis];
                rest /= data.chunk[axis];
                inside &= index < data.shape[axis];
                at += index * stride;
                stride *= data.shape[axis];
            }
            if (inside) {
                chunk.put(i * data.elementBytes, data.values, at * data.elementBytes, data.elementBytes);
            }
        }
        return data.filter != 0 ? deflated(chunk.array()) : chunk.array();
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] buffer = new byte[bytes.length + 64];
        int length = deflater.deflate(buffer);
        deflater.end();
        return Arrays.copyOf(buffer, length);
    }

    /** IV.A.2.d datatype version 1, class 0 (fixed-point) or 1 (floating-point); b1 is an enumeration (class 8) as h5py writes it. */
    static byte[] number(Dtype type, boolean big) {
        int bytes = type.bytes();
        ByteBuffer datatype = little(type.kind() == 'f' ? 20 : 12);
        if (type == Dtype.B1) {
            byte[] base = number(Dtype.I1, false);
            return little(8 + 12 + 16 + 2)
                    .put(new byte[] {0x18, 2, 0, 0})
                    .putInt(1)
                    .put(base)
                    .put(Arrays.copyOf(ascii("FALSE"), 8))
                    .put(Arrays.copyOf(ascii("TRUE"), 8))
                    .put(new byte[] {0, 1})
                    .array();
        }
        if (type.kind() != 'f') {
            byte bits = (byte) ((big ? 1 : 0) | (type.kind() == 'i' ? 8 : 0));
            datatype.put(new byte[] {0x10, bits, 0, 0}).putInt(bytes);
            return datatype.putShort((short) 0).putShort((short) (8 * bytes)).array();
        }
        int exponent = bytes == 2 ? 5 : bytes == 4 ? 8 : 11;
        int mantissa = 8 * bytes - 1 - exponent;
        // the highest bit of the fraction is implied; location of the sign
        datatype.put(new byte[] {0x11, (byte) (0x20 | (big ? 1 : 0)), (byte) (8 * bytes - 1), 0})
                .putInt(bytes);
        datatype.putShort((short) 0).putShort((short) (8 * bytes));
        datatype.put((byte) mantissa).put((byte) exponent).put((byte) 0).put((byte) mantissa);
        return datatype.putInt((1 << exponent - 1) - 1).array();
    }

    /** @return its address, a multiple of 8 */
    private long append(byte[] bytes) {
        long at = out.size();
        out.writeBytes(Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8));
        return at;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
