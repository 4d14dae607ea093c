// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Strings of an HDF5 file that is being written: collections of the global heap, each of at least 4096 bytes.
 *
 * <p>Source: <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification, version 3.0</a>, III.E.
 */
final class Hdf5Heap {
    private static final int LEAST_BYTES = 4096;

    /** Of a collection: signature, version and size; of a string: number, references and size. */
    private static final int HEADER_BYTES = 16;

    private record Collection(long address, ByteBuffer bytes) {}

    private final ByteArrayOutputStream out;
    private final List<Collection> collections = new ArrayList<>();
    private int number;

    /** @param out the file, from its beginning */
    Hdf5Heap(ByteArrayOutputStream out) {
        this.out = out;
    }

    /** Appends bytes at an address that is a multiple of 8, and returns that address. */
    static long append(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(new byte[-out.size() & 7]);
        long address = out.size();
        out.writeBytes(bytes);
        return address;
    }

    /** Puts a string into the heap, and its length, collection and number into {@code reference}. */
    void put(byte[] text, ByteBuffer reference) {
        if (text.length == 0) {
            reference.putInt(0).putLong(0).putInt(0);
            return;
        }
        int bytes = HEADER_BYTES + (text.length + 7) / 8 * 8;
        if (collections.isEmpty() || last().bytes.remaining() < bytes) {
            start(Math.max(LEAST_BYTES, HEADER_BYTES + bytes));
        }
        ByteBuffer to = last().bytes;
        int end = to.position() + bytes;
        to.putShort((short) ++number)
                .putShort((short) 1)
                .putInt(0)
                .putLong(text.length)
                .put(text);
        to.position(end);
        reference.putInt(text.length).putLong(last().address).putInt(number);
    }

    private Collection last() {
        return collections.get(collections.size() - 1);
    }

    private void start(int bytes) {
        ByteBuffer collection = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        collection.put("GCOL".getBytes(StandardCharsets.US_ASCII)).putInt(1).putLong(bytes);
        collections.add(new Collection(append(out, new byte[bytes]), collection));
        number = 0;
    }

    /** Writes the collections into the file that is otherwise complete; object 0 of each is its free space. */
    void fill(byte[] file) {
        for (Collection collection : collections) {
            ByteBuffer bytes = collection.bytes;
            if (bytes.remaining() >= HEADER_BYTES) {
                bytes.putLong(bytes.position() + 8, bytes.remaining());
            }
            System.arraycopy(bytes.array(), 0, file, Math.toIntExact(collection.address), bytes.capacity());
        }
    }
}
