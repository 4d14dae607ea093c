// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

/** Is told how far a long job is; calls come from several threads. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (done, of) -> {};

    /** So many of so many steps are done. */
    void at(int done, int of);
}
