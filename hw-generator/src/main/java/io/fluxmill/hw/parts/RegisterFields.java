// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.HdlException;
import io.fluxmill.hw.hdl.Word;

/** Words of registers whose fields are reached by name. */
public interface RegisterFields {
    /** A register by name. */
    Register register(String name);

    /** The word of a register, 32 bits. */
    Word value(String register);

    /** The value of a field. */
    default Word field(String register, String field) {
        return slice(value(register), register(register).field(field));
    }

    /** The low bits of a field that is wider. */
    default Word field(String register, String field, int widthBits) {
        Field f = register(register).field(field);
        if (widthBits > f.widthBits()) {
            throw new HdlException(
                    "field must have " + widthBits + " bits: " + register + "." + field + " has " + f.widthBits());
        }
        return value(register).slice(f.lsb(), widthBits);
    }

    /** The value of a field of one bit. */
    default Bit flag(String register, String field) {
        return bit(value(register), register(register).field(field));
    }

    /** The bits of a field in a word of its register. */
    static Word slice(Word word, Field field) {
        return field.widthBits() == word.width() ? word : word.slice(field.lsb(), field.widthBits());
    }

    /** The bit of a field of one bit in a word of its register. */
    static Bit bit(Word word, Field field) {
        if (field.widthBits() != 1) {
            throw new HdlException("field must have one bit: " + field.name() + " has " + field.widthBits());
        }
        return word.bit(field.lsb());
    }
}
