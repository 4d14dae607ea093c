// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import java.util.List;
import java.util.Optional;

/**
 * What was done to a board.
 *
 * @param tool that wrote
 * @param toolVersion of the tool
 * @param idcode that the part answered, empty if nothing can ask it
 * @param bytes of the bitstream
 * @param done whether the part said that the design has started, empty if nothing can ask it
 * @param verified whether the board proved that it has what was written
 * @param verification how, or why not, in words
 * @param ports serial ports of the device, by interface
 */
public record FlashResult(
        String tool,
        String toolVersion,
        Optional<Long> idcode,
        long bytes,
        Optional<Boolean> done,
        boolean verified,
        String verification,
        List<String> ports) {
    /** Takes a copy. */
    public FlashResult {
        ports = List.copyOf(ports);
    }
}
