// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import java.util.Optional;

/** The way to a board. */
public sealed interface Cable {
    /**
     * The board's own USB device.
     *
     * @param devices where it is looked for
     * @param serial number that it must have, if the user gave one
     */
    record OfBoard(UsbDevices devices, Optional<String> serial) implements Cable {}

    /** A Xilinx Virtual Cable: JTAG over the network. */
    record Xvc(String host, int port) implements Cable {}
}
