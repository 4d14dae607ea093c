// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import spinal.core.BaseType;
import spinal.core.BitCount;
import spinal.core.ClockDomain;
import spinal.core.ClockDomain$;
import spinal.core.Component;
import spinal.core.package$;
import spinal.core.when$;

/**
 * A hardware module. Its constructor describes it, without side effects (elaboration may run it twice); {@link Rtl} or {@link #child(Supplier)} calls it.
 * There is one clock {@code clk} and one synchronous, active-high {@code reset}.
 *
 * <p>Fields that hold a {@link Word}, a {@link Bit}, a {@link Memory}, a child module or an array of these give them their names, in snake_case: {@code
 * dataValid} is {@code data_valid} in Verilog, {@code HTTPReply} is {@code http_reply}, {@code x2Y} is {@code x2_y}, the second of {@code Word[] taps} is {@code
 * taps_1}. Words that are not in a field have the name that {@link Word#named} gives them, or one from SpinalHDL.
 *
 * <pre>{@code
 * final class Accumulator extends Module {
 *     final Word sample = in(8);
 *     final Word sum = out(16);
 *
 *     Accumulator() {
 *         Word total = reg(16, 0).named("total");
 *         total.set(total.plus(sample.resize(16)));
 *         sum.set(total);
 *     }
 * }
 * }</pre>
 */
public abstract class Module extends Component {
    static final String CLOCK = "clk";
    static final String RESET = "reset";

    private final List<Bundle<?>> bundles = new ArrayList<>();
    private Bit interrupt;

    /** Whether the supplier of a module is running in this thread and has not made the module yet. */
    private static final ThreadLocal<Boolean> EXPECTED = ThreadLocal.withInitial(() -> false);

    /** How many {@link #when} surround the statement of this thread. */
    private static final ThreadLocal<Integer> CONDITIONS = ThreadLocal.withInitial(() -> 0);

    /** @throws HdlException if it is not made by the supplier that was given to {@link Rtl} or {@link #child(Supplier)} */
    protected Module() {
        this(expected());
    }

    /** The parameter is computed before SpinalHDL's constructor runs, which would fail in other ways. */
    private Module(boolean expected) {
        if (!expected) {
            throw new AssertionError();
        }
    }

    private static boolean expected() {
        if (!EXPECTED.get()) {
            throw HdlException.located(
                    Source.construction()
                            + " must be made where it is elaborated: by Rtl.verilog, Elaboration.of, or child(() -> new ...) in a module",
                    null);
        }
        EXPECTED.set(false);
        return true;
    }

    /**
     * A child module, constructed and closed.
     *
     * @param constructor makes a new module each time
     * @throws HdlException if it makes none
     */
    public static <T extends Module> T child(Supplier<T> constructor) {
        if (CONDITIONS.get() > 0) {
            throw new HdlException("a child must be made outside of when: hardware is always there");
        }
        T built;
        boolean made;
        EXPECTED.set(true);
        try {
            built = constructor.get();
        } finally {
            made = !EXPECTED.get();
            EXPECTED.set(false);
        }
        if (built == null || !made) {
            throw new HdlException("supplier of a module must make a new one: it gave "
                    + (built == null ? "null" : "one that was there before"));
        }
        Module module = built;
        FieldNames.give(module);
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
                reset.raw(),
                here.copy$default$3(),
                here.copy$default$4(),
                enable.raw(),
                here.copy$default$6(),
                here.copy$default$7(),
                here.copy$default$8());
        return gated.apply(() -> child(constructor));
    }

    private <B extends Bundle<?>> B declared(B bundle) {
        if (bundles.stream().anyMatch(b -> b.name().equals(bundle.name()))) {
            throw new HdlException("interface must be declared once: name=" + bundle.name());
        }
        bundles.add(bundle);
        return bundle;
    }

    /** An AXI4-Lite slave of 32-bit words: the ports {@code <name>_awaddr … <name>_rready}. */
    protected final AxiLite slave(String name, int addressBits) {
        return declared(new AxiLite(name, true, addressBits));
    }

    /** An AXI4-Lite master of 32-bit words. */
    protected final AxiLite master(String name, int addressBits) {
        return declared(new AxiLite(name, false, addressBits));
    }

    /** An AXI4 slave with bursts. */
    protected final Axi4 slave(String name, Axi4.Widths widths) {
        return declared(new Axi4(name, true, widths));
    }

    /** An AXI4 master with bursts. */
    protected final Axi4 master(String name, Axi4.Widths widths) {
        return declared(new Axi4(name, false, widths));
    }

    /** An AXI4-Stream into the module, without packets. */
    protected final AxiStream streamIn(String name, int dataBits) {
        return streamIn(name, dataBits, false);
    }

    /** An AXI4-Stream into the module. */
    protected final AxiStream streamIn(String name, int dataBits, boolean packets) {
        return declared(new AxiStream(name, true, dataBits, packets));
    }

    /** An AXI4-Stream out of the module, without packets. */
    protected final AxiStream streamOut(String name, int dataBits) {
        return streamOut(name, dataBits, false);
    }

    /** An AXI4-Stream out of the module. */
    protected final AxiStream streamOut(String name, int dataBits, boolean packets) {
        return declared(new AxiStream(name, false, dataBits, packets));
    }

    /** The interrupt output, a level. */
    protected final Bit interruptOut(String name) {
        if (interrupt != null) {
            throw new HdlException("interrupt must be declared once");
        }
        interrupt = outBit().named(name);
        return interrupt;
    }

    /**
     * A stream of this module by name, for callers that do not know its class.
     *
     * @throws HdlException if it has none
     */
    public final AxiStream stream(String name) {
        return bundles.stream()
                .filter(b -> b.name().equals(name))
                .filter(AxiStream.class::isInstance)
                .map(AxiStream.class::cast)
                .findFirst()
                .orElseThrow(() -> new HdlException(getClass().getSimpleName() + " has no stream " + name));
    }

    /**
     * The interrupt output of this module.
     *
     * @throws HdlException if it has none
     */
    public final Bit interruptOut() {
        if (interrupt == null) {
            throw new HdlException(getClass().getSimpleName() + " has no interrupt");
        }
        return interrupt;
    }

    /** The registers behind the AXI4-Lite slave. */
    public RegisterMap registerMap() {
        return RegisterMap.EMPTY;
    }

    /** The interfaces of the module; after elaboration. */
    final Interfaces interfaces() {
        List<Stream> streams = new ArrayList<>();
        AxiLite bus = null;
        for (Bundle<?> bundle : bundles) {
            if (bundle instanceof AxiStream stream) {
                streams.add(stream.description());
            } else if (bundle instanceof AxiLite lite && lite.answers()) {
                bus = lite;
            }
        }
        return new Interfaces(
                ports(),
                streams,
                bus == null ? null : bus.name(),
                bus == null ? 0 : bus.addressBits(),
                interrupt == null ? null : interrupt.raw().getName(),
                registerMap());
    }

    private List<Port> ports() {
        List<Port> ports = new ArrayList<>(List.of(new Port(CLOCK, Direction.IN, 1), new Port(RESET, Direction.IN, 1)));
        for (BaseType port : CollectionConverters.asJava(getOrdredNodeIo())) {
            String name = port.getName();
            if (!name.equals(CLOCK) && !name.equals(RESET)) {
                ports.add(new Port(name, port.isInput() ? Direction.IN : Direction.OUT, port.getBitsWidth()));
            }
        }
        return ports;
    }

    /** Gives the module another definition name than its class. */
    protected final void definition(String name) {
        setDefinitionName(name, true);
    }

    /** An input port. Name it by a field or {@link Word#named}. */
    protected static Word in(int widthBits) {
        Word word = wire(widthBits);
        word.raw().asInput();
        return word;
    }

    /** An output port, driven by {@link Word#set}; it may be read in the module, too. */
    protected static Word out(int widthBits) {
        Word word = wire(widthBits);
        word.raw().asOutput();
        return word;
    }

    /** An input port of one bit. */
    protected static Bit inBit() {
        Bit bit = wireBit();
        bit.raw().asInput();
        return bit;
    }

    /** An output port of one bit. */
    protected static Bit outBit() {
        Bit bit = wireBit();
        bit.raw().asOutput();
        return bit;
    }

    /**
     * A wire, driven by {@link Word#set} in every case.
     *
     * @throws HdlException for less than one bit
     */
    protected static Word wire(int widthBits) {
        if (widthBits < 1) {
            throw new HdlException("word must have at least one bit: widthBits=" + widthBits);
        }
        return new Word(package$.MODULE$.UInt(new BitCount(widthBits)), true);
    }

    /** A wire of one bit, driven by {@link Bit#set}. */
    protected static Bit wireBit() {
        return new Bit(package$.MODULE$.Bool(), true);
    }

    /** A register without reset: data that a valid bit guards. It keeps its value in cycles in which nothing sets it. */
    public static Word reg(int widthBits) {
        Word word = wire(widthBits);
        word.raw().setAsReg();
        return word;
    }

    /** A register with a reset value. It keeps its value in cycles in which nothing sets it. */
    public static Word reg(int widthBits, long resetValue) {
        Word word = reg(widthBits);
        word.raw().init(Word.of(resetValue, widthBits).raw());
        return word;
    }

    /** A one-bit register with a reset value. */
    public static Bit regBit(boolean resetValue) {
        Bit bit = wireBit();
        bit.raw().setAsReg();
        bit.raw().init(Bit.of(resetValue).raw());
        return bit;
    }

    /** A register of the word's value one cycle ago, named. */
    public static Word next(String name, Word value) {
        Word register = reg(value.width()).named(name);
        register.set(value);
        return register;
    }

    /** A register of the bit's value one cycle ago, 0 after reset, named. */
    public static Bit next(String name, Bit value) {
        Bit register = regBit(false).named(name);
        register.set(value);
        return register;
    }

    /** Lets no synthesis merge a signal with what uses it. */
    protected static Word kept(Word word) {
        word.raw().addAttribute("keep");
        return word;
    }

    /** The value some cycles ago; the value itself for none. */
    public static Word delay(String name, Word value, int cycles) {
        checkDelay(cycles);
        Word result = value;
        for (int i = 1; i <= cycles; i++) {
            result = next(name + "_d" + i, result);
        }
        return result;
    }

    /** The value some cycles ago, 0 after reset; a constant 0 is itself. */
    public static Bit delay(String name, Bit value, int cycles) {
        checkDelay(cycles);
        if (Boolean.FALSE.equals(value.constant())) {
            return value;
        }
        Bit result = value;
        for (int i = 1; i <= cycles; i++) {
            result = next(name + "_d" + i, result);
        }
        return result;
    }

    private static void checkDelay(int cycles) {
        if (cycles < 0) {
            throw new HdlException("delay must be at least 0 cycles: cycles=" + cycles);
        }
    }

    /** A memory; its words are undefined at power-up unless {@link Memory#initial} gives them. */
    protected static Memory memory(int depthWords, int widthBits) {
        return new Memory(depthWords, widthBits);
    }

    /** Statements that hold while the condition is true; later statements override earlier ones. */
    public static void when(Bit condition, Runnable statements) {
        Source.checkGiven(condition);
        when$.MODULE$.apply(
                condition.raw(),
                () -> {
                    int outside = CONDITIONS.get();
                    CONDITIONS.set(outside + 1);
                    try {
                        statements.run();
                    } finally {
                        CONDITIONS.set(outside);
                    }
                    return BoxedUnit.UNIT;
                },
                Source.here());
    }
}
