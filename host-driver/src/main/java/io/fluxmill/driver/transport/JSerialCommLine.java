// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A serial port of this computer, 8 data bits, no parity, one stop bit, locked against other programs. */
public final class JSerialCommLine implements SerialLine {
    /** Silence after which a request is sent again; a USB bridge may hold bytes back for 16 ms. */
    public static final int DEFAULT_SILENCE_MILLISECONDS = 100;

    private static final Path DEVICES = Path.of("/dev");

    private final SerialPort port;
    private final String name;

    private JSerialCommLine(SerialPort port, String name) {
        this.port = port;
        this.name = name;
    }

    /**
     * Opens a port.
     *
     * @param name such as {@code /dev/ttyUSB1}, for which {@code ttyUSB1} will do, or {@code COM3}
     * @throws TransportException saying what is in the way: no such port, no permission, in use
     */
    public static JSerialCommLine open(String name, int baud, int silenceMilliseconds) {
        Path device = device(name);
        requireAccess(device);
        SerialPort port = port(device);
        port.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, silenceMilliseconds, 0);
        if (!port.openPort(0)) {
            throw new TransportException("serial port " + name + " cannot be opened (error " + port.getLastErrorCode()
                    + "): close the program that uses it, or check that it takes " + baud + " baud");
        }
        port.flushIOBuffers();
        return new JSerialCommLine(port, name);
    }

    /** A name without a folder is that of a device, unless there is only a file of this name. */
    private static Path device(String name) {
        if (File.separatorChar != '/') {
            return Path.of(name);
        }
        Path given = Path.of(name);
        Path device = DEVICES.resolve(name);
        return given.getNameCount() > 1 || Files.exists(given) && !Files.exists(device)
                ? given.toAbsolutePath()
                : device;
    }

    /** The port of the file to which a link leads, because the library does not open links. */
    private static SerialPort port(Path device) {
        try {
            return SerialPort.getCommPort(
                    device.isAbsolute() ? device.toRealPath().toString() : device.toString());
        } catch (IOException | SerialPortInvalidPortException e) {
            throw new TransportException(device + " is no serial port: name one with --port, such as /dev/ttyUSB1");
        }
    }

    private static void requireAccess(Path device) {
        if (!device.isAbsolute()) {
            return;
        }
        if (!Files.exists(device)) {
            List<String> present = Arrays.stream(SerialPort.getCommPorts())
                    .map(SerialPort::getSystemPortPath)
                    .toList();
            throw new TransportException("there is no serial port " + device + "; there are: "
                    + (present.isEmpty() ? "none" : String.join(", ", present))
                    + ": plug the board in, or name another");
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            throw new TransportException("serial port " + device
                    + " must be readable and writable: add yourself to its group with: sudo usermod -aG dialout $USER,"
                    + " and log in again");
        }
    }

    @Override
    public void send(byte[] bytes) {
        int sent = 0;
        while (sent < bytes.length) {
            int count = port.writeBytes(bytes, bytes.length - sent, sent);
            if (count <= 0) {
                throw lost();
            }
            sent += count;
        }
    }

    @Override
    public int receive(byte[] target) {
        int came = port.readBytes(target, target.length);
        if (came < 0) {
            throw lost();
        }
        return came;
    }

    private TransportException lost() {
        return new TransportException(
                "serial port " + name + " is gone: plug the board in again and open the link anew");
    }

    @Override
    public void close() {
        port.closePort();
    }
}
