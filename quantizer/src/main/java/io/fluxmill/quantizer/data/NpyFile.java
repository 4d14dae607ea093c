// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy arrays: little-endian u1, i1, u2, i2, i4, i8, f4, f8 in C order.
 *
 * <p>Source: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 */
final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Of version 1; a longer one describes records, which are not read. */
    private static final int LONGEST_HEADER = 65_535;

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

    static NumericArray read(ByteSource in) {
        byte[] magic = in.upTo(MAGIC.length + 2);
        int version = magic.length < MAGIC.length + 2 ? 0 : magic[MAGIC.length];
        if (version < 1 || version > 3 || !Arrays.equals(Arrays.copyOf(magic, MAGIC.length), MAGIC)) {
            throw notNpy(in);
        }
        long length = length(in, version == 1 ? 2 : 4);
        byte[] header = in.upTo((int) Math.min(length, LONGEST_HEADER));
        if (header.length < length) {
            throw notNpy(in);
        }
        return array(in, new String(header, StandardCharsets.ISO_8859_1));
    }

    /** A little-endian unsigned number; more than any header has if the file ends before. */
    private static long length(ByteSource in, int bytes) {
        byte[] field = Arrays.copyOf(in.upTo(bytes), 4);
        return ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFF_FFFFL;
    }

    private static NumericArray array(ByteSource in, String header) {
        String descr = find(in, DESCR, header);
        ElementType type = TYPES.get(descr);
        if (type == null) {
            throw new InputException(
                    in.file() + ": the dtype must be one of " + String.join(", ", new TreeMap<>(TYPES).keySet())
                            + ": dtype=" + ByteSource.quoted(descr),
                    "save it with numpy as little-endian, for example x.astype('<f4')");
        }
        long[] shape = Pattern.compile("\\d+")
                .matcher(find(in, SHAPE, header))
                .results()
                .mapToLong(m -> size(m.group()))
                .toArray();
        boolean fortran = find(in, ORDER, header).equals("True");
        if (fortran && Arrays.stream(shape).filter(size -> size > 1).count() > 1) {
            throw new InputException(
                    in.file() + ": the array must be in C order: fortran_order=True",
                    "save it with numpy.ascontiguousarray(x)");
        }
        return NumericArray.of(in, type, shape, ByteOrder.LITTLE_ENDIAN);
    }

    /** A size from its digits; beyond 18 digits, more than any file has. */
    private static long size(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static String find(ByteSource in, Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw notNpy(in);
        }
        return matcher.group(1);
    }

    private static InputException notNpy(ByteSource in) {
        return new InputException(
                in.file() + ": is not a NumPy array file",
                "set type to what the file is, or save it again with numpy.save");
    }
}
