// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** NumPy files written from the description of the format: numpy.lib.format, "Format Version 1.0" to "3.0". */
final class NpyBytes {
    private NpyBytes() {}

    /**
     * @param version 1: header length in 2 bytes; 2 and 3: in 4
     * @param descr dtype, for example {@code <f4}
     */
    static byte[] file(int version, String descr, boolean fortran, int[] shape, byte[] data) {
        String tuple = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "))
                + (shape.length == 1 ? "," : "");
        return file(
                version,
                "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (" + tuple
                        + "), }",
                data);
    }

    /** @param dictionary a literal of Python */
    static byte[] file(int version, String dictionary, byte[] data) {
        int head = version == 1 ? 10 : 12;
        byte[] text = dictionary.getBytes(StandardCharsets.UTF_8);
        int length = (head + text.length + 1 + 63) / 64 * 64 - head;
        ByteBuffer buffer = ByteBuffer.allocate(head + length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        buffer.put((byte) version).put((byte) 0);
        if (version == 1) {
            buffer.putShort((short) length);
        } else {
            buffer.putInt(length);
        }
        buffer.put(text);
        while (buffer.remaining() > 1) {
            buffer.put((byte) ' ');
        }
        buffer.put((byte) '\n');
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(buffer.array());
        file.writeBytes(data);
        return file.toByteArray();
    }
}
