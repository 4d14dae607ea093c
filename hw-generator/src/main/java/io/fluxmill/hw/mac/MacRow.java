// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.unit.MacUnit;
import io.fluxmill.hw.mac.unit.Operands;
import io.fluxmill.hw.mac.unit.Side;
import io.fluxmill.hw.mac.unit.UnitArchitecture;

/** The multiply-accumulate units of a row. A module of its own, because the emitter's time grows with the square of a module's children. */
@Contract(
        """
        A row of multiply-accumulate units: all take the same activation a_*, or each its own a_<c>_*; unit c the weight
        b_<c>_*.
        in:  valid, last, clear, shift, table_number: of all units; drain_in_<c>_*, drain_nar_in_<c>: drain register of
             unit c of the row below.
        out: drain_<c>_*, drain_nar_<c>: drain register of unit c.
        """)
final class MacRow extends Module {
    /** One for all units, or one for each. */
    final Operands[] a;

    final Operands[] b;
    /** Null if there is one table at most. */
    final Word tableNumber;

    /** Null unless lanes of several formats share an array of cells. */
    final Word mode;
    /** Whether the operands can change a sum; null unless units are gated, as the next. */
    final Bit aActive;

    final Bit[] bActive;

    final Bit valid = inBit();
    final Bit last = inBit();
    final Bit clear = inBit();
    final Bit shift = inBit();
    final Word[][] drainIn;
    /** Null, as the outputs, if no operand is NaR. */
    final Bit[] drainNarIn;

    final Word[][] drain;
    final Bit[] drainNar;

    /** @param own whether each unit has its own activation */
    MacRow(MacArchitecture architecture, boolean own) {
        UnitArchitecture unit = architecture.unit();
        int columns = architecture.config().columns();
        a = new Operands[own ? columns : 1];
        for (int i = 0; i < a.length; i++) {
            a[i] = operands(unit, Side.ACTIVATIONS, own ? "a_" + i : "a");
        }
        tableNumber = unit.tableSelectBits() == 0 ? null : in(unit.tableSelectBits());
        mode = unit.layout() == null || unit.layout().modes().size() < 2
                ? null
                : in(unit.layout().modes().size());
        aActive = architecture.gatesUnits() ? inBit() : null;
        bActive = architecture.gatesUnits() ? new Bit[columns] : null;
        b = new Operands[columns];
        drainIn = new Word[columns][];
        drain = new Word[columns][];
        drainNarIn = unit.hasNar() ? new Bit[columns] : null;
        drainNar = unit.hasNar() ? new Bit[columns] : null;
        for (int c = 0; c < columns; c++) {
            b[c] = operands(unit, Side.WEIGHTS, "b_" + c);
            MacUnit cell = child(() -> new MacUnit(architecture.unit(), architecture.gatesUnits()));
            cell.setName("unit_" + c);
            connect(cell, c);
        }
    }

    private static Operands operands(UnitArchitecture unit, Side side, String prefix) {
        return Operands.of(unit, side, (name, bits) -> in(bits).named(prefix + "_" + name), name -> inBit().named(
                        prefix + "_" + name));
    }

    private void connect(MacUnit cell, int column) {
        cell.a.set(a[column % a.length]);
        cell.b.set(b[column]);
        if (mode != null) {
            cell.mode.set(mode);
        }
        if (aActive != null) {
            bActive[column] = inBit().named("b_" + column + "_active");
            cell.aActive.set(aActive);
            cell.bActive.set(bActive[column]);
        }
        cell.valid.set(valid);
        cell.last.set(last);
        cell.clear.set(clear);
        cell.shift.set(shift);
        if (tableNumber != null) {
            cell.tableNumber.set(tableNumber);
        }
        int words = cell.drain.length;
        drainIn[column] = new Word[words];
        drain[column] = new Word[words];
        for (int i = 0; i < words; i++) {
            drainIn[column][i] = in(cell.drain[i].width());
            cell.drainIn[i].set(drainIn[column][i]);
            drain[column][i] = out(cell.drain[i].width());
            drain[column][i].set(cell.drain[i]);
        }
        if (drainNar != null) {
            drainNarIn[column] = inBit();
            cell.drainNarIn.set(drainNarIn[column]);
            drainNar[column] = outBit();
            drainNar[column].set(cell.drainNar);
        }
    }
}
