// SPDX-License-Identifier: Apache-2.0
// Self-checking bench of npe8x8, in Verilog-2001. It writes and reads registers and moves streams as the script
// npe8x8_tb.hex says (a line a step: what, address, value, mask), with pauses on all streams, and compares what
// comes back with the vectors. The last line that it prints begins with PASS or FAIL.
//   $ iverilog -o npe8x8_tb npe8x8.v npe8x8_tb.v && vvp npe8x8_tb
//   $ verilator --binary --timing -Wno-fatal --top-module npe8x8_tb npe8x8.v npe8x8_tb.v && obj_dir/Vnpe8x8_tb
`timescale 1ns/1ps

module npe8x8_tb;
  localparam STEPS = 173;
  localparam PATIENCE = 1000000; // cycles without a step or a beat
  localparam MOST_POLLS = 10000;

  localparam OP_END = 0, OP_WRITE = 1, OP_READ = 2, OP_POLL = 3, OP_STREAM = 4, OP_AWAIT = 5, OP_INTERRUPT = 6;
  localparam FETCH = 0, WRITING = 1, READING = 2, ENDED = 3;

  reg clock = 0;
  always #5 clock = !clock;

  integer cycle = 0;
  wire resetting = cycle < 16;
  reg [15:0] noise = 16'hace1; // pauses: a linear feedback shift register
  always @(posedge clock) begin
    cycle <= cycle + 1;
    noise <= {noise[14:0], noise[15] ^ noise[13] ^ noise[12] ^ noise[10]};
  end

  wire s_axi_awready;
  wire s_axi_wready;
  wire [1:0] s_axi_bresp;
  wire s_axi_bvalid;
  wire s_axi_arready;
  wire [31:0] s_axi_rdata;
  wire [1:0] s_axi_rresp;
  wire s_axi_rvalid;
  wire s_axis_act_tready;
  wire s_axis_wgt_tready;
  wire [127:0] m_axis_res_tdata;
  wire m_axis_res_tlast;
  wire m_axis_res_tvalid;
  wire irq;

  // the register bus
  reg [7:0] s_axi_awaddr = 0;
  reg s_axi_awvalid = 0;
  reg [31:0] s_axi_wdata = 0;
  wire [3:0] s_axi_wstrb = 4'b1111;
  reg s_axi_wvalid = 0;
  wire s_axi_bready = 1;
  reg [7:0] s_axi_araddr = 0;
  reg s_axi_arvalid = 0;
  wire s_axi_rready = 1;

  // s_axis_act: beats of npe8x8_tb_s_axis_act.hex, with pauses
  reg [127:0] s_axis_act_beats [0:59];
  reg s_axis_act_tvalid = 0;
  integer s_axis_act_index = 0;
  integer s_axis_act_limit = 0;
  wire [127:0] s_axis_act_beat = s_axis_act_beats[s_axis_act_index];
  wire [127:0] s_axis_act_tdata = s_axis_act_beat[127:0];
  wire s_axis_act_moves = s_axis_act_tvalid && s_axis_act_tready;
  always @(posedge clock) begin
    if (resetting) s_axis_act_tvalid <= 0;
    else if (!s_axis_act_tvalid || s_axis_act_tready)
      s_axis_act_tvalid <= (s_axis_act_index + (s_axis_act_moves ? 1 : 0) < s_axis_act_limit) && noise[0];
    if (s_axis_act_moves) s_axis_act_index <= s_axis_act_index + 1;
  end

  // s_axis_wgt: beats of npe8x8_tb_s_axis_wgt.hex, with pauses
  reg [127:0] s_axis_wgt_beats [0:87];
  reg s_axis_wgt_tvalid = 0;
  integer s_axis_wgt_index = 0;
  integer s_axis_wgt_limit = 0;
  wire [127:0] s_axis_wgt_beat = s_axis_wgt_beats[s_axis_wgt_index];
  wire [127:0] s_axis_wgt_tdata = s_axis_wgt_beat[127:0];
  wire s_axis_wgt_moves = s_axis_wgt_tvalid && s_axis_wgt_tready;
  always @(posedge clock) begin
    if (resetting) s_axis_wgt_tvalid <= 0;
    else if (!s_axis_wgt_tvalid || s_axis_wgt_tready)
      s_axis_wgt_tvalid <= (s_axis_wgt_index + (s_axis_wgt_moves ? 1 : 0) < s_axis_wgt_limit) && noise[3];
    if (s_axis_wgt_moves) s_axis_wgt_index <= s_axis_wgt_index + 1;
  end

  // m_axis_res: every beat is compared with npe8x8_tb_m_axis_res.hex, whose lines are a mask and the beat
  reg [255:0] m_axis_res_beats [0:135];
  integer m_axis_res_index = 0;
  integer m_axis_res_limit = 0;
  reg m_axis_res_go = 0;
  reg m_axis_res_failed = 0;
  wire m_axis_res_tready = m_axis_res_go && m_axis_res_index < m_axis_res_limit;
  wire [255:0] m_axis_res_beat = m_axis_res_beats[m_axis_res_index];
  wire [127:0] m_axis_res_wrong = (m_axis_res_tdata ^ m_axis_res_beat[127:0]) & m_axis_res_beat[255:128];
  always @(posedge clock) begin
    m_axis_res_go <= noise[6];
    if (!resetting && m_axis_res_tvalid && m_axis_res_tready) begin
      if (m_axis_res_wrong !== 0 && !m_axis_res_failed) begin
        $display("FAIL: m_axis_res beat %0d is %h, must be %h (mask %h)", m_axis_res_index, m_axis_res_tdata,
                 m_axis_res_beat[127:0], m_axis_res_beat[255:128]);
        m_axis_res_failed <= 1;
      end
      m_axis_res_index <= m_axis_res_index + 1;
    end
  end

  npe8x8 dut (
    .clk(clock),
    .reset(resetting),
    .s_axi_awaddr(s_axi_awaddr),
    .s_axi_awvalid(s_axi_awvalid),
    .s_axi_awready(s_axi_awready),
    .s_axi_wdata(s_axi_wdata),
    .s_axi_wstrb(s_axi_wstrb),
    .s_axi_wvalid(s_axi_wvalid),
    .s_axi_wready(s_axi_wready),
    .s_axi_bresp(s_axi_bresp),
    .s_axi_bvalid(s_axi_bvalid),
    .s_axi_bready(s_axi_bready),
    .s_axi_araddr(s_axi_araddr),
    .s_axi_arvalid(s_axi_arvalid),
    .s_axi_arready(s_axi_arready),
    .s_axi_rdata(s_axi_rdata),
    .s_axi_rresp(s_axi_rresp),
    .s_axi_rvalid(s_axi_rvalid),
    .s_axi_rready(s_axi_rready),
    .s_axis_act_tdata(s_axis_act_tdata),
    .s_axis_act_tvalid(s_axis_act_tvalid),
    .s_axis_act_tready(s_axis_act_tready),
    .s_axis_wgt_tdata(s_axis_wgt_tdata),
    .s_axis_wgt_tvalid(s_axis_wgt_tvalid),
    .s_axis_wgt_tready(s_axis_wgt_tready),
    .m_axis_res_tdata(m_axis_res_tdata),
    .m_axis_res_tlast(m_axis_res_tlast),
    .m_axis_res_tvalid(m_axis_res_tvalid),
    .m_axis_res_tready(m_axis_res_tready),
    .irq(irq)
  );

  // the script
  reg [103:0] script [0:STEPS-1];
  integer pc = 0;
  integer state = FETCH;
  integer polls = 0;
  integer reads = 0;
  integer idle = 0;
  integer last_position = 0;
  reg bus_failed = 0;
  wire [103:0] step = script[pc];
  wire [7:0] op = step[103:96];
  wire [31:0] address = step[95:64];
  wire [31:0] value = step[63:32];
  wire [31:0] mask = step[31:0];
  wire moved = s_axis_act_index == s_axis_act_limit && s_axis_wgt_index == s_axis_wgt_limit && m_axis_res_index == m_axis_res_limit;
  wire failed = bus_failed || m_axis_res_failed;
  wire [31:0] position = pc + s_axis_act_index + s_axis_wgt_index + m_axis_res_index;
  wire [31:0] wrong = (s_axi_rdata ^ value) & mask;

  initial begin
    $readmemh("npe8x8_tb.hex", script);
    $readmemh("npe8x8_tb_s_axis_act.hex", s_axis_act_beats);
    $readmemh("npe8x8_tb_s_axis_wgt.hex", s_axis_wgt_beats);
    $readmemh("npe8x8_tb_m_axis_res.hex", m_axis_res_beats);
  end

  always @(posedge clock) begin
    last_position <= position;
    idle <= last_position == position ? idle + 1 : 0;
    if (failed) begin
      $display("FAIL: in step %0d of %0d, cycle %0d", pc, STEPS, cycle);
      $finish;
    end else if (idle > PATIENCE) begin
      $display("FAIL: step %0d of %0d does not end, cycle %0d", pc, STEPS, cycle);
      $finish;
    end else if (!resetting) begin
      case (state)
        FETCH: begin
          if (op == OP_WRITE) begin
            s_axi_awaddr <= address[7:0];
            s_axi_awvalid <= 1;
            s_axi_wdata <= value;
            s_axi_wvalid <= 1;
            state <= WRITING;
          end else if (op == OP_READ || op == OP_POLL) begin
            s_axi_araddr <= address[7:0];
            s_axi_arvalid <= 1;
            state <= READING;
          end else if (op == OP_STREAM) begin
          if (address == 0) s_axis_act_limit <= value;
          if (address == 1) s_axis_wgt_limit <= value;
          if (address == 2) m_axis_res_limit <= value;
            pc <= pc + 1;
          end else if (op == OP_AWAIT) begin
            if (moved) pc <= pc + 1;
          end else if (op == OP_INTERRUPT) begin
            if (irq) pc <= pc + 1;
          end else if (op == OP_END) begin
            if (moved) begin
              $display("PASS: npe8x8, %0d registers and %0d beats compared, %0d cycles", reads, 0 + m_axis_res_index, cycle);
              state <= ENDED;
              $finish;
            end
          end else begin
            $display("FAIL: step %0d is unknown: is npe8x8_tb.hex in this folder?", pc);
            $finish;
          end
        end
        WRITING: begin
          if (s_axi_awready) s_axi_awvalid <= 0;
          if (s_axi_wready) s_axi_wvalid <= 0;
          if (s_axi_bvalid) begin
            if (s_axi_bresp !== 2'b00) begin
              $display("FAIL: write to %h was answered %b", address, s_axi_bresp);
              bus_failed <= 1;
            end
            pc <= pc + 1;
            state <= FETCH;
          end
        end
        READING: begin
          if (s_axi_arready) s_axi_arvalid <= 0;
          if (s_axi_rvalid) begin
            if (wrong === 0 && s_axi_rresp === 2'b00) begin
              pc <= pc + 1;
              polls <= 0;
              if (mask != 0) reads <= reads + 1;
              end else if (op == OP_POLL && polls < MOST_POLLS) begin
              polls <= polls + 1;
            end else begin
              $display("FAIL: register %h is %h, must be %h (mask %h)", address, s_axi_rdata, value, mask);
              bus_failed <= 1;
            end
            state <= FETCH;
          end
        end
        default: ;
      endcase
    end
  end
endmodule
