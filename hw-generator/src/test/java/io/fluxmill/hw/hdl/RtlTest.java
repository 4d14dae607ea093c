// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.MacDesign;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RtlTest {
    /** Names that SpinalHDL makes up. */
    private static final Pattern ANONYMOUS = Pattern.compile("_zz_|\\btmp_|when_|zz");

    static final class Accumulator extends Module {
        final Word operandIn = in(8);
        final Bit enable = inBit();
        final Word total = out(8);
        final Memory history = memory(4, 8);

        Accumulator() {
            Word sum = reg(8, 3).named("sum");
            when(enable, () -> sum.set(sum.plus(operandIn)));
            history.write(operandIn.slice(0, 2), sum, enable);
            total.set(history.read(operandIn.slice(2, 2), enable));
        }
    }

    static final class Pair extends Module {
        final Word[] operands = {in(8), in(8)};
        final Bit enable = inBit();
        final Word[] totals = {out(8), out(8)};
        final Accumulator[] units = {child(Accumulator::new), child(Accumulator::new)};

        Pair() {
            for (int i = 0; i < 2; i++) {
                units[i].operandIn.set(operands[i]);
                units[i].enable.set(enable);
                totals[i].set(units[i].total);
            }
        }
    }

    @Test
    void fieldsNamePortsMemoriesAndChildren() {
        String verilog = Rtl.verilog("pair", Pair::new);
        for (String name : new String[] {
            "module pair (",
            "operands_0",
            "totals_1",
            "units_0",
            "input  wire [7:0]    operand_in",
            "reg [7:0] history [0:3]",
            "sum <= 8'h03"
        }) {
            assertTrue(verilog.contains(name), name + "\n" + verilog);
        }
        assertEquals(1, verilog.split("module pair_Accumulator ", -1).length - 1, "equal modules are written once");
    }

    @Test
    void twoRunsGiveTheSameBytes() {
        assertEquals(Rtl.verilog("pair", Pair::new), Rtl.verilog("pair", Pair::new));
    }

    @Test
    void noPortOrRegisterHasAMadeUpName() {
        String verilog = MacDesign.generate(MacConfig.defaults("named")).verilog();
        long checked = verilog.lines()
                .filter(line -> line.matches("\\s*(input|output) .*|.*<=.*"))
                .peek(line -> {
                    String target = line.contains("<=") ? line.substring(0, line.indexOf("<=")) : line;
                    boolean memoryPort = target.contains("[");
                    assertFalse(
                            !memoryPort
                                    && ANONYMOUS
                                            .matcher(target.replaceAll("\\[.*?\\]", ""))
                                            .find(),
                            line);
                })
                .count();
        assertTrue(checked > 500, "lines checked: " + checked);
    }
}
