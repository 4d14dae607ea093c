// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import io.fluxmill.core.program.mac.MacProgram.Value;
import java.util.List;

/**
 * The values of a program, and which step writes which.
 *
 * @param values shape and format of each
 * @param written in the order of the program; several steps can write parts of one value
 * @param output the value that is the result
 */
public record ProgramValues(List<Value> values, List<Written> written, int output) {
    public ProgramValues {
        values = List.copyOf(values);
        written = List.copyOf(written);
    }

    /** A step and the value that it writes. */
    public record Written(String step, int value) {}

    /** Codes of a value. */
    public int elements(int value) {
        return values.get(value).elements();
    }
}
