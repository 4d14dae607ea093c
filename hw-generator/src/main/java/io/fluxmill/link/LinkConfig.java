// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.link;

import io.fluxmill.soc.HostedEngine;

/** What all links are made from, whatever their line is. */
interface LinkConfig {
    String name();

    int clockHz();

    /** Clock cycles of a bit of a serial line; 0 for a line without a bit rate. */
    int divider();

    int bufferBytes();

    HostedEngine engine();
}
