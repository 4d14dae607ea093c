// SPDX-License-Identifier: Apache-2.0
// Models of ECP5 cells of which yosys has none, as designs of ours use them.

// 18x18 product, with registers of CLK0, CE0 and RST0 before and after it or without.
module MULT18X18D (
  input A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11, A12, A13, A14, A15, A16, A17,
  input B0, B1, B2, B3, B4, B5, B6, B7, B8, B9, B10, B11, B12, B13, B14, B15, B16, B17,
  input C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13, C14, C15, C16, C17,
  input SIGNEDA, SIGNEDB, SOURCEA, SOURCEB,
  input CLK0, CLK1, CLK2, CLK3, CE0, CE1, CE2, CE3, RST0, RST1, RST2, RST3,
  output P0, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13, P14, P15, P16, P17,
  output P18, P19, P20, P21, P22, P23, P24, P25, P26, P27, P28, P29, P30, P31, P32, P33, P34, P35
);
  parameter REG_INPUTA_CLK = "NONE";
  parameter REG_INPUTB_CLK = "NONE";
  parameter REG_INPUTC_CLK = "NONE";
  parameter REG_PIPELINE_CLK = "NONE";
  parameter REG_OUTPUT_CLK = "NONE";
  parameter CLK0_DIV = "ENABLED";
  parameter CLK1_DIV = "ENABLED";
  parameter CLK2_DIV = "ENABLED";
  parameter CLK3_DIV = "ENABLED";
  parameter HIGHSPEED_CLK = "NONE";
  parameter GSR = "DISABLED";
  parameter CAS_MATCH_REG = "FALSE";
  parameter SOURCEB_MODE = "B_SHIFT";
  parameter MULT_BYPASS = "DISABLED";
  parameter RESETMODE = "SYNC";
  parameter REG_INPUTA_CE = "CE0";
  parameter REG_INPUTA_RST = "RST0";
  parameter REG_INPUTB_CE = "CE0";
  parameter REG_INPUTB_RST = "RST0";
  parameter REG_OUTPUT_CE = "CE0";
  parameter REG_OUTPUT_RST = "RST0";
  wire [18:0] pin_a = {SIGNEDA & A17, A17, A16, A15, A14, A13, A12, A11, A10, A9, A8, A7, A6, A5, A4, A3, A2, A1, A0};
  wire [18:0] pin_b = {SIGNEDB & B17, B17, B16, B15, B14, B13, B12, B11, B10, B9, B8, B7, B6, B5, B4, B3, B2, B1, B0};
  wire signed [18:0] a, b;
  wire signed [35:0] product = a * b;
  wire [35:0] p;
  generate
    if (REG_INPUTA_CLK == "NONE") begin
      assign a = pin_a;
    end else begin
      reg [18:0] register;
      always @(posedge CLK0) if (RST0) register <= 19'd0; else if (CE0) register <= pin_a;
      assign a = register;
    end
    if (REG_INPUTB_CLK == "NONE") begin
      assign b = pin_b;
    end else begin
      reg [18:0] register;
      always @(posedge CLK0) if (RST0) register <= 19'd0; else if (CE0) register <= pin_b;
      assign b = register;
    end
    if (REG_OUTPUT_CLK == "NONE") begin
      assign p = product;
    end else begin
      reg [35:0] register;
      always @(posedge CLK0) if (RST0) register <= 36'd0; else if (CE0) register <= product;
      assign p = register;
    end
  endgenerate
  assign {P35, P34, P33, P32, P31, P30, P29, P28, P27, P26, P25, P24, P23, P22, P21, P20, P19, P18,
          P17, P16, P15, P14, P13, P12, P11, P10, P9, P8, P7, P6, P5, P4, P3, P2, P1, P0} = p;
endmodule

// Block RAM without contents at power-up and without output registers. Of 36 bits, the upper half is on port B's pins.
module DP16KD (
  input DIA0, DIA1, DIA2, DIA3, DIA4, DIA5, DIA6, DIA7, DIA8, DIA9, DIA10, DIA11, DIA12, DIA13, DIA14, DIA15, DIA16, DIA17,
  input ADA0, ADA1, ADA2, ADA3, ADA4, ADA5, ADA6, ADA7, ADA8, ADA9, ADA10, ADA11, ADA12, ADA13,
  input CEA, OCEA, CLKA, WEA, RSTA, CSA2, CSA1, CSA0,
  output DOA0, DOA1, DOA2, DOA3, DOA4, DOA5, DOA6, DOA7, DOA8, DOA9, DOA10, DOA11, DOA12, DOA13, DOA14, DOA15, DOA16, DOA17,
  input DIB0, DIB1, DIB2, DIB3, DIB4, DIB5, DIB6, DIB7, DIB8, DIB9, DIB10, DIB11, DIB12, DIB13, DIB14, DIB15, DIB16, DIB17,
  input ADB0, ADB1, ADB2, ADB3, ADB4, ADB5, ADB6, ADB7, ADB8, ADB9, ADB10, ADB11, ADB12, ADB13,
  input CEB, OCEB, CLKB, WEB, RSTB, CSB2, CSB1, CSB0,
  output DOB0, DOB1, DOB2, DOB3, DOB4, DOB5, DOB6, DOB7, DOB8, DOB9, DOB10, DOB11, DOB12, DOB13, DOB14, DOB15, DOB16, DOB17
);
  parameter DATA_WIDTH_A = 18;
  parameter DATA_WIDTH_B = 18;
  parameter REGMODE_A = "NOREG";
  parameter REGMODE_B = "NOREG";
  parameter RESETMODE = "SYNC";
  parameter ASYNC_RESET_RELEASE = "SYNC";
  parameter CSDECODE_A = "0b000";
  parameter CSDECODE_B = "0b000";
  parameter WRITEMODE_A = "NORMAL";
  parameter WRITEMODE_B = "NORMAL";
  parameter GSR = "ENABLED";
  parameter WID = 0;
  parameter INIT_DATA = "STATIC";
  parameter DIA0MUX = "DIA0";
  parameter DIA1MUX = "DIA1";
  parameter DIA2MUX = "DIA2";
  parameter DIA3MUX = "DIA3";
  parameter DIA4MUX = "DIA4";
  parameter DIA5MUX = "DIA5";
  parameter DIA6MUX = "DIA6";
  parameter DIA7MUX = "DIA7";
  parameter DIA8MUX = "DIA8";
  parameter DIA9MUX = "DIA9";
  parameter DIA10MUX = "DIA10";
  parameter DIA11MUX = "DIA11";
  parameter DIA12MUX = "DIA12";
  parameter DIA13MUX = "DIA13";
  parameter DIA14MUX = "DIA14";
  parameter DIA15MUX = "DIA15";
  parameter DIA16MUX = "DIA16";
  parameter DIA17MUX = "DIA17";
  parameter DIB0MUX = "DIB0";
  parameter DIB1MUX = "DIB1";
  parameter DIB2MUX = "DIB2";
  parameter DIB3MUX = "DIB3";
  parameter DIB4MUX = "DIB4";
  parameter DIB5MUX = "DIB5";
  parameter DIB6MUX = "DIB6";
  parameter DIB7MUX = "DIB7";
  parameter DIB8MUX = "DIB8";
  parameter DIB9MUX = "DIB9";
  parameter DIB10MUX = "DIB10";
  parameter DIB11MUX = "DIB11";
  parameter DIB12MUX = "DIB12";
  parameter DIB13MUX = "DIB13";
  parameter DIB14MUX = "DIB14";
  parameter DIB15MUX = "DIB15";
  parameter DIB16MUX = "DIB16";
  parameter DIB17MUX = "DIB17";
  parameter ADA0MUX = "ADA0";
  parameter ADA1MUX = "ADA1";
  parameter ADA2MUX = "ADA2";
  parameter ADA3MUX = "ADA3";
  parameter ADA4MUX = "ADA4";
  parameter ADA5MUX = "ADA5";
  parameter ADA6MUX = "ADA6";
  parameter ADA7MUX = "ADA7";
  parameter ADA8MUX = "ADA8";
  parameter ADA9MUX = "ADA9";
  parameter ADA10MUX = "ADA10";
  parameter ADA11MUX = "ADA11";
  parameter ADA12MUX = "ADA12";
  parameter ADA13MUX = "ADA13";
  parameter ADB0MUX = "ADB0";
  parameter ADB1MUX = "ADB1";
  parameter ADB2MUX = "ADB2";
  parameter ADB3MUX = "ADB3";
  parameter ADB4MUX = "ADB4";
  parameter ADB5MUX = "ADB5";
  parameter ADB6MUX = "ADB6";
  parameter ADB7MUX = "ADB7";
  parameter ADB8MUX = "ADB8";
  parameter ADB9MUX = "ADB9";
  parameter ADB10MUX = "ADB10";
  parameter ADB11MUX = "ADB11";
  parameter ADB12MUX = "ADB12";
  parameter ADB13MUX = "ADB13";
  parameter CLKAMUX = "CLKA";
  parameter CLKBMUX = "CLKB";
  parameter WEAMUX = "WEA";
  parameter WEBMUX = "WEB";
  parameter CEAMUX = "CEA";
  parameter CEBMUX = "CEB";
  parameter OCEAMUX = "OCEA";
  parameter OCEBMUX = "OCEB";
  parameter RSTAMUX = "RSTA";
  parameter RSTBMUX = "RSTB";
  parameter CSA0MUX = "CSA0";
  parameter CSA1MUX = "CSA1";
  parameter CSA2MUX = "CSA2";
  parameter CSB0MUX = "CSB0";
  parameter CSB1MUX = "CSB1";
  parameter CSB2MUX = "CSB2";
  parameter INITVAL_00 = 0;
  parameter INITVAL_01 = 0;
  parameter INITVAL_02 = 0;
  parameter INITVAL_03 = 0;
  parameter INITVAL_04 = 0;
  parameter INITVAL_05 = 0;
  parameter INITVAL_06 = 0;
  parameter INITVAL_07 = 0;
  parameter INITVAL_08 = 0;
  parameter INITVAL_09 = 0;
  parameter INITVAL_0A = 0;
  parameter INITVAL_0B = 0;
  parameter INITVAL_0C = 0;
  parameter INITVAL_0D = 0;
  parameter INITVAL_0E = 0;
  parameter INITVAL_0F = 0;
  parameter INITVAL_10 = 0;
  parameter INITVAL_11 = 0;
  parameter INITVAL_12 = 0;
  parameter INITVAL_13 = 0;
  parameter INITVAL_14 = 0;
  parameter INITVAL_15 = 0;
  parameter INITVAL_16 = 0;
  parameter INITVAL_17 = 0;
  parameter INITVAL_18 = 0;
  parameter INITVAL_19 = 0;
  parameter INITVAL_1A = 0;
  parameter INITVAL_1B = 0;
  parameter INITVAL_1C = 0;
  parameter INITVAL_1D = 0;
  parameter INITVAL_1E = 0;
  parameter INITVAL_1F = 0;
  parameter INITVAL_20 = 0;
  parameter INITVAL_21 = 0;
  parameter INITVAL_22 = 0;
  parameter INITVAL_23 = 0;
  parameter INITVAL_24 = 0;
  parameter INITVAL_25 = 0;
  parameter INITVAL_26 = 0;
  parameter INITVAL_27 = 0;
  parameter INITVAL_28 = 0;
  parameter INITVAL_29 = 0;
  parameter INITVAL_2A = 0;
  parameter INITVAL_2B = 0;
  parameter INITVAL_2C = 0;
  parameter INITVAL_2D = 0;
  parameter INITVAL_2E = 0;
  parameter INITVAL_2F = 0;
  parameter INITVAL_30 = 0;
  parameter INITVAL_31 = 0;
  parameter INITVAL_32 = 0;
  parameter INITVAL_33 = 0;
  parameter INITVAL_34 = 0;
  parameter INITVAL_35 = 0;
  parameter INITVAL_36 = 0;
  parameter INITVAL_37 = 0;
  parameter INITVAL_38 = 0;
  parameter INITVAL_39 = 0;
  parameter INITVAL_3A = 0;
  parameter INITVAL_3B = 0;
  parameter INITVAL_3C = 0;
  parameter INITVAL_3D = 0;
  parameter INITVAL_3E = 0;
  parameter INITVAL_3F = 0;
  localparam MODE_A = WRITEMODE_A == "WRITETHROUGH" ? 1 : WRITEMODE_A == "READBEFOREWRITE" ? 2 : 0;
  localparam MODE_B = WRITEMODE_B == "WRITETHROUGH" ? 1 : WRITEMODE_B == "READBEFOREWRITE" ? 2 : 0;
  wire [17:0] a = {DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1, DIA0};
  wire [17:0] b = {DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9, DIB8, DIB7, DIB6, DIB5, DIB4, DIB3, DIB2, DIB1, DIB0};
  wire [35:0] from_a;
  wire [35:0] from_b;
  fluxmill_block_ram #(
    .UNIT(9), .WIDTH_A(DATA_WIDTH_A), .WIDTH_B(DATA_WIDTH_B), .MODE_A(MODE_A), .MODE_B(MODE_B), .ASYNC(RESETMODE == "ASYNC")
  ) ram (
    .clk_a(CLKA), .ce_a(CEA), .write_a(WEA), .reset_a(RSTA), .address_a({ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0}),
    .in_a({b, a}), .out_a(from_a),
    .clk_b(CLKB), .ce_b(CEB), .write_b(WEB), .reset_b(RSTB), .address_b({ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0}),
    .in_b({18'd0, b}), .out_b(from_b)
  );
  assign {DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1, DOA0} = DATA_WIDTH_B == 36 ? from_b[17:0] : from_a[17:0];
  assign {DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1, DOB0} = DATA_WIDTH_B == 36 ? from_b[35:18] : from_b[17:0];
endmodule
