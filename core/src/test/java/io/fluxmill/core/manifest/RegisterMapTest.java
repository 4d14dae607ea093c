// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RegisterMapTest {
    private static final RegisterMap MAP = RegisterMap.of("FTST", 3)
            .register("MODE", Access.RW, "mode", RegisterMap.field("kind", 4, 2, Access.RW, "kind"))
            .counter("BEATS", "beats")
            .at(0x40)
            .word("LAST", Access.WO, "last", "value")
            .build();

    @Test
    void registersFollowEachOther() {
        assertEquals(
                "ID 0, VERSION 4, CONFIG_HASH 8, MODE 12, BEATS_LOW 16, BEATS_HIGH 20, LAST 64",
                String.join(
                        ", ",
                        MAP.registers().stream()
                                .map(r -> r.name() + " " + r.offset())
                                .toList()));
        assertEquals(0x46545354, MAP.register("ID").reset());
        assertTrue(MAP.isConstant(MAP.register("VERSION")));
        assertFalse(MAP.isConstant(MAP.register("BEATS_LOW")));
        assertTrue(MAP.announcesReads(MAP.register("BEATS_LOW")));
        assertFalse(MAP.announcesReads(MAP.register("BEATS_HIGH")));
    }

    @Test
    void theHashStandsInItsPlace() {
        Register hash = MAP.stamped(RegisterMap.HASH_PLACE, 0x1234).get(2);
        assertEquals(0x1234, hash.reset());
        assertEquals(RegisterMap.HASH_PLACE, MAP.register("CONFIG_HASH").reset());
    }

    @Test
    void fieldsArePlacedAndFound() {
        Field kind = MAP.register("MODE").field("kind");
        assertEquals(0x30, kind.mask());
        assertEquals(0x20, kind.place(2));
        assertEquals(2, kind.of(0xFFFF_FFEF));
        Field whole = MAP.register("LAST").field("value");
        assertEquals(-1, whole.place(0xFFFF_FFFFL));
        assertEquals(0xFFFF_FFFFL, whole.of(-1));
        refused("kind must be in 0..3: kind=4", () -> kind.place(4));
        refused("register MODE has no field size", () -> MAP.register("MODE").field("size"));
    }

    @Test
    void mistakesAreNamed() {
        refused("register map has no register NONE", () -> MAP.register("NONE"));
        RegisterMap.Builder twice = RegisterMap.of("FTST", 1);
        refused("register must be added once: register=ID", () -> twice.word("ID", Access.RO, "", "id"));
        refused(
                "register must be behind the one before it: register=LATE",
                () -> RegisterMap.of("FTST", 1).at(8).word("LATE", Access.RO, "", "x"));
        refused("field must have bits 31..0 of its register for itself: field=BOTH.b", () -> RegisterMap.from(0)
                .register(
                        "BOTH",
                        Access.RW,
                        "",
                        RegisterMap.field("a", 0, 8, Access.RW, ""),
                        RegisterMap.field("b", 7, 2, Access.RW, "")));
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static void refused(String message, java.util.function.Consumer<RegisterMap.Builder> wrong) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> wrong.accept(RegisterMap.of("TEST", 1)));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    /** What would give a header, a document or hardware that is wrong. */
    @Test
    void whatNoRegisterCanBeIsRefused() {
        var x = RegisterMap.field("x", 0, 4, Access.RW, "");
        for (String name : new String[] {null, "", "my reg", "gain", "9A"}) {
            refused("register must have a name of upper-case letters", m -> m.register(name, Access.RW, "", x));
        }
        for (String name : new String[] {null, "", "my field", "X"}) {
            refused(
                    "field must have a name of its own",
                    m -> m.register("A", Access.RW, "", RegisterMap.field(name, 0, 4, Access.RW, "")));
        }
        refused(
                "field must have a name of its own",
                m -> m.register("A", Access.RW, "", x, RegisterMap.field("x", 8, 4, Access.RW, "")));
        refused(
                "field must go with the access of its register: A is ro, x is rw",
                m -> m.register("A", Access.RO, "", x));
        refused(
                "field must go with the access of its register: A is rw, y is ro",
                m -> m.register("A", Access.RW, "", RegisterMap.field("y", 0, 4, Access.RO, "")));
        refused("offset of a register must be a multiple of 4", m -> m.at(33).register("A", Access.RW, "", x));
        refused("reset value must be in the fields", m -> m.register("A", Access.RW, 0x10, "", x));
        refused("register must have 32 bits after reset", m -> m.register("A", Access.RW, 1L << 32, ""));
        refused("description must be one line", m -> m.register("A", Access.RW, "a */ b", x));
        refused("description must be one line", m -> m.register("A", Access.RW, "a\nb", x));
        refused("register must have an access", m -> m.register("A", null, "", x));
        assertThrows(IllegalArgumentException.class, () -> RegisterMap.of("ABC", 1));
        assertThrows(IllegalArgumentException.class, () -> RegisterMap.from(0).readsAct());
    }
}
