// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Builds one protobuf message in memory; methods return the message itself. */
public final class ProtoWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    /** A write to memory. */
    private interface Write {
        void run() throws IOException;
    }

    private ProtoWriter write(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("a write to memory failed", e);
        }
    }

    public ProtoWriter integer(int field, long value) {
        return write(() -> out.writeInt64(field, value));
    }

    public ProtoWriter integers(int field, int... values) {
        for (int value : values) {
            integer(field, value);
        }
        return this;
    }

    public ProtoWriter real(int field, double value) {
        return write(() -> out.writeFloat(field, (float) value));
    }

    public ProtoWriter string(int field, String value) {
        return write(() -> out.writeString(field, value));
    }

    public ProtoWriter bytes(int field, byte[] value) {
        return write(() -> out.writeByteArray(field, value));
    }

    public ProtoWriter message(int field, ProtoWriter message) {
        return bytes(field, message.toBytes());
    }

    public byte[] toBytes() {
        write(out::flush);
        return bytes.toByteArray();
    }
}
