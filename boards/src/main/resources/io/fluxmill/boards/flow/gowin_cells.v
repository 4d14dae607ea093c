// SPDX-License-Identifier: Apache-2.0
// Models of Gowin cells of which yosys has none, as designs of ours use them: block RAM without contents at power-up, without output
// registers and with all blocks selected. A word of 16 or 32 bits has its byte enables in the low bits of its address.

module SDPB (
  input CLKA, input CEA, input RESETA, input CLKB, input CEB, input RESETB, input OCE,
  input [2:0] BLKSELA, input [2:0] BLKSELB, input [13:0] ADA, input [13:0] ADB, input [31:0] DI, output [31:0] DO
);
  parameter READ_MODE = 1'b0;
  parameter BIT_WIDTH_0 = 32;
  parameter BIT_WIDTH_1 = 32;
  parameter BLK_SEL_0 = 3'b000;
  parameter BLK_SEL_1 = 3'b000;
  parameter RESET_MODE = "SYNC";
  parameter INIT_RAM_00 = 0;
  parameter INIT_RAM_01 = 0;
  parameter INIT_RAM_02 = 0;
  parameter INIT_RAM_03 = 0;
  parameter INIT_RAM_04 = 0;
  parameter INIT_RAM_05 = 0;
  parameter INIT_RAM_06 = 0;
  parameter INIT_RAM_07 = 0;
  parameter INIT_RAM_08 = 0;
  parameter INIT_RAM_09 = 0;
  parameter INIT_RAM_0A = 0;
  parameter INIT_RAM_0B = 0;
  parameter INIT_RAM_0C = 0;
  parameter INIT_RAM_0D = 0;
  parameter INIT_RAM_0E = 0;
  parameter INIT_RAM_0F = 0;
  parameter INIT_RAM_10 = 0;
  parameter INIT_RAM_11 = 0;
  parameter INIT_RAM_12 = 0;
  parameter INIT_RAM_13 = 0;
  parameter INIT_RAM_14 = 0;
  parameter INIT_RAM_15 = 0;
  parameter INIT_RAM_16 = 0;
  parameter INIT_RAM_17 = 0;
  parameter INIT_RAM_18 = 0;
  parameter INIT_RAM_19 = 0;
  parameter INIT_RAM_1A = 0;
  parameter INIT_RAM_1B = 0;
  parameter INIT_RAM_1C = 0;
  parameter INIT_RAM_1D = 0;
  parameter INIT_RAM_1E = 0;
  parameter INIT_RAM_1F = 0;
  parameter INIT_RAM_20 = 0;
  parameter INIT_RAM_21 = 0;
  parameter INIT_RAM_22 = 0;
  parameter INIT_RAM_23 = 0;
  parameter INIT_RAM_24 = 0;
  parameter INIT_RAM_25 = 0;
  parameter INIT_RAM_26 = 0;
  parameter INIT_RAM_27 = 0;
  parameter INIT_RAM_28 = 0;
  parameter INIT_RAM_29 = 0;
  parameter INIT_RAM_2A = 0;
  parameter INIT_RAM_2B = 0;
  parameter INIT_RAM_2C = 0;
  parameter INIT_RAM_2D = 0;
  parameter INIT_RAM_2E = 0;
  parameter INIT_RAM_2F = 0;
  parameter INIT_RAM_30 = 0;
  parameter INIT_RAM_31 = 0;
  parameter INIT_RAM_32 = 0;
  parameter INIT_RAM_33 = 0;
  parameter INIT_RAM_34 = 0;
  parameter INIT_RAM_35 = 0;
  parameter INIT_RAM_36 = 0;
  parameter INIT_RAM_37 = 0;
  parameter INIT_RAM_38 = 0;
  parameter INIT_RAM_39 = 0;
  parameter INIT_RAM_3A = 0;
  parameter INIT_RAM_3B = 0;
  parameter INIT_RAM_3C = 0;
  parameter INIT_RAM_3D = 0;
  parameter INIT_RAM_3E = 0;
  parameter INIT_RAM_3F = 0;
  wire [35:0] unused;
  wire [35:0] data;
  assign DO = data[31:0];
  fluxmill_block_ram #(.UNIT(8), .WIDTH_A(BIT_WIDTH_0), .WIDTH_B(BIT_WIDTH_1), .ASYNC(RESET_MODE == "ASYNC")) ram (
    .clk_a(CLKA), .ce_a(CEA), .write_a(1'b1), .reset_a(1'b0), .address_a(ADA), .in_a({4'd0, DI}), .out_a(unused),
    .clk_b(CLKB), .ce_b(CEB), .write_b(1'b0), .reset_b(RESETB), .address_b(ADB), .in_b(36'd0), .out_b(data)
  );
endmodule

module SDPX9B (
  input CLKA, input CEA, input RESETA, input CLKB, input CEB, input RESETB, input OCE,
  input [2:0] BLKSELA, input [2:0] BLKSELB, input [13:0] ADA, input [13:0] ADB, input [35:0] DI, output [35:0] DO
);
  parameter READ_MODE = 1'b0;
  parameter BIT_WIDTH_0 = 36;
  parameter BIT_WIDTH_1 = 36;
  parameter BLK_SEL_0 = 3'b000;
  parameter BLK_SEL_1 = 3'b000;
  parameter RESET_MODE = "SYNC";
  parameter INIT_RAM_00 = 0;
  parameter INIT_RAM_01 = 0;
  parameter INIT_RAM_02 = 0;
  parameter INIT_RAM_03 = 0;
  parameter INIT_RAM_04 = 0;
  parameter INIT_RAM_05 = 0;
  parameter INIT_RAM_06 = 0;
  parameter INIT_RAM_07 = 0;
  parameter INIT_RAM_08 = 0;
  parameter INIT_RAM_09 = 0;
  parameter INIT_RAM_0A = 0;
  parameter INIT_RAM_0B = 0;
  parameter INIT_RAM_0C = 0;
  parameter INIT_RAM_0D = 0;
  parameter INIT_RAM_0E = 0;
  parameter INIT_RAM_0F = 0;
  parameter INIT_RAM_10 = 0;
  parameter INIT_RAM_11 = 0;
  parameter INIT_RAM_12 = 0;
  parameter INIT_RAM_13 = 0;
  parameter INIT_RAM_14 = 0;
  parameter INIT_RAM_15 = 0;
  parameter INIT_RAM_16 = 0;
  parameter INIT_RAM_17 = 0;
  parameter INIT_RAM_18 = 0;
  parameter INIT_RAM_19 = 0;
  parameter INIT_RAM_1A = 0;
  parameter INIT_RAM_1B = 0;
  parameter INIT_RAM_1C = 0;
  parameter INIT_RAM_1D = 0;
  parameter INIT_RAM_1E = 0;
  parameter INIT_RAM_1F = 0;
  parameter INIT_RAM_20 = 0;
  parameter INIT_RAM_21 = 0;
  parameter INIT_RAM_22 = 0;
  parameter INIT_RAM_23 = 0;
  parameter INIT_RAM_24 = 0;
  parameter INIT_RAM_25 = 0;
  parameter INIT_RAM_26 = 0;
  parameter INIT_RAM_27 = 0;
  parameter INIT_RAM_28 = 0;
  parameter INIT_RAM_29 = 0;
  parameter INIT_RAM_2A = 0;
  parameter INIT_RAM_2B = 0;
  parameter INIT_RAM_2C = 0;
  parameter INIT_RAM_2D = 0;
  parameter INIT_RAM_2E = 0;
  parameter INIT_RAM_2F = 0;
  parameter INIT_RAM_30 = 0;
  parameter INIT_RAM_31 = 0;
  parameter INIT_RAM_32 = 0;
  parameter INIT_RAM_33 = 0;
  parameter INIT_RAM_34 = 0;
  parameter INIT_RAM_35 = 0;
  parameter INIT_RAM_36 = 0;
  parameter INIT_RAM_37 = 0;
  parameter INIT_RAM_38 = 0;
  parameter INIT_RAM_39 = 0;
  parameter INIT_RAM_3A = 0;
  parameter INIT_RAM_3B = 0;
  parameter INIT_RAM_3C = 0;
  parameter INIT_RAM_3D = 0;
  parameter INIT_RAM_3E = 0;
  parameter INIT_RAM_3F = 0;
  wire [35:0] unused;
  wire [35:0] data;
  assign DO = data[35:0];
  fluxmill_block_ram #(.UNIT(9), .WIDTH_A(BIT_WIDTH_0), .WIDTH_B(BIT_WIDTH_1), .ASYNC(RESET_MODE == "ASYNC")) ram (
    .clk_a(CLKA), .ce_a(CEA), .write_a(1'b1), .reset_a(1'b0), .address_a(ADA), .in_a(DI), .out_a(unused),
    .clk_b(CLKB), .ce_b(CEB), .write_b(1'b0), .reset_b(RESETB), .address_b(ADB), .in_b(36'd0), .out_b(data)
  );
endmodule

module DPB (
  input CLKA, input CEA, input OCEA, input RESETA, input WREA, input CLKB, input CEB, input OCEB, input RESETB, input WREB,
  input [2:0] BLKSELA, input [2:0] BLKSELB, input [13:0] ADA, input [13:0] ADB,
  input [15:0] DIA, input [15:0] DIB, output [15:0] DOA, output [15:0] DOB
);
  parameter READ_MODE0 = 1'b0;
  parameter READ_MODE1 = 1'b0;
  parameter WRITE_MODE0 = 2'b00;
  parameter WRITE_MODE1 = 2'b00;
  parameter BIT_WIDTH_0 = 16;
  parameter BIT_WIDTH_1 = 16;
  parameter BLK_SEL_0 = 3'b000;
  parameter BLK_SEL_1 = 3'b000;
  parameter RESET_MODE = "SYNC";
  parameter INIT_RAM_00 = 0;
  parameter INIT_RAM_01 = 0;
  parameter INIT_RAM_02 = 0;
  parameter INIT_RAM_03 = 0;
  parameter INIT_RAM_04 = 0;
  parameter INIT_RAM_05 = 0;
  parameter INIT_RAM_06 = 0;
  parameter INIT_RAM_07 = 0;
  parameter INIT_RAM_08 = 0;
  parameter INIT_RAM_09 = 0;
  parameter INIT_RAM_0A = 0;
  parameter INIT_RAM_0B = 0;
  parameter INIT_RAM_0C = 0;
  parameter INIT_RAM_0D = 0;
  parameter INIT_RAM_0E = 0;
  parameter INIT_RAM_0F = 0;
  parameter INIT_RAM_10 = 0;
  parameter INIT_RAM_11 = 0;
  parameter INIT_RAM_12 = 0;
  parameter INIT_RAM_13 = 0;
  parameter INIT_RAM_14 = 0;
  parameter INIT_RAM_15 = 0;
  parameter INIT_RAM_16 = 0;
  parameter INIT_RAM_17 = 0;
  parameter INIT_RAM_18 = 0;
  parameter INIT_RAM_19 = 0;
  parameter INIT_RAM_1A = 0;
  parameter INIT_RAM_1B = 0;
  parameter INIT_RAM_1C = 0;
  parameter INIT_RAM_1D = 0;
  parameter INIT_RAM_1E = 0;
  parameter INIT_RAM_1F = 0;
  parameter INIT_RAM_20 = 0;
  parameter INIT_RAM_21 = 0;
  parameter INIT_RAM_22 = 0;
  parameter INIT_RAM_23 = 0;
  parameter INIT_RAM_24 = 0;
  parameter INIT_RAM_25 = 0;
  parameter INIT_RAM_26 = 0;
  parameter INIT_RAM_27 = 0;
  parameter INIT_RAM_28 = 0;
  parameter INIT_RAM_29 = 0;
  parameter INIT_RAM_2A = 0;
  parameter INIT_RAM_2B = 0;
  parameter INIT_RAM_2C = 0;
  parameter INIT_RAM_2D = 0;
  parameter INIT_RAM_2E = 0;
  parameter INIT_RAM_2F = 0;
  parameter INIT_RAM_30 = 0;
  parameter INIT_RAM_31 = 0;
  parameter INIT_RAM_32 = 0;
  parameter INIT_RAM_33 = 0;
  parameter INIT_RAM_34 = 0;
  parameter INIT_RAM_35 = 0;
  parameter INIT_RAM_36 = 0;
  parameter INIT_RAM_37 = 0;
  parameter INIT_RAM_38 = 0;
  parameter INIT_RAM_39 = 0;
  parameter INIT_RAM_3A = 0;
  parameter INIT_RAM_3B = 0;
  parameter INIT_RAM_3C = 0;
  parameter INIT_RAM_3D = 0;
  parameter INIT_RAM_3E = 0;
  parameter INIT_RAM_3F = 0;
  wire [35:0] data_a;
  wire [35:0] data_b;
  assign DOA = data_a[15:0];
  assign DOB = data_b[15:0];
  fluxmill_block_ram #(
    .UNIT(8), .WIDTH_A(BIT_WIDTH_0), .WIDTH_B(BIT_WIDTH_1), .MODE_A(WRITE_MODE0), .MODE_B(WRITE_MODE1), .ASYNC(RESET_MODE == "ASYNC")
  ) ram (
    .clk_a(CLKA), .ce_a(CEA), .write_a(WREA), .reset_a(RESETA), .address_a(ADA), .in_a({20'd0, DIA}), .out_a(data_a),
    .clk_b(CLKB), .ce_b(CEB), .write_b(WREB), .reset_b(RESETB), .address_b(ADB), .in_b({20'd0, DIB}), .out_b(data_b)
  );
endmodule

module DPX9B (
  input CLKA, input CEA, input OCEA, input RESETA, input WREA, input CLKB, input CEB, input OCEB, input RESETB, input WREB,
  input [2:0] BLKSELA, input [2:0] BLKSELB, input [13:0] ADA, input [13:0] ADB,
  input [17:0] DIA, input [17:0] DIB, output [17:0] DOA, output [17:0] DOB
);
  parameter READ_MODE0 = 1'b0;
  parameter READ_MODE1 = 1'b0;
  parameter WRITE_MODE0 = 2'b00;
  parameter WRITE_MODE1 = 2'b00;
  parameter BIT_WIDTH_0 = 18;
  parameter BIT_WIDTH_1 = 18;
  parameter BLK_SEL_0 = 3'b000;
  parameter BLK_SEL_1 = 3'b000;
  parameter RESET_MODE = "SYNC";
  parameter INIT_RAM_00 = 0;
  parameter INIT_RAM_01 = 0;
  parameter INIT_RAM_02 = 0;
  parameter INIT_RAM_03 = 0;
  parameter INIT_RAM_04 = 0;
  parameter INIT_RAM_05 = 0;
  parameter INIT_RAM_06 = 0;
  parameter INIT_RAM_07 = 0;
  parameter INIT_RAM_08 = 0;
  parameter INIT_RAM_09 = 0;
  parameter INIT_RAM_0A = 0;
  parameter INIT_RAM_0B = 0;
  parameter INIT_RAM_0C = 0;
  parameter INIT_RAM_0D = 0;
  parameter INIT_RAM_0E = 0;
  parameter INIT_RAM_0F = 0;
  parameter INIT_RAM_10 = 0;
  parameter INIT_RAM_11 = 0;
  parameter INIT_RAM_12 = 0;
  parameter INIT_RAM_13 = 0;
  parameter INIT_RAM_14 = 0;
  parameter INIT_RAM_15 = 0;
  parameter INIT_RAM_16 = 0;
  parameter INIT_RAM_17 = 0;
  parameter INIT_RAM_18 = 0;
  parameter INIT_RAM_19 = 0;
  parameter INIT_RAM_1A = 0;
  parameter INIT_RAM_1B = 0;
  parameter INIT_RAM_1C = 0;
  parameter INIT_RAM_1D = 0;
  parameter INIT_RAM_1E = 0;
  parameter INIT_RAM_1F = 0;
  parameter INIT_RAM_20 = 0;
  parameter INIT_RAM_21 = 0;
  parameter INIT_RAM_22 = 0;
  parameter INIT_RAM_23 = 0;
  parameter INIT_RAM_24 = 0;
  parameter INIT_RAM_25 = 0;
  parameter INIT_RAM_26 = 0;
  parameter INIT_RAM_27 = 0;
  parameter INIT_RAM_28 = 0;
  parameter INIT_RAM_29 = 0;
  parameter INIT_RAM_2A = 0;
  parameter INIT_RAM_2B = 0;
  parameter INIT_RAM_2C = 0;
  parameter INIT_RAM_2D = 0;
  parameter INIT_RAM_2E = 0;
  parameter INIT_RAM_2F = 0;
  parameter INIT_RAM_30 = 0;
  parameter INIT_RAM_31 = 0;
  parameter INIT_RAM_32 = 0;
  parameter INIT_RAM_33 = 0;
  parameter INIT_RAM_34 = 0;
  parameter INIT_RAM_35 = 0;
  parameter INIT_RAM_36 = 0;
  parameter INIT_RAM_37 = 0;
  parameter INIT_RAM_38 = 0;
  parameter INIT_RAM_39 = 0;
  parameter INIT_RAM_3A = 0;
  parameter INIT_RAM_3B = 0;
  parameter INIT_RAM_3C = 0;
  parameter INIT_RAM_3D = 0;
  parameter INIT_RAM_3E = 0;
  parameter INIT_RAM_3F = 0;
  wire [35:0] data_a;
  wire [35:0] data_b;
  assign DOA = data_a[17:0];
  assign DOB = data_b[17:0];
  fluxmill_block_ram #(
    .UNIT(9), .WIDTH_A(BIT_WIDTH_0), .WIDTH_B(BIT_WIDTH_1), .MODE_A(WRITE_MODE0), .MODE_B(WRITE_MODE1), .ASYNC(RESET_MODE == "ASYNC")
  ) ram (
    .clk_a(CLKA), .ce_a(CEA), .write_a(WREA), .reset_a(RESETA), .address_a(ADA), .in_a({18'd0, DIA}), .out_a(data_a),
    .clk_b(CLKB), .ce_b(CEB), .write_b(WREB), .reset_b(RESETB), .address_b(ADB), .in_b({18'd0, DIB}), .out_b(data_b)
  );
endmodule
