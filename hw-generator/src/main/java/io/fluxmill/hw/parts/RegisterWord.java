// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.hw.hdl.HdlException;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A register's word, composed of its fields. */
public final class RegisterWord {
    private static final int BITS = 32;

    private RegisterWord() {}

    /**
     * The word; bits between fields are zero.
     *
     * @param values of each field, as wide as the field, by name
     * @throws HdlException if one is missing, has another width, or is no field of the register
     */
    public static Word of(Register register, Map<String, Word> values) {
        List<Word> parts = new ArrayList<>();
        int next = 0;
        for (Field field : register.fields().stream()
                .sorted(Comparator.comparingInt(Field::lsb))
                .toList()) {
            if (field.lsb() > next) {
                parts.add(Word.of(0, field.lsb() - next));
            }
            parts.add(value(register, field, values));
            next = field.lsb() + field.widthBits();
        }
        if (values.size() != register.fields().size()) {
            throw new HdlException("fields of " + register.name() + " must be given each once: " + values.keySet());
        }
        return Word.catLow(parts).resize(BITS);
    }

    private static Word value(Register register, Field field, Map<String, Word> values) {
        Word value = values.get(field.name());
        if (value == null || value.width() != field.widthBits()) {
            throw new HdlException("field must be given with " + field.widthBits() + " bits: " + register.name() + "."
                    + field.name() + (value == null ? "" : " has " + value.width()));
        }
        return value;
    }
}
