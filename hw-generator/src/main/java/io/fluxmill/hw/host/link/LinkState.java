// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import java.util.List;

/** What a link is doing with a request. */
enum LinkState {
    IDLE,
    /** Whether the request is carried out, answered again or refused. */
    DECIDE,
    /** What the request asks for. */
    DISPATCH,
    /** The next register. */
    READ,
    BUS_READ,
    /** The bytes of the word that was read. */
    STORE,
    /** The next word of the payload. */
    WRITE,
    /** The bytes of that word. */
    FETCH,
    BUS_WRITE,
    SEND,
    RECEIVE,
    /** The limit of a run. */
    LIMIT,
    /** The beats of a stream. */
    BEATS,
    /** Begins the transfer of a stream. */
    LOAD,
    REPLY;

    static final int BITS = 4;

    int code() {
        return List.of(values()).indexOf(this);
    }
}
