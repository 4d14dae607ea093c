// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

/**
 * What the user of Fluxmill can be told and can do something about: bad input, a bad environment, a description that cannot be elaborated, a tool, a design or
 * a link that failed. Arguments that break the rules of a method are {@link IllegalArgumentException}s, as elsewhere in Java.
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

    /** What to do, mostly one line; empty where the fact says it all. */
    public String remedy() {
        return remedy;
    }
}
