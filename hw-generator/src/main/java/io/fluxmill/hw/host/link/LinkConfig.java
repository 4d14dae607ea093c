// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import io.fluxmill.hw.parts.HostedEngine;

/** The settings that all links share, whatever their line is. */
public interface LinkConfig {
    String name();

    int clockHz();

    /** Clock cycles of a bit of a serial line; 0 for a line without a bit rate. */
    int divider();

    int bufferBytes();

    HostedEngine engine();
}
