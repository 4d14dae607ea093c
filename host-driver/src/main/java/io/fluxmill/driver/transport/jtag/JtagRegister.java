// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.jtag;

/**
 * A user data register of a part in a JTAG chain.
 *
 * @param instruction that selects it
 * @param bits of the part's instruction register, at most 64
 * @param bitsBefore of the instruction registers of the parts that TDI passes before this one
 * @param bitsAfter of the instruction registers of the parts that it passes after this one
 */
public record JtagRegister(long instruction, int bits, int bitsBefore, int bitsAfter) {
    /** ER1 of a Lattice ECP5 that is alone in its chain (primitive JTAGG). */
    public static final JtagRegister ECP5_ER1 = new JtagRegister(0x32, 8, 0, 0);

    /** USER1 of a Xilinx 7-series part that is alone in its chain (primitive BSCANE2, chain 1; UG470 table 6-3). */
    public static final JtagRegister XC7_USER1 = new JtagRegister(0x02, 6, 0, 0);

    /** ER1 of a Gowin part that is alone in its chain (primitive GW_JTAG; SUG283E). */
    public static final JtagRegister GOWIN_ER1 = new JtagRegister(0x42, 8, 0, 0);

    /** @throws IllegalArgumentException if a length breaks its rule */
    public JtagRegister {
        if (bits < 2 || bits > Long.SIZE || bitsBefore < 0 || bitsAfter < 0) {
            throw new IllegalArgumentException(
                    "an instruction register must have 2 to 64 bits, and its neighbours not fewer than 0: bits=" + bits
                            + " before=" + bitsBefore + " after=" + bitsAfter);
        }
    }
}
