// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;

/**
 * Walks the fields of protobuf messages. While a field is handled, exactly one of the value methods must be called to take its
 * value, or {@link #skip()}; each checks the wire type.
 */
public final class ProtoReader {
    private final CodedInputStream in;
    private int tag;

    public ProtoReader(CodedInputStream in) {
        this.in = in;
    }

    /** Handles one field, given its number. */
    public interface FieldHandler {
        void field(int number) throws IOException;
    }

    /** Reads one nested message. */
    interface MessageReader<T> {
        T read(ProtoReader in) throws IOException;
    }

    /** All fields up to the end of the message. */
    public void fields(FieldHandler handler) throws IOException {
        while ((tag = in.readTag()) != 0) {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_END_GROUP) {
                throw new InvalidProtocolBufferException("a group ends that has not begun");
            }
            handler.field(WireFormat.getTagFieldNumber(tag));
        }
    }

    /** A nested message. */
    public void message(FieldHandler handler) throws IOException {
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int outer = in.pushLimit(in.readRawVarint32());
        fields(handler);
        if (in.getBytesUntilLimit() > 0) {
            throw new InvalidProtocolBufferException("a message is cut off");
        }
        in.popLimit(outer);
    }

    /** A nested message if the field has this number, else skipped. */
    void messageIf(int field, int number, FieldHandler handler) throws IOException {
        if (field == number) {
            message(handler);
        } else {
            skip();
        }
    }

    /** Appends what the reader makes of the field if it has this number, else skips it. */
    <T> void messageAs(int field, int number, List<T> list, MessageReader<T> reader) throws IOException {
        if (field == number) {
            list.add(reader.read(this));
        } else {
            skip();
        }
    }

    public void skip() throws IOException {
        in.skipField(tag);
    }

    public String string() throws IOException {
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return in.readString();
    }

    public byte[] bytes() throws IOException {
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return in.readByteArray();
    }

    long integer() throws IOException {
        expect(WireFormat.WIRETYPE_VARINT);
        return in.readInt64();
    }

    /** A float. */
    double real() throws IOException {
        expect(WireFormat.WIRETYPE_FIXED32);
        return in.readFloat();
    }

    /** Repeated int32 or int64, packed or not. */
    void integers(LongConsumer consumer) throws IOException {
        if (!packed()) {
            consumer.accept(integer());
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            consumer.accept(in.readInt64());
        }
        in.popLimit(outer);
    }

    /** Repeated float, packed or not. */
    void reals(DoubleConsumer consumer) throws IOException {
        if (!packed()) {
            consumer.accept(real());
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            consumer.accept(in.readFloat());
        }
        in.popLimit(outer);
    }

    /** Repeated double, packed or not. */
    void doubles(DoubleConsumer consumer) throws IOException {
        if (!packed()) {
            expect(WireFormat.WIRETYPE_FIXED64);
            consumer.accept(in.readDouble());
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            consumer.accept(in.readDouble());
        }
        in.popLimit(outer);
    }

    private boolean packed() {
        return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private void expect(int wireType) throws IOException {
        if (WireFormat.getTagWireType(tag) != wireType) {
            throw new InvalidProtocolBufferException("field " + WireFormat.getTagFieldNumber(tag) + " has wire type "
                    + WireFormat.getTagWireType(tag) + " in place of " + wireType);
        }
    }
}
