// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.function.Supplier;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import spinal.core.BaseType;
import spinal.core.BitCount;
import spinal.core.Bool;
import spinal.core.ClockDomain;
import spinal.core.ClockDomain$;
import spinal.core.Component;
import spinal.core.UInt;
import spinal.core.package$;
import spinal.core.when$;

/**
 * A hardware module. Its constructor describes it, without side effects (elaboration may run it twice). Fields that hold a
 * {@link Word}, a {@link Bit}, a {@link Memory}, a child module or an array of these give them their names, in snake_case.
 * There is one clock {@code clk} and one synchronous, active-high {@code reset}.
 */
public abstract class Module extends Component {
    /** A child module, constructed and closed. */
    protected static <T extends Module> T child(Supplier<T> constructor) {
        T built = constructor.get();
        Module module = built;
        module.nameFields();
        module.postInitCallback();
        return built;
    }

    /**
     * A child module whose registers and memories stand still while {@code enable} is 0.
     *
     * @param reset of the child, synchronous; takes effect in cycles with {@code enable}
     */
    protected static <T extends Module> T child(Supplier<T> constructor, Bit reset, Bit enable) {
        ClockDomain here = ClockDomain$.MODULE$.current();
        ClockDomain gated = here.copy(
                here.copy$default$1(),
                reset.raw,
                here.copy$default$3(),
                here.copy$default$4(),
                enable.raw,
                here.copy$default$6(),
                here.copy$default$7(),
                here.copy$default$8());
        return gated.apply(() -> child(constructor));
    }

    /** A port of this module by its name in Verilog, for those who do not know its class. */
    public final Word port(String name) {
        return found(name) instanceof UInt word ? new Word(word) : portBit(name).asWord();
    }

    /** A port of one bit by its name in Verilog. */
    public final Bit portBit(String name) {
        if (found(name) instanceof Bool bit) {
            return new Bit(bit);
        }
        throw new HdlException(
                "port must be one bit: " + name + " of " + getClass().getSimpleName());
    }

    private BaseType found(String name) {
        for (BaseType port : CollectionConverters.asJava(getAllIo())) {
            if (port.getName().equals(name)) {
                return port;
            }
        }
        throw new HdlException(getClass().getSimpleName() + " has no port " + name);
    }

    /** Gives the module another definition name than its class. */
    protected final void definition(String name) {
        setDefinitionName(name, true);
    }

    protected static Word in(int widthBits) {
        Word word = wire(widthBits);
        word.raw.asInput();
        return word;
    }

    protected static Word out(int widthBits) {
        Word word = wire(widthBits);
        word.raw.asOutput();
        return word;
    }

    protected static Bit inBit() {
        Bit bit = wireBit();
        bit.raw.asInput();
        return bit;
    }

    protected static Bit outBit() {
        Bit bit = wireBit();
        bit.raw.asOutput();
        return bit;
    }

    protected static Word wire(int widthBits) {
        return new Word(package$.MODULE$.UInt(new BitCount(widthBits)));
    }

    protected static Bit wireBit() {
        return new Bit(package$.MODULE$.Bool());
    }

    /** A register without reset: data that a valid bit guards. */
    protected static Word reg(int widthBits) {
        Word word = wire(widthBits);
        word.raw.setAsReg();
        return word;
    }

    /** A register with a reset value. */
    protected static Word reg(int widthBits, long resetValue) {
        Word word = reg(widthBits);
        word.raw.init(Word.of(resetValue, widthBits).raw);
        return word;
    }

    /** A one-bit register with a reset value. */
    protected static Bit regBit(boolean resetValue) {
        Bit bit = wireBit();
        bit.raw.setAsReg();
        bit.raw.init(Bit.of(resetValue).raw);
        return bit;
    }

    /** A register of the word's value one cycle ago, named. */
    protected static Word next(String name, Word value) {
        Word register = reg(value.width()).named(name);
        register.set(value);
        return register;
    }

    /** A register of the bit's value one cycle ago, 0 after reset, named. */
    protected static Bit next(String name, Bit value) {
        Bit register = regBit(false).named(name);
        register.set(value);
        return register;
    }

    /** The value some cycles ago; the value itself for none. */
    protected static Word delay(String name, Word value, int cycles) {
        Word result = value;
        for (int i = 1; i <= cycles; i++) {
            result = next(name + "_d" + i, result);
        }
        return result;
    }

    /** The value some cycles ago, 0 after reset. */
    protected static Bit delay(String name, Bit value, int cycles) {
        Bit result = value;
        for (int i = 1; i <= cycles; i++) {
            result = next(name + "_d" + i, result);
        }
        return result;
    }

    protected static Memory memory(int depthWords, int widthBits) {
        return new Memory(depthWords, widthBits);
    }

    /** Statements that hold while the condition does; later statements win over earlier ones. */
    protected static void when(Bit condition, Runnable statements) {
        when$.MODULE$.apply(
                condition.raw,
                () -> {
                    statements.run();
                    return BoxedUnit.UNIT;
                },
                Source.here());
    }

    private void nameFields() {
        for (Class<?> type = getClass(); type != Module.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                field.setAccessible(true);
                try {
                    name(field.get(this), snakeCase(field.getName()));
                } catch (IllegalAccessException e) {
                    throw new HdlException("cannot read field " + field, e);
                }
            }
        }
    }

    private void name(Object value, String name) {
        if (value instanceof Word word) {
            word.fieldName(name);
        } else if (value instanceof Bit bit) {
            bit.fieldName(name);
        } else if (value instanceof Memory memory) {
            memory.raw.setName(name);
        } else if (value instanceof Module module) {
            valCallback(module, name);
        } else if (value != null
                && value.getClass().isArray()
                && !value.getClass().getComponentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                name(Array.get(value, i), name + "_" + i);
            }
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
