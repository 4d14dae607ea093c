// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * A UART, 8N1, with a queue in each direction. A byte that comes while the receive queue is full is lost and sets {@link #overrun}; a byte
 * without a stop bit is lost and sets {@link #frameError}; both stay until {@link #clear}.
 */
@Contract(
        """
        UART: 8 data bits, no parity, one stop bit, a queue of 64 bytes in each direction.
        in:  rx; divider: clock cycles of a bit, at least 4; received_take (pulse): takes received, while
             received_valid; send with send_valid (pulse): queues a byte, lost if there is no room; clear: bit 0
             clears overrun, 1 frame_error.
        out: tx; received, received_valid, received_level: oldest byte and bytes in the queue; send_room: bytes that
             fit; sending: a byte is queued or on the line. overrun: a byte was lost because the queue was full;
             frame_error: a byte without stop bit was lost.
        Both flags stay until they are cleared. Reset empties the queues, clears the flags and sets tx to 1.
        """)
public final class Uart extends Module {
    /** Depth of each queue. */
    public static final int QUEUE_BYTES = 64;

    public final Bit rx = inBit();
    public final Bit tx = outBit();
    /** Clock cycles in a bit, at least 4. */
    public final Word divider = in(16);

    public final Word received = out(8);
    public final Bit receivedValid = outBit();
    public final Bit receivedTake = inBit();
    public final Word receivedLevel = out(8);
    public final Word send = in(8);
    public final Bit sendValid = inBit();
    /** Bytes that the transmit queue has room for. */
    public final Word sendRoom = out(8);

    public final Bit sending = outBit();
    public final Bit overrun = outBit();
    public final Bit frameError = outBit();
    /** Bit 0 clears {@link #overrun}, bit 1 {@link #frameError}. */
    public final Word clear = in(2);

    final UartReceiver receiver = child(UartReceiver::new);
    final UartTransmitter transmitter = child(UartTransmitter::new);
    final Fifo receivedBytes = child(() -> new Fifo(QUEUE_BYTES, 8));
    final Fifo sentBytes = child(() -> new Fifo(QUEUE_BYTES, 8));

    public Uart() {
        receiver.line.set(rx);
        receiver.divider.set(divider);
        receivedBytes.push.set(receiver.valid);
        receivedBytes.pushed.set(receiver.data);
        receivedBytes.pop.set(receivedTake);
        received.set(receivedBytes.data);
        receivedValid.set(receivedBytes.valid);
        receivedLevel.set(receivedBytes.level.resize(8));
        sticky("overrun_flag", overrun, receiver.valid.and(receivedBytes.ready.not()), clear.bit(0));
        sticky("frame_error_flag", frameError, receiver.frameError, clear.bit(1));

        transmitter.divider.set(divider);
        transmitter.data.set(sentBytes.data);
        transmitter.valid.set(sentBytes.valid);
        sentBytes.pop.set(sentBytes.valid.and(transmitter.ready));
        sentBytes.push.set(sendValid);
        sentBytes.pushed.set(send);
        Word room = Word.of(QUEUE_BYTES, 8).minus(sentBytes.level.resize(8)).named("room");
        sendRoom.set(room.gate(room.top().not())); // the level can be one more than the depth
        sending.set(sentBytes.level.any().or(transmitter.busy));
        tx.set(transmitter.line);
    }

    private static void sticky(String name, Bit flag, Bit set, Bit clear) {
        Bit register = regBit(false).named(name);
        when(clear, () -> register.set(Bit.of(false)));
        when(set, () -> register.set(Bit.of(true)));
        flag.set(register);
    }
}
