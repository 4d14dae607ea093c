// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import java.io.ByteArrayOutputStream;

/** Collects what is shifted in as bytes, the highest bit first; bits that fill no byte are dropped. */
final class ByteSink implements DataRegister {
    private final ByteArrayOutputStream bytes;
    private final Runnable updated;
    private int value;
    private int bits;

    /**
     * @param bytes where they go
     * @param updated called when the register has been left
     */
    ByteSink(ByteArrayOutputStream bytes, Runnable updated) {
        this.bytes = bytes;
        this.updated = updated;
    }

    @Override
    public void capture() {
        bits = 0;
    }

    @Override
    public boolean shift(boolean tdi) {
        value = value << 1 | (tdi ? 1 : 0);
        if (++bits == Byte.SIZE) {
            bytes.write(value);
            bits = 0;
        }
        return false;
    }

    @Override
    public void update() {
        updated.run();
    }
}
