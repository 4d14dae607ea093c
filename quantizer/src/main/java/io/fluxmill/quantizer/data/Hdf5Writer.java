// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.jhdf.checksum.ChecksumUtils;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.IntStream;

/**
 * HDF5 files of groups, contiguous arrays and strings of variable length, as HDF5 1.8 and later read them. jhdf, which reads them here, writes strings of a
 * fixed length only; h5py takes those in attributes for bytes, not for text.
 *
 * <p>Source: <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification, version 3.0</a>; section numbers
 * are of that document. All numbers are little-endian; addresses and lengths have 8 bytes.
 */
public final class Hdf5Writer {
    private static final long UNDEFINED = -1;
    private static final int SUPERBLOCK_BYTES = 48;
    private static final int DATASPACE = 0x01;
    private static final int LINK_INFO = 0x02;
    private static final int DATATYPE = 0x03;
    private static final int FILL_VALUE = 0x05;
    private static final int LINK = 0x06;
    private static final int LAYOUT = 0x08;
    private static final int GROUP_INFO = 0x0A;
    private static final int ATTRIBUTE = 0x0C;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Hdf5Heap heap = new Hdf5Heap(out);

    private Hdf5Writer() {}

    /** A group that is to be written: its groups, arrays and attributes. */
    public static final class Group {
        private final Map<String, Object> children = new LinkedHashMap<>();
        private final Map<String, Values> attributes = new LinkedHashMap<>();

        /** A new group in this one. */
        public Group group(String name) {
            Group child = new Group();
            put(children, name, child);
            return child;
        }

        /**
         * Numbers, row-major.
         *
         * @param shape empty for a scalar
         */
        public void numbers(String name, ElementType type, int[] shape, double... values) {
            put(children, name, new Values(type, shape, values, null));
        }

        /** Texts, row-major. */
        public void texts(String name, int[] shape, String... texts) {
            put(children, name, new Values(null, shape, null, texts));
        }

        public void attribute(String name, String text) {
            put(attributes, name, new Values(null, new int[0], null, new String[] {text}));
        }

        public void attribute(String name, ElementType type, double value) {
            put(attributes, name, new Values(type, new int[0], new double[] {value}, null));
        }

        /** @throws IllegalArgumentException if HDF5 has no such name, or it is taken */
        private static <T> void put(Map<String, T> map, String name, T value) {
            if (!isName(name) || map.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException("name=" + name);
            }
        }
    }

    /** Whether HDF5 can name a group or a dataset so. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0
                && utf8(name).length < 1 << 15;
    }

    private record Values(ElementType type, int[] shape, double[] numbers, String[] texts) {
        Values {
            int count = IntStream.of(shape).reduce(1, Math::multiplyExact);
            if (count != (texts == null ? numbers.length : texts.length)) {
                throw new IllegalArgumentException("shape=" + Arrays.toString(shape));
            }
        }
    }

    /** The bytes of a file with this root group. */
    public static byte[] file(Group root) {
        return new Hdf5Writer().write(root);
    }

    private byte[] write(Group root) {
        out.writeBytes(new byte[SUPERBLOCK_BYTES]);
        long address = group(root);
        byte[] file = out.toByteArray();
        heap.fill(file);
        // II.B superblock version 2: sizes of addresses and lengths, no flags, base, no extension, end, root group
        ByteBuffer superblock = little(SUPERBLOCK_BYTES - 4)
                .put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n', 2, 8, 8, 0})
                .putLong(0)
                .putLong(UNDEFINED)
                .putLong(file.length)
                .putLong(address);
        ByteBuffer.wrap(file).put(withChecksum(superblock.array()));
        return file;
    }

    // -------------------------------------------------------------------------------------------------------- objects

    /** @return its address */
    private long group(Group group) {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        // IV.A.2.c link info version 0: no order of creation, no heap, no index; IV.A.2.k group info version 0
        message(messages, LINK_INFO, little(18).putLong(2, UNDEFINED).putLong(10, UNDEFINED));
        message(messages, GROUP_INFO, little(2));
        for (Entry<String, Object> child : group.children.entrySet()) {
            long address = child.getValue() instanceof Group inner ? group(inner) : dataset((Values) child.getValue());
            byte[] name = utf8(child.getKey());
            // IV.A.2.g link version 1: character set given, 2 bytes of length; UTF-8; a hard link's address
            message(
                    messages,
                    LINK,
                    little(13 + name.length)
                            .put(new byte[] {1, 0x11, 1})
                            .putShort((short) name.length)
                            .put(name)
                            .putLong(address));
        }
        group.attributes.forEach((name, values) -> attribute(messages, name, values));
        return header(messages);
    }

    /** IV.A.2.m attribute version 3: sizes of name, type and space, UTF-8; then these and the value. */
    private void attribute(ByteArrayOutputStream messages, String name, Values values) {
        byte[] key = Arrays.copyOf(utf8(name), utf8(name).length + 1);
        byte[] type = datatype(values.type);
        byte[] space = dataspace(values.shape);
        byte[] data = data(values);
        message(
                messages,
                ATTRIBUTE,
                little(9 + key.length + type.length + space.length + data.length)
                        .put(new byte[] {3, 0})
                        .putShort((short) key.length)
                        .putShort((short) type.length)
                        .putShort((short) space.length)
                        .put((byte) 1)
                        .put(key)
                        .put(type)
                        .put(space)
                        .put(data));
    }

    /** @return its address */
    private long dataset(Values values) {
        byte[] data = data(values);
        long address = data.length == 0 ? UNDEFINED : Hdf5Heap.append(out, data);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        message(messages, DATASPACE, ByteBuffer.wrap(dataspace(values.shape)));
        message(messages, DATATYPE, ByteBuffer.wrap(datatype(values.type)));
        // IV.A.2.f fill value version 3: space is allocated late, the value written if set; none is
        message(messages, FILL_VALUE, ByteBuffer.wrap(new byte[] {3, 0x0A}));
        // IV.A.2.i layout version 3, contiguous
        message(
                messages,
                LAYOUT,
                little(18).put(new byte[] {3, 1}).putLong(address).putLong(data.length));
        return header(messages);
    }

    /** IV.A.1.b object header version 2: 4 bytes for the size of its messages. */
    private long header(ByteArrayOutputStream messages) {
        byte[] header = little(10 + messages.size())
                .put(ascii("OHDR"))
                .put(new byte[] {2, 2})
                .putInt(messages.size())
                .put(messages.toByteArray())
                .array();
        return Hdf5Heap.append(out, withChecksum(header));
    }

    /** Type, size, no flags. */
    private static void message(ByteArrayOutputStream messages, int type, ByteBuffer data) {
        byte[] bytes = data.array();
        messages.writeBytes(
                little(4).put((byte) type).putShort((short) bytes.length).array());
        messages.writeBytes(bytes);
    }

    private static byte[] withChecksum(byte[] bytes) {
        return little(bytes.length + 4)
                .put(bytes)
                .putInt(ChecksumUtils.checksum(bytes))
                .array();
    }

    // --------------------------------------------------------------------------------------------------------- values

    /** IV.A.2.b dataspace version 2: rank, no flags, 0 for a scalar and 1 for an array. */
    private static byte[] dataspace(int[] shape) {
        ByteBuffer space = little(4 + 8 * shape.length);
        space.put(new byte[] {2, (byte) shape.length, 0, (byte) (shape.length == 0 ? 0 : 1)});
        Arrays.stream(shape).forEach(space::putLong);
        return space.array();
    }

    /** IV.A.2.d datatype version 1; null is text. */
    private static byte[] datatype(ElementType type) {
        if (type == null) {
            // class 9: a string, ended by zero, of UTF-8; 16 bytes: length, address and number in the heap
            return little(8 + 12)
                    .put(new byte[] {0x19, 1, 1, 0})
                    .putInt(16)
                    .put(integer(1, false))
                    .array();
        }
        return switch (type) {
            case FLOAT32 -> real(4, 8, 23);
            case FLOAT64 -> real(8, 11, 52);
            case INT64 -> integer(8, true);
                // class 8, as h5py writes bool: 2 names over an integer of one byte
            case BOOL -> little(8 + 12 + 16 + 2)
                    .put(new byte[] {0x18, 2, 0, 0})
                    .putInt(1)
                    .put(integer(1, true))
                    .put(Arrays.copyOf(ascii("FALSE"), 8))
                    .put(Arrays.copyOf(ascii("TRUE"), 8))
                    .put(new byte[] {0, 1})
                    .array();
            default -> throw new IllegalArgumentException("type=" + type);
        };
    }

    /** Class 0: bit offset 0, all bits used. */
    private static byte[] integer(int bytes, boolean signed) {
        return little(12)
                .put(new byte[] {0x10, (byte) (signed ? 8 : 0), 0, 0})
                .putInt(bytes)
                .putShort((short) 0)
                .putShort((short) (8 * bytes))
                .array();
    }

    /** Class 1: the highest bit of the fraction is implied; sign, exponent and fraction from the top. */
    private static byte[] real(int bytes, int exponent, int fraction) {
        return little(20)
                .put(new byte[] {0x11, 0x20, (byte) (8 * bytes - 1), 0})
                .putInt(bytes)
                .putShort((short) 0)
                .putShort((short) (8 * bytes))
                .put(new byte[] {(byte) fraction, (byte) exponent, 0, (byte) fraction})
                .putInt((1 << exponent - 1) - 1)
                .array();
    }

    private byte[] data(Values values) {
        if (values.texts != null) {
            ByteBuffer references = little(16 * values.texts.length);
            for (String text : values.texts) {
                heap.put(utf8(text), references);
            }
            return references.array();
        }
        ByteBuffer data = little(Math.multiplyExact(values.type.bytes, values.numbers.length));
        for (double value : values.numbers) {
            switch (values.type) {
                case FLOAT32 -> data.putFloat((float) value);
                case FLOAT64 -> data.putDouble(value);
                case INT64 -> data.putLong((long) value);
                default -> data.put((byte) (value == 0 ? 0 : 1));
            }
        }
        return data.array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
