// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import java.util.List;

/**
 * The interfaces of an elaborated module.
 *
 * @param ports clock and reset, then all others in the order in which they were declared
 * @param streams in the order in which they were declared
 * @param busPrefix name of its AXI4-Lite slave, or null
 * @param busAddressBits width of the addresses of that slave
 * @param interrupt name of its interrupt output, or null
 * @param registers behind the slave
 */
public record Interfaces(
        List<Port> ports,
        List<Stream> streams,
        String busPrefix,
        int busAddressBits,
        String interrupt,
        RegisterMap registers) {}
