// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

/**
 * A failure that is reported to the user, who can do something about it: bad input, a bad environment, a description that cannot be elaborated,
 * a failed tool, design or link. Arguments that break the rules of a method are {@link IllegalArgumentException}s, as elsewhere in Java.
 */
public abstract class FluxmillException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param fact one sentence
     * @param remedy what to do, or empty
     */
    protected FluxmillException(String fact, String remedy, Throwable cause) {
        super(fact, cause);
        this.remedy = remedy;
    }

    /** What to do, usually one line; empty if the fact is enough. */
    public String remedy() {
        return remedy;
    }
}
