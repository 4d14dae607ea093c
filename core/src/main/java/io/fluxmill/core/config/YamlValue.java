// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

import java.util.List;
import java.util.Map;

/** A parsed YAML value that knows the line it starts on, counted from 1. */
sealed interface YamlValue {
    int line();

    /** What the value is, for error messages. */
    String describe();

    /** Keys in file order. */
    record Mapping(int line, Map<String, Entry> entries) implements YamlValue {
        @Override
        public String describe() {
            return "a section";
        }
    }

    /** A value and the line of its key. */
    record Entry(int keyLine, YamlValue value) {}

    record Sequence(int line, List<YamlValue> items) implements YamlValue {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** @param text as written, without quotes */
    record Scalar(int line, Kind kind, String text) implements YamlValue {
        @Override
        public String describe() {
            return kind == Kind.NULL ? "nothing" : text;
        }
    }

    enum Kind {
        STRING,
        INTEGER,
        FLOAT,
        BOOLEAN,
        NULL
    }
}
