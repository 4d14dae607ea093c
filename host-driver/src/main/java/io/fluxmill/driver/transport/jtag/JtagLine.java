// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.jtag;

import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;

/**
 * The line of a link over a user data register (docs/transports.md). A scan has zeros, a one, and slots of ten bits, each with a byte or none in both
 * directions:
 *
 * <pre>
 *   bit   0          1       2 .. 8        9
 *   TDI   valid      data, least significant first (1 .. 8)        unused (9)
 *   TDO   accepted   valid   data, least significant first (2 .. 9)
 * </pre>
 *
 * After a byte that was not accepted, no later byte of its scan is accepted; these bytes are sent again. The beginning of TDO is found by its
 * first one bit, however many other parts are in the chain, up to {@value #MAX_NEIGHBOURS}.
 */
public final class JtagLine implements SerialLine {
    /** Silence after which a request is sent again. */
    public static final int DEFAULT_SILENCE_MILLISECONDS = 100;

    static final int MAX_NEIGHBOURS = 7;

    private static final int SLOT_BITS = 10;
    /** Less than a slot, so that the host sees every slot that begins to its end. */
    private static final int TAIL_BITS = SLOT_BITS - 1;

    private static final int POLL_SLOTS = 16;
    private static final long PATIENCE_NANOSECONDS = 2_000_000_000L;
    private static final int MAX_LOST_SCANS = 4;

    private final JtagCable cable;
    private final JtagScan scan;
    private final JtagRegister register;
    private final int silenceMilliseconds;
    private final int maxSlots;

    private byte[] received = {};
    private int taken;
    private int pollSlots = POLL_SLOTS;
    private int lostScans;

    private JtagLine(JtagCable cable, JtagRegister register, int silenceMilliseconds) {
        this.cable = cable;
        this.register = register;
        this.silenceMilliseconds = silenceMilliseconds;
        scan = new JtagScan(cable);
        maxSlots = (cable.maxBits() - JtagScan.OVERHEAD - 1 - TAIL_BITS) / SLOT_BITS;
    }

    /**
     * Resets the test logic, which does not touch the design, and selects the register.
     *
     * @throws TransportException if no link is behind the register
     */
    public static JtagLine open(JtagCable cable, JtagRegister register, int silenceMilliseconds) {
        JtagLine line = new JtagLine(cable, register, silenceMilliseconds);
        line.select();
        do {
            line.transfer(new byte[0], 0, 1);
        } while (line.lostScans > 0);
        return line;
    }

    private void select() {
        scan.reset();
        int bits = register.bitsAfter() + register.bits() + register.bitsBefore();
        BitSet tdi = new BitSet(bits);
        tdi.set(0, bits);
        for (int i = 0; i < register.bits(); i++) {
            tdi.set(register.bitsAfter() + i, (register.instruction() >> i & 1) != 0);
        }
        BitSet captured = scan.instruction(tdi, bits);
        if (captured.cardinality() == 0 || captured.cardinality() == bits) {
            throw new TransportException(
                    "the JTAG chain is stuck at " + (captured.get(0) ? 1 : 0) + ": check power and cable");
        }
    }

    @Override
    public void send(byte[] bytes) {
        int sent = 0;
        long since = System.nanoTime();
        while (sent < bytes.length) {
            int accepted = transfer(bytes, sent, Math.min(bytes.length - sent, maxSlots));
            sent += accepted;
            long now = System.nanoTime();
            if (accepted > 0) {
                since = now;
            } else if (now - since > PATIENCE_NANOSECONDS) {
                throw new TransportException("the link takes no bytes: check the design's clock, and reset the design");
            }
        }
    }

    /** Polls with longer and longer scans, as long as nothing comes. */
    @Override
    public int receive(byte[] target) {
        long end = System.nanoTime() + 1_000_000L * silenceMilliseconds;
        while (taken == received.length) {
            transfer(new byte[0], 0, pollSlots);
            boolean came = taken < received.length;
            pollSlots = came ? POLL_SLOTS : Math.min(2 * pollSlots, maxSlots);
            if (!came && System.nanoTime() > end) {
                return 0;
            }
        }
        int count = Math.min(target.length, received.length - taken);
        System.arraycopy(received, taken, target, 0, count);
        taken += count;
        return count;
    }

    /**
     * One scan.
     *
     * @param slots number of slots; the first ones have the bytes from {@code from} on, as far as there are any
     * @return bytes that were accepted
     */
    private int transfer(byte[] bytes, int from, int slots) {
        int sending = Math.min(slots, bytes.length - from);
        BitSet tdi = new BitSet();
        tdi.set(0);
        for (int i = 0; i < sending; i++) {
            int at = 1 + SLOT_BITS * i;
            tdi.set(at);
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                tdi.set(at + 1 + bit, (bytes[from + i] >> bit & 1) != 0);
            }
        }
        int bits = 1 + SLOT_BITS * slots + TAIL_BITS;
        BitSet tdo = scan.data(tdi, bits);
        int begin = tdo.nextSetBit(0);
        if (begin < 0 || begin > 1 + MAX_NEIGHBOURS) {
            lost();
            return 0;
        }
        lostScans = 0;
        return parse(tdo, begin + 1, slots, sending);
    }

    /** A disturbed scan may also have left the register, so it is selected again. The link repeats what the scan carried. */
    private void lost() {
        lostScans++;
        if (lostScans == MAX_LOST_SCANS) {
            lostScans = 0;
            throw new TransportException("no link answers at the user register of JTAG: load a design behind host jtag,"
                    + " and check instruction and chain");
        }
        select();
    }

    private int parse(BitSet tdo, int begin, int slots, int sending) {
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        came.write(received, taken, received.length - taken);
        int accepted = 0;
        for (int i = 0; i < slots; i++) {
            int at = begin + SLOT_BITS * i;
            if (i < sending && i == accepted && tdo.get(at)) {
                accepted++;
            }
            if (tdo.get(at + 1)) {
                long[] data = tdo.get(at + 2, at + SLOT_BITS).toLongArray();
                came.write(data.length == 0 ? 0 : (int) data[0]);
            }
        }
        received = came.toByteArray();
        taken = 0;
        return accepted;
    }

    @Override
    public void close() {
        cable.close();
    }
}
