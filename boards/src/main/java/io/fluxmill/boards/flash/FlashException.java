// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

/** A board was not programmed, or not as it should have been: a check failed. */
public final class FlashException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param fact one sentence; after a failed write it says what state the board is in
     * @param remedy what to do
     */
    public FlashException(String fact, String remedy) {
        super(fact);
        this.remedy = remedy;
    }

    /** One line that says what to do; with a rule for udev, two. */
    public String remedy() {
        return remedy;
    }
}
