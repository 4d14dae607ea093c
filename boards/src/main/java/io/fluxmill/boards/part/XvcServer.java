// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import jdk.net.ExtendedSocketOptions;

/**
 * A JTAG cable that is reached over the network by the protocol of the Xilinx Virtual Cable 1.0 (XAPP1251): one client at a time, any number one
 * after the other. The port is open only to programs of this computer.
 */
public final class XvcServer implements AutoCloseable {
    private static final int VECTOR_BYTES = 2048;
    private static final byte[] INFORMATION =
            ("xvcServer_v1.0:" + VECTOR_BYTES + "\n").getBytes(StandardCharsets.US_ASCII);
    /** Longest vector that is taken; the protocol lets a client send more than it was told. */
    private static final int MAX_VECTOR_BYTES = 1 << 20;

    private final Tap tap;
    private final ServerSocket server;
    private final Thread thread;
    private volatile Socket client;
    private volatile long bitsUntilPulled = Long.MAX_VALUE;

    private XvcServer(Tap tap, ServerSocket server) {
        this.tap = tap;
        this.server = server;
        thread = new Thread(this::serve, "JTAG cable on port " + server.getLocalPort());
        thread.setDaemon(true);
    }

    /**
     * Opens the port and serves it until {@link #close}.
     *
     * @param port 0 for any that is free
     */
    public static XvcServer open(Tap tap, int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        try {
            server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (IOException e) {
            server.close();
            throw e;
        }
        XvcServer cable = new XvcServer(tap, server);
        cable.thread.start();
        return cable;
    }

    /** The TCP port. */
    public int port() {
        return server.getLocalPort();
    }

    /** Pulls the cable after this many more bits; until {@link #plug} every connection breaks at once. */
    public void pullAfter(long bits) {
        bitsUntilPulled = bits;
    }

    /** Plugs the cable in again. */
    public void plug() {
        bitsUntilPulled = Long.MAX_VALUE;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                client = socket;
                socket.setTcpNoDelay(true);
                socket.setSoLinger(true, 0);
                answer(socket);
            } catch (IOException e) {
                // The client has gone, or the port was closed: the next one, if there is one.
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(new PromptInput(socket));
        while (bitsUntilPulled > 0) {
            int first = in.read();
            if (first < 0) {
                return;
            }
            switch (first) {
                case 'g' -> {
                    expect(in, "etinfo:");
                    socket.getOutputStream().write(INFORMATION);
                }
                case 's' -> settckOrShift(socket, in);
                default -> throw new IOException("unknown command");
            }
        }
    }

    private void settckOrShift(Socket socket, DataInputStream in) throws IOException {
        if (in.readUnsignedByte() == 'e') {
            expect(in, "ttck:");
            byte[] period = new byte[4];
            in.readFully(period);
            socket.getOutputStream().write(period);
            return;
        }
        expect(in, "ift:");
        int bits = Integer.reverseBytes(in.readInt());
        int bytes = (bits + 7) / 8;
        if (bits < 0 || bytes > MAX_VECTOR_BYTES) {
            throw new IOException("vector of " + bits + " bits is too long");
        }
        byte[] tms = new byte[bytes];
        byte[] tdi = new byte[bytes];
        in.readFully(tms);
        in.readFully(tdi);
        int passing = (int) Math.min(bits, bitsUntilPulled);
        byte[] tdo = tap.shift(passing, tms, tdi);
        if (bitsUntilPulled != Long.MAX_VALUE) {
            bitsUntilPulled -= passing;
        }
        if (passing == bits) {
            socket.getOutputStream().write(tdo);
        }
    }

    private static void expect(DataInputStream in, String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (in.readUnsignedByte() != text.charAt(i)) {
                throw new IOException("unknown command");
            }
        }
    }

    /** Buffered; acknowledges data at once, because clients wait for this before they send the rest of a command. */
    private static final class PromptInput extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private final byte[] buffer = new byte[1 << 14];
        private int at;
        private int end;

        PromptInput(Socket socket) throws IOException {
            this.socket = socket;
            in = socket.getInputStream();
        }

        @Override
        public int read() throws IOException {
            return fill() ? buffer[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, end - at);
            System.arraycopy(buffer, at, target, offset, count);
            at += count;
            return count;
        }

        private boolean fill() throws IOException {
            if (at == end) {
                if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
                    socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
                }
                at = 0;
                end = Math.max(0, in.read(buffer));
            }
            return at < end;
        }
    }

    /** Ends the connection and closes the port. */
    @Override
    public void close() throws IOException {
        server.close();
        Socket last = client;
        if (last != null) {
            last.close();
        }
    }
}
