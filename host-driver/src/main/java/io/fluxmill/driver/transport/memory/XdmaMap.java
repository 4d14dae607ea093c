// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.memory;

import io.fluxmill.driver.transport.TransportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A card with Xilinx' DMA/Bridge for PCI Express and its XDMA driver: words through the user BAR ({@code <card>_user}), long blocks of consecutive addresses
 * by DMA ({@code <card>_h2c_0} and {@code <card>_c2h_0}, file offset = address on the card).
 */
public final class XdmaMap extends MappedDevice {
    /** Blocks that are shorter go through the BAR: a DMA takes about as long as 16 reads. */
    static final int MIN_DMA_BYTES = 64;

    private static final String MISSING =
            "load the driver with: sudo modprobe xdma, and look for the card with: lspci -d 10ee:";

    private final long cardAddress;
    private final DeviceFile toCard;
    private final DeviceFile fromCard;
    private final DeviceFile events;

    private XdmaMap(String card, DeviceFile user, long offset, long bytes, OptionalLong cardAddress) {
        super(card, user, offset, bytes);
        this.cardAddress = cardAddress.orElse(0);
        DeviceFile to = null;
        DeviceFile from = null;
        DeviceFile event = null;
        try {
            if (cardAddress.isPresent()) {
                to = DeviceFile.open(Path.of(card + "_h2c_0"), LibC.O_WRONLY, MISSING);
                from = DeviceFile.open(Path.of(card + "_c2h_0"), LibC.O_RDONLY, MISSING);
            }
            Path interrupts = Path.of(card + "_events_0");
            event = Files.exists(interrupts) ? DeviceFile.open(interrupts, LibC.O_RDONLY, MISSING) : null;
        } catch (RuntimeException e) {
            closeAll(to, from);
            super.close();
            throw e;
        }
        toCard = to;
        fromCard = from;
        events = event;
    }

    /**
     * Maps and locks a range of a card's user BAR.
     *
     * @param card such as {@code /dev/xdma0}
     * @param offset of the design in the BAR, a multiple of the page size
     * @param cardAddress of the design for the DMA; if empty, everything goes through the BAR
     * @throws TransportException saying what is in the way: no card, no permission, in use, range not in the BAR
     */
    public static XdmaMap open(String card, long offset, long bytes, OptionalLong cardAddress) {
        DeviceFile user = DeviceFile.open(Path.of(card + "_user"), LibC.O_RDWR, MISSING);
        return new XdmaMap(card, user, offset, bytes, cardAddress);
    }

    @Override
    public void readConsecutive(long offset, byte[] target) {
        if (fromCard == null || target.length < MIN_DMA_BYTES) {
            super.readConsecutive(offset, target);
            return;
        }
        check(offset, target.length);
        fromCard.read(cardAddress + offset, target);
    }

    @Override
    public void writeConsecutive(long offset, byte[] source) {
        if (toCard == null || source.length < MIN_DMA_BYTES) {
            super.writeConsecutive(offset, source);
            return;
        }
        check(offset, source.length);
        toCard.write(cardAddress + offset, source);
    }

    @Override
    public boolean hasInterrupt() {
        return events != null;
    }

    @Override
    public boolean awaitInterrupt(int milliseconds) {
        return events == null ? super.awaitInterrupt(milliseconds) : events.awaitEvent(milliseconds);
    }

    @Override
    public void close() {
        closeAll(toCard, fromCard, events);
        super.close();
    }

    private static void closeAll(DeviceFile... files) {
        for (DeviceFile file : files) {
            if (file != null) {
                file.close();
            }
        }
    }
}
