// SPDX-License-Identifier: Apache-2.0
// Block RAM of the 7-series for simulation, where yosys has the ports and the timing only. After UG473 (v1.14), chapter 1: both ports,
// all widths, write modes, output registers, byte enables, simple dual port. Without FIFO, ECC and cascade. When one port reads the word that
// the other writes in the same cycle, it gets the old one. Ports that both write have one clock.

module fluxmill_block_ram #(
    parameter integer BITS = 16384,             // data, parity not counted
    parameter integer ADDRESS = 14,             // bits of an address, which counts bits
    parameter integer HALF = 16,                // data bits of a port's buses
    parameter SDP = 1'b0,
    parameter [BITS-1:0] INIT = 0,
    parameter [BITS/8-1:0] INITP = 0,
    parameter integer READ_A = 0, parameter integer WRITE_A = 0,
    parameter integer READ_B = 0, parameter integer WRITE_B = 0,
    parameter integer REG_A = 0, parameter integer REG_B = 0,
    parameter integer MODE_A = 0, parameter integer MODE_B = 0,      // 0 write first, 1 read first, 2 no change
    parameter [HALF+HALF/8-1:0] START_A = 0, parameter [HALF+HALF/8-1:0] START_B = 0,
    parameter [HALF+HALF/8-1:0] RESET_A = 0, parameter [HALF+HALF/8-1:0] RESET_B = 0,
    parameter FIRST_A = 1'b0, parameter FIRST_B = 1'b0               // 1: the enable gates the reset of the output register
) (
    input clk_a, input clk_b, input en_a, input en_b,
    input reset_a, input reset_b, input reg_en_a, input reg_en_b, input reg_reset_a, input reg_reset_b,
    input [ADDRESS-1:0] address_a, input [ADDRESS-1:0] address_b,
    input [HALF/8-1:0] write_a, input [HALF/4-1:0] write_b,
    input [HALF-1:0] data_a, input [HALF-1:0] data_b, input [HALF/8-1:0] parity_a, input [HALF/8-1:0] parity_b,
    output [HALF-1:0] out_a, output [HALF-1:0] out_b, output [HALF/8-1:0] outp_a, output [HALF/8-1:0] outp_b
);
    // A row is the widest word: data and parity of HALF * 2 bits.
    localparam integer ROW = 2 * HALF;
    localparam integer ROWS = BITS / ROW;
    localparam integer LOW = HALF == 16 ? 5 : 6;
    // Data bits of a word of each port; 0 if it is not used.
    localparam integer WORD_RA = READ_A >= 9 ? READ_A / 9 * 8 : READ_A;
    localparam integer WORD_WA = WRITE_A >= 9 ? WRITE_A / 9 * 8 : WRITE_A;
    localparam integer WORD_RB = READ_B >= 9 ? READ_B / 9 * 8 : READ_B;
    localparam integer WORD_WB = WRITE_B >= 9 ? WRITE_B / 9 * 8 : WRITE_B;

    reg [ROW-1:0] rows [0:ROWS-1];
    reg [ROW/8-1:0] parities [0:ROWS-1];
    integer i;
    initial
        for (i = 0; i < ROWS; i = i + 1) begin
            rows[i] = INIT[i*ROW +: ROW];
            parities[i] = INITP[i*ROW/8 +: ROW/8];
        end

    // A word of so many bits at an address, in the lowest bits.
    function [ROW-1:0] word(input [ROW-1:0] row, input [LOW-1:0] at, input integer bits);
        word = bits == 0 ? {ROW{1'b0}} : (row >> (at & ~(bits - 1))) & ({ROW{1'b1}} >> (ROW - bits));
    endfunction
    function [ROW/8-1:0] pword(input [ROW/8-1:0] row, input [LOW-1:0] at, input integer bits);
        pword = bits < 8 ? {(ROW/8){1'b0}} : (row >> ((at & ~(bits - 1)) >> 3)) & ({(ROW/8){1'b1}} >> ((ROW - bits) / 8));
    endfunction
    // Enables of bytes as bits; a word of less than a byte takes the first enable.
    function [ROW-1:0] spread(input [ROW/8-1:0] enables, input integer bits);
        integer k;
        for (k = 0; k < ROW; k = k + 1)
            spread[k] = k < bits && enables[k / 8];
    endfunction

    wire [ADDRESS-LOW-1:0] row_a = address_a[ADDRESS-1:LOW];
    wire [ADDRESS-LOW-1:0] row_b = address_b[ADDRESS-1:LOW];
    wire [ROW-1:0] old_a = rows[row_a];
    wire [ROW-1:0] old_b = rows[row_b];
    wire [ROW/8-1:0] oldp_a = parities[row_a];
    wire [ROW/8-1:0] oldp_b = parities[row_b];

    // What a port writes, at its place in the row. In simple dual port mode B writes; a whole row comes from the inputs of both.
    wire [ROW-1:0] in_b = WORD_WB == ROW ? {data_b, data_a} : {{HALF{1'b0}}, data_b};
    wire [ROW/8-1:0] inp_b = WORD_WB == ROW ? {parity_b, parity_a} : {{(HALF/8){1'b0}}, parity_b};
    wire [ROW/8-1:0] enables_b = WORD_WB == ROW ? write_b : {{(HALF/8){1'b0}}, write_b[HALF/8-1:0]};
    wire [ROW/8-1:0] enables_a = SDP ? {(ROW/8){1'b0}} : {{(HALF/8){1'b0}}, write_a};
    wire [LOW-1:0] at_a = address_a[LOW-1:0] & ~(WORD_WA - 1);
    wire [LOW-1:0] at_b = address_b[LOW-1:0] & ~(WORD_WB - 1);
    wire [ROW-1:0] mask_a = en_a && WORD_WA != 0 ? spread(enables_a, WORD_WA) << at_a : {ROW{1'b0}};
    wire [ROW-1:0] mask_b = en_b && WORD_WB != 0 ? spread(enables_b, WORD_WB) << at_b : {ROW{1'b0}};
    wire [ROW/8-1:0] maskp_a = en_a && WORD_WA >= 8 ? (enables_a & ({(ROW/8){1'b1}} >> (ROW - WORD_WA) / 8)) << (at_a >> 3) : 0;
    wire [ROW/8-1:0] maskp_b = en_b && WORD_WB >= 8 ? (enables_b & ({(ROW/8){1'b1}} >> (ROW - WORD_WB) / 8)) << (at_b >> 3) : 0;
    wire [ROW-1:0] put_a = {{HALF{1'b0}}, data_a} << at_a & mask_a;
    wire [ROW-1:0] put_b = in_b << at_b & mask_b;
    wire [ROW/8-1:0] putp_a = {{(HALF/8){1'b0}}, parity_a} << (at_a >> 3) & maskp_a;
    wire [ROW/8-1:0] putp_b = inp_b << (at_b >> 3) & maskp_b;
    wire [ROW-1:0] new_a = old_a & ~mask_a | put_a;
    wire [ROW-1:0] new_b = old_b & ~mask_b | put_b;
    wire [ROW/8-1:0] newp_a = oldp_a & ~maskp_a | putp_a;
    wire [ROW/8-1:0] newp_b = oldp_b & ~maskp_b | putp_b;

    // Two words of one row that are written at the same time are merged.
    wire same = row_a == row_b;
    always @(posedge clk_a) begin
        if (mask_a != 0) rows[row_a] <= same ? new_a & ~mask_b | put_b : new_a;
        if (maskp_a != 0) parities[row_a] <= same ? newp_a & ~maskp_b | putp_b : newp_a;
    end
    always @(posedge clk_b) begin
        if (mask_b != 0) rows[row_b] <= same ? new_b & ~mask_a | put_a : new_b;
        if (maskp_b != 0) parities[row_b] <= same ? newp_b & ~maskp_a | putp_a : newp_b;
    end

    // Latches of the outputs and the registers after them. In simple dual port mode A reads, and both outputs are one word.
    localparam [ROW-1:0] BEGIN_A = SDP ? {START_B[HALF-1:0], START_A[HALF-1:0]} : {{HALF{1'b0}}, START_A[HALF-1:0]};
    localparam [ROW/8-1:0] BEGINP_A = SDP ? {START_B[HALF +: HALF/8], START_A[HALF +: HALF/8]} : {{(HALF/8){1'b0}}, START_A[HALF +: HALF/8]};
    localparam [ROW-1:0] CLEAR_A = SDP ? {RESET_B[HALF-1:0], RESET_A[HALF-1:0]} : {{HALF{1'b0}}, RESET_A[HALF-1:0]};
    localparam [ROW/8-1:0] CLEARP_A = SDP ? {RESET_B[HALF +: HALF/8], RESET_A[HALF +: HALF/8]} : {{(HALF/8){1'b0}}, RESET_A[HALF +: HALF/8]};
    reg [ROW-1:0] latch_a = BEGIN_A, register_a = BEGIN_A;
    reg [ROW/8-1:0] latchp_a = BEGINP_A, registerp_a = BEGINP_A;
    reg [HALF-1:0] latch_b = START_B[HALF-1:0], register_b = START_B[HALF-1:0];
    reg [HALF/8-1:0] latchp_b = START_B[HALF +: HALF/8], registerp_b = START_B[HALF +: HALF/8];
    wire writes_a = mask_a != 0;
    wire writes_b = mask_b != 0;
    always @(posedge clk_a) begin
        if (en_a && reset_a) begin
            latch_a <= CLEAR_A;
            latchp_a <= CLEARP_A;
        end else if (en_a && !(writes_a && MODE_A == 2)) begin
            latch_a <= word(writes_a && MODE_A == 0 ? new_a : old_a, address_a[LOW-1:0], WORD_RA);
            latchp_a <= pword(writes_a && MODE_A == 0 ? newp_a : oldp_a, address_a[LOW-1:0], WORD_RA);
        end
        if (reg_reset_a && (reg_en_a || !FIRST_A)) begin
            register_a <= CLEAR_A;
            registerp_a <= CLEARP_A;
        end else if (reg_en_a) begin
            register_a <= latch_a;
            registerp_a <= latchp_a;
        end
    end
    always @(posedge clk_b) begin
        if (en_b && reset_b) begin
            latch_b <= RESET_B[HALF-1:0];
            latchp_b <= RESET_B[HALF +: HALF/8];
        end else if (en_b && !(writes_b && MODE_B == 2)) begin
            latch_b <= word(writes_b && MODE_B == 0 ? new_b : old_b, address_b[LOW-1:0], WORD_RB);
            latchp_b <= pword(writes_b && MODE_B == 0 ? newp_b : oldp_b, address_b[LOW-1:0], WORD_RB);
        end
        if (reg_reset_b && (reg_en_b || !FIRST_B)) begin
            register_b <= RESET_B[HALF-1:0];
            registerp_b <= RESET_B[HALF +: HALF/8];
        end else if (reg_en_b) begin
            register_b <= latch_b;
            registerp_b <= latchp_b;
        end
    end
    wire [ROW-1:0] all_a = REG_A != 0 ? register_a : latch_a;
    wire [ROW/8-1:0] allp_a = REG_A != 0 ? registerp_a : latchp_a;
    assign out_a = all_a[HALF-1:0];
    assign outp_a = allp_a[HALF/8-1:0];
    assign out_b = SDP ? all_a[ROW-1:HALF] : REG_B != 0 ? register_b : latch_b;
    assign outp_b = SDP ? allp_a[ROW/8-1:HALF/8] : REG_B != 0 ? registerp_b : latchp_b;
endmodule
