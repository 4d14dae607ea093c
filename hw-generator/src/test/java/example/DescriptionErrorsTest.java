// SPDX-License-Identifier: Apache-2.0
package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.HdlException;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What a user of the description language has done wrong is said with the user's line and the names of the signals. This package is not one of the
 * project, as the user's is not.
 */
class DescriptionErrorsTest {
    private static int marked;

    /** The line that a message must have is the line that calls this. */
    private static <T> T mark(T value) {
        marked = StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
        return value;
    }

    private static String line() {
        return "DescriptionErrorsTest.java:" + marked;
    }

    private static String message(Supplier<? extends Module> module) {
        String message = assertThrows(HdlException.class, () -> Rtl.verilog("dut", module))
                .getMessage();
        assertFalse(message.contains("io.fluxmill"), message);
        assertFalse(message.contains("at at"), message);
        assertFalse(message.contains("toplevel"), message);
        assertFalse(message.contains("***"), message);
        return message;
    }

    private static final class Undriven extends Module {
        final Word sum = out(4);

        Undriven() {
            sum.set(mark(wire(4)).named("nothing").plus(1));
        }
    }

    @Test
    void aWireThatNothingDrives() {
        String message = message(Undriven::new);
        assertEquals(
                "NO DRIVER ON (dut/nothing: UInt[4 bits]) (combinatorial signal with no logic connection), defined at "
                        + line(),
                message);
    }

    private static final class Latch extends Module {
        final Bit enable = inBit();
        final Word held = mark(out(4));

        Latch() {
            when(enable, () -> held.set(Word.of(1, 4)));
        }
    }

    @Test
    void aWireThatIsNotDrivenInEveryCase() {
        String message = message(Latch::new);
        assertTrue(
                message.startsWith("LATCH DETECTED for the combinatorial signal (dut/held: out UInt[4 bits])"),
                message);
        assertTrue(message.endsWith("defined at " + line()), message);
    }

    private static final class Loop extends Module {
        final Word result = out(4);
        final Word first = mark(wire(4));
        final Word second = wire(4);

        Loop() {
            first.set(second.plus(1));
            second.set(first.xor(Word.of(3, 4)));
            result.set(second);
        }
    }

    @Test
    void aCombinationalLoopHasItsSignals() {
        String message = message(Loop::new);
        assertTrue(message.startsWith("COMBINATORIAL LOOP"), message);
        assertTrue(message.contains("(dut/first: UInt[4 bits]) at " + line()), message);
        assertTrue(
                message.contains("(dut/second: UInt[4 bits]) at DescriptionErrorsTest.java:" + (marked + 1)), message);
    }

    private static final class Twice extends Module {
        final Word result = out(4);

        Twice() {
            result.set(Word.of(1, 4));
            result.set(mark(Word.of(2, 4)));
        }
    }

    @Test
    void aWireThatIsDrivenTwice() {
        String message = message(Twice::new);
        assertTrue(
                message.startsWith("ASSIGNMENT OVERLAP: Signal (dut/result: out UInt[4 bits]) assigned at " + line()),
                message);
        assertTrue(message.endsWith("assignment made at DescriptionErrorsTest.java:" + (marked - 1)), message);
    }

    private static final class Child extends Module {
        final Word x = in(4);
        final Word y = out(4);
        final Word inner = wire(4);

        Child() {
            inner.set(x.plus(1));
            y.set(inner);
        }
    }

    private static final class Peeks extends Module {
        final Word result = out(4);
        final Child part = child(Child::new);

        Peeks() {
            part.x.set(Word.of(1, 4));
            result.set(mark(part.inner));
        }
    }

    @Test
    void theInsideOfAChild() {
        String message = message(Peeks::new);
        assertTrue(message.contains("'(dut/part/inner: UInt[4 bits])'"), message);
        assertTrue(message.endsWith("Location of read: " + line()), message);
    }

    private static final class Slice extends Module {
        final Word x = in(4);
        final Bit result = outBit();

        Slice() {
            result.set(mark(x).bit(7));
        }
    }

    @Test
    void aBitOutsideOfAWord() {
        String message = message(Slice::new);
        assertEquals(line() + ": bit must be inside the word: index=7 of 4", message);
    }

    private static final class Widths extends Module {
        final Word x = in(4);
        final Word y = in(3);
        final Word result = out(4);

        Widths() {
            result.set(mark(x).plus(y));
        }
    }

    @Test
    void operandsOfOtherWidths() {
        String message = message(Widths::new);
        assertEquals(line() + ": operands of plus must have equal widths: 4 and 3", message);
    }

    private static final class NoBits extends Module {
        final Word x = mark(in(1)).bit(0).asWord().plus(wire(0));
    }

    @Test
    void aWordWithoutBits() {
        String message = message(NoBits::new);
        assertEquals(line() + ": word must have at least one bit: widthBits=0", message);
    }

    private static final class Early extends Module {
        final Word result = out(4);
        private Word late;

        Early() {
            result.set(mark(late));
            late = wire(4);
        }
    }

    @Test
    void aFieldThatIsNotThereYet() {
        String message = assertThrows(HdlException.class, () -> Rtl.verilog("dut", Early::new))
                .getMessage();
        assertTrue(message.startsWith(line() + ": operand must not be null"), message);
    }

    private static final class Raw extends Module {
        final Word result = out(4);
        final Child part = mark(new Child());

        Raw() {
            part.x.set(Word.of(1, 4));
            result.set(part.y);
        }
    }

    @Test
    void aModuleThatIsNotMadeByChild() {
        String rule =
                ": Child must be made where it is elaborated: by Rtl.verilog, Elaboration.of, or child(() -> new ...) in a module";
        String message = message(Raw::new);
        assertTrue(message.matches("DescriptionErrorsTest\\.java:\\d+" + java.util.regex.Pattern.quote(rule)), message);
        HdlException outside = assertThrows(HdlException.class, () -> mark(new Child()));
        assertTrue(outside.getMessage().endsWith(rule), outside.getMessage());
    }

    private static final class Shared extends Module {
        final Word result = out(4);
        final Child part = child(Child::new);
        final Child again = child(() -> part);

        Shared() {
            result.set(part.y);
        }
    }

    @Test
    void suppliersThatMakeNoModule() {
        assertTrue(message(() -> null).endsWith("supplier of a module must make a new one: it gave null"));
        assertTrue(message(Shared::new)
                .endsWith("supplier of a module must make a new one: it gave one that was there before"));
    }

    private static final class HalfAStatus extends AxiLiteTop {
        HalfAStatus() {
            super(
                    RegisterMap.from(0)
                            .register(
                                    "STATUS",
                                    Access.RO,
                                    "",
                                    RegisterMap.flag("busy", 0, Access.RO, ""),
                                    RegisterMap.field("level", 4, 4, Access.RO, ""))
                            .build(),
                    4);
            registers.show("STATUS", Map.of("busy", mark(Word.of(0, 1))));
        }
    }

    /** A fault that a part of this project finds is where the user called it. */
    @Test
    void aFaultInTheUseOfAPart() {
        String message = message(HalfAStatus::new);
        assertEquals(line() + ": field must be given with 4 bits: STATUS.level", message);
    }

    private static final class OddStream extends Module {
        OddStream() {
            streamOut(mark("m_axis_odd"), 12);
        }
    }

    @Test
    void aStreamOfOneAndAHalfBytes() {
        String message = message(OddStream::new);
        assertEquals(line() + ": stream m_axis_odd must have whole bytes of data: dataBits=12", message);
    }

    /** {@code module 9 x (} is no Verilog, and a slash would leave files in another folder. */
    @Test
    void namesThatAreNone() {
        for (String name : new String[] {"9 x", "a/b", "", "a b", "../x", "_a"}) {
            HdlException e = assertThrows(HdlException.class, () -> Rtl.verilog(name, Child::new));
            assertTrue(
                    e.getMessage()
                            .endsWith("name must be letters, digits and underscores, beginning with a letter: name="
                                    + name),
                    e.getMessage());
        }
    }

    private static final class Names extends Module {
        final Word dataIN = in(4);
        final Word HTTPReply = out(4);
        final Word x2Y = out(4);
        final Word[] taps = {out(4), out(4)};

        Names() {
            for (Word word : new Word[] {HTTPReply, x2Y, taps[0], taps[1]}) {
                word.set(dataIN);
            }
        }
    }

    /** As the documentation of Module says. */
    @Test
    void namesOfFields() {
        String verilog = Rtl.verilog("dut", Names::new);
        for (String port : new String[] {"data_in", "http_reply", "x2_y", "taps_0", "taps_1"}) {
            assertTrue(
                    verilog.matches("(?s).*(input|output) +wire \\[3:0\\]\\s+" + port + "\\b.*"),
                    port + " in " + verilog);
        }
    }

    /** The elaboration's thread would need this class, which waits for that thread. */
    private static final class Initialized {
        static final String VERILOG = mark(Rtl.verilog("dut", () -> child()));

        static Child child() {
            return new Child();
        }
    }

    @Test
    void anElaborationInAStaticInitializerIsRefusedInsteadOfWaitingForever() {
        ExceptionInInitializerError error =
                assertThrows(ExceptionInInitializerError.class, () -> assertEquals("", Initialized.VERILOG));
        HdlException e = (HdlException) error.getCause();
        assertTrue(
                e.getMessage()
                        .matches(
                                "DescriptionErrorsTest\\.java:\\d+: a module must not be elaborated in a static initializer: .*"),
                e.getMessage());
    }
}
