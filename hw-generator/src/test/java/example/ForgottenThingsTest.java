// SPDX-License-Identifier: Apache-2.0
package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.HdlException;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What SpinalHDL would accept in silence, or refuse in a raw way, is said with the user's line; see {@link DescriptionErrorsTest}. */
class ForgottenThingsTest {
    private static int marked;

    /** The line that a message must have is the line that calls this. */
    private static <T> T mark(T value) {
        marked = StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
        return value;
    }

    private static String line() {
        return "ForgottenThingsTest.java:" + marked;
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

    private static final class Child extends Module {
        final Word x = in(4);
        final Word y = out(4);
        final Word inner = wire(4);

        Child() {
            inner.set(x.plus(1));
            y.set(inner);
        }
    }

    /** A module whose constructor does one thing with an input of 8 bits. */
    private static class One extends Module {
        final Word x = in(8);
        final Word y = out(8);

        One(BiConsumer<Word, Word> statement) {
            statement.accept(x, y);
            y.set(x);
        }

        static Memory words(int depth, int width) {
            return memory(depth, width);
        }
    }

    private static final class Empty extends Module {
        final Memory none = memory(mark(0), 8);
    }

    private static String one(BiConsumer<Word, Word> statement) {
        String message = message(() -> new One(statement));
        int at = Integer.parseInt(message.replaceAll("(?s)^ForgottenThingsTest\\.java:(\\d+): .*", "$1"));
        assertTrue(Math.abs(at - marked) <= 1, message); // a statement of two lines
        return message.substring(message.indexOf(": ") + 2);
    }

    @Test
    void whatWouldBeAcceptedInSilence() {
        String driven =
                "what is driven must be a port, a wire, a register or a part of one, not the result of an operator or a constant";
        assertEquals(driven, one((x, y) -> mark(x).plus(1).set(x)));
        assertEquals(driven, one((x, y) -> mark(Word.of(1, 8)).set(x)));
        assertEquals(driven, one((x, y) -> mark(Bit.of(true)).set(x.bit(0))));
        assertEquals(driven, one((x, y) -> mark(x.bit(0)).and(x.bit(1)).set(x.bit(0))));
        assertEquals("bit must be inside the word: index=8 of 8", one((x, y) -> mark(x).bit(8)));
        assertEquals("bit must be inside the word: index=-1 of 8", one((x, y) -> mark(x).bit(-1)));
        assertEquals("width must be at least 1: bits=0", one((x, y) -> mark(x).resize(0)));
        assertEquals("width must be at least 8: bits=4", one((x, y) -> mark(x).signExtend(4)));
        assertEquals("width must be at least 0: bits=-1", one((x, y) -> mark(x).padLow(-1)));
        assertEquals("choices must be at least one", one((x, y) -> mark(x).select(List.of())));
        String none = message(Empty::new);
        assertEquals(line() + ": memory must have at least one word of one bit: depthWords=0 widthBits=8", none);
        assertEquals("words must be at most 2: words=3", one((x, y) -> One.words(mark(2), 8)
                .initial(1, 2, 3)));
        assertEquals("word must fit 8 bits, unsigned: word=256", one((x, y) -> One.words(mark(2), 8)
                .initial(256)));
        assertEquals("word must fit 8 bits, unsigned: word=-1", one((x, y) -> One.words(mark(2), 8)
                .initial(-1)));
        assertEquals(
                "address must have 4 bits: 8",
                one((x, y) -> One.words(mark(16), 8).initial(1).readNow(x)));
        assertEquals("memory must have one write port: choose address and data before it", one((x, y) -> {
            Word address = x.slice(0, 1);
            var memory = One.words(2, 8);
            memory.write(address, x, Bit.of(true));
            memory.write(address, mark(x), Bit.of(true));
        }));
    }

    private static final class Clock extends Module {
        final Bit clk = inBit();
    }

    private static final class SameStream extends Module {
        SameStream() {
            streamIn("s_axis", 8);
            streamIn(mark("s_axis"), 8);
        }
    }

    private static final class Small extends AxiLiteTop {
        static final RegisterMap MAP = RegisterMap.of("TEST", 1)
                .word("A", Access.RW, "a", "a")
                .word("B", Access.RW, "b", "b")
                .build();

        Small() {
            super(MAP, mark(4));
        }
    }

    private static final class Idle extends Module {
        final Word result = out(4);
        final Child part = child(Child::new);

        Idle() {
            result.set(Word.of(0, 4));
        }
    }

    private static final class Conditional extends Module {
        final Bit enable = inBit();

        Conditional() {
            when(enable, () -> child(ForgottenThingsTest.<Supplier<Child>>mark(Child::new)));
        }
    }

    private static final class WithoutLast extends Module {
        final AxiStream in = streamIn("s_axis", 8);
        final AxiStream out = streamOut("m_axis", 8, true);

        WithoutLast() {
            out.connect(in);
        }
    }

    private static final class Dollar extends Module {
        final Word $size = out(4);
    }

    private static final class NamedTable extends Module {
        final Word table = mark(out(4));

        NamedTable() {
            table.set(Word.of(0, 4));
        }
    }

    @Test
    void whatIsForgotten() {
        assertEquals("dut: inputs of children must be driven: part.x (Child)", message(Idle::new));
        String inWhen = message(Conditional::new);
        assertEquals(line() + ": a child must be made outside of when: hardware is always there", inWhen);
        assertTrue(message(WithoutLast::new).endsWith(": interface s_axis must have signal TLAST"));
        assertTrue(
                message(Dollar::new).endsWith("letters, digits and underscores, beginning with a letter: name=$size"));
        String table = message(NamedTable::new);
        assertTrue(table.contains(line()), table);
        assertTrue(table.contains("a word of Verilog or the name of another signal"), table);
    }

    @Test
    void namesAndSizesOfInterfaces() {
        assertEquals("Clock.clk must have another name: it is that of the module's own clk", message(Clock::new));
        String same = message(SameStream::new);
        assertEquals(line() + ": interface must be declared once: name=s_axis", same);
        String small = message(Small::new);
        assertEquals(line() + ": address must have 5 to 32 bits for these registers: addressBits=4", small);
        for (String word : new String[] {"module", "logic", "entity"}) {
            String message = assertThrows(HdlException.class, () -> Rtl.verilog(word, Child::new))
                    .getMessage();
            assertTrue(message.matches(".*: name must not be a reserved word of \\S+: name=" + word), message);
        }
    }
}
