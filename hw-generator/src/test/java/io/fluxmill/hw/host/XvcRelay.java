// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.driver.transport.jtag.JtagCable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A server of the Xilinx Virtual Cable protocol for one client, in front of a cable; without one, it answers what no such server does. */
final class XvcRelay implements AutoCloseable {
    private final ServerSocket server;
    private final JtagCable cable;
    private volatile Socket client;

    XvcRelay(JtagCable cable) throws IOException {
        this.cable = cable;
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "XVC relay on port " + server.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        try (Socket socket = server.accept()) {
            client = socket;
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                answer(socket, in, command(in));
            }
        } catch (IOException e) {
            // The client or the server was closed.
        }
    }

    private static String command(DataInputStream in) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != ':'; c = in.readUnsignedByte()) {
            command.append((char) c);
        }
        return command.toString();
    }

    private void answer(Socket socket, DataInputStream in, String command) throws IOException {
        if (cable == null) {
            socket.getOutputStream().write("SSH-2.0\n".getBytes(StandardCharsets.US_ASCII));
        } else if (command.equals("getinfo")) {
            socket.getOutputStream().write("xvcServer_v1.0:2048\n".getBytes(StandardCharsets.US_ASCII));
        } else if (command.equals("settck")) {
            socket.getOutputStream().write(in.readNBytes(4));
        } else {
            int bits = ByteBuffer.wrap(in.readNBytes(4))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt();
            byte[] tms = in.readNBytes((bits + 7) / 8);
            byte[] tdi = in.readNBytes((bits + 7) / 8);
            socket.getOutputStream().write(cable.shift(bits, tms, tdi));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (client != null) {
            client.close();
        }
    }
}
