// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

/** Receives the progress of a long job; calls come from several threads. */
@FunctionalInterface
public interface Progress {
    /** Ignores the progress. */
    Progress NONE = (done, of) -> {};

    /** Reports how many of all steps are done. */
    void at(int done, int of);
}
