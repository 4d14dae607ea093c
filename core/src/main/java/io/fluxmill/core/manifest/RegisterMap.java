// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.manifest;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The registers of a module: the one description that RTL, manifest, driver, C header and documents come from. Registers are 32 bits wide and follow each
 * other, four bytes apart, in the order in which they are added.
 *
 * <pre>{@code
 * static final RegisterMap MAP = RegisterMap.of("FFIR", 1)
 *         .register("GAIN", Access.RW, "gain of the filter", field("gain", 0, 16, Access.RW, "8 fractional bits"))
 *         .counter("SAMPLES", "samples filtered")
 *         .build();
 * }</pre>
 */
public final class RegisterMap {
    /** No registers. */
    public static final RegisterMap EMPTY = new Builder().build();

    /** Elaborated in the place of a configuration hash, because the hash is that of the text which contains it. */
    public static final long HASH_PLACE = 0x5A17C0DEL;

    private static final int REGISTER_BITS = 32;
    private static final String NAME = "[A-Z][A-Z0-9_]*";
    private static final String FIELD = "[a-z][a-z0-9_]*";

    private final List<Register> registers;
    private final Map<String, Register> byName = new HashMap<>();
    private final Set<String> constants;
    private final Set<String> announced;
    private final Set<String> locked;

    private RegisterMap(Builder builder) {
        registers = List.copyOf(builder.registers);
        constants = Set.copyOf(builder.constants);
        announced = Set.copyOf(builder.announced);
        locked = Set.copyOf(builder.locked);
        registers.forEach(r -> byName.put(r.name(), r));
    }

    /** A map that begins with ID, VERSION and CONFIG_HASH. */
    public static Builder of(String letters, int version) {
        return of(letters, version, HASH_PLACE);
    }

    /**
     * A map that begins with ID, VERSION and CONFIG_HASH.
     *
     * @param letters four, of which ID is made
     * @param version of the register map
     * @param hash the configuration hash, or its placeholder
     */
    public static Builder of(String letters, int version, long hash) {
        return new Builder()
                .constant("ID", identification(letters), "identification, \"" + letters + "\"", "id")
                .constant("VERSION", version, "version of this register map", "version")
                .constant("CONFIG_HASH", hash, "hash of the configuration, as in the manifest", "hash");
    }

    /** A map without the three first registers, from this offset on. */
    public static Builder from(int offset) {
        return new Builder().at(offset);
    }

    /** Four letters as a word, the first one most significant. */
    public static long identification(String letters) {
        if (letters == null || !letters.matches("[ -~]{4}")) {
            throw new IllegalArgumentException("identification must be four letters: letters=" + letters);
        }
        long word = 0;
        for (byte letter : letters.getBytes(StandardCharsets.US_ASCII)) {
            word = word << Byte.SIZE | letter;
        }
        return word;
    }

    /** Bits {@code lsb + widthBits - 1 .. lsb}. */
    public static Field field(String name, int lsb, int widthBits, Access access, String description) {
        return new Field(name, lsb, widthBits, access, description);
    }

    /** One bit. */
    public static Field flag(String name, int bit, Access access, String description) {
        return new Field(name, bit, 1, access, description);
    }

    /** In ascending order of their offsets. */
    public List<Register> registers() {
        return registers;
    }

    /**
     * A register by name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Register register(String name) {
        Register register = byName.get(name);
        if (register == null) {
            throw new IllegalArgumentException("register map has no register " + name);
        }
        return register;
    }

    /** The place of a register in {@link #registers}. */
    public int index(String name) {
        return registers.indexOf(register(name));
    }

    /** Whether the register always reads its value after reset. */
    public boolean isConstant(Register register) {
        return constants.contains(register.name());
    }

    /** Whether reading the register does something: takes a word out of a queue, or latches another register. */
    public boolean announcesReads(Register register) {
        return announced.contains(register.name());
    }

    /** Whether the module can lock the register against writes. */
    public boolean isLocked(Register register) {
        return locked.contains(register.name());
    }

    /** The registers with a hash where another value was elaborated in its place. */
    public List<Register> stamped(long place, long hash) {
        return registers.stream()
                .map(r -> isConstant(r) && r.reset() == place
                        ? new Register(r.name(), r.offset(), r.access(), hash, r.description(), r.fields())
                        : r)
                .toList();
    }

    /** Collects registers. */
    public static final class Builder {
        private final List<Register> registers = new ArrayList<>();
        private final Set<String> constants = new HashSet<>();
        private final Set<String> announced = new HashSet<>();
        private final Set<String> locked = new HashSet<>();
        private int next;

        private Builder() {}

        /** The offset of the register that is added next; a multiple of 4. */
        public Builder at(int offset) {
            next = offset;
            return this;
        }

        /** A register that is 0 after reset. */
        public Builder register(String name, Access access, String description, Field... fields) {
            return register(name, access, 0, description, fields);
        }

        /**
         * A register.
         *
         * @throws IllegalArgumentException if the name is taken, the place is not after the previous register, or fields overlap or leave the
         * register
         */
        public Builder register(String name, Access access, long reset, String description, Field... fields) {
            check(name, fields);
            if (access == null || description == null) {
                throw new IllegalArgumentException("register must have an access and a description: register=" + name);
            }
            checkFields(name, access, reset, fields);
            if (description.matches("(?s).*(\\*/|\\p{Cntrl}).*")) {
                throw new IllegalArgumentException(
                        "description must be one line without the end of a comment: register=" + name);
            }
            if (reset < 0 || reset >>> REGISTER_BITS != 0) {
                throw new IllegalArgumentException("register must have 32 bits after reset: " + name + "=" + reset);
            }
            registers.add(new Register(name, next, access, reset, description, List.of(fields)));
            next += REGISTER_BITS / Byte.SIZE;
            return this;
        }

        /** A register that is one field of 32 bits, 0 after reset. */
        public Builder word(String name, Access access, String description, String field) {
            return register(name, access, description, whole(field, access, field));
        }

        /** A register that always reads the same value. */
        public Builder constant(String name, long value, String description, String field) {
            constants.add(name);
            return register(name, Access.RO, value, description, whole(field, Access.RO, field));
        }

        /** A 64-bit counter: {@code <name>_LOW}, whose reading latches {@code <name>_HIGH}. */
        public Builder counter(String name, String description) {
            word(name + "_LOW", Access.RO, description + ", bits 31..0; reading latches the high word", "low");
            readsAct();
            return word(name + "_HIGH", Access.RO, description + ", bits 63..32", "high");
        }

        /** Reading the register that was added last does something. */
        public Builder readsAct() {
            if (registers.isEmpty()) {
                throw new IllegalArgumentException("readsAct must follow the register that it is said of");
            }
            announced.add(registers.get(registers.size() - 1).name());
            return this;
        }

        /** Registers that the module can lock against writes. */
        public Builder locks(String... names) {
            locked.addAll(List.of(names));
            return this;
        }

        public RegisterMap build() {
            return new RegisterMap(this);
        }

        private static Field whole(String name, Access access, String description) {
            return field(name, 0, REGISTER_BITS, access, description);
        }

        /** Which fields a register may have: what is read and written, and what only acts. */
        private static void checkFields(String name, Access access, long reset, Field... fields) {
            long all = 0;
            for (Field field : fields) {
                boolean fits =
                        switch (access) {
                            case RO -> field.access() == Access.RO;
                            case WO -> field.access() == Access.WO;
                            case RW -> field.access() == Access.RW || field.access() == Access.WO;
                            case W1C -> field.access() != Access.RW;
                        };
                if (!fits) {
                    throw new IllegalArgumentException("field must go with the access of its register: " + name + " is "
                            + access + ", " + field.name() + " is " + field.access());
                }
                all |= field.mask() & 0xFFFF_FFFFL;
            }
            if (fields.length > 0 && (reset & ~all) != 0) {
                throw new IllegalArgumentException(
                        String.format("reset value must be in the fields of the register: %s=0x%X", name, reset));
            }
        }

        private void check(String name, Field... fields) {
            if (name == null || !name.matches(NAME)) {
                throw new IllegalArgumentException(
                        "register must have a name of upper-case letters, digits and underscores, beginning with a letter: register="
                                + name);
            }
            if (next < 0 || next % (REGISTER_BITS / Byte.SIZE) != 0) {
                throw new IllegalArgumentException(
                        "offset of a register must be a multiple of 4: " + name + " at " + next);
            }
            if (registers.stream().anyMatch(r -> r.name().equals(name))) {
                throw new IllegalArgumentException("register must be added once: register=" + name);
            }
            if (!registers.isEmpty()
                    && next <= registers.get(registers.size() - 1).offset()) {
                throw new IllegalArgumentException("register must be behind the one before it: register=" + name);
            }
            int taken = 0;
            Set<String> names = new HashSet<>();
            for (Field field : fields) {
                if (field.name() == null || !field.name().matches(FIELD) || !names.add(field.name())) {
                    throw new IllegalArgumentException(
                            "field must have a name of its own, lower-case letters, digits and underscores, beginning with a letter: field="
                                    + name + "." + field.name());
                }
                boolean inside =
                        field.lsb() >= 0 && field.widthBits() >= 1 && field.lsb() + field.widthBits() <= REGISTER_BITS;
                if (!inside || (taken & field.mask()) != 0) {
                    throw new IllegalArgumentException("field must have bits 31..0 of its register for itself: field="
                            + name + "." + field.name());
                }
                taken |= field.mask();
            }
        }
    }
}
