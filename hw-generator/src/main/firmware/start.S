/* SPDX-License-Identifier: Apache-2.0 */
/* Reset at 0, traps and interrupts at 0x20. The core's own instructions are of opcode custom-0. */

    .equ INTERRUPT_PENDING_A0, 0x0200050B
    .equ INTERRUPT_RETURN, 0x0000000B

    .section .start, "ax"
    .globl _start
_start:
    j reset

    .org 0x20
trap:
    addi sp, sp, -64
    sw ra, 0(sp)
    sw t0, 4(sp)
    sw t1, 8(sp)
    sw t2, 12(sp)
    sw t3, 16(sp)
    sw t4, 20(sp)
    sw t5, 24(sp)
    sw t6, 28(sp)
    sw a0, 32(sp)
    sw a1, 36(sp)
    sw a2, 40(sp)
    sw a3, 44(sp)
    sw a4, 48(sp)
    sw a5, 52(sp)
    sw a6, 56(sp)
    sw a7, 60(sp)
    .word INTERRUPT_PENDING_A0
    call on_interrupt
    lw ra, 0(sp)
    lw t0, 4(sp)
    lw t1, 8(sp)
    lw t2, 12(sp)
    lw t3, 16(sp)
    lw t4, 20(sp)
    lw t5, 24(sp)
    lw t6, 28(sp)
    lw a0, 32(sp)
    lw a1, 36(sp)
    lw a2, 40(sp)
    lw a3, 44(sp)
    lw a4, 48(sp)
    lw a5, 52(sp)
    lw a6, 56(sp)
    lw a7, 60(sp)
    addi sp, sp, 64
    .word INTERRUPT_RETURN

reset:
    la sp, stack_top
    la t0, bss_start
    la t1, bss_end
clear:
    bgeu t0, t1, cleared
    sw zero, 0(t0)
    addi t0, t0, 4
    j clear
cleared:
    call main
    j reset
