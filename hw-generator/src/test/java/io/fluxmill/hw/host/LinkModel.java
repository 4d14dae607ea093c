// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.driver.transport.SerialLine;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** The other end of a UART link in software, with an {@link EchoEngine} behind it; written from docs/uart-link.md, not from the hardware. */
final class LinkModel implements SerialLine {
    static final int BUFFER_BYTES = 512;
    static final int FRAMES = 0;
    static final int DUPLICATES = 1;
    static final int CRC_ERRORS = 2;
    static final int LENGTH_ERRORS = 3;
    static final int REFUSED = 6;
    static final int OUT_OF_SEQUENCE = 7;

    final long[] counters = new long[8];

    /** Frames that were sent, as they go over the line. */
    final Deque<byte[]> answers = new ArrayDeque<>();

    private static final int MAX_PAYLOAD = BUFFER_BYTES - 32;

    private final int hash;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
    private int owner;
    private int latest;
    private byte[] kept;
    private byte[] coming = {};

    private final int[] scratch = new int[EchoEngine.SCRATCH_WORDS];
    private int sum;
    private int reads;
    private int delay;
    private long cycles;
    private final Deque<Integer> queue = new ArrayDeque<>();
    private final Deque<Byte> in = new ArrayDeque<>();
    private final Deque<Byte> out = new ArrayDeque<>();
    private long inLeft;
    private long outLeft;
    private long limit;
    private int until;
    private boolean ended;

    /** @param hash configuration hash of the engine */
    LinkModel(int hash) {
        this.hash = hash;
    }

    @Override
    public void send(byte[] bytes) {
        for (byte value : bytes) {
            if (value != 0) {
                piece.write(value);
            } else if (piece.size() > 0) {
                frame(piece.toByteArray());
                piece.reset();
            }
        }
    }

    @Override
    public int receive(byte[] target) {
        if (coming.length == 0 && !answers.isEmpty()) {
            coming = answers.remove();
        }
        int count = Math.min(coming.length, target.length);
        System.arraycopy(coming, 0, target, 0, count);
        coming = Arrays.copyOfRange(coming, count, coming.length);
        return count;
    }

    @Override
    public void close() {
        // Nothing is behind it.
    }

    /** A second of silence: the next host gets the link. */
    void forget() {
        owner = 0;
    }

    private void frame(byte[] encoded) {
        byte[] decoded = new byte[encoded.length];
        int length = 0;
        int left = 0;
        boolean zero = false;
        for (byte value : encoded) {
            if (left == 0) {
                if (zero) {
                    decoded[length++] = 0;
                }
                left = (value & 0xFF) - 1;
                zero = left < 254;
            } else {
                decoded[length++] = value;
                left--;
            }
        }
        byte[] f = Arrays.copyOf(decoded, length);
        if (left != 0 || length < 12 || length != 12 + number(f, 4) || length > MAX_PAYLOAD + 12) {
            counters[LENGTH_ERRORS]++;
        } else if (crc(f, length) != 0) {
            counters[CRC_ERRORS]++;
        } else {
            counters[FRAMES]++;
            request(f);
        }
    }

    private void request(byte[] f) {
        int sequence = f[0] & 0xFF;
        boolean mine = owner != 0 && number(f, 2) == owner;
        boolean takes = f[1] == 1 && number(f, 2) != 0 && (mine ? sequence != latest : owner == 0);
        if (mine && sequence == latest) {
            counters[DUPLICATES]++;
            answers.add(kept);
        } else if (!mine && !takes) {
            counters[REFUSED]++;
            answers.add(answer(f, 1, 0, new byte[0]));
        } else if (mine && !takes && sequence != (latest + 1 & 0xFF)) {
            counters[OUT_OF_SEQUENCE]++;
            answers.add(answer(f, 4, 0, new byte[0]));
        } else {
            latest = sequence;
            owner = number(f, 2);
            kept = carryOut(f);
            answers.add(kept);
        }
    }

    private byte[] carryOut(byte[] f) {
        int address = number(f, 6);
        int count = number(f, 8);
        int length = number(f, 4);
        byte[] payload = Arrays.copyOfRange(f, 10, 10 + length);
        run();
        switch (f[1]) {
            case 1:
                cancel();
                return read(f, 0x8000, 8);
            case 2:
                owner = 0;
                return answer(f, 0, 0, new byte[0]);
            case 3:
            case 4:
                boolean fits = address % 4 == 0 && count > 0 && 4 * count <= MAX_PAYLOAD && length == 0;
                return fits ? read(f, address, count) : answer(f, 3, 0, new byte[0]);
            case 5:
            case 6:
                boolean words = address % 4 == 0 && length > 0 && length % 4 == 0;
                return words ? write(f, address, payload) : answer(f, 3, 0, new byte[0]);
            case 7:
                int taken = 0;
                while (taken < length && in.size() < BUFFER_BYTES) {
                    in.add(payload[taken++]);
                }
                run();
                return answer(f, 0, taken, new byte[0]);
            case 8:
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                while (bytes.size() < count && !out.isEmpty()) {
                    bytes.write(out.remove());
                }
                run();
                return answer(f, 0, bytes.size(), bytes.toByteArray());
            case 9:
                start(address, payload);
                return answer(f, 0, 0, new byte[0]);
            case 10:
                cancel();
                if (address == 1) {
                    resetEngine();
                }
                return answer(f, 0, 0, new byte[0]);
            default:
                return answer(f, 2, 0, new byte[0]);
        }
    }

    private void resetEngine() {
        Arrays.fill(scratch, 0);
        sum = 0;
        reads = 0;
        delay = 0;
        cycles = 0;
        queue.clear();
    }

    private void cancel() {
        inLeft = 0;
        outLeft = 0;
        limit = 0;
        ended = false;
        in.clear();
        out.clear();
    }

    private void start(int conditions, byte[] payload) {
        until = conditions;
        ended = false;
        limit = number(payload, 0) | (long) number(payload, 2) << 16 | (payload[4] & 0xFFL) << 32;
        long posted = number(payload, 5) | (long) number(payload, 7) << 16;
        if (posted != 0) {
            inLeft = posted;
            in.clear();
        }
        posted = number(payload, 9) | (long) number(payload, 11) << 16;
        if (posted != 0) {
            outLeft = posted;
            out.clear();
        }
        run();
    }

    /** Runs the engine as long as nothing holds it. */
    private void run() {
        while (limit > 0 && !condition() && steady()) {
            cycle();
            limit--;
        }
        if (limit > 0 && condition()) {
            limit = 0;
            ended = true;
        }
    }

    private boolean condition() {
        return (until & 1) != 0 && inLeft == 0 && outLeft == 0 || (until & 2) != 0 && delay == 1;
    }

    private boolean steady() {
        boolean source = inLeft == 0 || in.size() >= EchoEngine.BEAT_BYTES;
        return source && (outLeft == 0 || out.size() + EchoEngine.BEAT_BYTES <= BUFFER_BYTES);
    }

    private void cycle() {
        cycles++;
        delay = delay >= 2 ? delay - 1 : delay;
        if (outLeft > 0 && !queue.isEmpty()) {
            int beat = queue.remove();
            for (int i = 0; i < EchoEngine.BEAT_BYTES; i++) {
                out.add((byte) (beat >> 8 * i));
            }
            outLeft--;
        }
        if (inLeft > 0 && queue.size() < EchoEngine.QUEUE_BEATS) {
            int beat = 0;
            for (int i = 0; i < EchoEngine.BEAT_BYTES; i++) {
                beat |= (in.remove() & 0xFF) << 8 * i;
            }
            queue.add(~beat & 0xFFFFFF);
            inLeft--;
        }
    }

    private byte[] read(byte[] f, int from, int count) {
        byte[] words = new byte[4 * count];
        for (int i = 0; i < count; i++) {
            int at = f[1] == 4 ? from : from + 4 * i;
            int value = at >= 0x8000 ? link(at - 0x8000 >> 2) : engine(at);
            for (int k = 0; k < 4; k++) {
                words[4 * i + k] = (byte) (value >> 8 * k);
            }
        }
        return answer(f, 0, count, words);
    }

    private int link(int index) {
        int[] identity = {0x464C4E4B, 1, 0x12345678, hash, 80_000, 8, BUFFER_BYTES, 2};
        if (index < identity.length) {
            return identity[index];
        }
        if (index < 16) {
            return (int) Math.min(0xFFFF, counters[index - 8]);
        }
        return (int) new long[] {cycles, cycles >> 32, inLeft, outLeft}[index - 16];
    }

    private int engine(int address) {
        cycles += 2;
        return switch (address) {
            case 0 -> 0x4543484F;
            case 4 -> 1;
            case EchoEngine.CONFIG_HASH -> hash;
            case EchoEngine.SUM -> sum;
            case EchoEngine.READS -> reads++;
            case EchoEngine.CYCLES -> (int) cycles;
            default -> {
                int i = (address - EchoEngine.SCRATCH) / 4;
                yield i >= 0 && i < scratch.length ? scratch[i] : 0;
            }
        };
    }

    private byte[] write(byte[] f, int from, byte[] payload) {
        for (int i = 0; i < payload.length / 4; i++) {
            int value = number(payload, 4 * i) | number(payload, 4 * i + 2) << 16;
            int at = f[1] == 6 ? from : from + 4 * i;
            cycles += 3;
            int place = (at - EchoEngine.SCRATCH) / 4;
            if (at == EchoEngine.ADD) {
                sum += value;
            } else if (at == EchoEngine.DELAY) {
                delay = value;
            } else if (place >= 0 && place < scratch.length) {
                scratch[place] = value;
            }
        }
        return answer(f, 0, payload.length / 4, new byte[0]);
    }

    /** A request as it goes over the line. */
    static byte[] request(int sequence, int command, int session, int address, int count, byte[] payload) {
        byte[] r = new byte[12 + payload.length];
        r[0] = (byte) sequence;
        r[1] = (byte) command;
        put(r, 2, session);
        put(r, 4, payload.length);
        put(r, 6, address);
        put(r, 8, count);
        System.arraycopy(payload, 0, r, 10, payload.length);
        return sealed(r);
    }

    private byte[] answer(byte[] f, int status, int count, byte[] payload) {
        byte[] a = new byte[12 + payload.length];
        System.arraycopy(f, 0, a, 0, 4);
        a[1] |= (byte) 0x80;
        put(a, 4, payload.length);
        a[6] = (byte) status;
        a[7] = (byte) ((delay == 1 ? 1 : 0) | (limit > 0 ? 2 : 0) | (ended ? 4 : 0));
        put(a, 8, count);
        System.arraycopy(payload, 0, a, 10, payload.length);
        return sealed(a);
    }

    private static byte[] sealed(byte[] frame) {
        int crc = crc(frame, frame.length - 2);
        frame[frame.length - 2] = (byte) (crc >> 8);
        frame[frame.length - 1] = (byte) crc;
        return encoded(frame);
    }

    /** COBS by the book: code bytes are filled in when their block ends. */
    private static byte[] encoded(byte[] bytes) {
        byte[] line = new byte[bytes.length + bytes.length / 254 + 3];
        int code = 1;
        int at = 2;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                line[at++] = bytes[i];
            }
            if (bytes[i] == 0 || at - code == 255) {
                if (bytes[i] == 0 || i + 1 < bytes.length) {
                    line[code] = (byte) (at - code);
                    code = at++;
                }
            }
        }
        line[code] = (byte) (at - code);
        return Arrays.copyOf(line, at + 1);
    }

    private static int number(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }

    private static void put(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
    }

    private static final int[] TABLE = table();

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc >> 15) * 0x11021;
            }
            table[i] = crc;
        }
        return table;
    }

    private static int crc(byte[] bytes, int count) {
        int crc = 0xFFFF;
        for (int i = 0; i < count; i++) {
            crc = crc << 8 & 0xFFFF ^ TABLE[crc >> 8 ^ bytes[i] & 0xFF];
        }
        return crc;
    }
}
