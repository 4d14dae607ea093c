// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import io.fluxmill.boards.flash.FlashException;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.device.UartLink;
import io.fluxmill.driver.transport.JSerialCommLine;
import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.driver.transport.TransportException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Identifies the design behind a serial port, and compares it with its build. */
public final class Identification {
    /** Enough for a simulated board. */
    private static final int SILENCE_MILLISECONDS = 500;
    /** A port reappears some seconds after its USB device was programmed. */
    private static final int PATIENCE_SECONDS = 10;

    private static final int PAUSE_MILLISECONDS = 300;

    private Identification() {}

    /**
     * Opens the port and compares LINK_ENGINE_HASH and LINK_HASH.
     *
     * @param folder of the build
     * @throws FlashException if nothing answers, or another design does
     */
    public static SerialTransport.Identity check(String port, Path folder, BuildRecord build) {
        Manifest engine = ManifestFile.read(folder.resolve(BuildRecord.ENGINE));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                return identity(port, engine, build);
            } catch (TransportException e) {
                if (System.nanoTime() > end) {
                    throw new FlashException(
                            "the board was programmed, but its design does not answer at " + port + ": "
                                    + e.getMessage(),
                            "name the right port with --port; plug the board in again if the port is gone");
                }
                pause();
            } catch (DeviceException e) {
                throw new FlashException(
                        "the board was programmed, but at " + port + " another design answers: " + e.getMessage(),
                        "name the right port with --port, or flash again");
            }
        }
    }

    private static SerialTransport.Identity identity(String port, Manifest engine, BuildRecord build) {
        SerialLine line = JSerialCommLine.open(port, build.uartBaud(), SILENCE_MILLISECONDS);
        SerialTransport link;
        try {
            link = UartLink.open(line, engine);
        } catch (RuntimeException e) {
            line.close();
            throw e;
        }
        try (link) {
            int wanted = Integer.parseUnsignedInt(build.designHash(), 16);
            if (link.identity().hash() != wanted) {
                throw new DeviceException(String.format(
                        "its LINK_HASH must be %08x and is %08x",
                        wanted, link.identity().hash()));
            }
            return link.identity();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the serial port", e);
        }
    }
}
