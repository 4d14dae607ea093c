/* SPDX-License-Identifier: Apache-2.0 */
/* Begin of a program that the loader of the system on chip calls: uint32_t program(void), at 0x2000. Gives main its own stack. */

    .section .start, "ax"
    .globl _start
_start:
    j begin
    .word port_result           /* where the host finds the outcome */
begin:
    la t0, stack_top
    sw sp, -4(t0)
    sw ra, -8(t0)
    addi sp, t0, -16
    la t0, bss_start
    la t1, bss_end
clear:
    bgeu t0, t1, cleared
    sw zero, 0(t0)
    addi t0, t0, 4
    j clear
cleared:
    call main
    la t0, stack_top
    lw sp, -4(t0)
    lw ra, -8(t0)
    ret
