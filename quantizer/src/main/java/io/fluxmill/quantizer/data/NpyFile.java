// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy arrays of numbers in any byte order, row-major (C) or column-major (Fortran); header versions 1 to 3.
 *
 * <p>Source: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 */
final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Of version 1; a longer one describes records, which are not read. */
    private static final int LONGEST_HEADER = 65_535;

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*('([^']*)'|\\[)");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    /** Python 2 writes an L after large sizes. */
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\dL,\\s]*)\\)");

    /** {@code <} little-endian, {@code >} big-endian, {@code |} of one byte; then the kind and the bytes. */
    private static final Pattern DTYPE = Pattern.compile("([<>|])([biuf][1248])");

    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("b1", ElementType.BOOL),
            Map.entry("i1", ElementType.INT8),
            Map.entry("i2", ElementType.INT16),
            Map.entry("i4", ElementType.INT32),
            Map.entry("i8", ElementType.INT64),
            Map.entry("u1", ElementType.UINT8),
            Map.entry("u2", ElementType.UINT16),
            Map.entry("u4", ElementType.UINT32),
            Map.entry("u8", ElementType.UINT64),
            Map.entry("f2", ElementType.FLOAT16),
            Map.entry("f4", ElementType.FLOAT32),
            Map.entry("f8", ElementType.FLOAT64));

    private static final Map<Character, String> REFUSED = Map.of(
            'c', "complex numbers",
            'O', "Python objects",
            'S', "strings",
            'a', "strings",
            'U', "strings",
            'V', "records",
            'M', "dates",
            'm', "durations",
            'f', "floating-point numbers of this size");

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
        Matcher descr = find(in, DESCR, header);
        String dtype = descr.group(2) == null ? "[...]" : descr.group(2);
        Matcher number = DTYPE.matcher(dtype);
        ElementType type = number.matches() ? TYPES.get(number.group(2)) : null;
        if (type == null || (number.group(1).equals("|") && type.bytes > 1)) {
            throw refused(in, dtype);
        }
        long[] shape = Pattern.compile("\\d+")
                .matcher(find(in, SHAPE, header).group(1))
                .results()
                .mapToLong(m -> size(m.group()))
                .toArray();
        ByteOrder order = number.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        boolean columnMajor = find(in, ORDER, header).group(1).equals("True");
        NumericArray array = NumericArray.of(in, type, shape, order);
        return columnMajor ? array.fromColumnMajor(in) : array;
    }

    private static InputException refused(ByteSource in, String dtype) {
        char kind = dtype.startsWith("[") ? 'V' : dtype.length() < 2 ? '?' : dtype.charAt(1);
        String what = REFUSED.getOrDefault(kind, "of an unknown type");
        return new InputException(
                in.file() + ": values must be bool, int8 to int64, uint8 to uint64, float16, float32 or float64, not "
                        + what + ": dtype=" + ByteSource.quoted(dtype),
                kind == 'c'
                        ? "save a real part or a magnitude, for example numpy.save(file, abs(x))"
                        : "save it as numbers, for example x.astype('float32')");
    }

    /** A size from its digits; beyond 18 digits, more than any file has. */
    private static long size(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static Matcher find(ByteSource in, Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw notNpy(in);
        }
        return matcher;
    }

    private static InputException notNpy(ByteSource in) {
        return new InputException(
                in.file() + ": is not a NumPy array file",
                "set type to what the file is, or save it again with numpy.save");
    }
}
