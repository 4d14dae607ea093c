// SPDX-License-Identifier: Apache-2.0
// Models of 7-series cells of which yosys has the ports and the timing only: block RAM. After UG473 (v1.14), chapter 1: both ports,
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

module RAMB18E1 (
    input CLKARDCLK, input CLKBWRCLK, input ENARDEN, input ENBWREN,
    input REGCEAREGCE, input REGCEB,
    input RSTRAMARSTRAM, input RSTRAMB, input RSTREGARSTREG, input RSTREGB,
    input [13:0] ADDRARDADDR, input [13:0] ADDRBWRADDR,
    input [15:0] DIADI, input [15:0] DIBDI, input [1:0] DIPADIP, input [1:0] DIPBDIP,
    input [1:0] WEA, input [3:0] WEBWE,
    output [15:0] DOADO, output [15:0] DOBDO, output [1:0] DOPADOP, output [1:0] DOPBDOP
);
    parameter [255:0] INIT_00 = 0, INIT_01 = 0, INIT_02 = 0, INIT_03 = 0, INIT_04 = 0, INIT_05 = 0, INIT_06 = 0, INIT_07 = 0;
    parameter [255:0] INIT_08 = 0, INIT_09 = 0, INIT_0A = 0, INIT_0B = 0, INIT_0C = 0, INIT_0D = 0, INIT_0E = 0, INIT_0F = 0;
    parameter [255:0] INIT_10 = 0, INIT_11 = 0, INIT_12 = 0, INIT_13 = 0, INIT_14 = 0, INIT_15 = 0, INIT_16 = 0, INIT_17 = 0;
    parameter [255:0] INIT_18 = 0, INIT_19 = 0, INIT_1A = 0, INIT_1B = 0, INIT_1C = 0, INIT_1D = 0, INIT_1E = 0, INIT_1F = 0;
    parameter [255:0] INIT_20 = 0, INIT_21 = 0, INIT_22 = 0, INIT_23 = 0, INIT_24 = 0, INIT_25 = 0, INIT_26 = 0, INIT_27 = 0;
    parameter [255:0] INIT_28 = 0, INIT_29 = 0, INIT_2A = 0, INIT_2B = 0, INIT_2C = 0, INIT_2D = 0, INIT_2E = 0, INIT_2F = 0;
    parameter [255:0] INIT_30 = 0, INIT_31 = 0, INIT_32 = 0, INIT_33 = 0, INIT_34 = 0, INIT_35 = 0, INIT_36 = 0, INIT_37 = 0;
    parameter [255:0] INIT_38 = 0, INIT_39 = 0, INIT_3A = 0, INIT_3B = 0, INIT_3C = 0, INIT_3D = 0, INIT_3E = 0, INIT_3F = 0;
    parameter [255:0] INITP_00 = 0, INITP_01 = 0, INITP_02 = 0, INITP_03 = 0, INITP_04 = 0, INITP_05 = 0, INITP_06 = 0, INITP_07 = 0;
    parameter [17:0] INIT_A = 0, SRVAL_A = 0;
    parameter integer READ_WIDTH_A = 0, WRITE_WIDTH_A = 0, DOA_REG = 0;
    parameter WRITE_MODE_A = "WRITE_FIRST", RSTREG_PRIORITY_A = "RSTREG";
    parameter [17:0] INIT_B = 0, SRVAL_B = 0;
    parameter integer READ_WIDTH_B = 0, WRITE_WIDTH_B = 0, DOB_REG = 0;
    parameter WRITE_MODE_B = "WRITE_FIRST", RSTREG_PRIORITY_B = "RSTREG";
    parameter [0:0] IS_CLKARDCLK_INVERTED = 0, IS_CLKBWRCLK_INVERTED = 0, IS_ENARDEN_INVERTED = 0, IS_ENBWREN_INVERTED = 0;
    parameter [0:0] IS_RSTRAMARSTRAM_INVERTED = 0, IS_RSTRAMB_INVERTED = 0, IS_RSTREGARSTREG_INVERTED = 0, IS_RSTREGB_INVERTED = 0;
    parameter RAM_MODE = "TDP", RDADDR_COLLISION_HWCONFIG = "DELAYED_WRITE", SIM_COLLISION_CHECK = "ALL", SIM_DEVICE = "7SERIES";
    localparam [16383:0] INIT = {
        INIT_3F, INIT_3E, INIT_3D, INIT_3C, INIT_3B, INIT_3A, INIT_39, INIT_38, INIT_37, INIT_36, INIT_35, INIT_34, INIT_33, INIT_32, INIT_31, INIT_30,
        INIT_2F, INIT_2E, INIT_2D, INIT_2C, INIT_2B, INIT_2A, INIT_29, INIT_28, INIT_27, INIT_26, INIT_25, INIT_24, INIT_23, INIT_22, INIT_21, INIT_20,
        INIT_1F, INIT_1E, INIT_1D, INIT_1C, INIT_1B, INIT_1A, INIT_19, INIT_18, INIT_17, INIT_16, INIT_15, INIT_14, INIT_13, INIT_12, INIT_11, INIT_10,
        INIT_0F, INIT_0E, INIT_0D, INIT_0C, INIT_0B, INIT_0A, INIT_09, INIT_08, INIT_07, INIT_06, INIT_05, INIT_04, INIT_03, INIT_02, INIT_01, INIT_00};
    localparam [2047:0] INITP = {
        INITP_07, INITP_06, INITP_05, INITP_04, INITP_03, INITP_02, INITP_01, INITP_00};
    fluxmill_block_ram #(
        .BITS(16384), .ADDRESS(14), .HALF(16),
        .SDP(RAM_MODE == "SDP"), .INIT(INIT), .INITP(INITP),
        .READ_A(READ_WIDTH_A), .WRITE_A(WRITE_WIDTH_A), .REG_A(DOA_REG),
        .MODE_A(WRITE_MODE_A == "NO_CHANGE" ? 2 : WRITE_MODE_A == "READ_FIRST" ? 1 : 0),
        .START_A(INIT_A), .RESET_A(SRVAL_A), .FIRST_A(RSTREG_PRIORITY_A == "REGCE"),
        .READ_B(READ_WIDTH_B), .WRITE_B(WRITE_WIDTH_B), .REG_B(DOB_REG),
        .MODE_B(WRITE_MODE_B == "NO_CHANGE" ? 2 : WRITE_MODE_B == "READ_FIRST" ? 1 : 0),
        .START_B(INIT_B), .RESET_B(SRVAL_B), .FIRST_B(RSTREG_PRIORITY_B == "REGCE")
    ) memory (
        .clk_a(CLKARDCLK ^ IS_CLKARDCLK_INVERTED), .clk_b(CLKBWRCLK ^ IS_CLKBWRCLK_INVERTED),
        .en_a(ENARDEN ^ IS_ENARDEN_INVERTED), .en_b(ENBWREN ^ IS_ENBWREN_INVERTED),
        .reset_a(RSTRAMARSTRAM ^ IS_RSTRAMARSTRAM_INVERTED), .reset_b(RSTRAMB ^ IS_RSTRAMB_INVERTED),
        .reg_reset_a(RSTREGARSTREG ^ IS_RSTREGARSTREG_INVERTED), .reg_reset_b(RSTREGB ^ IS_RSTREGB_INVERTED),
        .reg_en_a(REGCEAREGCE), .reg_en_b(REGCEB),
        .address_a(ADDRARDADDR[13:0]), .address_b(ADDRBWRADDR[13:0]),
        .write_a(WEA), .write_b(WEBWE), .data_a(DIADI), .data_b(DIBDI), .parity_a(DIPADIP), .parity_b(DIPBDIP),
        .out_a(DOADO), .out_b(DOBDO), .outp_a(DOPADOP), .outp_b(DOPBDOP)
    );
endmodule

module RAMB36E1 (
    input CLKARDCLK, input CLKBWRCLK, input ENARDEN, input ENBWREN,
    input REGCEAREGCE, input REGCEB,
    input RSTRAMARSTRAM, input RSTRAMB, input RSTREGARSTREG, input RSTREGB,
    input [15:0] ADDRARDADDR, input [15:0] ADDRBWRADDR,
    input [31:0] DIADI, input [31:0] DIBDI, input [3:0] DIPADIP, input [3:0] DIPBDIP,
    input [3:0] WEA, input [7:0] WEBWE,
    output [31:0] DOADO, output [31:0] DOBDO, output [3:0] DOPADOP, output [3:0] DOPBDOP,
    input CASCADEINA, input CASCADEINB, input INJECTSBITERR, input INJECTDBITERR,
    output CASCADEOUTA, output CASCADEOUTB, output SBITERR, output DBITERR, output [7:0] ECCPARITY, output [8:0] RDADDRECC
);
    parameter [255:0] INIT_00 = 0, INIT_01 = 0, INIT_02 = 0, INIT_03 = 0, INIT_04 = 0, INIT_05 = 0, INIT_06 = 0, INIT_07 = 0;
    parameter [255:0] INIT_08 = 0, INIT_09 = 0, INIT_0A = 0, INIT_0B = 0, INIT_0C = 0, INIT_0D = 0, INIT_0E = 0, INIT_0F = 0;
    parameter [255:0] INIT_10 = 0, INIT_11 = 0, INIT_12 = 0, INIT_13 = 0, INIT_14 = 0, INIT_15 = 0, INIT_16 = 0, INIT_17 = 0;
    parameter [255:0] INIT_18 = 0, INIT_19 = 0, INIT_1A = 0, INIT_1B = 0, INIT_1C = 0, INIT_1D = 0, INIT_1E = 0, INIT_1F = 0;
    parameter [255:0] INIT_20 = 0, INIT_21 = 0, INIT_22 = 0, INIT_23 = 0, INIT_24 = 0, INIT_25 = 0, INIT_26 = 0, INIT_27 = 0;
    parameter [255:0] INIT_28 = 0, INIT_29 = 0, INIT_2A = 0, INIT_2B = 0, INIT_2C = 0, INIT_2D = 0, INIT_2E = 0, INIT_2F = 0;
    parameter [255:0] INIT_30 = 0, INIT_31 = 0, INIT_32 = 0, INIT_33 = 0, INIT_34 = 0, INIT_35 = 0, INIT_36 = 0, INIT_37 = 0;
    parameter [255:0] INIT_38 = 0, INIT_39 = 0, INIT_3A = 0, INIT_3B = 0, INIT_3C = 0, INIT_3D = 0, INIT_3E = 0, INIT_3F = 0;
    parameter [255:0] INIT_40 = 0, INIT_41 = 0, INIT_42 = 0, INIT_43 = 0, INIT_44 = 0, INIT_45 = 0, INIT_46 = 0, INIT_47 = 0;
    parameter [255:0] INIT_48 = 0, INIT_49 = 0, INIT_4A = 0, INIT_4B = 0, INIT_4C = 0, INIT_4D = 0, INIT_4E = 0, INIT_4F = 0;
    parameter [255:0] INIT_50 = 0, INIT_51 = 0, INIT_52 = 0, INIT_53 = 0, INIT_54 = 0, INIT_55 = 0, INIT_56 = 0, INIT_57 = 0;
    parameter [255:0] INIT_58 = 0, INIT_59 = 0, INIT_5A = 0, INIT_5B = 0, INIT_5C = 0, INIT_5D = 0, INIT_5E = 0, INIT_5F = 0;
    parameter [255:0] INIT_60 = 0, INIT_61 = 0, INIT_62 = 0, INIT_63 = 0, INIT_64 = 0, INIT_65 = 0, INIT_66 = 0, INIT_67 = 0;
    parameter [255:0] INIT_68 = 0, INIT_69 = 0, INIT_6A = 0, INIT_6B = 0, INIT_6C = 0, INIT_6D = 0, INIT_6E = 0, INIT_6F = 0;
    parameter [255:0] INIT_70 = 0, INIT_71 = 0, INIT_72 = 0, INIT_73 = 0, INIT_74 = 0, INIT_75 = 0, INIT_76 = 0, INIT_77 = 0;
    parameter [255:0] INIT_78 = 0, INIT_79 = 0, INIT_7A = 0, INIT_7B = 0, INIT_7C = 0, INIT_7D = 0, INIT_7E = 0, INIT_7F = 0;
    parameter [255:0] INITP_00 = 0, INITP_01 = 0, INITP_02 = 0, INITP_03 = 0, INITP_04 = 0, INITP_05 = 0, INITP_06 = 0, INITP_07 = 0;
    parameter [255:0] INITP_08 = 0, INITP_09 = 0, INITP_0A = 0, INITP_0B = 0, INITP_0C = 0, INITP_0D = 0, INITP_0E = 0, INITP_0F = 0;
    parameter [35:0] INIT_A = 0, SRVAL_A = 0;
    parameter integer READ_WIDTH_A = 0, WRITE_WIDTH_A = 0, DOA_REG = 0;
    parameter WRITE_MODE_A = "WRITE_FIRST", RSTREG_PRIORITY_A = "RSTREG";
    parameter [35:0] INIT_B = 0, SRVAL_B = 0;
    parameter integer READ_WIDTH_B = 0, WRITE_WIDTH_B = 0, DOB_REG = 0;
    parameter WRITE_MODE_B = "WRITE_FIRST", RSTREG_PRIORITY_B = "RSTREG";
    parameter [0:0] IS_CLKARDCLK_INVERTED = 0, IS_CLKBWRCLK_INVERTED = 0, IS_ENARDEN_INVERTED = 0, IS_ENBWREN_INVERTED = 0;
    parameter [0:0] IS_RSTRAMARSTRAM_INVERTED = 0, IS_RSTRAMB_INVERTED = 0, IS_RSTREGARSTREG_INVERTED = 0, IS_RSTREGB_INVERTED = 0;
    parameter RAM_MODE = "TDP", RDADDR_COLLISION_HWCONFIG = "DELAYED_WRITE", SIM_COLLISION_CHECK = "ALL", SIM_DEVICE = "7SERIES";
    parameter RAM_EXTENSION_A = "NONE", RAM_EXTENSION_B = "NONE", EN_ECC_READ = "FALSE", EN_ECC_WRITE = "FALSE";
    generate if (RAM_EXTENSION_A != "NONE" || RAM_EXTENSION_B != "NONE") begin
        fluxmill_has_no_model_of_cascaded_block_ram cascade ();
    end endgenerate
    localparam [32767:0] INIT = {
        INIT_7F, INIT_7E, INIT_7D, INIT_7C, INIT_7B, INIT_7A, INIT_79, INIT_78, INIT_77, INIT_76, INIT_75, INIT_74, INIT_73, INIT_72, INIT_71, INIT_70,
        INIT_6F, INIT_6E, INIT_6D, INIT_6C, INIT_6B, INIT_6A, INIT_69, INIT_68, INIT_67, INIT_66, INIT_65, INIT_64, INIT_63, INIT_62, INIT_61, INIT_60,
        INIT_5F, INIT_5E, INIT_5D, INIT_5C, INIT_5B, INIT_5A, INIT_59, INIT_58, INIT_57, INIT_56, INIT_55, INIT_54, INIT_53, INIT_52, INIT_51, INIT_50,
        INIT_4F, INIT_4E, INIT_4D, INIT_4C, INIT_4B, INIT_4A, INIT_49, INIT_48, INIT_47, INIT_46, INIT_45, INIT_44, INIT_43, INIT_42, INIT_41, INIT_40,
        INIT_3F, INIT_3E, INIT_3D, INIT_3C, INIT_3B, INIT_3A, INIT_39, INIT_38, INIT_37, INIT_36, INIT_35, INIT_34, INIT_33, INIT_32, INIT_31, INIT_30,
        INIT_2F, INIT_2E, INIT_2D, INIT_2C, INIT_2B, INIT_2A, INIT_29, INIT_28, INIT_27, INIT_26, INIT_25, INIT_24, INIT_23, INIT_22, INIT_21, INIT_20,
        INIT_1F, INIT_1E, INIT_1D, INIT_1C, INIT_1B, INIT_1A, INIT_19, INIT_18, INIT_17, INIT_16, INIT_15, INIT_14, INIT_13, INIT_12, INIT_11, INIT_10,
        INIT_0F, INIT_0E, INIT_0D, INIT_0C, INIT_0B, INIT_0A, INIT_09, INIT_08, INIT_07, INIT_06, INIT_05, INIT_04, INIT_03, INIT_02, INIT_01, INIT_00};
    localparam [4095:0] INITP = {
        INITP_0F, INITP_0E, INITP_0D, INITP_0C, INITP_0B, INITP_0A, INITP_09, INITP_08, INITP_07, INITP_06, INITP_05, INITP_04, INITP_03, INITP_02, INITP_01, INITP_00};
    fluxmill_block_ram #(
        .BITS(32768), .ADDRESS(15), .HALF(32),
        .SDP(RAM_MODE == "SDP"), .INIT(INIT), .INITP(INITP),
        .READ_A(READ_WIDTH_A), .WRITE_A(WRITE_WIDTH_A), .REG_A(DOA_REG),
        .MODE_A(WRITE_MODE_A == "NO_CHANGE" ? 2 : WRITE_MODE_A == "READ_FIRST" ? 1 : 0),
        .START_A(INIT_A), .RESET_A(SRVAL_A), .FIRST_A(RSTREG_PRIORITY_A == "REGCE"),
        .READ_B(READ_WIDTH_B), .WRITE_B(WRITE_WIDTH_B), .REG_B(DOB_REG),
        .MODE_B(WRITE_MODE_B == "NO_CHANGE" ? 2 : WRITE_MODE_B == "READ_FIRST" ? 1 : 0),
        .START_B(INIT_B), .RESET_B(SRVAL_B), .FIRST_B(RSTREG_PRIORITY_B == "REGCE")
    ) memory (
        .clk_a(CLKARDCLK ^ IS_CLKARDCLK_INVERTED), .clk_b(CLKBWRCLK ^ IS_CLKBWRCLK_INVERTED),
        .en_a(ENARDEN ^ IS_ENARDEN_INVERTED), .en_b(ENBWREN ^ IS_ENBWREN_INVERTED),
        .reset_a(RSTRAMARSTRAM ^ IS_RSTRAMARSTRAM_INVERTED), .reset_b(RSTRAMB ^ IS_RSTRAMB_INVERTED),
        .reg_reset_a(RSTREGARSTREG ^ IS_RSTREGARSTREG_INVERTED), .reg_reset_b(RSTREGB ^ IS_RSTREGB_INVERTED),
        .reg_en_a(REGCEAREGCE), .reg_en_b(REGCEB),
        .address_a(ADDRARDADDR[14:0]), .address_b(ADDRBWRADDR[14:0]),
        .write_a(WEA), .write_b(WEBWE), .data_a(DIADI), .data_b(DIBDI), .parity_a(DIPADIP), .parity_b(DIPBDIP),
        .out_a(DOADO), .out_b(DOBDO), .outp_a(DOPADOP), .outp_b(DOPBDOP)
    );
endmodule
