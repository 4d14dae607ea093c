// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;

/** The rule of how long names of nets, instances and cells are: they become names in Verilog, as {@code name} of a design does. */
public final class NameLength {
    private static final int MOST_CHARACTERS = 64;
    private static final int EXAMPLE_CHARACTERS = 16;

    private NameLength() {}

    /**
     * A name that is short enough.
     *
     * @param key of the section that has the name, or is it
     * @param what is named: net, instance or cell
     * @throws InputException if it is too long
     */
    public static String check(ConfigNode section, String key, String what, String name) {
        if (name.length() <= MOST_CHARACTERS) {
            return name;
        }
        String path = section.keyPath();
        String where = name.equals(key) ? path : path + (path.isEmpty() ? "" : ".") + key;
        throw new InputException(
                section.file() + ":" + section.line(key) + ": " + (where.isEmpty() ? "" : where + ": ") + what
                        + " must be of at most " + MOST_CHARACTERS + " characters: " + what + "=" + name,
                "shorten it, for example to "
                        + name.substring(0, EXAMPLE_CHARACTERS).replaceFirst("\\.$", ""));
    }
}
