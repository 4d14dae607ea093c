// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trees of records as bytes: records and enumerations of this project, lists, sets, maps, strings, numbers, and arrays of numbers and of these. The same
 * content gives the same bytes in every process: elements of sets and maps are in the order of their bytes, except where the collection keeps an order of
 * its own. Records are read through their constructors, which check them.
 */
public final class RecordBytes {
    private static final String OWN = "io.fluxmill.";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private RecordBytes() {}

    /**
     * The bytes of a value.
     *
     * @throws IllegalArgumentException if something in it is of another type
     */
    public static byte[] of(Object value) {
        RecordBytes writer = new RecordBytes();
        try {
            writer.write(value);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written", e);
        }
        return writer.bytes.toByteArray();
    }

    /**
     * The value of bytes.
     *
     * @throws IllegalArgumentException if they are not those of such a value
     */
    public static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return type.cast(read(new DataInputStream(new ByteArrayInputStream(bytes))));
        } catch (IOException | ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException("the bytes must be those of a " + type.getSimpleName(), e);
        }
    }

    private void write(Object value) throws IOException {
        if (value == null) {
            out.writeByte('0');
        } else if (value instanceof Record record) {
            writeRecord(record);
        } else if (value instanceof Enum<?> constant) {
            out.writeByte('E');
            text(constant.getDeclaringClass().getName());
            text(constant.name());
        } else if (value instanceof List<?> list) {
            out.writeByte('L');
            out.writeInt(list.size());
            for (Object element : list) {
                write(element);
            }
        } else if (value instanceof Set<?> set) {
            writeSet(set);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map);
        } else if (value.getClass().isArray()) {
            writeArray(value);
        } else {
            writeSimple(value);
        }
    }

    private void writeRecord(Record record) throws IOException {
        out.writeByte('R');
        text(record.getClass().getName());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                write(accessor.invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("a component must be readable: " + component, e);
            }
        }
    }

    private void writeSet(Set<?> set) throws IOException {
        out.writeByte('S');
        out.writeInt(set.size());
        List<byte[]> elements = set.stream().map(RecordBytes::of).toList();
        for (byte[] element : hasOrder(set) ? elements : inOrder(elements)) {
            out.write(element);
        }
    }

    private void writeMap(Map<?, ?> map) throws IOException {
        out.writeByte('M');
        out.writeInt(map.size());
        List<byte[]> entries = map.entrySet().stream()
                .map(e -> {
                    RecordBytes writer = new RecordBytes();
                    try {
                        writer.write(e.getKey());
                        writer.write(e.getValue());
                    } catch (IOException problem) {
                        throw new IllegalStateException("memory can be written", problem);
                    }
                    return writer.bytes.toByteArray();
                })
                .toList();
        for (byte[] entry : hasOrder(map) ? entries : inOrder(entries)) {
            out.write(entry);
        }
    }

    /** Whether a set or map has the same order in every process; those of {@code Map.of} and the like have another one each time. */
    private static boolean hasOrder(Object collection) {
        Class<?> type = collection.getClass();
        return type != HashMap.class && type != HashSet.class && !type.getName().startsWith("java.util.Immutable");
    }

    private static List<byte[]> inOrder(List<byte[]> all) {
        return all.stream().sorted(Arrays::compare).toList();
    }

    private void writeArray(Object array) throws IOException {
        int length = Array.getLength(array);
        out.writeByte('A');
        text(array.getClass().getComponentType().getName());
        out.writeInt(length);
        if (array instanceof Object[] elements) {
            for (Object element : elements) {
                write(element);
            }
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocate(length * Long.BYTES);
        if (array instanceof float[] x) {
            buffer.asFloatBuffer().put(x);
        } else if (array instanceof double[] x) {
            buffer.asDoubleBuffer().put(x);
        } else if (array instanceof short[] x) {
            buffer.asShortBuffer().put(x);
        } else if (array instanceof int[] x) {
            buffer.asIntBuffer().put(x);
        } else {
            throw unsupported(array);
        }
        out.write(buffer.array(), 0, length * width(array.getClass().getComponentType()));
    }

    private static int width(Class<?> type) {
        if (type == double.class) {
            return Double.BYTES;
        }
        return type == short.class ? Short.BYTES : Float.BYTES;
    }

    private void writeSimple(Object value) throws IOException {
        if (value instanceof String s) {
            out.writeByte('T');
            text(s);
        } else if (value instanceof Integer i) {
            out.writeByte('I');
            out.writeInt(i);
        } else if (value instanceof Long l) {
            out.writeByte('J');
            out.writeLong(l);
        } else if (value instanceof Float f) {
            out.writeByte('F');
            out.writeFloat(f);
        } else if (value instanceof Double d) {
            out.writeByte('D');
            out.writeDouble(d);
        } else if (value instanceof Boolean b) {
            out.writeByte(b ? '+' : '-');
        } else if (value instanceof BigInteger big) {
            out.writeByte('B');
            text(big.toString());
        } else {
            throw unsupported(value);
        }
    }

    private static IllegalArgumentException unsupported(Object value) {
        return new IllegalArgumentException(
                "only records, enumerations, collections, strings and numbers can be written, not "
                        + value.getClass().getName());
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static Object read(DataInputStream in) throws IOException, ReflectiveOperationException {
        char tag = (char) in.readByte();
        return switch (tag) {
            case '0' -> null;
            case 'R' -> readRecord(in);
            case 'E' -> readConstant(in);
            case 'L' -> Collections.unmodifiableList(elements(in, in.readInt()));
            case 'S' -> Collections.unmodifiableSet(new LinkedHashSet<>(elements(in, in.readInt())));
            case 'M' -> readMap(in);
            case 'A' -> readArray(in);
            case 'T' -> readText(in);
            case 'I' -> in.readInt();
            case 'J' -> in.readLong();
            case 'F' -> in.readFloat();
            case 'D' -> in.readDouble();
            case '+' -> true;
            case '-' -> false;
            case 'B' -> new BigInteger(readText(in));
            default -> throw new IOException("unknown tag " + (int) tag);
        };
    }

    private static Class<?> own(String name) throws IOException, ClassNotFoundException {
        if (!name.startsWith(OWN)) {
            throw new IOException("not a class of this project: " + name);
        }
        return Class.forName(name);
    }

    private static Object readRecord(DataInputStream in) throws IOException, ReflectiveOperationException {
        RecordComponent[] components = own(readText(in)).getRecordComponents();
        if (components == null) {
            throw new IOException("not a record");
        }
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        Class<?> type = null;
        for (int i = 0; i < components.length; i++) {
            type = components[i].getDeclaringRecord();
            types[i] = components[i].getType();
            values[i] = read(in);
        }
        if (type == null) {
            throw new IOException("a record without components");
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Object readConstant(DataInputStream in) throws IOException, ReflectiveOperationException {
        Class<?> type = own(readText(in));
        String name = readText(in);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("no constant " + name));
    }

    private static List<Object> elements(DataInputStream in, int count)
            throws IOException, ReflectiveOperationException {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(read(in));
        }
        return elements;
    }

    private static Map<Object, Object> readMap(DataInputStream in) throws IOException, ReflectiveOperationException {
        Map<Object, Object> map = new LinkedHashMap<>();
        List<Object> all = elements(in, 2 * in.readInt());
        for (int i = 0; i < all.size(); i += 2) {
            map.put(all.get(i), all.get(i + 1));
        }
        return Collections.unmodifiableMap(map);
    }

    private static Object readArray(DataInputStream in) throws IOException, ReflectiveOperationException {
        String name = readText(in);
        int length = in.readInt();
        return switch (name) {
            case "float" -> {
                float[] x = new float[length];
                buffer(in, length * Float.BYTES).asFloatBuffer().get(x);
                yield x;
            }
            case "double" -> {
                double[] x = new double[length];
                buffer(in, length * Double.BYTES).asDoubleBuffer().get(x);
                yield x;
            }
            case "short" -> {
                short[] x = new short[length];
                buffer(in, length * Short.BYTES).asShortBuffer().get(x);
                yield x;
            }
            case "int" -> {
                int[] x = new int[length];
                buffer(in, length * Integer.BYTES).asIntBuffer().get(x);
                yield x;
            }
            case "[F", "[D", "[S", "[I" -> {
                Object rows = Array.newInstance(Class.forName(name), length);
                for (int i = 0; i < length; i++) {
                    Array.set(rows, i, read(in));
                }
                yield rows;
            }
            default -> throw new IOException("an array of " + name);
        };
    }

    private static ByteBuffer buffer(DataInputStream in, int bytes) throws IOException {
        byte[] content = in.readNBytes(bytes);
        if (content.length < bytes) {
            throw new IOException("the bytes end too early");
        }
        return ByteBuffer.wrap(content);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(buffer(in, in.readInt()).array(), StandardCharsets.UTF_8);
    }
}
