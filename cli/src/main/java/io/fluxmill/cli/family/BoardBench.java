// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.cli.console.Environment;
import io.fluxmill.cli.console.Fact;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.device.UartLink;
import io.fluxmill.driver.transport.ForwardingTransport;
import io.fluxmill.driver.transport.MeteredLine;
import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.SerialTransport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** The engine of a board behind its serial line. It is reset whenever it is opened. */
public final class BoardBench implements Bench, AutoCloseable {
    /** Bits on the line for a byte: start, eight of data, stop. */
    private static final int BITS_PER_BYTE = 10;

    private final BuildRecord build;
    private final String port;
    private final MeteredLine line;
    private final Semaphore free = new Semaphore(1);
    private SerialTransport link;
    private double kernelSeconds;
    private double transferSeconds;
    private double leaseSeconds;

    /**
     * @param build of the bitstream that the board has
     * @param port name of the line, for people
     */
    public BoardBench(BuildRecord build, String port, SerialLine line) {
        this.build = build;
        this.port = port;
        this.line = new MeteredLine(line);
    }

    @Override
    public Engines engines(Manifest manifest, Path rtl, boolean waves) {
        if (!manifest.hash().equals(build.engineHash())) {
            throw new InputException(
                    "build for " + build.board() + " is of another engine than the configuration's: engine-hash="
                            + build.engineHash() + ", configuration " + manifest.hash(),
                    "build it again: fluxmill build CONFIG --board " + build.board());
        }
        link = UartLink.open(line, manifest);
        String found = String.format("%08x", link.identity().hash());
        if (!found.equals(build.designHash())) {
            throw new DeviceException("the board must run design " + build.design() + " " + build.designHash()
                    + " and runs one with hash " + found + ": flash it with: fluxmill flash");
        }
        return (seed, idle, backPressure) -> {
            free.acquireUninterruptibly();
            link.reset();
            return new Lease();
        };
    }

    @Override
    public boolean keepsMemories() {
        return true;
    }

    @Override
    public double bytesPerSecond() {
        return (double) build.uartBaud() / BITS_PER_BYTE;
    }

    @Override
    public List<Fact> facts() {
        List<Fact> facts = new ArrayList<>(Environment.facts());
        facts.add(0, new Fact("board", build.board() + " (" + build.part() + ") at " + port));
        facts.add(1, new Fact("bitstream", build.bitstream() + ", sha256 " + build.sha256()));
        facts.add(
                2,
                new Fact(
                        "time on the board",
                        String.format(
                                Locale.ROOT,
                                "kernel %.4f s, transfer %.3f s, driver %.3f s",
                                kernelSeconds,
                                transferSeconds,
                                driverSeconds())));
        return facts;
    }

    private double driverSeconds() {
        return leaseSeconds - kernelSeconds - transferSeconds;
    }

    /** Adds {@code board}, {@code port}, {@code link} and, in {@code seconds}, {@code kernel}, {@code transfer} and {@code driver}. */
    @Override
    public void describe(ObjectNode json) {
        json.put("board", build.board()).put("port", port);
        json.putObject("link")
                .put("baud", build.uartBaud())
                .put("bytes-sent", line.sent())
                .put("bytes-received", line.received())
                .put("seconds-at-line-rate", secondsAtLineRate())
                .put("resends", link.faults().resends())
                .put("damaged", link.faults().damaged())
                .put("stale", link.faults().stale());
        json.withObject("/seconds")
                .put("kernel", kernelSeconds)
                .put("transfer", transferSeconds)
                .put("driver", driverSeconds());
    }

    @Override
    public List<String> summary() {
        return List.of(String.format(
                Locale.ROOT,
                "%s at %s: kernel %.4f s (%,d Hz), transfer %.3f s (%,d bytes, %.3f s at %,d baud), driver %.3f s",
                build.board(),
                port,
                kernelSeconds,
                build.clockHz(),
                transferSeconds,
                line.sent() + line.received(),
                secondsAtLineRate(),
                build.uartBaud(),
                driverSeconds()));
    }

    private double secondsAtLineRate() {
        return (double) BITS_PER_BYTE * (line.sent() + line.received()) / build.uartBaud();
    }

    @Override
    public void close() {
        if (link != null) {
            link.close();
        } else {
            line.close();
        }
    }

    /** The link between two resets; closing it leaves the link open. */
    private final class Lease extends ForwardingTransport {
        private final long start = System.nanoTime();
        private final double lineSeconds = line.seconds();

        Lease() {
            super(link);
        }

        @Override
        public long lineBytes() {
            return line.sent() + line.received();
        }

        /** The engine computes while the host waits for the line. */
        @Override
        public void close() {
            double kernel = (double) link.cycles() / build.clockHz();
            kernelSeconds += kernel;
            transferSeconds += line.seconds() - lineSeconds - kernel;
            leaseSeconds += (System.nanoTime() - start) / 1e9;
            free.release();
        }
    }
}
