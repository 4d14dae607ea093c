// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Locale;

/** Gives the signals and children in a module's fields the names of the fields, in snake_case. */
final class FieldNames {
    private final Module module;

    private FieldNames(Module module) {
        this.module = module;
    }

    static void give(Module module) {
        FieldNames names = new FieldNames(module);
        for (Class<?> type = module.getClass(); type != Module.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                field.setAccessible(true);
                try {
                    names.give(field.get(module), snakeCase(field.getName()));
                } catch (IllegalAccessException e) {
                    throw new HdlException("cannot read field " + field, e);
                }
            }
        }
    }

    private void give(Object value, String name) {
        boolean isSignal = value instanceof Word || value instanceof Bit;
        if (isSignal && (name.equals(Module.CLOCK) || name.equals(Module.RESET))) {
            throw HdlException.located(
                    module.getClass().getSimpleName() + "." + name
                            + " must have another name: it is that of the module's own " + name,
                    null);
        }
        if (value instanceof Word word) {
            word.fieldName(name);
        } else if (value instanceof Bit bit) {
            bit.fieldName(name);
        } else if (value instanceof Memory memory) {
            memory.raw.setName(name);
        } else if (value instanceof Module child) {
            module.valCallback(child, name);
        } else if (value != null
                && value.getClass().isArray()
                && !value.getClass().getComponentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                give(Array.get(value, i), name + "_" + i);
            }
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
