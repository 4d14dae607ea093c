// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

/** A flash behind the data register: selected while the register is shifted; TDI is its input, and its output appears some clocks later. */
final class SpiRegister implements DataRegister {
    private final SpiFlash flash;
    private final boolean delayed;
    private boolean before;

    /** @param delayed whether TDO has the flash's answer of one clock ago */
    SpiRegister(SpiFlash flash, boolean delayed) {
        this.flash = flash;
        this.delayed = delayed;
    }

    @Override
    public void capture() {
        flash.select();
    }

    @Override
    public boolean shift(boolean tdi) {
        boolean now = flash.clock(tdi);
        boolean out = delayed ? before : now;
        before = now;
        return out;
    }

    @Override
    public void update() {
        flash.deselect();
    }
}
