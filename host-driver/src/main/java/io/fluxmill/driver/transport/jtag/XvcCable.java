// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.jtag;

import io.fluxmill.driver.transport.TransportException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.net.ExtendedSocketOptions;

/** A cable behind a server of the Xilinx Virtual Cable protocol 1.0 (github.com/Xilinx/XilinxVirtualCable). */
public final class XvcCable implements JtagCable {
    /** Port of the protocol's reference servers. */
    public static final int DEFAULT_PORT = 2542;

    private static final Pattern INFO = Pattern.compile("xvcServer_v1\\.\\d+:(\\d+)");
    private static final int MAX_INFO = 64;
    private static final int MAX_VECTOR_BYTES = 1 << 16;

    private final String name;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final int maxBits;
    private final int periodNanoseconds;

    private XvcCable(String name, Socket socket, int periodNanoseconds) throws IOException {
        this.name = name;
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(ascii("getinfo:"));
        Matcher info = INFO.matcher(line());
        if (!info.matches()) {
            throw new TransportException(name + " is no server of the XVC protocol 1.x: check host and port");
        }
        // The vector's length is that of TMS and TDI together in some servers, and of each in others.
        maxBits = Math.min(Integer.parseInt(info.group(1)), MAX_VECTOR_BYTES) / 2 * Byte.SIZE;
        out.write(message("settck:", periodNanoseconds));
        this.periodNanoseconds = ByteBuffer.wrap(received(Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }

    /**
     * Connects to a server.
     *
     * @param periodNanoseconds of the test clock that is asked for; a design's clock must be 8 times as fast
     * @param silenceMilliseconds after which a server that does not answer is given up
     * @throws TransportException if there is no server, it is another one, or it is in use
     */
    public static XvcCable open(String host, int port, int periodNanoseconds, int silenceMilliseconds) {
        String name = host + ":" + port;
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(silenceMilliseconds);
            socket.connect(new InetSocketAddress(host, port), silenceMilliseconds);
            return new XvcCable(name, socket, periodNanoseconds);
        } catch (IOException e) {
            close(socket);
            throw new TransportException(
                    name + " does not answer as an XVC server (" + e.getMessage()
                            + "): start the server, and close other programs that use it",
                    e);
        } catch (TransportException e) {
            close(socket);
            throw e;
        }
    }

    /** Period of the test clock that the server has set, in nanoseconds. */
    public int periodNanoseconds() {
        return periodNanoseconds;
    }

    @Override
    public int maxBits() {
        return maxBits;
    }

    @Override
    public byte[] shift(int bits, byte[] tms, byte[] tdi) {
        int bytes = (bits + Byte.SIZE - 1) / Byte.SIZE;
        if (bits < 1 || bits > maxBits || tms.length < bytes || tdi.length < bytes) {
            throw new IllegalArgumentException("a shift must have 1 to " + maxBits + " bits, and vectors as long: bits="
                    + bits + " tms=" + tms.length + " tdi=" + tdi.length);
        }
        try {
            byte[] head = message("shift:", bits);
            ByteBuffer request = ByteBuffer.allocate(head.length + 2 * bytes);
            request.put(head).put(tms, 0, bytes).put(tdi, 0, bytes);
            out.write(request.array());
            return received(bytes);
        } catch (IOException e) {
            throw new TransportException(
                    "XVC server " + name + " is gone (" + e.getMessage() + "): start it and open the cable anew", e);
        }
    }

    private byte[] received(int bytes) throws IOException {
        socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        byte[] answer = new byte[bytes];
        in.readFully(answer);
        return answer;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0 && line.length() < MAX_INFO; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static byte[] message(String command, int number) {
        return ByteBuffer.allocate(command.length() + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii(command))
                .putInt(number)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed for this program in any case.
        }
    }

    @Override
    public void close() {
        close(socket);
    }
}
