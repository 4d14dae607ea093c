// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import io.fluxmill.boards.board.ChipFamily;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Asks the only part behind a Xilinx Virtual Cable for its IDCODE and its DONE. Every method throws {@link IOException} if the cable does not
 * answer.
 */
public final class XvcClient implements AutoCloseable {
    private static final int TIMEOUT_MILLISECONDS = 5_000;
    private static final int MAX_INFORMATION_BYTES = 64;
    private static final int ECP5_STATUS = 0x3C;
    private static final long ECP5_DONE = 1 << 8;
    private static final int GOWIN_STATUS = 0x41;
    private static final long GOWIN_DONE = 1 << 13;
    private static final int GOWIN_USERCODE = 0x13;
    private static final int XC7_BYPASS = 0x3F;
    private static final long XC7_DONE = 1 << 5;

    private final Socket socket;
    private final DataInputStream in;

    private XvcClient(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects, and checks that the other side speaks the protocol. */
    public static XvcClient open(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLISECONDS);
            socket.setSoTimeout(TIMEOUT_MILLISECONDS);
            XvcClient client = new XvcClient(socket);
            client.handshake();
            return client;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void handshake() throws IOException {
        socket.getOutputStream().write("getinfo:".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        InputStream bytes = socket.getInputStream();
        for (int next = bytes.read(); next != '\n'; next = bytes.read()) {
            if (next < 0 || answer.length() == MAX_INFORMATION_BYTES) {
                throw new IOException("what answers is no Xilinx Virtual Cable");
            }
            answer.append((char) next);
        }
        if (!answer.toString().startsWith("xvcServer_v1.0:")) {
            throw new IOException("what answers is no Xilinx Virtual Cable 1.0");
        }
    }

    /** The IDCODE, read as every part shows it after a reset of its port. All ones if nothing drives TDO. */
    public long idcode() throws IOException {
        shift(6, 0b011111);
        return data();
    }

    /** Whether the part says that a design has started; empty if its family does not say over JTAG. */
    public Optional<Boolean> done(ChipFamily family) throws IOException {
        shift(6, 0b011111);
        return switch (family) {
            case ECP5 -> Optional.of((register(ECP5_STATUS) & ECP5_DONE) != 0);
            case GOWIN -> Optional.of((register(GOWIN_STATUS) & GOWIN_DONE) != 0);
            case XC7 -> Optional.of((instruction(6, XC7_BYPASS) & XC7_DONE) != 0);
            default -> Optional.empty();
        };
    }

    /** The user code of a Gowin part, which is the check sum of the design that runs in it. */
    public long gowinUserCode() throws IOException {
        shift(6, 0b011111);
        return register(GOWIN_USERCODE);
    }

    /** Selects an instruction from Run-Test/Idle; the result is what the instruction register showed. */
    private long instruction(int bits, int instruction) throws IOException {
        shift(4, 0b0011);
        long captured = shift(bits, 1L << bits - 1, instruction);
        shift(2, 0b01);
        return captured;
    }

    private long register(int instruction) throws IOException {
        instruction(8, instruction);
        return data();
    }

    /** 32 bits of the selected register, from and to Run-Test/Idle. */
    private long data() throws IOException {
        shift(3, 0b001);
        long captured = shift(32, 1L << 31, 0);
        shift(2, 0b01);
        return captured;
    }

    private void shift(int bits, long tms) throws IOException {
        shift(bits, tms, 0);
    }

    /** At most 64 bits, lowest first; the result is TDO. */
    private long shift(int bits, long tms, long tdi) throws IOException {
        int bytes = (bits + 7) / 8;
        byte[] name = "shift:".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer command =
                ByteBuffer.allocate(name.length + Integer.BYTES + 2 * bytes).order(ByteOrder.LITTLE_ENDIAN);
        command.put(name).putInt(bits).put(bytes(tms, bytes)).put(bytes(tdi, bytes));
        socket.getOutputStream().write(command.array());
        byte[] tdo = new byte[Long.BYTES];
        in.readFully(tdo, 0, bytes);
        return ByteBuffer.wrap(tdo).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static byte[] bytes(long value, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (value >>> Byte.SIZE * i);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
