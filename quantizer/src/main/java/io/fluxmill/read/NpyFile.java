// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

import io.fluxmill.config.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * NumPy arrays: little-endian u1, i1, u2, i2, i4, i8, f4, f8 in C order.
 *
 * <p>Source: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 */
final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");
    private static final Map<String, ElementType> TYPES = Map.of(
            "|u1", ElementType.UINT8,
            "|i1", ElementType.INT8,
            "|b1", ElementType.BOOL,
            "<u2", ElementType.UINT16,
            "<i2", ElementType.INT16,
            "<i4", ElementType.INT32,
            "<i8", ElementType.INT64,
            "<f4", ElementType.FLOAT32,
            "<f8", ElementType.FLOAT64);

    private NpyFile() {}

    static NumericArray read(String file, byte[] bytes) {
        int lengthBytes = bytes.length > 7 && bytes[6] == 1 ? 2 : 4;
        if (bytes.length < 8 + lengthBytes || !Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
            throw notNpy(file);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = lengthBytes == 2 ? buffer.getShort(8) & 0xFFFF : buffer.getInt(8);
        int start = 8 + lengthBytes;
        if (length < 0 || length > bytes.length - start) {
            throw notNpy(file);
        }
        String header = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        int data = start + length;
        return array(file, header, buffer.slice(data, bytes.length - data).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static NumericArray array(String file, String header, ByteBuffer data) {
        String descr = find(file, DESCR, header);
        ElementType type = TYPES.get(descr);
        if (type == null) {
            throw new InputException(
                    file + ": the dtype must be one of " + String.join(", ", new TreeMap<>(TYPES).keySet()) + ": dtype="
                            + descr,
                    "save it with numpy as little-endian, for example x.astype('<f4')");
        }
        int[] dims = Pattern.compile("\\d+")
                .matcher(find(file, SHAPE, header))
                .results()
                .mapToInt(m -> Integer.parseInt(m.group()))
                .toArray();
        if (dims.length > 1 && find(file, ORDER, header).equals("True")) {
            throw new InputException(
                    file + ": the array must be in C order: fortran_order=True",
                    "save it with numpy.ascontiguousarray(x)");
        }
        NumericFile.requireSize(file, dims, type, data.capacity());
        return new NumericArray(file, type, dims, data);
    }

    private static String find(String file, Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw notNpy(file);
        }
        return matcher.group(1);
    }

    private static InputException notNpy(String file) {
        return new InputException(
                file + ": is not a NumPy array file", "set type to what the file is, or save it again with numpy.save");
    }

    /** @param array name of the array; null when the archive has only one */
    static NumericArray readZip(String file, byte[] bytes, String array) {
        Map<String, byte[]> arrays = entries(file, bytes);
        if (array == null && arrays.size() == 1) {
            return read(file, arrays.values().iterator().next());
        }
        if (array == null || !arrays.containsKey(array)) {
            throw new InputException(
                    file + ": the array must be one of " + arrays.keySet() + ": array=" + (array == null ? "" : array),
                    "name it after the file, for example " + file + "#"
                            + arrays.keySet().stream().findFirst().orElse("x"));
        }
        return read(file + "#" + array, arrays.get(array));
    }

    private static Map<String, byte[]> entries(String file, byte[] bytes) {
        Map<String, byte[]> arrays = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                arrays.put(entry.getName().replaceFirst("\\.npy$", ""), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read: " + e.getMessage(), "save it again with numpy.savez");
        }
        if (arrays.isEmpty()) {
            throw new InputException(file + ": is not a NumPy archive with arrays", "save it again with numpy.savez");
        }
        return arrays;
    }
}
