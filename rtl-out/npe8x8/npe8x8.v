/* verilator lint_off DECLFILENAME */ // all modules of a design are in one file
/* verilator lint_off VARHIDDEN */ // an instance may have the name of a signal inside it
/* verilator lint_off UNUSEDSIGNAL */ // words of which only slices are used, and memory helpers of the emitter
// Generator : SpinalHDL v1.14.2    git head : 78f29dc66110fc099a777992b6daa2f803ab445e
// Component : npe8x8

`timescale 1ns/1ps

module npe8x8 (
  input  wire [7:0]    s_axi_awaddr,
  input  wire          s_axi_awvalid,
  output wire          s_axi_awready,
  input  wire [31:0]   s_axi_wdata,
  input  wire [3:0]    s_axi_wstrb,
  input  wire          s_axi_wvalid,
  output wire          s_axi_wready,
  output wire [1:0]    s_axi_bresp,
  output wire          s_axi_bvalid,
  input  wire          s_axi_bready,
  input  wire [7:0]    s_axi_araddr,
  input  wire          s_axi_arvalid,
  output wire          s_axi_arready,
  output wire [31:0]   s_axi_rdata,
  output wire [1:0]    s_axi_rresp,
  output wire          s_axi_rvalid,
  input  wire          s_axi_rready,
  input  wire [127:0]  s_axis_act_tdata,
  input  wire          s_axis_act_tvalid,
  output wire          s_axis_act_tready,
  input  wire [127:0]  s_axis_wgt_tdata,
  input  wire          s_axis_wgt_tvalid,
  output wire          s_axis_wgt_tready,
  output wire [127:0]  m_axis_res_tdata,
  output wire          m_axis_res_tlast,
  output wire          m_axis_res_tvalid,
  input  wire          m_axis_res_tready,
  output wire          irq,
  input  wire          clk,
  input  wire          reset
);

  wire       [31:0]   registers_status_status;
  wire       [31:0]   registers_status_cycles_low;
  wire       [31:0]   registers_status_macs_low;
  wire       [31:0]   registers_status_stall_in_low;
  wire       [31:0]   registers_status_stall_out_low;
  wire                loader_start_weights;
  wire                loader_start_parameters;
  wire       [23:0]   loader_address;
  wire       [23:0]   loader_beats;
  wire       [15:0]   sequencer_1_columns;
  wire       [12:0]   sequencer_1_weight_base;
  wire       [5:0]    sequencer_1_parameter_base;
  wire       [127:0]  array_1_weights;
  wire       [127:0]  results_push_data;
  wire       [31:0]   output_0_bias;
  wire       [15:0]   output_0_pos_multiplier;
  wire       [15:0]   output_0_pos_scale;
  wire       [15:0]   output_0_neg_multiplier;
  wire       [15:0]   output_0_neg_scale;
  wire       [7:0]    output_0_bias_shift;
  wire       [3:0]    output_0_result_format;
  wire                output_0_round_away;
  wire       [15:0]   output_0_clip_low;
  wire       [15:0]   output_0_clip_high;
  wire       [31:0]   output_1_bias;
  wire       [15:0]   output_1_pos_multiplier;
  wire       [15:0]   output_1_pos_scale;
  wire       [15:0]   output_1_neg_multiplier;
  wire       [15:0]   output_1_neg_scale;
  wire       [7:0]    output_1_bias_shift;
  wire       [3:0]    output_1_result_format;
  wire                output_1_round_away;
  wire       [15:0]   output_1_clip_low;
  wire       [15:0]   output_1_clip_high;
  wire       [31:0]   output_2_bias;
  wire       [15:0]   output_2_pos_multiplier;
  wire       [15:0]   output_2_pos_scale;
  wire       [15:0]   output_2_neg_multiplier;
  wire       [15:0]   output_2_neg_scale;
  wire       [7:0]    output_2_bias_shift;
  wire       [3:0]    output_2_result_format;
  wire                output_2_round_away;
  wire       [15:0]   output_2_clip_low;
  wire       [15:0]   output_2_clip_high;
  wire       [31:0]   output_3_bias;
  wire       [15:0]   output_3_pos_multiplier;
  wire       [15:0]   output_3_pos_scale;
  wire       [15:0]   output_3_neg_multiplier;
  wire       [15:0]   output_3_neg_scale;
  wire       [7:0]    output_3_bias_shift;
  wire       [3:0]    output_3_result_format;
  wire                output_3_round_away;
  wire       [15:0]   output_3_clip_low;
  wire       [15:0]   output_3_clip_high;
  wire       [31:0]   output_4_bias;
  wire       [15:0]   output_4_pos_multiplier;
  wire       [15:0]   output_4_pos_scale;
  wire       [15:0]   output_4_neg_multiplier;
  wire       [15:0]   output_4_neg_scale;
  wire       [7:0]    output_4_bias_shift;
  wire       [3:0]    output_4_result_format;
  wire                output_4_round_away;
  wire       [15:0]   output_4_clip_low;
  wire       [15:0]   output_4_clip_high;
  wire       [31:0]   output_5_bias;
  wire       [15:0]   output_5_pos_multiplier;
  wire       [15:0]   output_5_pos_scale;
  wire       [15:0]   output_5_neg_multiplier;
  wire       [15:0]   output_5_neg_scale;
  wire       [7:0]    output_5_bias_shift;
  wire       [3:0]    output_5_result_format;
  wire                output_5_round_away;
  wire       [15:0]   output_5_clip_low;
  wire       [15:0]   output_5_clip_high;
  wire       [31:0]   output_6_bias;
  wire       [15:0]   output_6_pos_multiplier;
  wire       [15:0]   output_6_pos_scale;
  wire       [15:0]   output_6_neg_multiplier;
  wire       [15:0]   output_6_neg_scale;
  wire       [7:0]    output_6_bias_shift;
  wire       [3:0]    output_6_result_format;
  wire                output_6_round_away;
  wire       [15:0]   output_6_clip_low;
  wire       [15:0]   output_6_clip_high;
  wire       [31:0]   output_7_bias;
  wire       [15:0]   output_7_pos_multiplier;
  wire       [15:0]   output_7_pos_scale;
  wire       [15:0]   output_7_neg_multiplier;
  wire       [15:0]   output_7_neg_scale;
  wire       [7:0]    output_7_bias_shift;
  wire       [3:0]    output_7_result_format;
  wire                output_7_round_away;
  wire       [15:0]   output_7_clip_low;
  wire       [15:0]   output_7_clip_high;
  reg        [127:0]  weights_spinal_port1;
  reg        [127:0]  parameters_0_spinal_port1;
  reg        [127:0]  parameters_1_spinal_port1;
  reg        [127:0]  parameters_2_spinal_port1;
  reg        [127:0]  parameters_3_spinal_port1;
  reg        [127:0]  parameters_4_spinal_port1;
  reg        [127:0]  parameters_5_spinal_port1;
  wire       [31:0]   registers_write_data;
  wire                registers_s_axi_awready;
  wire                registers_s_axi_wready;
  wire       [1:0]    registers_s_axi_bresp;
  wire                registers_s_axi_bvalid;
  wire                registers_s_axi_arready;
  wire       [31:0]   registers_s_axi_rdata;
  wire       [1:0]    registers_s_axi_rresp;
  wire                registers_s_axi_rvalid;
  wire       [31:0]   registers_value_control;
  wire                registers_written_control;
  wire                registers_written_status;
  wire       [31:0]   registers_value_format;
  wire       [31:0]   registers_value_rows;
  wire       [31:0]   registers_value_columns;
  wire       [31:0]   registers_value_depth;
  wire       [31:0]   registers_value_depth_words;
  wire       [31:0]   registers_value_weight_base;
  wire       [31:0]   registers_value_parameter_base;
  wire       [31:0]   registers_value_bias_shift;
  wire       [31:0]   registers_value_clip;
  wire       [31:0]   registers_value_load_address;
  wire       [31:0]   registers_value_load_beats;
  wire                registers_written_load_control;
  wire                registers_read_cycles_low;
  wire                registers_read_macs_low;
  wire                registers_read_stall_in_low;
  wire                registers_read_stall_out_low;
  wire                activations_tready;
  wire                activations_available;
  wire       [127:0]  activations_data;
  wire                loader_tready;
  wire                loader_loading;
  wire                loader_refused;
  wire                loader_write_weights;
  wire       [12:0]   loader_weight_address;
  wire       [5:0]    loader_parameter_address;
  wire                loader_write_field_0;
  wire                loader_write_field_1;
  wire                loader_write_field_2;
  wire                loader_write_field_3;
  wire                loader_write_field_4;
  wire                loader_write_field_5;
  wire                sequencer_1_issue;
  wire                sequencer_1_first;
  wire                sequencer_1_last;
  wire                sequencer_1_tile_done;
  wire                sequencer_1_final_tile;
  wire                sequencer_1_overrun;
  wire                sequencer_1_stall_in;
  wire                sequencer_1_stall_out;
  wire       [9:0]    sequencer_1_activation_address;
  wire       [12:0]   sequencer_1_weight_address;
  wire       [5:0]    sequencer_1_parameter_address;
  wire       [3:0]    sequencer_1_tile_rows;
  wire       [3:0]    sequencer_1_tile_columns;
  wire       [127:0]  array_1_accumulators_0;
  wire                array_1_nar_0;
  wire       [127:0]  array_1_accumulators_1;
  wire                array_1_nar_1;
  wire       [127:0]  array_1_accumulators_2;
  wire                array_1_nar_2;
  wire       [127:0]  array_1_accumulators_3;
  wire                array_1_nar_3;
  wire       [127:0]  array_1_accumulators_4;
  wire                array_1_nar_4;
  wire       [127:0]  array_1_accumulators_5;
  wire                array_1_nar_5;
  wire       [127:0]  array_1_accumulators_6;
  wire                array_1_nar_6;
  wire       [127:0]  array_1_accumulators_7;
  wire                array_1_nar_7;
  wire                results_tlast;
  wire                results_tvalid;
  wire                results_popped;
  wire       [127:0]  results_tdata;
  wire       [15:0]   output_0_code;
  wire       [15:0]   output_1_code;
  wire       [15:0]   output_2_code;
  wire       [15:0]   output_3_code;
  wire       [15:0]   output_4_code;
  wire       [15:0]   output_5_code;
  wire       [15:0]   output_6_code;
  wire       [15:0]   output_7_code;
  wire                tmp_start;
  wire                tmp_start_1;
  wire       [4:0]    tmp_start_2;
  wire       [3:0]    tmp_start_3;
  wire       [4:0]    tmp_start_4;
  wire       [3:0]    tmp_start_5;
  wire       [3:0]    tmp_status_status;
  wire       [127:0]  tmp_weights_port;
  wire       [127:0]  tmp_parameters_0_port;
  wire       [127:0]  tmp_parameters_1_port;
  wire       [127:0]  tmp_parameters_2_port;
  wire       [127:0]  tmp_parameters_3_port;
  wire       [127:0]  tmp_parameters_4_port;
  wire       [127:0]  tmp_parameters_5_port;
  wire       [31:0]   tmp_tmp_last_word;
  wire       [2:0]    tmp_word_lanes_1;
  wire       [2:0]    tmp_word_lanes_2;
  wire       [1:0]    tmp_word_lanes_3;
  wire       [1:0]    tmp_word_lanes_4;
  wire       [2:0]    tmp_word_lanes_5;
  wire       [63:0]   tmp_counter_cycles;
  wire       [0:0]    tmp_counter_cycles_1;
  wire       [63:0]   tmp_counter_macs;
  wire       [63:0]   tmp_counter_stall_in;
  wire       [0:0]    tmp_counter_stall_in_1;
  wire       [63:0]   tmp_counter_stall_out;
  wire       [0:0]    tmp_counter_stall_out_1;
  reg                 busy;
  reg                 done;
  reg                 error;
  wire                start_request;
  wire                start;
  wire                ended;
  wire       [9:0]    tmp_last_word;
  wire       [3:0]    tmp_mode_2;
  reg                 mode_2;
  reg                 mode_4;
  reg                 operands_valid;
  reg                 operands_first;
  reg                 capture_d1;
  reg                 capture_d2;
  reg                 capture_d3;
  reg                 capture_d4;
  reg                 capture;
  reg        [3:0]    capture_rows_d1;
  reg        [3:0]    capture_rows_d2;
  reg        [3:0]    capture_rows_d3;
  reg        [3:0]    capture_rows_d4;
  reg        [3:0]    capture_rows_d5;
  reg                 capture_final_d1;
  reg                 capture_final_d2;
  reg                 capture_final_d3;
  reg                 capture_final_d4;
  reg                 capture_final_d5;
  reg        [5:0]    capture_tile_d1;
  reg        [5:0]    capture_tile_d2;
  reg        [5:0]    capture_tile_d3;
  reg        [5:0]    capture_tile_d4;
  reg        [5:0]    capture_tile_d5;
  reg        [3:0]    drain_rows;
  wire                draining;
  reg                 drain_final;
  reg                 scale_read_d1;
  reg                 scale_read_d2;
  reg                 scale_read_d3;
  reg                 scale_read_d4;
  reg                 scale_read_d5;
  reg        [5:0]    scale_tile_d1;
  reg        [5:0]    scale_tile_d2;
  reg        [5:0]    scale_tile_d3;
  reg        [5:0]    scale_tile_d4;
  reg        [5:0]    scale_tile_d5;
  wire       [127:0]  tmp_bias;
  wire       [127:0]  tmp_bias_1;
  wire       [127:0]  tmp_pos_multiplier;
  wire       [127:0]  tmp_pos_scale;
  wire       [127:0]  tmp_neg_multiplier;
  wire       [127:0]  tmp_neg_scale;
  reg                 push_d1;
  reg                 push_d2;
  reg                 push_d3;
  reg                 push_d4;
  reg                 push_d5;
  reg                 push_d6;
  reg                 push_d7;
  reg                 push_d8;
  reg                 push_d9;
  reg                 push_last_d1;
  reg                 push_last_d2;
  reg                 push_last_d3;
  reg                 push_last_d4;
  reg                 push_last_d5;
  reg                 push_last_d6;
  reg                 push_last_d7;
  reg                 push_last_d8;
  reg                 push_last_d9;
  reg        [7:0]    tile_macs;
  wire       [2:0]    tmp_word_lanes;
  reg        [2:0]    word_lanes;
  reg                 counted;
  reg        [10:0]   useful_macs;
  reg                 count_useful;
  wire                tmp_15;
  reg        [63:0]   counter_cycles;
  reg        [31:0]   counter_high;
  reg        [63:0]   counter_macs;
  reg        [63:0]   counter_stall_in;
  reg        [63:0]   counter_stall_out;
  reg [127:0] weights [0:8191];
  reg [127:0] parameters_0 [0:63];
  reg [127:0] parameters_1 [0:63];
  reg [127:0] parameters_2 [0:63];
  reg [127:0] parameters_3 [0:63];
  reg [127:0] parameters_4 [0:63];
  reg [127:0] parameters_5 [0:63];

  assign tmp_start_3 = registers_value_format[3 : 0];
  assign tmp_start_2 = {1'd0, tmp_start_3};
  assign tmp_start_5 = registers_value_format[11 : 8];
  assign tmp_start_4 = {1'd0, tmp_start_5};
  assign tmp_status_status = {error,{loader_loading,{done,busy}}};
  assign tmp_tmp_last_word = (registers_value_depth_words - 32'h00000001);
  assign tmp_word_lanes_1 = (tmp_word_lanes_2 + 3'b001);
  assign tmp_word_lanes_3 = (tmp_word_lanes_4 & tmp_word_lanes_5[1 : 0]);
  assign tmp_word_lanes_2 = {1'd0, tmp_word_lanes_3};
  assign tmp_word_lanes_4 = (registers_value_depth[1 : 0] - 2'b01);
  assign tmp_word_lanes_5 = (tmp_word_lanes - 3'b001);
  assign tmp_counter_cycles_1 = 1'b1;
  assign tmp_counter_cycles = {63'd0, tmp_counter_cycles_1};
  assign tmp_counter_macs = {53'd0, useful_macs};
  assign tmp_counter_stall_in_1 = 1'b1;
  assign tmp_counter_stall_in = {63'd0, tmp_counter_stall_in_1};
  assign tmp_counter_stall_out_1 = 1'b1;
  assign tmp_counter_stall_out = {63'd0, tmp_counter_stall_out_1};
  assign tmp_weights_port = s_axis_wgt_tdata;
  assign tmp_parameters_0_port = s_axis_wgt_tdata;
  assign tmp_parameters_1_port = s_axis_wgt_tdata;
  assign tmp_parameters_2_port = s_axis_wgt_tdata;
  assign tmp_parameters_3_port = s_axis_wgt_tdata;
  assign tmp_parameters_4_port = s_axis_wgt_tdata;
  assign tmp_parameters_5_port = s_axis_wgt_tdata;
  assign tmp_start = (|registers_value_rows);
  assign tmp_start_1 = (|registers_value_columns);
  always @(posedge clk) begin
    if(loader_write_weights) begin
      weights[loader_weight_address] <= tmp_weights_port;
    end
  end

  always @(posedge clk) begin
    if(sequencer_1_issue) begin
      weights_spinal_port1 <= weights[sequencer_1_weight_address];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_0) begin
      parameters_0[loader_parameter_address] <= tmp_parameters_0_port;
    end
  end

  always @(posedge clk) begin
    if(capture) begin
      parameters_0_spinal_port1 <= parameters_0[capture_tile_d5];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_1) begin
      parameters_1[loader_parameter_address] <= tmp_parameters_1_port;
    end
  end

  always @(posedge clk) begin
    if(capture) begin
      parameters_1_spinal_port1 <= parameters_1[capture_tile_d5];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_2) begin
      parameters_2[loader_parameter_address] <= tmp_parameters_2_port;
    end
  end

  always @(posedge clk) begin
    if(scale_read_d5) begin
      parameters_2_spinal_port1 <= parameters_2[scale_tile_d5];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_3) begin
      parameters_3[loader_parameter_address] <= tmp_parameters_3_port;
    end
  end

  always @(posedge clk) begin
    if(scale_read_d5) begin
      parameters_3_spinal_port1 <= parameters_3[scale_tile_d5];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_4) begin
      parameters_4[loader_parameter_address] <= tmp_parameters_4_port;
    end
  end

  always @(posedge clk) begin
    if(scale_read_d5) begin
      parameters_4_spinal_port1 <= parameters_4[scale_tile_d5];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_5) begin
      parameters_5[loader_parameter_address] <= tmp_parameters_5_port;
    end
  end

  always @(posedge clk) begin
    if(scale_read_d5) begin
      parameters_5_spinal_port1 <= parameters_5[scale_tile_d5];
    end
  end

  AxiLiteSlave registers (
    .write_data            (registers_write_data[31:0]          ), //o
    .s_axi_awaddr          (s_axi_awaddr[7:0]                   ), //i
    .s_axi_awvalid         (s_axi_awvalid                       ), //i
    .s_axi_awready         (registers_s_axi_awready             ), //o
    .s_axi_wdata           (s_axi_wdata[31:0]                   ), //i
    .s_axi_wstrb           (s_axi_wstrb[3:0]                    ), //i
    .s_axi_wvalid          (s_axi_wvalid                        ), //i
    .s_axi_wready          (registers_s_axi_wready              ), //o
    .s_axi_bresp           (registers_s_axi_bresp[1:0]          ), //o
    .s_axi_bvalid          (registers_s_axi_bvalid              ), //o
    .s_axi_bready          (s_axi_bready                        ), //i
    .s_axi_araddr          (s_axi_araddr[7:0]                   ), //i
    .s_axi_arvalid         (s_axi_arvalid                       ), //i
    .s_axi_arready         (registers_s_axi_arready             ), //o
    .s_axi_rdata           (registers_s_axi_rdata[31:0]         ), //o
    .s_axi_rresp           (registers_s_axi_rresp[1:0]          ), //o
    .s_axi_rvalid          (registers_s_axi_rvalid              ), //o
    .s_axi_rready          (s_axi_rready                        ), //i
    .status_id             (32'h464d4143                        ), //i
    .status_version        (32'h00000001                        ), //i
    .status_config_hash    (32'ha5706721                        ), //i
    .value_control         (registers_value_control[31:0]       ), //o
    .written_control       (registers_written_control           ), //o
    .status_status         (registers_status_status[31:0]       ), //i
    .written_status        (registers_written_status            ), //o
    .value_format          (registers_value_format[31:0]        ), //o
    .value_rows            (registers_value_rows[31:0]          ), //o
    .value_columns         (registers_value_columns[31:0]       ), //o
    .value_depth           (registers_value_depth[31:0]         ), //o
    .value_depth_words     (registers_value_depth_words[31:0]   ), //o
    .value_weight_base     (registers_value_weight_base[31:0]   ), //o
    .value_parameter_base  (registers_value_parameter_base[31:0]), //o
    .value_bias_shift      (registers_value_bias_shift[31:0]    ), //o
    .value_clip            (registers_value_clip[31:0]          ), //o
    .value_load_address    (registers_value_load_address[31:0]  ), //o
    .value_load_beats      (registers_value_load_beats[31:0]    ), //o
    .written_load_control  (registers_written_load_control      ), //o
    .status_cycles_low     (registers_status_cycles_low[31:0]   ), //i
    .read_cycles_low       (registers_read_cycles_low           ), //o
    .status_cycles_high    (counter_high[31:0]                  ), //i
    .status_macs_low       (registers_status_macs_low[31:0]     ), //i
    .read_macs_low         (registers_read_macs_low             ), //o
    .status_macs_high      (counter_high[31:0]                  ), //i
    .status_stall_in_low   (registers_status_stall_in_low[31:0] ), //i
    .read_stall_in_low     (registers_read_stall_in_low         ), //o
    .status_stall_in_high  (counter_high[31:0]                  ), //i
    .status_stall_out_low  (registers_status_stall_out_low[31:0]), //i
    .read_stall_out_low    (registers_read_stall_out_low        ), //o
    .status_stall_out_high (counter_high[31:0]                  ), //i
    .clk                   (clk                                 ), //i
    .reset                 (reset                               )  //i
  );
  ActivationBuffer activations (
    .tvalid       (s_axis_act_tvalid                  ), //i
    .tready       (activations_tready                 ), //o
    .start        (start                              ), //i
    .rows         (registers_value_rows[31:0]         ), //i
    .available    (activations_available              ), //o
    .read_enable  (sequencer_1_issue                  ), //i
    .tile_done    (sequencer_1_tile_done              ), //i
    .tdata        (s_axis_act_tdata[127:0]            ), //i
    .data         (activations_data[127:0]            ), //o
    .last_word    (tmp_last_word[9:0]                 ), //i
    .read_address (sequencer_1_activation_address[9:0]), //i
    .clk          (clk                                ), //i
    .reset        (reset                              )  //i
  );
  WeightLoader loader (
    .start_weights     (loader_start_weights         ), //i
    .start_parameters  (loader_start_parameters      ), //i
    .busy              (busy                         ), //i
    .address           (loader_address[23:0]         ), //i
    .beats             (loader_beats[23:0]           ), //i
    .tvalid            (s_axis_wgt_tvalid            ), //i
    .tready            (loader_tready                ), //o
    .loading           (loader_loading               ), //o
    .refused           (loader_refused               ), //o
    .write_weights     (loader_write_weights         ), //o
    .weight_address    (loader_weight_address[12:0]  ), //o
    .parameter_address (loader_parameter_address[5:0]), //o
    .write_field_0     (loader_write_field_0         ), //o
    .write_field_1     (loader_write_field_1         ), //o
    .write_field_2     (loader_write_field_2         ), //o
    .write_field_3     (loader_write_field_3         ), //o
    .write_field_4     (loader_write_field_4         ), //o
    .write_field_5     (loader_write_field_5         ), //o
    .clk               (clk                          ), //i
    .reset             (reset                        )  //i
  );
  Sequencer sequencer_1 (
    .start              (start                              ), //i
    .rows               (registers_value_rows[31:0]         ), //i
    .columns            (sequencer_1_columns[15:0]          ), //i
    .available          (activations_available              ), //i
    .popped             (results_popped                     ), //i
    .issue              (sequencer_1_issue                  ), //o
    .first              (sequencer_1_first                  ), //o
    .last               (sequencer_1_last                   ), //o
    .tile_done          (sequencer_1_tile_done              ), //o
    .final_tile         (sequencer_1_final_tile             ), //o
    .overrun            (sequencer_1_overrun                ), //o
    .stall_in           (sequencer_1_stall_in               ), //o
    .stall_out          (sequencer_1_stall_out              ), //o
    .last_word          (tmp_last_word[9:0]                 ), //i
    .weight_base        (sequencer_1_weight_base[12:0]      ), //i
    .parameter_base     (sequencer_1_parameter_base[5:0]    ), //i
    .activation_address (sequencer_1_activation_address[9:0]), //o
    .weight_address     (sequencer_1_weight_address[12:0]   ), //o
    .parameter_address  (sequencer_1_parameter_address[5:0] ), //o
    .tile_rows          (sequencer_1_tile_rows[3:0]         ), //o
    .tile_columns       (sequencer_1_tile_columns[3:0]      ), //o
    .clk                (clk                                ), //i
    .reset              (reset                              )  //i
  );
  MacArray array_1 (
    .format         (tmp_mode_2[3:0]              ), //i
    .mode2          (mode_2                       ), //i
    .mode4          (mode_4                       ), //i
    .valid          (operands_valid               ), //i
    .first          (operands_first               ), //i
    .capture        (capture                      ), //i
    .shift          (draining                     ), //i
    .activations    (activations_data[127:0]      ), //i
    .weights        (array_1_weights[127:0]       ), //i
    .accumulators_0 (array_1_accumulators_0[127:0]), //o
    .nar_0          (array_1_nar_0                ), //o
    .accumulators_1 (array_1_accumulators_1[127:0]), //o
    .nar_1          (array_1_nar_1                ), //o
    .accumulators_2 (array_1_accumulators_2[127:0]), //o
    .nar_2          (array_1_nar_2                ), //o
    .accumulators_3 (array_1_accumulators_3[127:0]), //o
    .nar_3          (array_1_nar_3                ), //o
    .accumulators_4 (array_1_accumulators_4[127:0]), //o
    .nar_4          (array_1_nar_4                ), //o
    .accumulators_5 (array_1_accumulators_5[127:0]), //o
    .nar_5          (array_1_nar_5                ), //o
    .accumulators_6 (array_1_accumulators_6[127:0]), //o
    .nar_6          (array_1_nar_6                ), //o
    .accumulators_7 (array_1_accumulators_7[127:0]), //o
    .nar_7          (array_1_nar_7                ), //o
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  ResultQueue results (
    .push_last (push_last_d9            ), //i
    .push      (push_d9                 ), //i
    .tlast     (results_tlast           ), //o
    .tvalid    (results_tvalid          ), //o
    .tready    (m_axis_res_tready       ), //i
    .popped    (results_popped          ), //o
    .push_data (results_push_data[127:0]), //i
    .tdata     (results_tdata[127:0]    ), //o
    .clk       (clk                     ), //i
    .reset     (reset                   )  //i
  );
  OutputStage output_0 (
    .acc_nar        (array_1_nar_0                ), //i
    .begins         (draining                     ), //i
    .bias           (output_0_bias[31:0]          ), //i
    .pos_multiplier (output_0_pos_multiplier[15:0]), //i
    .pos_scale      (output_0_pos_scale[15:0]     ), //i
    .neg_multiplier (output_0_neg_multiplier[15:0]), //i
    .neg_scale      (output_0_neg_scale[15:0]     ), //i
    .mode2          (mode_2                       ), //i
    .mode4          (mode_4                       ), //i
    .bias_shift     (output_0_bias_shift[7:0]     ), //i
    .result_format  (output_0_result_format[3:0]  ), //i
    .round_away     (output_0_round_away          ), //i
    .clip_low       (output_0_clip_low[15:0]      ), //i
    .clip_high      (output_0_clip_high[15:0]     ), //i
    .code           (output_0_code[15:0]          ), //o
    .acc            (array_1_accumulators_0[127:0]), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  OutputStage output_1 (
    .acc_nar        (array_1_nar_1                ), //i
    .begins         (draining                     ), //i
    .bias           (output_1_bias[31:0]          ), //i
    .pos_multiplier (output_1_pos_multiplier[15:0]), //i
    .pos_scale      (output_1_pos_scale[15:0]     ), //i
    .neg_multiplier (output_1_neg_multiplier[15:0]), //i
    .neg_scale      (output_1_neg_scale[15:0]     ), //i
    .mode2          (mode_2                       ), //i
    .mode4          (mode_4                       ), //i
    .bias_shift     (output_1_bias_shift[7:0]     ), //i
    .result_format  (output_1_result_format[3:0]  ), //i
    .round_away     (output_1_round_away          ), //i
    .clip_low       (output_1_clip_low[15:0]      ), //i
    .clip_high      (output_1_clip_high[15:0]     ), //i
    .code           (output_1_code[15:0]          ), //o
    .acc            (array_1_accumulators_1[127:0]), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  OutputStage output_2 (
    .acc_nar        (array_1_nar_2                ), //i
    .begins         (draining                     ), //i
    .bias           (output_2_bias[31:0]          ), //i
    .pos_multiplier (output_2_pos_multiplier[15:0]), //i
    .pos_scale      (output_2_pos_scale[15:0]     ), //i
    .neg_multiplier (output_2_neg_multiplier[15:0]), //i
    .neg_scale      (output_2_neg_scale[15:0]     ), //i
    .mode2          (mode_2                       ), //i
    .mode4          (mode_4                       ), //i
    .bias_shift     (output_2_bias_shift[7:0]     ), //i
    .result_format  (output_2_result_format[3:0]  ), //i
    .round_away     (output_2_round_away          ), //i
    .clip_low       (output_2_clip_low[15:0]      ), //i
    .clip_high      (output_2_clip_high[15:0]     ), //i
    .code           (output_2_code[15:0]          ), //o
    .acc            (array_1_accumulators_2[127:0]), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  OutputStage output_3 (
    .acc_nar        (array_1_nar_3                ), //i
    .begins         (draining                     ), //i
    .bias           (output_3_bias[31:0]          ), //i
    .pos_multiplier (output_3_pos_multiplier[15:0]), //i
    .pos_scale      (output_3_pos_scale[15:0]     ), //i
    .neg_multiplier (output_3_neg_multiplier[15:0]), //i
    .neg_scale      (output_3_neg_scale[15:0]     ), //i
    .mode2          (mode_2                       ), //i
    .mode4          (mode_4                       ), //i
    .bias_shift     (output_3_bias_shift[7:0]     ), //i
    .result_format  (output_3_result_format[3:0]  ), //i
    .round_away     (output_3_round_away          ), //i
    .clip_low       (output_3_clip_low[15:0]      ), //i
    .clip_high      (output_3_clip_high[15:0]     ), //i
    .code           (output_3_code[15:0]          ), //o
    .acc            (array_1_accumulators_3[127:0]), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  OutputStage output_4 (
    .acc_nar        (array_1_nar_4                ), //i
    .begins         (draining                     ), //i
    .bias           (output_4_bias[31:0]          ), //i
    .pos_multiplier (output_4_pos_multiplier[15:0]), //i
    .pos_scale      (output_4_pos_scale[15:0]     ), //i
    .neg_multiplier (output_4_neg_multiplier[15:0]), //i
    .neg_scale      (output_4_neg_scale[15:0]     ), //i
    .mode2          (mode_2                       ), //i
    .mode4          (mode_4                       ), //i
    .bias_shift     (output_4_bias_shift[7:0]     ), //i
    .result_format  (output_4_result_format[3:0]  ), //i
    .round_away     (output_4_round_away          ), //i
    .clip_low       (output_4_clip_low[15:0]      ), //i
    .clip_high      (output_4_clip_high[15:0]     ), //i
    .code           (output_4_code[15:0]          ), //o
    .acc            (array_1_accumulators_4[127:0]), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  OutputStage output_5 (
    .acc_nar        (array_1_nar_5                ), //i
    .begins         (draining                     ), //i
    .bias           (output_5_bias[31:0]          ), //i
    .pos_multiplier (output_5_pos_multiplier[15:0]), //i
    .pos_scale      (output_5_pos_scale[15:0]     ), //i
    .neg_multiplier (output_5_neg_multiplier[15:0]), //i
    .neg_scale      (output_5_neg_scale[15:0]     ), //i
    .mode2          (mode_2                       ), //i
    .mode4          (mode_4                       ), //i
    .bias_shift     (output_5_bias_shift[7:0]     ), //i
    .result_format  (output_5_result_format[3:0]  ), //i
    .round_away     (output_5_round_away          ), //i
    .clip_low       (output_5_clip_low[15:0]      ), //i
    .clip_high      (output_5_clip_high[15:0]     ), //i
    .code           (output_5_code[15:0]          ), //o
    .acc            (array_1_accumulators_5[127:0]), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  OutputStage output_6 (
    .acc_nar        (array_1_nar_6                ), //i
    .begins         (draining                     ), //i
    .bias           (output_6_bias[31:0]          ), //i
    .pos_multiplier (output_6_pos_multiplier[15:0]), //i
    .pos_scale      (output_6_pos_scale[15:0]     ), //i
    .neg_multiplier (output_6_neg_multiplier[15:0]), //i
    .neg_scale      (output_6_neg_scale[15:0]     ), //i
    .mode2          (mode_2                       ), //i
    .mode4          (mode_4                       ), //i
    .bias_shift     (output_6_bias_shift[7:0]     ), //i
    .result_format  (output_6_result_format[3:0]  ), //i
    .round_away     (output_6_round_away          ), //i
    .clip_low       (output_6_clip_low[15:0]      ), //i
    .clip_high      (output_6_clip_high[15:0]     ), //i
    .code           (output_6_code[15:0]          ), //o
    .acc            (array_1_accumulators_6[127:0]), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  OutputStage output_7 (
    .acc_nar        (array_1_nar_7                ), //i
    .begins         (draining                     ), //i
    .bias           (output_7_bias[31:0]          ), //i
    .pos_multiplier (output_7_pos_multiplier[15:0]), //i
    .pos_scale      (output_7_pos_scale[15:0]     ), //i
    .neg_multiplier (output_7_neg_multiplier[15:0]), //i
    .neg_scale      (output_7_neg_scale[15:0]     ), //i
    .mode2          (mode_2                       ), //i
    .mode4          (mode_4                       ), //i
    .bias_shift     (output_7_bias_shift[7:0]     ), //i
    .result_format  (output_7_result_format[3:0]  ), //i
    .round_away     (output_7_round_away          ), //i
    .clip_low       (output_7_clip_low[15:0]      ), //i
    .clip_high      (output_7_clip_high[15:0]     ), //i
    .code           (output_7_code[15:0]          ), //o
    .acc            (array_1_accumulators_7[127:0]), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  assign s_axi_awready = registers_s_axi_awready;
  assign s_axi_wready = registers_s_axi_wready;
  assign s_axi_bresp = registers_s_axi_bresp;
  assign s_axi_bvalid = registers_s_axi_bvalid;
  assign s_axi_arready = registers_s_axi_arready;
  assign s_axi_rdata = registers_s_axi_rdata;
  assign s_axi_rresp = registers_s_axi_rresp;
  assign s_axi_rvalid = registers_s_axi_rvalid;
  assign start_request = (registers_written_control && registers_write_data[0]);
  assign start = ((((start_request && (! busy)) && ((((((tmp_start && tmp_start_1) && (|registers_value_depth)) && (|registers_value_depth_words)) && (registers_value_depth_words < 32'h00000401)) && (registers_value_weight_base < 32'h00002000)) && (registers_value_parameter_base < 32'h00000040))) && (tmp_start_2 < 5'h04)) && (tmp_start_4 < 5'h05));
  assign ended = (results_popped && results_tlast);
  assign irq = (done && registers_value_control[1]);
  assign registers_status_status = {28'd0, tmp_status_status};
  assign loader_start_weights = (registers_written_load_control && registers_write_data[0]);
  assign loader_start_parameters = ((registers_written_load_control && registers_write_data[1]) && (! registers_write_data[0]));
  assign loader_address = registers_value_load_address[23 : 0];
  assign loader_beats = registers_value_load_beats[23 : 0];
  assign s_axis_wgt_tready = loader_tready;
  assign tmp_last_word = tmp_tmp_last_word[9 : 0];
  assign s_axis_act_tready = activations_tready;
  assign sequencer_1_columns = registers_value_columns[15 : 0];
  assign sequencer_1_weight_base = registers_value_weight_base[12 : 0];
  assign sequencer_1_parameter_base = registers_value_parameter_base[5 : 0];
  assign tmp_mode_2 = registers_value_format[3 : 0];
  assign array_1_weights = weights_spinal_port1;
  assign draining = (|drain_rows);
  assign tmp_bias = parameters_0_spinal_port1;
  assign tmp_bias_1 = parameters_1_spinal_port1;
  assign tmp_pos_multiplier = parameters_2_spinal_port1;
  assign tmp_pos_scale = parameters_3_spinal_port1;
  assign tmp_neg_multiplier = parameters_4_spinal_port1;
  assign tmp_neg_scale = parameters_5_spinal_port1;
  assign output_0_bias = {tmp_bias_1[15 : 0],tmp_bias[15 : 0]};
  assign output_0_pos_multiplier = tmp_pos_multiplier[15 : 0];
  assign output_0_pos_scale = tmp_pos_scale[15 : 0];
  assign output_0_neg_multiplier = tmp_neg_multiplier[15 : 0];
  assign output_0_neg_scale = tmp_neg_scale[15 : 0];
  assign output_0_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_0_result_format = registers_value_format[11 : 8];
  assign output_0_round_away = registers_value_format[16];
  assign output_0_clip_low = registers_value_clip[15 : 0];
  assign output_0_clip_high = registers_value_clip[31 : 16];
  assign output_1_bias = {tmp_bias_1[31 : 16],tmp_bias[31 : 16]};
  assign output_1_pos_multiplier = tmp_pos_multiplier[31 : 16];
  assign output_1_pos_scale = tmp_pos_scale[31 : 16];
  assign output_1_neg_multiplier = tmp_neg_multiplier[31 : 16];
  assign output_1_neg_scale = tmp_neg_scale[31 : 16];
  assign output_1_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_1_result_format = registers_value_format[11 : 8];
  assign output_1_round_away = registers_value_format[16];
  assign output_1_clip_low = registers_value_clip[15 : 0];
  assign output_1_clip_high = registers_value_clip[31 : 16];
  assign output_2_bias = {tmp_bias_1[47 : 32],tmp_bias[47 : 32]};
  assign output_2_pos_multiplier = tmp_pos_multiplier[47 : 32];
  assign output_2_pos_scale = tmp_pos_scale[47 : 32];
  assign output_2_neg_multiplier = tmp_neg_multiplier[47 : 32];
  assign output_2_neg_scale = tmp_neg_scale[47 : 32];
  assign output_2_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_2_result_format = registers_value_format[11 : 8];
  assign output_2_round_away = registers_value_format[16];
  assign output_2_clip_low = registers_value_clip[15 : 0];
  assign output_2_clip_high = registers_value_clip[31 : 16];
  assign output_3_bias = {tmp_bias_1[63 : 48],tmp_bias[63 : 48]};
  assign output_3_pos_multiplier = tmp_pos_multiplier[63 : 48];
  assign output_3_pos_scale = tmp_pos_scale[63 : 48];
  assign output_3_neg_multiplier = tmp_neg_multiplier[63 : 48];
  assign output_3_neg_scale = tmp_neg_scale[63 : 48];
  assign output_3_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_3_result_format = registers_value_format[11 : 8];
  assign output_3_round_away = registers_value_format[16];
  assign output_3_clip_low = registers_value_clip[15 : 0];
  assign output_3_clip_high = registers_value_clip[31 : 16];
  assign output_4_bias = {tmp_bias_1[79 : 64],tmp_bias[79 : 64]};
  assign output_4_pos_multiplier = tmp_pos_multiplier[79 : 64];
  assign output_4_pos_scale = tmp_pos_scale[79 : 64];
  assign output_4_neg_multiplier = tmp_neg_multiplier[79 : 64];
  assign output_4_neg_scale = tmp_neg_scale[79 : 64];
  assign output_4_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_4_result_format = registers_value_format[11 : 8];
  assign output_4_round_away = registers_value_format[16];
  assign output_4_clip_low = registers_value_clip[15 : 0];
  assign output_4_clip_high = registers_value_clip[31 : 16];
  assign output_5_bias = {tmp_bias_1[95 : 80],tmp_bias[95 : 80]};
  assign output_5_pos_multiplier = tmp_pos_multiplier[95 : 80];
  assign output_5_pos_scale = tmp_pos_scale[95 : 80];
  assign output_5_neg_multiplier = tmp_neg_multiplier[95 : 80];
  assign output_5_neg_scale = tmp_neg_scale[95 : 80];
  assign output_5_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_5_result_format = registers_value_format[11 : 8];
  assign output_5_round_away = registers_value_format[16];
  assign output_5_clip_low = registers_value_clip[15 : 0];
  assign output_5_clip_high = registers_value_clip[31 : 16];
  assign output_6_bias = {tmp_bias_1[111 : 96],tmp_bias[111 : 96]};
  assign output_6_pos_multiplier = tmp_pos_multiplier[111 : 96];
  assign output_6_pos_scale = tmp_pos_scale[111 : 96];
  assign output_6_neg_multiplier = tmp_neg_multiplier[111 : 96];
  assign output_6_neg_scale = tmp_neg_scale[111 : 96];
  assign output_6_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_6_result_format = registers_value_format[11 : 8];
  assign output_6_round_away = registers_value_format[16];
  assign output_6_clip_low = registers_value_clip[15 : 0];
  assign output_6_clip_high = registers_value_clip[31 : 16];
  assign output_7_bias = {tmp_bias_1[127 : 112],tmp_bias[127 : 112]};
  assign output_7_pos_multiplier = tmp_pos_multiplier[127 : 112];
  assign output_7_pos_scale = tmp_pos_scale[127 : 112];
  assign output_7_neg_multiplier = tmp_neg_multiplier[127 : 112];
  assign output_7_neg_scale = tmp_neg_scale[127 : 112];
  assign output_7_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_7_result_format = registers_value_format[11 : 8];
  assign output_7_round_away = registers_value_format[16];
  assign output_7_clip_low = registers_value_clip[15 : 0];
  assign output_7_clip_high = registers_value_clip[31 : 16];
  assign results_push_data = {output_7_code,{output_6_code,{output_5_code,{output_4_code,{output_3_code,{output_2_code,{output_1_code,output_0_code}}}}}}};
  assign m_axis_res_tdata = results_tdata;
  assign m_axis_res_tlast = results_tlast;
  assign m_axis_res_tvalid = results_tvalid;
  assign tmp_word_lanes = (mode_4 ? 3'b100 : (mode_2 ? 3'b010 : 3'b001));
  assign tmp_15 = (registers_written_control && registers_write_data[2]);
  assign registers_status_cycles_low = counter_cycles[31 : 0];
  assign registers_status_macs_low = counter_macs[31 : 0];
  assign registers_status_stall_in_low = counter_stall_in[31 : 0];
  assign registers_status_stall_out_low = counter_stall_out[31 : 0];
  always @(posedge clk) begin
    if(reset) begin
      busy <= 1'b0;
      done <= 1'b0;
      error <= 1'b0;
      mode_2 <= 1'b0;
      mode_4 <= 1'b0;
      operands_valid <= 1'b0;
      operands_first <= 1'b0;
      capture_d1 <= 1'b0;
      capture_d2 <= 1'b0;
      capture_d3 <= 1'b0;
      capture_d4 <= 1'b0;
      capture <= 1'b0;
      capture_final_d1 <= 1'b0;
      capture_final_d2 <= 1'b0;
      capture_final_d3 <= 1'b0;
      capture_final_d4 <= 1'b0;
      capture_final_d5 <= 1'b0;
      drain_rows <= 4'b0000;
      drain_final <= 1'b0;
      scale_read_d1 <= 1'b0;
      scale_read_d2 <= 1'b0;
      scale_read_d3 <= 1'b0;
      scale_read_d4 <= 1'b0;
      scale_read_d5 <= 1'b0;
      push_d1 <= 1'b0;
      push_d2 <= 1'b0;
      push_d3 <= 1'b0;
      push_d4 <= 1'b0;
      push_d5 <= 1'b0;
      push_d6 <= 1'b0;
      push_d7 <= 1'b0;
      push_d8 <= 1'b0;
      push_d9 <= 1'b0;
      push_last_d1 <= 1'b0;
      push_last_d2 <= 1'b0;
      push_last_d3 <= 1'b0;
      push_last_d4 <= 1'b0;
      push_last_d5 <= 1'b0;
      push_last_d6 <= 1'b0;
      push_last_d7 <= 1'b0;
      push_last_d8 <= 1'b0;
      push_last_d9 <= 1'b0;
      counted <= 1'b0;
      count_useful <= 1'b0;
      counter_cycles <= 64'h0;
      counter_high <= 32'h0;
      counter_macs <= 64'h0;
      counter_stall_in <= 64'h0;
      counter_stall_out <= 64'h0;
    end else begin
      if((registers_written_status && registers_write_data[1])) begin
        done <= 1'b0;
      end
      if((registers_written_status && registers_write_data[3])) begin
        error <= 1'b0;
      end
      if(ended) begin
        busy <= 1'b0;
        done <= 1'b1;
      end
      if(start) begin
        busy <= 1'b1;
      end
      if((((start_request && (! start)) || loader_refused) || sequencer_1_overrun)) begin
        error <= 1'b1;
      end
      mode_2 <= (tmp_mode_2 == 4'b0010);
      mode_4 <= ((tmp_mode_2 == 4'b0000) || (tmp_mode_2 == 4'b0001));
      operands_valid <= sequencer_1_issue;
      operands_first <= sequencer_1_first;
      capture_d1 <= sequencer_1_last;
      capture_d2 <= capture_d1;
      capture_d3 <= capture_d2;
      capture_d4 <= capture_d3;
      capture <= capture_d4;
      capture_final_d1 <= sequencer_1_final_tile;
      capture_final_d2 <= capture_final_d1;
      capture_final_d3 <= capture_final_d2;
      capture_final_d4 <= capture_final_d3;
      capture_final_d5 <= capture_final_d4;
      if(draining) begin
        drain_rows <= (drain_rows - 4'b0001);
      end
      if(capture) begin
        drain_rows <= capture_rows_d5;
        drain_final <= capture_final_d5;
      end
      scale_read_d1 <= capture;
      scale_read_d2 <= scale_read_d1;
      scale_read_d3 <= scale_read_d2;
      scale_read_d4 <= scale_read_d3;
      scale_read_d5 <= scale_read_d4;
      push_d1 <= draining;
      push_d2 <= push_d1;
      push_d3 <= push_d2;
      push_d4 <= push_d3;
      push_d5 <= push_d4;
      push_d6 <= push_d5;
      push_d7 <= push_d6;
      push_d8 <= push_d7;
      push_d9 <= push_d8;
      push_last_d1 <= (drain_final && (drain_rows == 4'b0001));
      push_last_d2 <= push_last_d1;
      push_last_d3 <= push_last_d2;
      push_last_d4 <= push_last_d3;
      push_last_d5 <= push_last_d4;
      push_last_d6 <= push_last_d5;
      push_last_d7 <= push_last_d6;
      push_last_d8 <= push_last_d7;
      push_last_d9 <= push_last_d8;
      counted <= sequencer_1_issue;
      count_useful <= counted;
      if(busy) begin
        counter_cycles <= (counter_cycles + tmp_counter_cycles);
      end
      if(tmp_15) begin
        counter_cycles <= 64'h0;
      end
      if(registers_read_cycles_low) begin
        counter_high <= counter_cycles[63 : 32];
      end
      if(count_useful) begin
        counter_macs <= (counter_macs + tmp_counter_macs);
      end
      if(tmp_15) begin
        counter_macs <= 64'h0;
      end
      if(registers_read_macs_low) begin
        counter_high <= counter_macs[63 : 32];
      end
      if(sequencer_1_stall_in) begin
        counter_stall_in <= (counter_stall_in + tmp_counter_stall_in);
      end
      if(tmp_15) begin
        counter_stall_in <= 64'h0;
      end
      if(registers_read_stall_in_low) begin
        counter_high <= counter_stall_in[63 : 32];
      end
      if(sequencer_1_stall_out) begin
        counter_stall_out <= (counter_stall_out + tmp_counter_stall_out);
      end
      if(tmp_15) begin
        counter_stall_out <= 64'h0;
      end
      if(registers_read_stall_out_low) begin
        counter_high <= counter_stall_out[63 : 32];
      end
    end
  end

  always @(posedge clk) begin
    capture_rows_d1 <= sequencer_1_tile_rows;
    capture_rows_d2 <= capture_rows_d1;
    capture_rows_d3 <= capture_rows_d2;
    capture_rows_d4 <= capture_rows_d3;
    capture_rows_d5 <= capture_rows_d4;
    capture_tile_d1 <= sequencer_1_parameter_address;
    capture_tile_d2 <= capture_tile_d1;
    capture_tile_d3 <= capture_tile_d2;
    capture_tile_d4 <= capture_tile_d3;
    capture_tile_d5 <= capture_tile_d4;
    scale_tile_d1 <= capture_tile_d5;
    scale_tile_d2 <= scale_tile_d1;
    scale_tile_d3 <= scale_tile_d2;
    scale_tile_d4 <= scale_tile_d3;
    scale_tile_d5 <= scale_tile_d4;
    tile_macs <= (sequencer_1_tile_rows * sequencer_1_tile_columns);
    word_lanes <= (sequencer_1_last ? tmp_word_lanes_1 : tmp_word_lanes);
    useful_macs <= (tile_macs * word_lanes);
  end


endmodule

//OutputStage_7 replaced by OutputStage

//OutputStage_6 replaced by OutputStage

//OutputStage_5 replaced by OutputStage

//OutputStage_4 replaced by OutputStage

//OutputStage_3 replaced by OutputStage

//OutputStage_2 replaced by OutputStage

//OutputStage_1 replaced by OutputStage

module OutputStage (
  input  wire          acc_nar,
  input  wire          begins,
  input  wire [31:0]   bias,
  input  wire [15:0]   pos_multiplier,
  input  wire [15:0]   pos_scale,
  input  wire [15:0]   neg_multiplier,
  input  wire [15:0]   neg_scale,
  input  wire          mode2,
  input  wire          mode4,
  input  wire [7:0]    bias_shift,
  input  wire [3:0]    result_format,
  input  wire          round_away,
  input  wire [15:0]   clip_low,
  input  wire [15:0]   clip_high,
  output wire [15:0]   code,
  input  wire [127:0]  acc,
  input  wire          clk,
  input  wire          reset
);

  wire       [127:0]  tmp_sum_10;
  wire       [143:0]  tmp_magnitude;
  wire       [11:0]   tmp_exponent_6_1;
  wire       [11:0]   tmp_exponent_6_2;
  wire       [11:0]   tmp_exponent_7;
  wire       [0:0]    tmp_exponent_7_1;
  wire       [15:0]   tmp_tmp_code_8_10;
  wire       [0:0]    tmp_tmp_code_8_10_1;
  wire       [16:0]   tmp_tmp_code_8_11;
  wire       [0:0]    tmp_tmp_code_8_11_1;
  wire       [16:0]   tmp_tmp_code_8_12;
  wire       [0:0]    tmp_tmp_code_8_12_1;
  wire       [0:0]    tmp_tmp_code_8_12_2;
  wire       [0:0]    tmp_tmp_code_8_12_3;
  wire       [10:0]   tmp_tmp_code_8_12_4;
  wire       [0:0]    tmp_tmp_code_8_12_5;
  wire       [10:0]   tmp_tmp_code_8_12_6;
  wire       [10:0]   tmp_tmp_code_8_17;
  wire       [14:0]   tmp_tmp_code_8_24;
  wire                tmp_tmp_code_8_24_1;
  wire                tmp_tmp_code_8_24_2;
  wire       [0:0]    tmp_tmp_code_8_24_3;
  wire       [10:0]   tmp_tmp_code_8_24_4;
  wire       [0:0]    tmp_tmp_code_8_24_5;
  wire       [10:0]   tmp_tmp_code_8_24_6;
  wire       [14:0]   tmp_tmp_code_8_24_7;
  wire       [14:0]   tmp_tmp_code_8_24_8;
  wire       [0:0]    tmp_tmp_code_8_24_9;
  wire       [11:0]   tmp_tmp_code_8_29;
  wire       [6:0]    tmp_tmp_code_8_35;
  wire                tmp_tmp_code_8_35_1;
  wire                tmp_tmp_code_8_35_2;
  wire       [0:0]    tmp_tmp_code_8_35_3;
  wire       [10:0]   tmp_tmp_code_8_35_4;
  wire       [0:0]    tmp_tmp_code_8_35_5;
  wire       [10:0]   tmp_tmp_code_8_35_6;
  wire       [6:0]    tmp_tmp_code_8_35_7;
  wire       [6:0]    tmp_tmp_code_8_35_8;
  wire       [0:0]    tmp_tmp_code_8_35_9;
  wire       [0:0]    tmp_tmp_code_8_41;
  wire       [10:0]   tmp_tmp_code_8_41_1;
  wire       [2:0]    tmp_tmp_code_8_43;
  wire                tmp_tmp_code_8_43_1;
  wire                tmp_tmp_code_8_43_2;
  wire       [0:0]    tmp_tmp_code_8_43_3;
  wire       [10:0]   tmp_tmp_code_8_43_4;
  wire       [0:0]    tmp_tmp_code_8_43_5;
  wire       [10:0]   tmp_tmp_code_8_43_6;
  wire       [2:0]    tmp_tmp_code_8_43_7;
  wire       [2:0]    tmp_tmp_code_8_43_8;
  wire       [0:0]    tmp_tmp_code_8_43_9;
  wire       [11:0]   tmp_tmp_code_8_48;
  wire       [11:0]   tmp_tmp_code_8_48_1;
  wire       [3:0]    tmp_tmp_code_8_49;
  wire       [1:0]    tmp_tmp_code_8_49_1;
  wire       [3:0]    tmp_tmp_code_8_49_2;
  wire       [2:0]    tmp_tmp_code_8_49_3;
  wire       [11:0]   tmp_tmp_code_8_49_4;
  wire       [11:0]   tmp_tmp_code_8_49_5;
  wire       [3:0]    tmp_tmp_code_8_50;
  wire       [0:0]    tmp_tmp_code_8_50_1;
  wire       [0:0]    tmp_tmp_code_8_51;
  wire       [10:0]   tmp_tmp_code_8_51_1;
  wire       [0:0]    tmp_tmp_code_8_51_2;
  wire       [10:0]   tmp_tmp_code_8_51_3;
  wire       [11:0]   tmp_tmp_code_8_51_4;
  wire       [11:0]   tmp_tmp_code_8_51_5;
  wire       [15:0]   tmp_code_8_52;
  wire       [3:0]    tmp_code_8_53;
  wire       [15:0]   tmp_code_8_54;
  wire       [3:0]    tmp_code_8_55;
  wire       [3:0]    tmp_code_8_56;
  wire       [15:0]   tmp_code_8_57;
  wire       [7:0]    tmp_code_8_58;
  wire       [7:0]    tmp_code_8_59;
  wire       [15:0]   tmp_code_8_60;
  wire       [15:0]   tmp_code_8_61;
  wire       [15:0]   tmp_code_8_62;
  wire       [15:0]   tmp_code_8_63;
  wire       [3:0]    tmp_tmp_code_9_20;
  wire       [3:0]    tmp_tmp_code_9_20_1;
  wire       [0:0]    tmp_tmp_code_9_20_2;
  wire       [15:0]   tmp_code_9_23;
  wire       [3:0]    tmp_code_9_24;
  wire       [3:0]    tmp_code_9_25;
  wire       [3:0]    tmp_code_9_26;
  wire       [0:0]    tmp_code_9_27;
  wire       [3:0]    tmp_code_9_28;
  wire       [3:0]    tmp_code_9_29;
  wire       [0:0]    tmp_code_9_30;
  wire       [15:0]   tmp_code_9_31;
  wire       [3:0]    tmp_code_9_32;
  wire       [15:0]   tmp_code_9_33;
  wire       [7:0]    tmp_code_9_34;
  wire       [15:0]   tmp_code_9_35;
  wire                tmp_code_9_36;
  wire                tmp_code_9_37;
  wire                tmp_code_9_38;
  wire       [15:0]   tmp_code_9_39;
  wire                tmp_code_9_40;
  wire                tmp_code_9_41;
  wire                tmp_code_9_42;
  wire       [63:0]   tmp_sum;
  wire       [31:0]   tmp_sum_1;
  wire       [31:0]   tmp_sum_2;
  wire       [32:0]   tmp_sum_3;
  wire       [63:0]   tmp_sum_4;
  wire       [63:0]   tmp_sum_5;
  wire       [31:0]   tmp_sum_6;
  wire       [31:0]   tmp_sum_7;
  wire       [32:0]   tmp_sum_8;
  wire       [63:0]   tmp_sum_9;
  reg        [127:0]  sum;
  wire       [143:0]  tmp_bias_shifted;
  wire       [143:0]  tmp_bias_shifted_1;
  wire       [143:0]  tmp_bias_shifted_2;
  wire       [143:0]  tmp_bias_shifted_3;
  wire       [143:0]  tmp_bias_shifted_4;
  wire       [143:0]  tmp_bias_shifted_5;
  wire       [143:0]  tmp_bias_shifted_6;
  wire       [143:0]  tmp_bias_shifted_7;
  reg        [143:0]  bias_shifted;
  reg        [143:0]  total;
  reg                 negative_3;
  reg        [143:0]  magnitude;
  wire                tmp_coarse_count;
  wire       [143:0]  tmp_coarse_key;
  wire                tmp_coarse_count_1;
  wire       [143:0]  tmp_coarse_key_1;
  wire                tmp_coarse_key_2;
  reg        [143:0]  coarse_key;
  reg        [2:0]    coarse_count;
  wire                tmp_count;
  wire       [143:0]  tmp_count_1;
  wire                tmp_count_2;
  wire       [143:0]  tmp_count_3;
  wire                tmp_count_4;
  wire       [143:0]  tmp_count_5;
  wire                tmp_count_6;
  wire       [143:0]  tmp_mantissa;
  wire                tmp_count_7;
  wire       [143:0]  tmp_mantissa_1;
  wire       [31:0]   tmp_mantissa_2;
  reg        [31:0]   mantissa;
  reg        [7:0]    count;
  reg                 negative_5_d1;
  reg                 negative_5_d2;
  wire       [15:0]   multiplier;
  wire       [15:0]   scale;
  reg        [47:0]   product;
  reg                 sign_6;
  wire       [9:0]    tmp_exponent_6;
  reg        [11:0]   exponent_6;
  wire       [47:0]   tmp_value;
  reg        [17:0]   value;
  reg        [11:0]   exponent_7;
  reg                 zero_7;
  reg                 sign_7;
  reg                 nar_d1;
  reg                 nar_d2;
  reg                 nar_d3;
  reg                 nar_d4;
  reg                 nar_d5;
  reg                 nar_d6;
  reg                 nar_d7;
  wire       [11:0]   tmp_code_8;
  wire       [11:0]   tmp_code_8_1;
  wire       [4:0]    tmp_code_8_2;
  wire       [33:0]   tmp_code_8_3;
  wire       [33:0]   tmp_code_8_4;
  wire       [33:0]   tmp_code_8_5;
  wire       [33:0]   tmp_code_8_6;
  wire       [33:0]   tmp_code_8_7;
  wire       [33:0]   tmp_code_8_8;
  wire       [15:0]   tmp_code_8_9;
  wire       [16:0]   tmp_code_8_10;
  wire       [16:0]   tmp_code_8_11;
  wire       [15:0]   tmp_code_8_12;
  wire       [11:0]   tmp_code_8_13;
  wire       [11:0]   tmp_code_8_14;
  wire                tmp_code_8_15;
  wire       [10:0]   tmp_code_8_16;
  wire       [3:0]    tmp_code_8_17;
  wire       [32:0]   tmp_code_8_18;
  wire       [32:0]   tmp_code_8_19;
  wire       [32:0]   tmp_code_8_20;
  wire       [32:0]   tmp_code_8_21;
  wire       [32:0]   tmp_code_8_22;
  wire       [14:0]   tmp_code_8_23;
  wire       [15:0]   tmp_code_8_24;
  wire       [11:0]   tmp_code_8_25;
  wire       [11:0]   tmp_code_8_26;
  wire                tmp_code_8_27;
  wire       [11:0]   tmp_code_8_28;
  wire       [2:0]    tmp_code_8_29;
  wire       [23:0]   tmp_code_8_30;
  wire       [23:0]   tmp_code_8_31;
  wire       [23:0]   tmp_code_8_32;
  wire       [23:0]   tmp_code_8_33;
  wire       [6:0]    tmp_code_8_34;
  wire       [7:0]    tmp_code_8_35;
  wire       [11:0]   tmp_code_8_36;
  wire       [11:0]   tmp_code_8_37;
  wire                tmp_code_8_38;
  wire       [10:0]   tmp_code_8_39;
  wire       [20:0]   tmp_code_8_40;
  wire       [20:0]   tmp_code_8_41;
  wire       [2:0]    tmp_code_8_42;
  wire       [3:0]    tmp_code_8_43;
  wire       [11:0]   tmp_code_8_44;
  wire       [11:0]   tmp_code_8_45;
  wire                tmp_code_8_46;
  wire       [11:0]   tmp_code_8_47;
  wire       [20:0]   tmp_code_8_48;
  wire       [3:0]    tmp_code_8_49;
  wire       [3:0]    tmp_code_8_50;
  wire       [2:0]    tmp_code_8_51;
  reg        [15:0]   code_8;
  reg                 nar_8;
  wire       [15:0]   tmp_code_9;
  wire       [15:0]   tmp_code_9_1;
  wire       [15:0]   tmp_code_9_2;
  wire       [15:0]   tmp_code_9_3;
  wire       [15:0]   tmp_code_9_4;
  wire       [15:0]   tmp_code_9_5;
  wire       [15:0]   tmp_code_9_6;
  wire       [15:0]   tmp_code_9_7;
  wire       [7:0]    tmp_code_9_8;
  wire       [7:0]    tmp_code_9_9;
  wire       [7:0]    tmp_code_9_10;
  wire       [7:0]    tmp_code_9_11;
  wire       [3:0]    tmp_code_9_12;
  wire       [3:0]    tmp_code_9_13;
  wire       [3:0]    tmp_code_9_14;
  wire       [3:0]    tmp_code_9_15;
  wire       [3:0]    tmp_code_9_16;
  wire       [3:0]    tmp_code_9_17;
  wire       [3:0]    tmp_code_9_18;
  wire       [2:0]    tmp_code_9_19;
  wire       [3:0]    tmp_code_9_20;
  wire       [2:0]    tmp_code_9_21;
  wire       [2:0]    tmp_code_9_22;
  reg        [15:0]   code_9;

  assign tmp_sum_10 = ({{64{tmp_sum_4[63]}},tmp_sum_4} + {{64{tmp_sum_9[63]}},tmp_sum_9});
  assign tmp_magnitude = ((~ total) + 144'h000000000000000000000000000000000001);
  assign tmp_exponent_6_1 = ({{2{tmp_exponent_6[9]}},tmp_exponent_6} + 12'h09e);
  assign tmp_exponent_6_2 = {4'd0, count};
  assign tmp_exponent_7_1 = product[47];
  assign tmp_exponent_7 = {11'd0, tmp_exponent_7_1};
  assign tmp_tmp_code_8_10_1 = (tmp_code_8_8[17] && (((|tmp_code_8_8[16 : 0]) || tmp_code_8_9[0]) || round_away));
  assign tmp_tmp_code_8_10 = {15'd0, tmp_tmp_code_8_10_1};
  assign tmp_tmp_code_8_11_1 = sign_7;
  assign tmp_tmp_code_8_11 = {16'd0, tmp_tmp_code_8_11_1};
  assign tmp_tmp_code_8_12 = ((((! ({tmp_tmp_code_8_12_1,exponent_7[10 : 0]} < {tmp_tmp_code_8_12_2,tmp_code_8[10 : 0]})) || (tmp_code_8_11 < tmp_code_8_10)) ? tmp_code_8_11 : tmp_code_8_10) & {17{(! (! (! ({tmp_tmp_code_8_12_3,tmp_tmp_code_8_12_4} < {tmp_tmp_code_8_12_5,tmp_tmp_code_8_12_6}))))}});
  assign tmp_tmp_code_8_17 = (tmp_code_8_15 ? (~ tmp_code_8_16) : tmp_code_8_16);
  assign tmp_tmp_code_8_24 = ((! ({tmp_tmp_code_8_24_1,exponent_7[10 : 0]} < {tmp_tmp_code_8_24_2,tmp_code_8_13[10 : 0]})) ? 15'h7fff : ((! (! ({tmp_tmp_code_8_24_3,tmp_tmp_code_8_24_4} < {tmp_tmp_code_8_24_5,tmp_tmp_code_8_24_6}))) ? 15'h0001 : tmp_tmp_code_8_24_7));
  assign tmp_tmp_code_8_24_7 = (tmp_code_8_23 + tmp_tmp_code_8_24_8);
  assign tmp_tmp_code_8_24_9 = (tmp_code_8_22[17] && ((|tmp_code_8_22[16 : 0]) || tmp_code_8_23[0]));
  assign tmp_tmp_code_8_24_8 = {14'd0, tmp_tmp_code_8_24_9};
  assign tmp_tmp_code_8_29 = (tmp_code_8_27 ? (~ tmp_code_8_28) : tmp_code_8_28);
  assign tmp_tmp_code_8_35 = ((! ({tmp_tmp_code_8_35_1,exponent_7[10 : 0]} < {tmp_tmp_code_8_35_2,tmp_code_8_25[10 : 0]})) ? 7'h7f : ((! (! ({tmp_tmp_code_8_35_3,tmp_tmp_code_8_35_4} < {tmp_tmp_code_8_35_5,tmp_tmp_code_8_35_6}))) ? 7'h01 : tmp_tmp_code_8_35_7));
  assign tmp_tmp_code_8_35_7 = (tmp_code_8_34 + tmp_tmp_code_8_35_8);
  assign tmp_tmp_code_8_35_9 = (tmp_code_8_33[16] && ((|tmp_code_8_33[15 : 0]) || tmp_code_8_34[0]));
  assign tmp_tmp_code_8_35_8 = {6'd0, tmp_tmp_code_8_35_9};
  assign tmp_tmp_code_8_41 = tmp_tmp_code_8_41_1[0 : 0];
  assign tmp_tmp_code_8_41_1 = (tmp_code_8_38 ? (~ tmp_code_8_39) : tmp_code_8_39);
  assign tmp_tmp_code_8_43 = ((! ({tmp_tmp_code_8_43_1,exponent_7[10 : 0]} < {tmp_tmp_code_8_43_2,tmp_code_8_36[10 : 0]})) ? 3'b111 : ((! (! ({tmp_tmp_code_8_43_3,tmp_tmp_code_8_43_4} < {tmp_tmp_code_8_43_5,tmp_tmp_code_8_43_6}))) ? 3'b001 : tmp_tmp_code_8_43_7));
  assign tmp_tmp_code_8_43_7 = (tmp_code_8_42 + tmp_tmp_code_8_43_8);
  assign tmp_tmp_code_8_43_9 = (tmp_code_8_41[17] && ((|tmp_code_8_41[16 : 0]) || tmp_code_8_42[0]));
  assign tmp_tmp_code_8_43_8 = {2'd0, tmp_tmp_code_8_43_9};
  assign tmp_tmp_code_8_48 = (tmp_tmp_code_8_48_1 & {12{(! tmp_code_8_46)}});
  assign tmp_tmp_code_8_48_1 = (12'h0 - exponent_7);
  assign tmp_tmp_code_8_49_1 = tmp_code_8_48[20 : 19];
  assign tmp_tmp_code_8_49 = {2'd0, tmp_tmp_code_8_49_1};
  assign tmp_tmp_code_8_49_3 = {tmp_tmp_code_8_49_4[1 : 0],1'b0};
  assign tmp_tmp_code_8_49_2 = {1'd0, tmp_tmp_code_8_49_3};
  assign tmp_tmp_code_8_49_4 = (tmp_tmp_code_8_49_5 & {12{tmp_code_8_46}});
  assign tmp_tmp_code_8_49_5 = (exponent_7 - 12'h0);
  assign tmp_tmp_code_8_50_1 = (tmp_code_8_48[18] && ((|tmp_code_8_48[17 : 0]) || tmp_code_8_49[0]));
  assign tmp_tmp_code_8_50 = {3'd0, tmp_tmp_code_8_50_1};
  assign tmp_code_8_53 = (nar_d7 ? 4'b1000 : ({(sign_7 && (|tmp_code_8_51)),tmp_code_8_51} & {4{(! zero_7)}}));
  assign tmp_code_8_52 = {12'd0, tmp_code_8_53};
  assign tmp_code_8_55 = (nar_d7 ? 4'b1000 : ((sign_7 ? tmp_code_8_56 : tmp_code_8_43) & {4{(! zero_7)}}));
  assign tmp_code_8_54 = {12'd0, tmp_code_8_55};
  assign tmp_code_8_56 = ((~ tmp_code_8_43) + 4'b0001);
  assign tmp_code_8_58 = (nar_d7 ? 8'h80 : ((sign_7 ? tmp_code_8_59 : tmp_code_8_35) & {8{(! zero_7)}}));
  assign tmp_code_8_57 = {8'd0, tmp_code_8_58};
  assign tmp_code_8_59 = ((~ tmp_code_8_35) + 8'h01);
  assign tmp_code_8_60 = ((~ tmp_code_8_24) + 16'h0001);
  assign tmp_code_8_62 = ((~ tmp_code_8_12) + 16'h0001);
  assign tmp_tmp_code_9_20 = ({1'b0,(~ tmp_code_9_19)} + tmp_tmp_code_9_20_1);
  assign tmp_tmp_code_9_20_2 = (! (|tmp_code_9_19));
  assign tmp_tmp_code_9_20_1 = {3'd0, tmp_tmp_code_9_20_2};
  assign tmp_code_9_24 = (((tmp_code_9_18[3] ? tmp_code_9_25 : {1'b1,tmp_code_9_22}) < tmp_code_9_20) ? tmp_code_9_18 : ((tmp_code_9_20 < (tmp_code_9_17[3] ? tmp_code_9_28 : {1'b1,tmp_code_9_21})) ? tmp_code_9_17 : tmp_code_9_16));
  assign tmp_code_9_23 = {12'd0, tmp_code_9_24};
  assign tmp_code_9_25 = ({1'b0,(~ tmp_code_9_22)} + tmp_code_9_26);
  assign tmp_code_9_27 = (! (|tmp_code_9_22));
  assign tmp_code_9_26 = {3'd0, tmp_code_9_27};
  assign tmp_code_9_28 = ({1'b0,(~ tmp_code_9_21)} + tmp_code_9_29);
  assign tmp_code_9_30 = (! (|tmp_code_9_21));
  assign tmp_code_9_29 = {3'd0, tmp_code_9_30};
  assign tmp_code_9_32 = (({(! tmp_code_9_14[3]),tmp_code_9_14[2 : 0]} < tmp_code_9_15) ? tmp_code_9_14 : ((tmp_code_9_15 < {(! tmp_code_9_13[3]),tmp_code_9_13[2 : 0]}) ? tmp_code_9_13 : tmp_code_9_12));
  assign tmp_code_9_31 = {12'd0, tmp_code_9_32};
  assign tmp_code_9_34 = (({(! tmp_code_9_10[7]),tmp_code_9_10[6 : 0]} < tmp_code_9_11) ? tmp_code_9_10 : ((tmp_code_9_11 < {(! tmp_code_9_9[7]),tmp_code_9_9[6 : 0]}) ? tmp_code_9_9 : tmp_code_9_8));
  assign tmp_code_9_33 = {8'd0, tmp_code_9_34};
  assign tmp_tmp_code_8_12_1 = (! exponent_7[11]);
  assign tmp_tmp_code_8_12_2 = (! tmp_code_8[11]);
  assign tmp_tmp_code_8_12_3 = (! exponent_7[11]);
  assign tmp_tmp_code_8_12_4 = exponent_7[10 : 0];
  assign tmp_tmp_code_8_12_5 = (! tmp_code_8_1[11]);
  assign tmp_tmp_code_8_12_6 = tmp_code_8_1[10 : 0];
  assign tmp_tmp_code_8_24_1 = (! exponent_7[11]);
  assign tmp_tmp_code_8_24_2 = (! tmp_code_8_13[11]);
  assign tmp_tmp_code_8_24_3 = (! exponent_7[11]);
  assign tmp_tmp_code_8_24_4 = exponent_7[10 : 0];
  assign tmp_tmp_code_8_24_5 = (! tmp_code_8_14[11]);
  assign tmp_tmp_code_8_24_6 = tmp_code_8_14[10 : 0];
  assign tmp_tmp_code_8_35_1 = (! exponent_7[11]);
  assign tmp_tmp_code_8_35_2 = (! tmp_code_8_25[11]);
  assign tmp_tmp_code_8_35_3 = (! exponent_7[11]);
  assign tmp_tmp_code_8_35_4 = exponent_7[10 : 0];
  assign tmp_tmp_code_8_35_5 = (! tmp_code_8_26[11]);
  assign tmp_tmp_code_8_35_6 = tmp_code_8_26[10 : 0];
  assign tmp_tmp_code_8_43_1 = (! exponent_7[11]);
  assign tmp_tmp_code_8_43_2 = (! tmp_code_8_36[11]);
  assign tmp_tmp_code_8_43_3 = (! exponent_7[11]);
  assign tmp_tmp_code_8_43_4 = exponent_7[10 : 0];
  assign tmp_tmp_code_8_43_5 = (! tmp_code_8_37[11]);
  assign tmp_tmp_code_8_43_6 = tmp_code_8_37[10 : 0];
  assign tmp_tmp_code_8_51 = (! exponent_7[11]);
  assign tmp_tmp_code_8_51_1 = exponent_7[10 : 0];
  assign tmp_tmp_code_8_51_2 = (! tmp_code_8_44[11]);
  assign tmp_tmp_code_8_51_3 = tmp_code_8_44[10 : 0];
  assign tmp_tmp_code_8_51_4 = {(! exponent_7[11]),exponent_7[10 : 0]};
  assign tmp_tmp_code_8_51_5 = {(! tmp_code_8_47[11]),tmp_code_8_47[10 : 0]};
  assign tmp_code_8_61 = {16{(! zero_7)}};
  assign tmp_code_8_63 = {16{(! zero_7)}};
  assign tmp_code_9_35 = {(! tmp_code_9_36),tmp_code_9_6[14 : 0]};
  assign tmp_code_9_37 = (tmp_code_9_7 < {tmp_code_9_38,tmp_code_9_5[14 : 0]});
  assign tmp_code_9_39 = {(! tmp_code_9_40),tmp_code_9_2[14 : 0]};
  assign tmp_code_9_41 = (tmp_code_9_3 < {tmp_code_9_42,tmp_code_9_1[14 : 0]});
  assign tmp_code_9_36 = tmp_code_9_6[15];
  assign tmp_code_9_38 = (! tmp_code_9_5[15]);
  assign tmp_code_9_40 = tmp_code_9_2[15];
  assign tmp_code_9_42 = (! tmp_code_9_1[15]);
  assign tmp_sum = acc[63 : 0];
  assign tmp_sum_1 = tmp_sum[31 : 0];
  assign tmp_sum_2 = tmp_sum[63 : 32];
  assign tmp_sum_3 = ({tmp_sum_1[31],tmp_sum_1} + {tmp_sum_2[31],tmp_sum_2});
  assign tmp_sum_4 = (mode4 ? {{31{tmp_sum_3[32]}},tmp_sum_3} : tmp_sum);
  assign tmp_sum_5 = acc[127 : 64];
  assign tmp_sum_6 = tmp_sum_5[31 : 0];
  assign tmp_sum_7 = tmp_sum_5[63 : 32];
  assign tmp_sum_8 = ({tmp_sum_6[31],tmp_sum_6} + {tmp_sum_7[31],tmp_sum_7});
  assign tmp_sum_9 = (mode4 ? {{31{tmp_sum_8[32]}},tmp_sum_8} : tmp_sum_5);
  assign tmp_bias_shifted = {{112{bias[31]}},bias};
  assign tmp_bias_shifted_1 = (bias_shift[0] ? {tmp_bias_shifted[142 : 0],1'b0} : tmp_bias_shifted);
  assign tmp_bias_shifted_2 = (bias_shift[1] ? {tmp_bias_shifted_1[141 : 0],2'b00} : tmp_bias_shifted_1);
  assign tmp_bias_shifted_3 = (bias_shift[2] ? {tmp_bias_shifted_2[139 : 0],4'b0000} : tmp_bias_shifted_2);
  assign tmp_bias_shifted_4 = (bias_shift[3] ? {tmp_bias_shifted_3[135 : 0],8'h0} : tmp_bias_shifted_3);
  assign tmp_bias_shifted_5 = (bias_shift[4] ? {tmp_bias_shifted_4[127 : 0],16'h0} : tmp_bias_shifted_4);
  assign tmp_bias_shifted_6 = (bias_shift[5] ? {tmp_bias_shifted_5[111 : 0],32'h0} : tmp_bias_shifted_5);
  assign tmp_bias_shifted_7 = (bias_shift[6] ? {tmp_bias_shifted_6[79 : 0],64'h0} : tmp_bias_shifted_6);
  assign tmp_coarse_count = (! (|magnitude[143 : 16]));
  assign tmp_coarse_key = (tmp_coarse_count ? {magnitude[15 : 0],128'h0} : magnitude);
  assign tmp_coarse_count_1 = (! (|tmp_coarse_key[143 : 80]));
  assign tmp_coarse_key_1 = (tmp_coarse_count_1 ? {tmp_coarse_key[79 : 0],64'h0} : tmp_coarse_key);
  assign tmp_coarse_key_2 = (! (|tmp_coarse_key_1[143 : 112]));
  assign tmp_count = (! (|coarse_key[143 : 128]));
  assign tmp_count_1 = (tmp_count ? {coarse_key[127 : 0],16'h0} : coarse_key);
  assign tmp_count_2 = (! (|tmp_count_1[143 : 136]));
  assign tmp_count_3 = (tmp_count_2 ? {tmp_count_1[135 : 0],8'h0} : tmp_count_1);
  assign tmp_count_4 = (! (|tmp_count_3[143 : 140]));
  assign tmp_count_5 = (tmp_count_4 ? {tmp_count_3[139 : 0],4'b0000} : tmp_count_3);
  assign tmp_count_6 = (! (|tmp_count_5[143 : 142]));
  assign tmp_mantissa = (tmp_count_6 ? {tmp_count_5[141 : 0],2'b00} : tmp_count_5);
  assign tmp_count_7 = (! (|tmp_mantissa[143 : 143]));
  assign tmp_mantissa_1 = (tmp_count_7 ? {tmp_mantissa[142 : 0],1'b0} : tmp_mantissa);
  assign tmp_mantissa_2 = tmp_mantissa_1[143 : 112];
  assign multiplier = (negative_5_d2 ? neg_multiplier : pos_multiplier);
  assign scale = (negative_5_d2 ? neg_scale : pos_scale);
  assign tmp_exponent_6 = scale[9 : 0];
  assign tmp_value = (product[47] ? product : {product[46 : 0],1'b0});
  assign tmp_code_8 = 12'h010;
  assign tmp_code_8_1 = 12'hfff;
  assign tmp_code_8_2 = (exponent_7[4 : 0] + 5'h01);
  assign tmp_code_8_3 = {16'd0, value};
  assign tmp_code_8_4 = (tmp_code_8_2[0] ? {tmp_code_8_3[32 : 0],1'b0} : tmp_code_8_3);
  assign tmp_code_8_5 = (tmp_code_8_2[1] ? {tmp_code_8_4[31 : 0],2'b00} : tmp_code_8_4);
  assign tmp_code_8_6 = (tmp_code_8_2[2] ? {tmp_code_8_5[29 : 0],4'b0000} : tmp_code_8_5);
  assign tmp_code_8_7 = (tmp_code_8_2[3] ? {tmp_code_8_6[25 : 0],8'h0} : tmp_code_8_6);
  assign tmp_code_8_8 = (tmp_code_8_2[4] ? {tmp_code_8_7[17 : 0],16'h0} : tmp_code_8_7);
  assign tmp_code_8_9 = tmp_code_8_8[33 : 18];
  assign tmp_code_8_10 = ({1'b0,tmp_code_8_9} + {1'b0,tmp_tmp_code_8_10});
  assign tmp_code_8_11 = (17'h07fff + tmp_tmp_code_8_11);
  assign tmp_code_8_12 = tmp_tmp_code_8_12[15 : 0];
  assign tmp_code_8_13 = 12'h01c;
  assign tmp_code_8_14 = 12'hfe4;
  assign tmp_code_8_15 = exponent_7[11];
  assign tmp_code_8_16 = exponent_7[11 : 1];
  assign tmp_code_8_17 = tmp_tmp_code_8_17[3 : 0];
  assign tmp_code_8_18 = {(! tmp_code_8_15),{tmp_code_8_15,{exponent_7[0 : 0],{value[16 : 0],13'h0}}}};
  assign tmp_code_8_19 = (tmp_code_8_17[0] ? {tmp_code_8_18[32],tmp_code_8_18[32 : 1]} : tmp_code_8_18);
  assign tmp_code_8_20 = (tmp_code_8_17[1] ? {{2{tmp_code_8_19[32]}},tmp_code_8_19[32 : 2]} : tmp_code_8_19);
  assign tmp_code_8_21 = (tmp_code_8_17[2] ? {{4{tmp_code_8_20[32]}},tmp_code_8_20[32 : 4]} : tmp_code_8_20);
  assign tmp_code_8_22 = (tmp_code_8_17[3] ? {{8{tmp_code_8_21[32]}},tmp_code_8_21[32 : 8]} : tmp_code_8_21);
  assign tmp_code_8_23 = tmp_code_8_22[32 : 18];
  assign tmp_code_8_24 = {1'd0, tmp_tmp_code_8_24};
  assign tmp_code_8_25 = 12'h006;
  assign tmp_code_8_26 = 12'hffa;
  assign tmp_code_8_27 = exponent_7[11];
  assign tmp_code_8_28 = exponent_7[11 : 0];
  assign tmp_code_8_29 = tmp_tmp_code_8_29[2 : 0];
  assign tmp_code_8_30 = {(! tmp_code_8_27),{tmp_code_8_27,{value[16 : 0],5'h0}}};
  assign tmp_code_8_31 = (tmp_code_8_29[0] ? {tmp_code_8_30[23],tmp_code_8_30[23 : 1]} : tmp_code_8_30);
  assign tmp_code_8_32 = (tmp_code_8_29[1] ? {{2{tmp_code_8_31[23]}},tmp_code_8_31[23 : 2]} : tmp_code_8_31);
  assign tmp_code_8_33 = (tmp_code_8_29[2] ? {{4{tmp_code_8_32[23]}},tmp_code_8_32[23 : 4]} : tmp_code_8_32);
  assign tmp_code_8_34 = tmp_code_8_33[23 : 17];
  assign tmp_code_8_35 = {1'd0, tmp_tmp_code_8_35};
  assign tmp_code_8_36 = 12'h004;
  assign tmp_code_8_37 = 12'hffc;
  assign tmp_code_8_38 = exponent_7[11];
  assign tmp_code_8_39 = exponent_7[11 : 1];
  assign tmp_code_8_40 = {(! tmp_code_8_38),{tmp_code_8_38,{exponent_7[0 : 0],{value[16 : 0],1'b0}}}};
  assign tmp_code_8_41 = (tmp_tmp_code_8_41[0] ? {tmp_code_8_40[20],tmp_code_8_40[20 : 1]} : tmp_code_8_40);
  assign tmp_code_8_42 = tmp_code_8_41[20 : 18];
  assign tmp_code_8_43 = {1'd0, tmp_tmp_code_8_43};
  assign tmp_code_8_44 = 12'h003;
  assign tmp_code_8_45 = 12'h0;
  assign tmp_code_8_46 = (! ({(! exponent_7[11]),exponent_7[10 : 0]} < {(! tmp_code_8_45[11]),tmp_code_8_45[10 : 0]}));
  assign tmp_code_8_47 = 12'hffd;
  assign tmp_code_8_48 = ({value,3'b000} >>> tmp_tmp_code_8_48[1 : 0]);
  assign tmp_code_8_49 = (tmp_tmp_code_8_49 + tmp_tmp_code_8_49_2);
  assign tmp_code_8_50 = (tmp_code_8_49 + tmp_tmp_code_8_50);
  assign tmp_code_8_51 = ((((! ({tmp_tmp_code_8_51,tmp_tmp_code_8_51_1} < {tmp_tmp_code_8_51_2,tmp_tmp_code_8_51_3})) || tmp_code_8_50[3]) ? 3'b111 : tmp_code_8_50[2 : 0]) & {3{(! (! (! (tmp_tmp_code_8_51_4 < tmp_tmp_code_8_51_5))))}});
  assign tmp_code_9 = code_8[15 : 0];
  assign tmp_code_9_1 = clip_low[15 : 0];
  assign tmp_code_9_2 = clip_high[15 : 0];
  assign tmp_code_9_3 = {(! tmp_code_9[15]),tmp_code_9[14 : 0]};
  assign tmp_code_9_4 = code_8[15 : 0];
  assign tmp_code_9_5 = clip_low[15 : 0];
  assign tmp_code_9_6 = clip_high[15 : 0];
  assign tmp_code_9_7 = {(! tmp_code_9_4[15]),tmp_code_9_4[14 : 0]};
  assign tmp_code_9_8 = code_8[7 : 0];
  assign tmp_code_9_9 = clip_low[7 : 0];
  assign tmp_code_9_10 = clip_high[7 : 0];
  assign tmp_code_9_11 = {(! tmp_code_9_8[7]),tmp_code_9_8[6 : 0]};
  assign tmp_code_9_12 = code_8[3 : 0];
  assign tmp_code_9_13 = clip_low[3 : 0];
  assign tmp_code_9_14 = clip_high[3 : 0];
  assign tmp_code_9_15 = {(! tmp_code_9_12[3]),tmp_code_9_12[2 : 0]};
  assign tmp_code_9_16 = code_8[3 : 0];
  assign tmp_code_9_17 = clip_low[3 : 0];
  assign tmp_code_9_18 = clip_high[3 : 0];
  assign tmp_code_9_19 = tmp_code_9_16[2 : 0];
  assign tmp_code_9_20 = (tmp_code_9_16[3] ? tmp_tmp_code_9_20 : {1'b1,tmp_code_9_19});
  assign tmp_code_9_21 = tmp_code_9_17[2 : 0];
  assign tmp_code_9_22 = tmp_code_9_18[2 : 0];
  assign code = code_9;
  always @(posedge clk) begin
    sum <= ((mode4 || mode2) ? tmp_sum_10 : acc);
    bias_shifted <= (bias_shift[7] ? {tmp_bias_shifted_7[15 : 0],128'h0} : tmp_bias_shifted_7);
    total <= ({sum,16'h0} + bias_shifted);
    magnitude <= (total[143] ? tmp_magnitude : total);
    coarse_key <= (tmp_coarse_key_2 ? {tmp_coarse_key_1[111 : 0],32'h0} : tmp_coarse_key_1);
    coarse_count <= {tmp_coarse_count,{tmp_coarse_count_1,tmp_coarse_key_2}};
    mantissa <= {tmp_mantissa_2[31 : 1],(tmp_mantissa_2[0] || (|tmp_mantissa_1[111 : 0]))};
    count <= {coarse_count,{tmp_count,{tmp_count_2,{tmp_count_4,{tmp_count_6,tmp_count_7}}}}};
    product <= (mantissa * multiplier);
    exponent_6 <= (tmp_exponent_6_1 - tmp_exponent_6_2);
    value <= {tmp_value[47 : 31],(|tmp_value[30 : 0])};
    exponent_7 <= (exponent_6 + tmp_exponent_7);
    code_8 <= ((result_format == 4'b0000) ? tmp_code_8_52 : ((result_format == 4'b0001) ? tmp_code_8_54 : ((result_format == 4'b0010) ? tmp_code_8_57 : ((result_format == 4'b0011) ? (nar_d7 ? 16'h8000 : ((sign_7 ? tmp_code_8_60 : tmp_code_8_24) & tmp_code_8_61)) : (nar_d7 ? 16'h8000 : ((sign_7 ? tmp_code_8_62 : tmp_code_8_12) & tmp_code_8_63))))));
    code_9 <= (nar_8 ? code_8 : ((result_format == 4'b0000) ? tmp_code_9_23 : ((result_format == 4'b0001) ? tmp_code_9_31 : ((result_format == 4'b0010) ? tmp_code_9_33 : ((result_format == 4'b0011) ? ((tmp_code_9_35 < tmp_code_9_7) ? tmp_code_9_6 : (tmp_code_9_37 ? tmp_code_9_5 : tmp_code_9_4)) : ((tmp_code_9_39 < tmp_code_9_3) ? tmp_code_9_2 : (tmp_code_9_41 ? tmp_code_9_1 : tmp_code_9)))))));
  end

  always @(posedge clk) begin
    if(reset) begin
      negative_3 <= 1'b0;
      negative_5_d1 <= 1'b0;
      negative_5_d2 <= 1'b0;
      sign_6 <= 1'b0;
      zero_7 <= 1'b0;
      sign_7 <= 1'b0;
      nar_d1 <= 1'b0;
      nar_d2 <= 1'b0;
      nar_d3 <= 1'b0;
      nar_d4 <= 1'b0;
      nar_d5 <= 1'b0;
      nar_d6 <= 1'b0;
      nar_d7 <= 1'b0;
      nar_8 <= 1'b0;
    end else begin
      negative_3 <= total[143];
      negative_5_d1 <= negative_3;
      negative_5_d2 <= negative_5_d1;
      sign_6 <= (negative_5_d2 ^ scale[15]);
      zero_7 <= (! (|product));
      sign_7 <= sign_6;
      nar_d1 <= acc_nar;
      nar_d2 <= nar_d1;
      nar_d3 <= nar_d2;
      nar_d4 <= nar_d3;
      nar_d5 <= nar_d4;
      nar_d6 <= nar_d5;
      nar_d7 <= nar_d6;
      nar_8 <= nar_d7;
    end
  end


endmodule

module ResultQueue (
  input  wire          push_last,
  input  wire          push,
  output wire          tlast,
  output wire          tvalid,
  input  wire          tready,
  output wire          popped,
  input  wire [127:0]  push_data,
  output wire [127:0]  tdata,
  input  wire          clk,
  input  wire          reset
);

  reg        [128:0]  store_spinal_port1;
  wire       [4:0]    tmp_next_head;
  wire       [0:0]    tmp_next_head_1;
  wire       [5:0]    tmp_remaining;
  wire       [0:0]    tmp_remaining_1;
  wire       [4:0]    tmp_tail;
  wire       [0:0]    tmp_tail_1;
  wire       [5:0]    tmp_count;
  wire       [0:0]    tmp_count_1;
  wire       [128:0]  tmp_store_port;
  wire                tmp_store_port_1;
  wire                tmp_tmp_tlast;
  reg        [4:0]    head;
  reg        [4:0]    tail;
  reg        [5:0]    count;
  reg                 valid;
  wire                pop;
  wire       [4:0]    next_head;
  wire       [5:0]    remaining;
  wire       [128:0]  tmp_tlast;
  reg [128:0] store [0:31];

  assign tmp_next_head_1 = pop;
  assign tmp_next_head = {4'd0, tmp_next_head_1};
  assign tmp_remaining_1 = pop;
  assign tmp_remaining = {5'd0, tmp_remaining_1};
  assign tmp_tail_1 = push;
  assign tmp_tail = {4'd0, tmp_tail_1};
  assign tmp_count_1 = push;
  assign tmp_count = {5'd0, tmp_count_1};
  assign tmp_store_port = {push_last,push_data};
  assign tmp_tmp_tlast = 1'b1;
  always @(posedge clk) begin
    if(push) begin
      store[tail] <= tmp_store_port;
    end
  end

  always @(posedge clk) begin
    if(tmp_tmp_tlast) begin
      store_spinal_port1 <= store[next_head];
    end
  end

  assign pop = (valid && tready);
  assign next_head = (head + tmp_next_head);
  assign remaining = (count - tmp_remaining);
  assign tmp_tlast = store_spinal_port1;
  assign tdata = tmp_tlast[127 : 0];
  assign tlast = tmp_tlast[128];
  assign tvalid = valid;
  assign popped = pop;
  always @(posedge clk) begin
    if(reset) begin
      head <= 5'h0;
      tail <= 5'h0;
      count <= 6'h0;
      valid <= 1'b0;
    end else begin
      head <= next_head;
      tail <= (tail + tmp_tail);
      count <= (remaining + tmp_count);
      valid <= (|remaining);
    end
  end


endmodule

module MacArray (
  input  wire [3:0]    format,
  input  wire          mode2,
  input  wire          mode4,
  input  wire          valid,
  input  wire          first,
  input  wire          capture,
  input  wire          shift,
  input  wire [127:0]  activations,
  input  wire [127:0]  weights,
  output wire [127:0]  accumulators_0,
  output wire          nar_0,
  output wire [127:0]  accumulators_1,
  output wire          nar_1,
  output wire [127:0]  accumulators_2,
  output wire          nar_2,
  output wire [127:0]  accumulators_3,
  output wire          nar_3,
  output wire [127:0]  accumulators_4,
  output wire          nar_4,
  output wire [127:0]  accumulators_5,
  output wire          nar_5,
  output wire [127:0]  accumulators_6,
  output wire          nar_6,
  output wire [127:0]  accumulators_7,
  output wire          nar_7,
  input  wire          clk,
  input  wire          reset
);

  wire       [15:0]   a_decoder_0_word;
  wire       [15:0]   a_decoder_1_word;
  wire       [15:0]   a_decoder_2_word;
  wire       [15:0]   a_decoder_3_word;
  wire       [15:0]   a_decoder_4_word;
  wire       [15:0]   a_decoder_5_word;
  wire       [15:0]   a_decoder_6_word;
  wire       [15:0]   a_decoder_7_word;
  wire       [15:0]   b_decoder_0_word;
  wire       [15:0]   b_decoder_1_word;
  wire       [15:0]   b_decoder_2_word;
  wire       [15:0]   b_decoder_3_word;
  wire       [15:0]   b_decoder_4_word;
  wire       [15:0]   b_decoder_5_word;
  wire       [15:0]   b_decoder_6_word;
  wire       [15:0]   b_decoder_7_word;
  wire       [3:0]    a_decoder_0_negative;
  wire                a_decoder_0_nar;
  wire       [12:0]   a_decoder_0_significand;
  wire       [23:0]   a_decoder_0_down;
  wire       [3:0]    a_decoder_1_negative;
  wire                a_decoder_1_nar;
  wire       [12:0]   a_decoder_1_significand;
  wire       [23:0]   a_decoder_1_down;
  wire       [3:0]    a_decoder_2_negative;
  wire                a_decoder_2_nar;
  wire       [12:0]   a_decoder_2_significand;
  wire       [23:0]   a_decoder_2_down;
  wire       [3:0]    a_decoder_3_negative;
  wire                a_decoder_3_nar;
  wire       [12:0]   a_decoder_3_significand;
  wire       [23:0]   a_decoder_3_down;
  wire       [3:0]    a_decoder_4_negative;
  wire                a_decoder_4_nar;
  wire       [12:0]   a_decoder_4_significand;
  wire       [23:0]   a_decoder_4_down;
  wire       [3:0]    a_decoder_5_negative;
  wire                a_decoder_5_nar;
  wire       [12:0]   a_decoder_5_significand;
  wire       [23:0]   a_decoder_5_down;
  wire       [3:0]    a_decoder_6_negative;
  wire                a_decoder_6_nar;
  wire       [12:0]   a_decoder_6_significand;
  wire       [23:0]   a_decoder_6_down;
  wire       [3:0]    a_decoder_7_negative;
  wire                a_decoder_7_nar;
  wire       [12:0]   a_decoder_7_significand;
  wire       [23:0]   a_decoder_7_down;
  wire       [3:0]    b_decoder_0_negative;
  wire                b_decoder_0_nar;
  wire       [12:0]   b_decoder_0_significand;
  wire       [23:0]   b_decoder_0_down;
  wire       [3:0]    b_decoder_1_negative;
  wire                b_decoder_1_nar;
  wire       [12:0]   b_decoder_1_significand;
  wire       [23:0]   b_decoder_1_down;
  wire       [3:0]    b_decoder_2_negative;
  wire                b_decoder_2_nar;
  wire       [12:0]   b_decoder_2_significand;
  wire       [23:0]   b_decoder_2_down;
  wire       [3:0]    b_decoder_3_negative;
  wire                b_decoder_3_nar;
  wire       [12:0]   b_decoder_3_significand;
  wire       [23:0]   b_decoder_3_down;
  wire       [3:0]    b_decoder_4_negative;
  wire                b_decoder_4_nar;
  wire       [12:0]   b_decoder_4_significand;
  wire       [23:0]   b_decoder_4_down;
  wire       [3:0]    b_decoder_5_negative;
  wire                b_decoder_5_nar;
  wire       [12:0]   b_decoder_5_significand;
  wire       [23:0]   b_decoder_5_down;
  wire       [3:0]    b_decoder_6_negative;
  wire                b_decoder_6_nar;
  wire       [12:0]   b_decoder_6_significand;
  wire       [23:0]   b_decoder_6_down;
  wire       [3:0]    b_decoder_7_negative;
  wire                b_decoder_7_nar;
  wire       [12:0]   b_decoder_7_significand;
  wire       [23:0]   b_decoder_7_down;
  wire                unit_7_0_drain_nar;
  wire       [127:0]  unit_7_0_drain;
  wire                unit_6_0_drain_nar;
  wire       [127:0]  unit_6_0_drain;
  wire                unit_5_0_drain_nar;
  wire       [127:0]  unit_5_0_drain;
  wire                unit_4_0_drain_nar;
  wire       [127:0]  unit_4_0_drain;
  wire                unit_3_0_drain_nar;
  wire       [127:0]  unit_3_0_drain;
  wire                unit_2_0_drain_nar;
  wire       [127:0]  unit_2_0_drain;
  wire                unit_1_0_drain_nar;
  wire       [127:0]  unit_1_0_drain;
  wire                unit_0_0_drain_nar;
  wire       [127:0]  unit_0_0_drain;
  wire                unit_7_1_drain_nar;
  wire       [127:0]  unit_7_1_drain;
  wire                unit_6_1_drain_nar;
  wire       [127:0]  unit_6_1_drain;
  wire                unit_5_1_drain_nar;
  wire       [127:0]  unit_5_1_drain;
  wire                unit_4_1_drain_nar;
  wire       [127:0]  unit_4_1_drain;
  wire                unit_3_1_drain_nar;
  wire       [127:0]  unit_3_1_drain;
  wire                unit_2_1_drain_nar;
  wire       [127:0]  unit_2_1_drain;
  wire                unit_1_1_drain_nar;
  wire       [127:0]  unit_1_1_drain;
  wire                unit_0_1_drain_nar;
  wire       [127:0]  unit_0_1_drain;
  wire                unit_7_2_drain_nar;
  wire       [127:0]  unit_7_2_drain;
  wire                unit_6_2_drain_nar;
  wire       [127:0]  unit_6_2_drain;
  wire                unit_5_2_drain_nar;
  wire       [127:0]  unit_5_2_drain;
  wire                unit_4_2_drain_nar;
  wire       [127:0]  unit_4_2_drain;
  wire                unit_3_2_drain_nar;
  wire       [127:0]  unit_3_2_drain;
  wire                unit_2_2_drain_nar;
  wire       [127:0]  unit_2_2_drain;
  wire                unit_1_2_drain_nar;
  wire       [127:0]  unit_1_2_drain;
  wire                unit_0_2_drain_nar;
  wire       [127:0]  unit_0_2_drain;
  wire                unit_7_3_drain_nar;
  wire       [127:0]  unit_7_3_drain;
  wire                unit_6_3_drain_nar;
  wire       [127:0]  unit_6_3_drain;
  wire                unit_5_3_drain_nar;
  wire       [127:0]  unit_5_3_drain;
  wire                unit_4_3_drain_nar;
  wire       [127:0]  unit_4_3_drain;
  wire                unit_3_3_drain_nar;
  wire       [127:0]  unit_3_3_drain;
  wire                unit_2_3_drain_nar;
  wire       [127:0]  unit_2_3_drain;
  wire                unit_1_3_drain_nar;
  wire       [127:0]  unit_1_3_drain;
  wire                unit_0_3_drain_nar;
  wire       [127:0]  unit_0_3_drain;
  wire                unit_7_4_drain_nar;
  wire       [127:0]  unit_7_4_drain;
  wire                unit_6_4_drain_nar;
  wire       [127:0]  unit_6_4_drain;
  wire                unit_5_4_drain_nar;
  wire       [127:0]  unit_5_4_drain;
  wire                unit_4_4_drain_nar;
  wire       [127:0]  unit_4_4_drain;
  wire                unit_3_4_drain_nar;
  wire       [127:0]  unit_3_4_drain;
  wire                unit_2_4_drain_nar;
  wire       [127:0]  unit_2_4_drain;
  wire                unit_1_4_drain_nar;
  wire       [127:0]  unit_1_4_drain;
  wire                unit_0_4_drain_nar;
  wire       [127:0]  unit_0_4_drain;
  wire                unit_7_5_drain_nar;
  wire       [127:0]  unit_7_5_drain;
  wire                unit_6_5_drain_nar;
  wire       [127:0]  unit_6_5_drain;
  wire                unit_5_5_drain_nar;
  wire       [127:0]  unit_5_5_drain;
  wire                unit_4_5_drain_nar;
  wire       [127:0]  unit_4_5_drain;
  wire                unit_3_5_drain_nar;
  wire       [127:0]  unit_3_5_drain;
  wire                unit_2_5_drain_nar;
  wire       [127:0]  unit_2_5_drain;
  wire                unit_1_5_drain_nar;
  wire       [127:0]  unit_1_5_drain;
  wire                unit_0_5_drain_nar;
  wire       [127:0]  unit_0_5_drain;
  wire                unit_7_6_drain_nar;
  wire       [127:0]  unit_7_6_drain;
  wire                unit_6_6_drain_nar;
  wire       [127:0]  unit_6_6_drain;
  wire                unit_5_6_drain_nar;
  wire       [127:0]  unit_5_6_drain;
  wire                unit_4_6_drain_nar;
  wire       [127:0]  unit_4_6_drain;
  wire                unit_3_6_drain_nar;
  wire       [127:0]  unit_3_6_drain;
  wire                unit_2_6_drain_nar;
  wire       [127:0]  unit_2_6_drain;
  wire                unit_1_6_drain_nar;
  wire       [127:0]  unit_1_6_drain;
  wire                unit_0_6_drain_nar;
  wire       [127:0]  unit_0_6_drain;
  wire                unit_7_7_drain_nar;
  wire       [127:0]  unit_7_7_drain;
  wire                unit_6_7_drain_nar;
  wire       [127:0]  unit_6_7_drain;
  wire                unit_5_7_drain_nar;
  wire       [127:0]  unit_5_7_drain;
  wire                unit_4_7_drain_nar;
  wire       [127:0]  unit_4_7_drain;
  wire                unit_3_7_drain_nar;
  wire       [127:0]  unit_3_7_drain;
  wire                unit_2_7_drain_nar;
  wire       [127:0]  unit_2_7_drain;
  wire                unit_1_7_drain_nar;
  wire       [127:0]  unit_1_7_drain;
  wire                unit_0_7_drain_nar;
  wire       [127:0]  unit_0_7_drain;
  reg        [12:0]   a0_significand_d1;
  reg        [3:0]    a0_negative_d1;
  reg        [23:0]   a0_down_d1;
  reg                 a0_nar_d1;
  reg        [12:0]   a1_significand_d1;
  reg        [3:0]    a1_negative_d1;
  reg        [23:0]   a1_down_d1;
  reg                 a1_nar_d1;
  reg        [12:0]   a2_significand_d1;
  reg        [3:0]    a2_negative_d1;
  reg        [23:0]   a2_down_d1;
  reg                 a2_nar_d1;
  reg        [12:0]   a3_significand_d1;
  reg        [3:0]    a3_negative_d1;
  reg        [23:0]   a3_down_d1;
  reg                 a3_nar_d1;
  reg        [12:0]   a4_significand_d1;
  reg        [3:0]    a4_negative_d1;
  reg        [23:0]   a4_down_d1;
  reg                 a4_nar_d1;
  reg        [12:0]   a5_significand_d1;
  reg        [3:0]    a5_negative_d1;
  reg        [23:0]   a5_down_d1;
  reg                 a5_nar_d1;
  reg        [12:0]   a6_significand_d1;
  reg        [3:0]    a6_negative_d1;
  reg        [23:0]   a6_down_d1;
  reg                 a6_nar_d1;
  reg        [12:0]   a7_significand_d1;
  reg        [3:0]    a7_negative_d1;
  reg        [23:0]   a7_down_d1;
  reg                 a7_nar_d1;
  reg        [12:0]   b0_significand_d1;
  reg        [3:0]    b0_negative_d1;
  reg        [23:0]   b0_down_d1;
  reg                 b0_nar_d1;
  reg        [12:0]   b1_significand_d1;
  reg        [3:0]    b1_negative_d1;
  reg        [23:0]   b1_down_d1;
  reg                 b1_nar_d1;
  reg        [12:0]   b2_significand_d1;
  reg        [3:0]    b2_negative_d1;
  reg        [23:0]   b2_down_d1;
  reg                 b2_nar_d1;
  reg        [12:0]   b3_significand_d1;
  reg        [3:0]    b3_negative_d1;
  reg        [23:0]   b3_down_d1;
  reg                 b3_nar_d1;
  reg        [12:0]   b4_significand_d1;
  reg        [3:0]    b4_negative_d1;
  reg        [23:0]   b4_down_d1;
  reg                 b4_nar_d1;
  reg        [12:0]   b5_significand_d1;
  reg        [3:0]    b5_negative_d1;
  reg        [23:0]   b5_down_d1;
  reg                 b5_nar_d1;
  reg        [12:0]   b6_significand_d1;
  reg        [3:0]    b6_negative_d1;
  reg        [23:0]   b6_down_d1;
  reg                 b6_nar_d1;
  reg        [12:0]   b7_significand_d1;
  reg        [3:0]    b7_negative_d1;
  reg        [23:0]   b7_down_d1;
  reg                 b7_nar_d1;
  reg                 accumulate_d1;
  reg                 accumulate_d2;
  reg                 accumulate_d3;
  reg                 first_accumulate_d1;
  reg                 first_accumulate_d2;
  reg                 first_accumulate_d3;

  ActivationDecoder a_decoder_0 (
    .word        (a_decoder_0_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (a_decoder_0_negative[3:0]    ), //o
    .nar         (a_decoder_0_nar              ), //o
    .significand (a_decoder_0_significand[12:0]), //o
    .down        (a_decoder_0_down[23:0]       )  //o
  );
  ActivationDecoder a_decoder_1 (
    .word        (a_decoder_1_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (a_decoder_1_negative[3:0]    ), //o
    .nar         (a_decoder_1_nar              ), //o
    .significand (a_decoder_1_significand[12:0]), //o
    .down        (a_decoder_1_down[23:0]       )  //o
  );
  ActivationDecoder a_decoder_2 (
    .word        (a_decoder_2_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (a_decoder_2_negative[3:0]    ), //o
    .nar         (a_decoder_2_nar              ), //o
    .significand (a_decoder_2_significand[12:0]), //o
    .down        (a_decoder_2_down[23:0]       )  //o
  );
  ActivationDecoder a_decoder_3 (
    .word        (a_decoder_3_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (a_decoder_3_negative[3:0]    ), //o
    .nar         (a_decoder_3_nar              ), //o
    .significand (a_decoder_3_significand[12:0]), //o
    .down        (a_decoder_3_down[23:0]       )  //o
  );
  ActivationDecoder a_decoder_4 (
    .word        (a_decoder_4_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (a_decoder_4_negative[3:0]    ), //o
    .nar         (a_decoder_4_nar              ), //o
    .significand (a_decoder_4_significand[12:0]), //o
    .down        (a_decoder_4_down[23:0]       )  //o
  );
  ActivationDecoder a_decoder_5 (
    .word        (a_decoder_5_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (a_decoder_5_negative[3:0]    ), //o
    .nar         (a_decoder_5_nar              ), //o
    .significand (a_decoder_5_significand[12:0]), //o
    .down        (a_decoder_5_down[23:0]       )  //o
  );
  ActivationDecoder a_decoder_6 (
    .word        (a_decoder_6_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (a_decoder_6_negative[3:0]    ), //o
    .nar         (a_decoder_6_nar              ), //o
    .significand (a_decoder_6_significand[12:0]), //o
    .down        (a_decoder_6_down[23:0]       )  //o
  );
  ActivationDecoder a_decoder_7 (
    .word        (a_decoder_7_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (a_decoder_7_negative[3:0]    ), //o
    .nar         (a_decoder_7_nar              ), //o
    .significand (a_decoder_7_significand[12:0]), //o
    .down        (a_decoder_7_down[23:0]       )  //o
  );
  WeightDecoder b_decoder_0 (
    .word        (b_decoder_0_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (b_decoder_0_negative[3:0]    ), //o
    .nar         (b_decoder_0_nar              ), //o
    .significand (b_decoder_0_significand[12:0]), //o
    .down        (b_decoder_0_down[23:0]       )  //o
  );
  WeightDecoder b_decoder_1 (
    .word        (b_decoder_1_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (b_decoder_1_negative[3:0]    ), //o
    .nar         (b_decoder_1_nar              ), //o
    .significand (b_decoder_1_significand[12:0]), //o
    .down        (b_decoder_1_down[23:0]       )  //o
  );
  WeightDecoder b_decoder_2 (
    .word        (b_decoder_2_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (b_decoder_2_negative[3:0]    ), //o
    .nar         (b_decoder_2_nar              ), //o
    .significand (b_decoder_2_significand[12:0]), //o
    .down        (b_decoder_2_down[23:0]       )  //o
  );
  WeightDecoder b_decoder_3 (
    .word        (b_decoder_3_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (b_decoder_3_negative[3:0]    ), //o
    .nar         (b_decoder_3_nar              ), //o
    .significand (b_decoder_3_significand[12:0]), //o
    .down        (b_decoder_3_down[23:0]       )  //o
  );
  WeightDecoder b_decoder_4 (
    .word        (b_decoder_4_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (b_decoder_4_negative[3:0]    ), //o
    .nar         (b_decoder_4_nar              ), //o
    .significand (b_decoder_4_significand[12:0]), //o
    .down        (b_decoder_4_down[23:0]       )  //o
  );
  WeightDecoder b_decoder_5 (
    .word        (b_decoder_5_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (b_decoder_5_negative[3:0]    ), //o
    .nar         (b_decoder_5_nar              ), //o
    .significand (b_decoder_5_significand[12:0]), //o
    .down        (b_decoder_5_down[23:0]       )  //o
  );
  WeightDecoder b_decoder_6 (
    .word        (b_decoder_6_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (b_decoder_6_negative[3:0]    ), //o
    .nar         (b_decoder_6_nar              ), //o
    .significand (b_decoder_6_significand[12:0]), //o
    .down        (b_decoder_6_down[23:0]       )  //o
  );
  WeightDecoder b_decoder_7 (
    .word        (b_decoder_7_word[15:0]       ), //i
    .format      (format[3:0]                  ), //i
    .negative    (b_decoder_7_negative[3:0]    ), //o
    .nar         (b_decoder_7_nar              ), //o
    .significand (b_decoder_7_significand[12:0]), //o
    .down        (b_decoder_7_down[23:0]       )  //o
  );
  MacUnit unit_7_0 (
    .a_negative    (a7_negative_d1[3:0]    ), //i
    .a_nar         (a7_nar_d1              ), //i
    .b_negative    (b0_negative_d1[3:0]    ), //i
    .b_nar         (b0_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (1'b0                   ), //i
    .drain_nar     (unit_7_0_drain_nar     ), //o
    .a_significand (a7_significand_d1[12:0]), //i
    .b_significand (b0_significand_d1[12:0]), //i
    .a_down        (a7_down_d1[23:0]       ), //i
    .b_down        (b0_down_d1[23:0]       ), //i
    .drain_in      (128'h0                 ), //i
    .drain         (unit_7_0_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_6_0 (
    .a_negative    (a6_negative_d1[3:0]    ), //i
    .a_nar         (a6_nar_d1              ), //i
    .b_negative    (b0_negative_d1[3:0]    ), //i
    .b_nar         (b0_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_7_0_drain_nar     ), //i
    .drain_nar     (unit_6_0_drain_nar     ), //o
    .a_significand (a6_significand_d1[12:0]), //i
    .b_significand (b0_significand_d1[12:0]), //i
    .a_down        (a6_down_d1[23:0]       ), //i
    .b_down        (b0_down_d1[23:0]       ), //i
    .drain_in      (unit_7_0_drain[127:0]  ), //i
    .drain         (unit_6_0_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_5_0 (
    .a_negative    (a5_negative_d1[3:0]    ), //i
    .a_nar         (a5_nar_d1              ), //i
    .b_negative    (b0_negative_d1[3:0]    ), //i
    .b_nar         (b0_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_6_0_drain_nar     ), //i
    .drain_nar     (unit_5_0_drain_nar     ), //o
    .a_significand (a5_significand_d1[12:0]), //i
    .b_significand (b0_significand_d1[12:0]), //i
    .a_down        (a5_down_d1[23:0]       ), //i
    .b_down        (b0_down_d1[23:0]       ), //i
    .drain_in      (unit_6_0_drain[127:0]  ), //i
    .drain         (unit_5_0_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_4_0 (
    .a_negative    (a4_negative_d1[3:0]    ), //i
    .a_nar         (a4_nar_d1              ), //i
    .b_negative    (b0_negative_d1[3:0]    ), //i
    .b_nar         (b0_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_5_0_drain_nar     ), //i
    .drain_nar     (unit_4_0_drain_nar     ), //o
    .a_significand (a4_significand_d1[12:0]), //i
    .b_significand (b0_significand_d1[12:0]), //i
    .a_down        (a4_down_d1[23:0]       ), //i
    .b_down        (b0_down_d1[23:0]       ), //i
    .drain_in      (unit_5_0_drain[127:0]  ), //i
    .drain         (unit_4_0_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_3_0 (
    .a_negative    (a3_negative_d1[3:0]    ), //i
    .a_nar         (a3_nar_d1              ), //i
    .b_negative    (b0_negative_d1[3:0]    ), //i
    .b_nar         (b0_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_4_0_drain_nar     ), //i
    .drain_nar     (unit_3_0_drain_nar     ), //o
    .a_significand (a3_significand_d1[12:0]), //i
    .b_significand (b0_significand_d1[12:0]), //i
    .a_down        (a3_down_d1[23:0]       ), //i
    .b_down        (b0_down_d1[23:0]       ), //i
    .drain_in      (unit_4_0_drain[127:0]  ), //i
    .drain         (unit_3_0_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_2_0 (
    .a_negative    (a2_negative_d1[3:0]    ), //i
    .a_nar         (a2_nar_d1              ), //i
    .b_negative    (b0_negative_d1[3:0]    ), //i
    .b_nar         (b0_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_3_0_drain_nar     ), //i
    .drain_nar     (unit_2_0_drain_nar     ), //o
    .a_significand (a2_significand_d1[12:0]), //i
    .b_significand (b0_significand_d1[12:0]), //i
    .a_down        (a2_down_d1[23:0]       ), //i
    .b_down        (b0_down_d1[23:0]       ), //i
    .drain_in      (unit_3_0_drain[127:0]  ), //i
    .drain         (unit_2_0_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_1_0 (
    .a_negative    (a1_negative_d1[3:0]    ), //i
    .a_nar         (a1_nar_d1              ), //i
    .b_negative    (b0_negative_d1[3:0]    ), //i
    .b_nar         (b0_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_2_0_drain_nar     ), //i
    .drain_nar     (unit_1_0_drain_nar     ), //o
    .a_significand (a1_significand_d1[12:0]), //i
    .b_significand (b0_significand_d1[12:0]), //i
    .a_down        (a1_down_d1[23:0]       ), //i
    .b_down        (b0_down_d1[23:0]       ), //i
    .drain_in      (unit_2_0_drain[127:0]  ), //i
    .drain         (unit_1_0_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_0_0 (
    .a_negative    (a0_negative_d1[3:0]    ), //i
    .a_nar         (a0_nar_d1              ), //i
    .b_negative    (b0_negative_d1[3:0]    ), //i
    .b_nar         (b0_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_1_0_drain_nar     ), //i
    .drain_nar     (unit_0_0_drain_nar     ), //o
    .a_significand (a0_significand_d1[12:0]), //i
    .b_significand (b0_significand_d1[12:0]), //i
    .a_down        (a0_down_d1[23:0]       ), //i
    .b_down        (b0_down_d1[23:0]       ), //i
    .drain_in      (unit_1_0_drain[127:0]  ), //i
    .drain         (unit_0_0_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_7_1 (
    .a_negative    (a7_negative_d1[3:0]    ), //i
    .a_nar         (a7_nar_d1              ), //i
    .b_negative    (b1_negative_d1[3:0]    ), //i
    .b_nar         (b1_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (1'b0                   ), //i
    .drain_nar     (unit_7_1_drain_nar     ), //o
    .a_significand (a7_significand_d1[12:0]), //i
    .b_significand (b1_significand_d1[12:0]), //i
    .a_down        (a7_down_d1[23:0]       ), //i
    .b_down        (b1_down_d1[23:0]       ), //i
    .drain_in      (128'h0                 ), //i
    .drain         (unit_7_1_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_6_1 (
    .a_negative    (a6_negative_d1[3:0]    ), //i
    .a_nar         (a6_nar_d1              ), //i
    .b_negative    (b1_negative_d1[3:0]    ), //i
    .b_nar         (b1_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_7_1_drain_nar     ), //i
    .drain_nar     (unit_6_1_drain_nar     ), //o
    .a_significand (a6_significand_d1[12:0]), //i
    .b_significand (b1_significand_d1[12:0]), //i
    .a_down        (a6_down_d1[23:0]       ), //i
    .b_down        (b1_down_d1[23:0]       ), //i
    .drain_in      (unit_7_1_drain[127:0]  ), //i
    .drain         (unit_6_1_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_5_1 (
    .a_negative    (a5_negative_d1[3:0]    ), //i
    .a_nar         (a5_nar_d1              ), //i
    .b_negative    (b1_negative_d1[3:0]    ), //i
    .b_nar         (b1_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_6_1_drain_nar     ), //i
    .drain_nar     (unit_5_1_drain_nar     ), //o
    .a_significand (a5_significand_d1[12:0]), //i
    .b_significand (b1_significand_d1[12:0]), //i
    .a_down        (a5_down_d1[23:0]       ), //i
    .b_down        (b1_down_d1[23:0]       ), //i
    .drain_in      (unit_6_1_drain[127:0]  ), //i
    .drain         (unit_5_1_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_4_1 (
    .a_negative    (a4_negative_d1[3:0]    ), //i
    .a_nar         (a4_nar_d1              ), //i
    .b_negative    (b1_negative_d1[3:0]    ), //i
    .b_nar         (b1_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_5_1_drain_nar     ), //i
    .drain_nar     (unit_4_1_drain_nar     ), //o
    .a_significand (a4_significand_d1[12:0]), //i
    .b_significand (b1_significand_d1[12:0]), //i
    .a_down        (a4_down_d1[23:0]       ), //i
    .b_down        (b1_down_d1[23:0]       ), //i
    .drain_in      (unit_5_1_drain[127:0]  ), //i
    .drain         (unit_4_1_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_3_1 (
    .a_negative    (a3_negative_d1[3:0]    ), //i
    .a_nar         (a3_nar_d1              ), //i
    .b_negative    (b1_negative_d1[3:0]    ), //i
    .b_nar         (b1_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_4_1_drain_nar     ), //i
    .drain_nar     (unit_3_1_drain_nar     ), //o
    .a_significand (a3_significand_d1[12:0]), //i
    .b_significand (b1_significand_d1[12:0]), //i
    .a_down        (a3_down_d1[23:0]       ), //i
    .b_down        (b1_down_d1[23:0]       ), //i
    .drain_in      (unit_4_1_drain[127:0]  ), //i
    .drain         (unit_3_1_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_2_1 (
    .a_negative    (a2_negative_d1[3:0]    ), //i
    .a_nar         (a2_nar_d1              ), //i
    .b_negative    (b1_negative_d1[3:0]    ), //i
    .b_nar         (b1_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_3_1_drain_nar     ), //i
    .drain_nar     (unit_2_1_drain_nar     ), //o
    .a_significand (a2_significand_d1[12:0]), //i
    .b_significand (b1_significand_d1[12:0]), //i
    .a_down        (a2_down_d1[23:0]       ), //i
    .b_down        (b1_down_d1[23:0]       ), //i
    .drain_in      (unit_3_1_drain[127:0]  ), //i
    .drain         (unit_2_1_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_1_1 (
    .a_negative    (a1_negative_d1[3:0]    ), //i
    .a_nar         (a1_nar_d1              ), //i
    .b_negative    (b1_negative_d1[3:0]    ), //i
    .b_nar         (b1_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_2_1_drain_nar     ), //i
    .drain_nar     (unit_1_1_drain_nar     ), //o
    .a_significand (a1_significand_d1[12:0]), //i
    .b_significand (b1_significand_d1[12:0]), //i
    .a_down        (a1_down_d1[23:0]       ), //i
    .b_down        (b1_down_d1[23:0]       ), //i
    .drain_in      (unit_2_1_drain[127:0]  ), //i
    .drain         (unit_1_1_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_0_1 (
    .a_negative    (a0_negative_d1[3:0]    ), //i
    .a_nar         (a0_nar_d1              ), //i
    .b_negative    (b1_negative_d1[3:0]    ), //i
    .b_nar         (b1_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_1_1_drain_nar     ), //i
    .drain_nar     (unit_0_1_drain_nar     ), //o
    .a_significand (a0_significand_d1[12:0]), //i
    .b_significand (b1_significand_d1[12:0]), //i
    .a_down        (a0_down_d1[23:0]       ), //i
    .b_down        (b1_down_d1[23:0]       ), //i
    .drain_in      (unit_1_1_drain[127:0]  ), //i
    .drain         (unit_0_1_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_7_2 (
    .a_negative    (a7_negative_d1[3:0]    ), //i
    .a_nar         (a7_nar_d1              ), //i
    .b_negative    (b2_negative_d1[3:0]    ), //i
    .b_nar         (b2_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (1'b0                   ), //i
    .drain_nar     (unit_7_2_drain_nar     ), //o
    .a_significand (a7_significand_d1[12:0]), //i
    .b_significand (b2_significand_d1[12:0]), //i
    .a_down        (a7_down_d1[23:0]       ), //i
    .b_down        (b2_down_d1[23:0]       ), //i
    .drain_in      (128'h0                 ), //i
    .drain         (unit_7_2_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_6_2 (
    .a_negative    (a6_negative_d1[3:0]    ), //i
    .a_nar         (a6_nar_d1              ), //i
    .b_negative    (b2_negative_d1[3:0]    ), //i
    .b_nar         (b2_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_7_2_drain_nar     ), //i
    .drain_nar     (unit_6_2_drain_nar     ), //o
    .a_significand (a6_significand_d1[12:0]), //i
    .b_significand (b2_significand_d1[12:0]), //i
    .a_down        (a6_down_d1[23:0]       ), //i
    .b_down        (b2_down_d1[23:0]       ), //i
    .drain_in      (unit_7_2_drain[127:0]  ), //i
    .drain         (unit_6_2_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_5_2 (
    .a_negative    (a5_negative_d1[3:0]    ), //i
    .a_nar         (a5_nar_d1              ), //i
    .b_negative    (b2_negative_d1[3:0]    ), //i
    .b_nar         (b2_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_6_2_drain_nar     ), //i
    .drain_nar     (unit_5_2_drain_nar     ), //o
    .a_significand (a5_significand_d1[12:0]), //i
    .b_significand (b2_significand_d1[12:0]), //i
    .a_down        (a5_down_d1[23:0]       ), //i
    .b_down        (b2_down_d1[23:0]       ), //i
    .drain_in      (unit_6_2_drain[127:0]  ), //i
    .drain         (unit_5_2_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_4_2 (
    .a_negative    (a4_negative_d1[3:0]    ), //i
    .a_nar         (a4_nar_d1              ), //i
    .b_negative    (b2_negative_d1[3:0]    ), //i
    .b_nar         (b2_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_5_2_drain_nar     ), //i
    .drain_nar     (unit_4_2_drain_nar     ), //o
    .a_significand (a4_significand_d1[12:0]), //i
    .b_significand (b2_significand_d1[12:0]), //i
    .a_down        (a4_down_d1[23:0]       ), //i
    .b_down        (b2_down_d1[23:0]       ), //i
    .drain_in      (unit_5_2_drain[127:0]  ), //i
    .drain         (unit_4_2_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_3_2 (
    .a_negative    (a3_negative_d1[3:0]    ), //i
    .a_nar         (a3_nar_d1              ), //i
    .b_negative    (b2_negative_d1[3:0]    ), //i
    .b_nar         (b2_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_4_2_drain_nar     ), //i
    .drain_nar     (unit_3_2_drain_nar     ), //o
    .a_significand (a3_significand_d1[12:0]), //i
    .b_significand (b2_significand_d1[12:0]), //i
    .a_down        (a3_down_d1[23:0]       ), //i
    .b_down        (b2_down_d1[23:0]       ), //i
    .drain_in      (unit_4_2_drain[127:0]  ), //i
    .drain         (unit_3_2_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_2_2 (
    .a_negative    (a2_negative_d1[3:0]    ), //i
    .a_nar         (a2_nar_d1              ), //i
    .b_negative    (b2_negative_d1[3:0]    ), //i
    .b_nar         (b2_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_3_2_drain_nar     ), //i
    .drain_nar     (unit_2_2_drain_nar     ), //o
    .a_significand (a2_significand_d1[12:0]), //i
    .b_significand (b2_significand_d1[12:0]), //i
    .a_down        (a2_down_d1[23:0]       ), //i
    .b_down        (b2_down_d1[23:0]       ), //i
    .drain_in      (unit_3_2_drain[127:0]  ), //i
    .drain         (unit_2_2_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_1_2 (
    .a_negative    (a1_negative_d1[3:0]    ), //i
    .a_nar         (a1_nar_d1              ), //i
    .b_negative    (b2_negative_d1[3:0]    ), //i
    .b_nar         (b2_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_2_2_drain_nar     ), //i
    .drain_nar     (unit_1_2_drain_nar     ), //o
    .a_significand (a1_significand_d1[12:0]), //i
    .b_significand (b2_significand_d1[12:0]), //i
    .a_down        (a1_down_d1[23:0]       ), //i
    .b_down        (b2_down_d1[23:0]       ), //i
    .drain_in      (unit_2_2_drain[127:0]  ), //i
    .drain         (unit_1_2_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_0_2 (
    .a_negative    (a0_negative_d1[3:0]    ), //i
    .a_nar         (a0_nar_d1              ), //i
    .b_negative    (b2_negative_d1[3:0]    ), //i
    .b_nar         (b2_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_1_2_drain_nar     ), //i
    .drain_nar     (unit_0_2_drain_nar     ), //o
    .a_significand (a0_significand_d1[12:0]), //i
    .b_significand (b2_significand_d1[12:0]), //i
    .a_down        (a0_down_d1[23:0]       ), //i
    .b_down        (b2_down_d1[23:0]       ), //i
    .drain_in      (unit_1_2_drain[127:0]  ), //i
    .drain         (unit_0_2_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_7_3 (
    .a_negative    (a7_negative_d1[3:0]    ), //i
    .a_nar         (a7_nar_d1              ), //i
    .b_negative    (b3_negative_d1[3:0]    ), //i
    .b_nar         (b3_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (1'b0                   ), //i
    .drain_nar     (unit_7_3_drain_nar     ), //o
    .a_significand (a7_significand_d1[12:0]), //i
    .b_significand (b3_significand_d1[12:0]), //i
    .a_down        (a7_down_d1[23:0]       ), //i
    .b_down        (b3_down_d1[23:0]       ), //i
    .drain_in      (128'h0                 ), //i
    .drain         (unit_7_3_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_6_3 (
    .a_negative    (a6_negative_d1[3:0]    ), //i
    .a_nar         (a6_nar_d1              ), //i
    .b_negative    (b3_negative_d1[3:0]    ), //i
    .b_nar         (b3_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_7_3_drain_nar     ), //i
    .drain_nar     (unit_6_3_drain_nar     ), //o
    .a_significand (a6_significand_d1[12:0]), //i
    .b_significand (b3_significand_d1[12:0]), //i
    .a_down        (a6_down_d1[23:0]       ), //i
    .b_down        (b3_down_d1[23:0]       ), //i
    .drain_in      (unit_7_3_drain[127:0]  ), //i
    .drain         (unit_6_3_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_5_3 (
    .a_negative    (a5_negative_d1[3:0]    ), //i
    .a_nar         (a5_nar_d1              ), //i
    .b_negative    (b3_negative_d1[3:0]    ), //i
    .b_nar         (b3_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_6_3_drain_nar     ), //i
    .drain_nar     (unit_5_3_drain_nar     ), //o
    .a_significand (a5_significand_d1[12:0]), //i
    .b_significand (b3_significand_d1[12:0]), //i
    .a_down        (a5_down_d1[23:0]       ), //i
    .b_down        (b3_down_d1[23:0]       ), //i
    .drain_in      (unit_6_3_drain[127:0]  ), //i
    .drain         (unit_5_3_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_4_3 (
    .a_negative    (a4_negative_d1[3:0]    ), //i
    .a_nar         (a4_nar_d1              ), //i
    .b_negative    (b3_negative_d1[3:0]    ), //i
    .b_nar         (b3_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_5_3_drain_nar     ), //i
    .drain_nar     (unit_4_3_drain_nar     ), //o
    .a_significand (a4_significand_d1[12:0]), //i
    .b_significand (b3_significand_d1[12:0]), //i
    .a_down        (a4_down_d1[23:0]       ), //i
    .b_down        (b3_down_d1[23:0]       ), //i
    .drain_in      (unit_5_3_drain[127:0]  ), //i
    .drain         (unit_4_3_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_3_3 (
    .a_negative    (a3_negative_d1[3:0]    ), //i
    .a_nar         (a3_nar_d1              ), //i
    .b_negative    (b3_negative_d1[3:0]    ), //i
    .b_nar         (b3_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_4_3_drain_nar     ), //i
    .drain_nar     (unit_3_3_drain_nar     ), //o
    .a_significand (a3_significand_d1[12:0]), //i
    .b_significand (b3_significand_d1[12:0]), //i
    .a_down        (a3_down_d1[23:0]       ), //i
    .b_down        (b3_down_d1[23:0]       ), //i
    .drain_in      (unit_4_3_drain[127:0]  ), //i
    .drain         (unit_3_3_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_2_3 (
    .a_negative    (a2_negative_d1[3:0]    ), //i
    .a_nar         (a2_nar_d1              ), //i
    .b_negative    (b3_negative_d1[3:0]    ), //i
    .b_nar         (b3_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_3_3_drain_nar     ), //i
    .drain_nar     (unit_2_3_drain_nar     ), //o
    .a_significand (a2_significand_d1[12:0]), //i
    .b_significand (b3_significand_d1[12:0]), //i
    .a_down        (a2_down_d1[23:0]       ), //i
    .b_down        (b3_down_d1[23:0]       ), //i
    .drain_in      (unit_3_3_drain[127:0]  ), //i
    .drain         (unit_2_3_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_1_3 (
    .a_negative    (a1_negative_d1[3:0]    ), //i
    .a_nar         (a1_nar_d1              ), //i
    .b_negative    (b3_negative_d1[3:0]    ), //i
    .b_nar         (b3_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_2_3_drain_nar     ), //i
    .drain_nar     (unit_1_3_drain_nar     ), //o
    .a_significand (a1_significand_d1[12:0]), //i
    .b_significand (b3_significand_d1[12:0]), //i
    .a_down        (a1_down_d1[23:0]       ), //i
    .b_down        (b3_down_d1[23:0]       ), //i
    .drain_in      (unit_2_3_drain[127:0]  ), //i
    .drain         (unit_1_3_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_0_3 (
    .a_negative    (a0_negative_d1[3:0]    ), //i
    .a_nar         (a0_nar_d1              ), //i
    .b_negative    (b3_negative_d1[3:0]    ), //i
    .b_nar         (b3_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_1_3_drain_nar     ), //i
    .drain_nar     (unit_0_3_drain_nar     ), //o
    .a_significand (a0_significand_d1[12:0]), //i
    .b_significand (b3_significand_d1[12:0]), //i
    .a_down        (a0_down_d1[23:0]       ), //i
    .b_down        (b3_down_d1[23:0]       ), //i
    .drain_in      (unit_1_3_drain[127:0]  ), //i
    .drain         (unit_0_3_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_7_4 (
    .a_negative    (a7_negative_d1[3:0]    ), //i
    .a_nar         (a7_nar_d1              ), //i
    .b_negative    (b4_negative_d1[3:0]    ), //i
    .b_nar         (b4_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (1'b0                   ), //i
    .drain_nar     (unit_7_4_drain_nar     ), //o
    .a_significand (a7_significand_d1[12:0]), //i
    .b_significand (b4_significand_d1[12:0]), //i
    .a_down        (a7_down_d1[23:0]       ), //i
    .b_down        (b4_down_d1[23:0]       ), //i
    .drain_in      (128'h0                 ), //i
    .drain         (unit_7_4_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_6_4 (
    .a_negative    (a6_negative_d1[3:0]    ), //i
    .a_nar         (a6_nar_d1              ), //i
    .b_negative    (b4_negative_d1[3:0]    ), //i
    .b_nar         (b4_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_7_4_drain_nar     ), //i
    .drain_nar     (unit_6_4_drain_nar     ), //o
    .a_significand (a6_significand_d1[12:0]), //i
    .b_significand (b4_significand_d1[12:0]), //i
    .a_down        (a6_down_d1[23:0]       ), //i
    .b_down        (b4_down_d1[23:0]       ), //i
    .drain_in      (unit_7_4_drain[127:0]  ), //i
    .drain         (unit_6_4_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_5_4 (
    .a_negative    (a5_negative_d1[3:0]    ), //i
    .a_nar         (a5_nar_d1              ), //i
    .b_negative    (b4_negative_d1[3:0]    ), //i
    .b_nar         (b4_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_6_4_drain_nar     ), //i
    .drain_nar     (unit_5_4_drain_nar     ), //o
    .a_significand (a5_significand_d1[12:0]), //i
    .b_significand (b4_significand_d1[12:0]), //i
    .a_down        (a5_down_d1[23:0]       ), //i
    .b_down        (b4_down_d1[23:0]       ), //i
    .drain_in      (unit_6_4_drain[127:0]  ), //i
    .drain         (unit_5_4_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_4_4 (
    .a_negative    (a4_negative_d1[3:0]    ), //i
    .a_nar         (a4_nar_d1              ), //i
    .b_negative    (b4_negative_d1[3:0]    ), //i
    .b_nar         (b4_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_5_4_drain_nar     ), //i
    .drain_nar     (unit_4_4_drain_nar     ), //o
    .a_significand (a4_significand_d1[12:0]), //i
    .b_significand (b4_significand_d1[12:0]), //i
    .a_down        (a4_down_d1[23:0]       ), //i
    .b_down        (b4_down_d1[23:0]       ), //i
    .drain_in      (unit_5_4_drain[127:0]  ), //i
    .drain         (unit_4_4_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_3_4 (
    .a_negative    (a3_negative_d1[3:0]    ), //i
    .a_nar         (a3_nar_d1              ), //i
    .b_negative    (b4_negative_d1[3:0]    ), //i
    .b_nar         (b4_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_4_4_drain_nar     ), //i
    .drain_nar     (unit_3_4_drain_nar     ), //o
    .a_significand (a3_significand_d1[12:0]), //i
    .b_significand (b4_significand_d1[12:0]), //i
    .a_down        (a3_down_d1[23:0]       ), //i
    .b_down        (b4_down_d1[23:0]       ), //i
    .drain_in      (unit_4_4_drain[127:0]  ), //i
    .drain         (unit_3_4_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_2_4 (
    .a_negative    (a2_negative_d1[3:0]    ), //i
    .a_nar         (a2_nar_d1              ), //i
    .b_negative    (b4_negative_d1[3:0]    ), //i
    .b_nar         (b4_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_3_4_drain_nar     ), //i
    .drain_nar     (unit_2_4_drain_nar     ), //o
    .a_significand (a2_significand_d1[12:0]), //i
    .b_significand (b4_significand_d1[12:0]), //i
    .a_down        (a2_down_d1[23:0]       ), //i
    .b_down        (b4_down_d1[23:0]       ), //i
    .drain_in      (unit_3_4_drain[127:0]  ), //i
    .drain         (unit_2_4_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_1_4 (
    .a_negative    (a1_negative_d1[3:0]    ), //i
    .a_nar         (a1_nar_d1              ), //i
    .b_negative    (b4_negative_d1[3:0]    ), //i
    .b_nar         (b4_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_2_4_drain_nar     ), //i
    .drain_nar     (unit_1_4_drain_nar     ), //o
    .a_significand (a1_significand_d1[12:0]), //i
    .b_significand (b4_significand_d1[12:0]), //i
    .a_down        (a1_down_d1[23:0]       ), //i
    .b_down        (b4_down_d1[23:0]       ), //i
    .drain_in      (unit_2_4_drain[127:0]  ), //i
    .drain         (unit_1_4_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_0_4 (
    .a_negative    (a0_negative_d1[3:0]    ), //i
    .a_nar         (a0_nar_d1              ), //i
    .b_negative    (b4_negative_d1[3:0]    ), //i
    .b_nar         (b4_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_1_4_drain_nar     ), //i
    .drain_nar     (unit_0_4_drain_nar     ), //o
    .a_significand (a0_significand_d1[12:0]), //i
    .b_significand (b4_significand_d1[12:0]), //i
    .a_down        (a0_down_d1[23:0]       ), //i
    .b_down        (b4_down_d1[23:0]       ), //i
    .drain_in      (unit_1_4_drain[127:0]  ), //i
    .drain         (unit_0_4_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_7_5 (
    .a_negative    (a7_negative_d1[3:0]    ), //i
    .a_nar         (a7_nar_d1              ), //i
    .b_negative    (b5_negative_d1[3:0]    ), //i
    .b_nar         (b5_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (1'b0                   ), //i
    .drain_nar     (unit_7_5_drain_nar     ), //o
    .a_significand (a7_significand_d1[12:0]), //i
    .b_significand (b5_significand_d1[12:0]), //i
    .a_down        (a7_down_d1[23:0]       ), //i
    .b_down        (b5_down_d1[23:0]       ), //i
    .drain_in      (128'h0                 ), //i
    .drain         (unit_7_5_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_6_5 (
    .a_negative    (a6_negative_d1[3:0]    ), //i
    .a_nar         (a6_nar_d1              ), //i
    .b_negative    (b5_negative_d1[3:0]    ), //i
    .b_nar         (b5_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_7_5_drain_nar     ), //i
    .drain_nar     (unit_6_5_drain_nar     ), //o
    .a_significand (a6_significand_d1[12:0]), //i
    .b_significand (b5_significand_d1[12:0]), //i
    .a_down        (a6_down_d1[23:0]       ), //i
    .b_down        (b5_down_d1[23:0]       ), //i
    .drain_in      (unit_7_5_drain[127:0]  ), //i
    .drain         (unit_6_5_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_5_5 (
    .a_negative    (a5_negative_d1[3:0]    ), //i
    .a_nar         (a5_nar_d1              ), //i
    .b_negative    (b5_negative_d1[3:0]    ), //i
    .b_nar         (b5_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_6_5_drain_nar     ), //i
    .drain_nar     (unit_5_5_drain_nar     ), //o
    .a_significand (a5_significand_d1[12:0]), //i
    .b_significand (b5_significand_d1[12:0]), //i
    .a_down        (a5_down_d1[23:0]       ), //i
    .b_down        (b5_down_d1[23:0]       ), //i
    .drain_in      (unit_6_5_drain[127:0]  ), //i
    .drain         (unit_5_5_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_4_5 (
    .a_negative    (a4_negative_d1[3:0]    ), //i
    .a_nar         (a4_nar_d1              ), //i
    .b_negative    (b5_negative_d1[3:0]    ), //i
    .b_nar         (b5_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_5_5_drain_nar     ), //i
    .drain_nar     (unit_4_5_drain_nar     ), //o
    .a_significand (a4_significand_d1[12:0]), //i
    .b_significand (b5_significand_d1[12:0]), //i
    .a_down        (a4_down_d1[23:0]       ), //i
    .b_down        (b5_down_d1[23:0]       ), //i
    .drain_in      (unit_5_5_drain[127:0]  ), //i
    .drain         (unit_4_5_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_3_5 (
    .a_negative    (a3_negative_d1[3:0]    ), //i
    .a_nar         (a3_nar_d1              ), //i
    .b_negative    (b5_negative_d1[3:0]    ), //i
    .b_nar         (b5_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_4_5_drain_nar     ), //i
    .drain_nar     (unit_3_5_drain_nar     ), //o
    .a_significand (a3_significand_d1[12:0]), //i
    .b_significand (b5_significand_d1[12:0]), //i
    .a_down        (a3_down_d1[23:0]       ), //i
    .b_down        (b5_down_d1[23:0]       ), //i
    .drain_in      (unit_4_5_drain[127:0]  ), //i
    .drain         (unit_3_5_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_2_5 (
    .a_negative    (a2_negative_d1[3:0]    ), //i
    .a_nar         (a2_nar_d1              ), //i
    .b_negative    (b5_negative_d1[3:0]    ), //i
    .b_nar         (b5_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_3_5_drain_nar     ), //i
    .drain_nar     (unit_2_5_drain_nar     ), //o
    .a_significand (a2_significand_d1[12:0]), //i
    .b_significand (b5_significand_d1[12:0]), //i
    .a_down        (a2_down_d1[23:0]       ), //i
    .b_down        (b5_down_d1[23:0]       ), //i
    .drain_in      (unit_3_5_drain[127:0]  ), //i
    .drain         (unit_2_5_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_1_5 (
    .a_negative    (a1_negative_d1[3:0]    ), //i
    .a_nar         (a1_nar_d1              ), //i
    .b_negative    (b5_negative_d1[3:0]    ), //i
    .b_nar         (b5_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_2_5_drain_nar     ), //i
    .drain_nar     (unit_1_5_drain_nar     ), //o
    .a_significand (a1_significand_d1[12:0]), //i
    .b_significand (b5_significand_d1[12:0]), //i
    .a_down        (a1_down_d1[23:0]       ), //i
    .b_down        (b5_down_d1[23:0]       ), //i
    .drain_in      (unit_2_5_drain[127:0]  ), //i
    .drain         (unit_1_5_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_0_5 (
    .a_negative    (a0_negative_d1[3:0]    ), //i
    .a_nar         (a0_nar_d1              ), //i
    .b_negative    (b5_negative_d1[3:0]    ), //i
    .b_nar         (b5_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_1_5_drain_nar     ), //i
    .drain_nar     (unit_0_5_drain_nar     ), //o
    .a_significand (a0_significand_d1[12:0]), //i
    .b_significand (b5_significand_d1[12:0]), //i
    .a_down        (a0_down_d1[23:0]       ), //i
    .b_down        (b5_down_d1[23:0]       ), //i
    .drain_in      (unit_1_5_drain[127:0]  ), //i
    .drain         (unit_0_5_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_7_6 (
    .a_negative    (a7_negative_d1[3:0]    ), //i
    .a_nar         (a7_nar_d1              ), //i
    .b_negative    (b6_negative_d1[3:0]    ), //i
    .b_nar         (b6_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (1'b0                   ), //i
    .drain_nar     (unit_7_6_drain_nar     ), //o
    .a_significand (a7_significand_d1[12:0]), //i
    .b_significand (b6_significand_d1[12:0]), //i
    .a_down        (a7_down_d1[23:0]       ), //i
    .b_down        (b6_down_d1[23:0]       ), //i
    .drain_in      (128'h0                 ), //i
    .drain         (unit_7_6_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_6_6 (
    .a_negative    (a6_negative_d1[3:0]    ), //i
    .a_nar         (a6_nar_d1              ), //i
    .b_negative    (b6_negative_d1[3:0]    ), //i
    .b_nar         (b6_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_7_6_drain_nar     ), //i
    .drain_nar     (unit_6_6_drain_nar     ), //o
    .a_significand (a6_significand_d1[12:0]), //i
    .b_significand (b6_significand_d1[12:0]), //i
    .a_down        (a6_down_d1[23:0]       ), //i
    .b_down        (b6_down_d1[23:0]       ), //i
    .drain_in      (unit_7_6_drain[127:0]  ), //i
    .drain         (unit_6_6_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_5_6 (
    .a_negative    (a5_negative_d1[3:0]    ), //i
    .a_nar         (a5_nar_d1              ), //i
    .b_negative    (b6_negative_d1[3:0]    ), //i
    .b_nar         (b6_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_6_6_drain_nar     ), //i
    .drain_nar     (unit_5_6_drain_nar     ), //o
    .a_significand (a5_significand_d1[12:0]), //i
    .b_significand (b6_significand_d1[12:0]), //i
    .a_down        (a5_down_d1[23:0]       ), //i
    .b_down        (b6_down_d1[23:0]       ), //i
    .drain_in      (unit_6_6_drain[127:0]  ), //i
    .drain         (unit_5_6_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_4_6 (
    .a_negative    (a4_negative_d1[3:0]    ), //i
    .a_nar         (a4_nar_d1              ), //i
    .b_negative    (b6_negative_d1[3:0]    ), //i
    .b_nar         (b6_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_5_6_drain_nar     ), //i
    .drain_nar     (unit_4_6_drain_nar     ), //o
    .a_significand (a4_significand_d1[12:0]), //i
    .b_significand (b6_significand_d1[12:0]), //i
    .a_down        (a4_down_d1[23:0]       ), //i
    .b_down        (b6_down_d1[23:0]       ), //i
    .drain_in      (unit_5_6_drain[127:0]  ), //i
    .drain         (unit_4_6_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_3_6 (
    .a_negative    (a3_negative_d1[3:0]    ), //i
    .a_nar         (a3_nar_d1              ), //i
    .b_negative    (b6_negative_d1[3:0]    ), //i
    .b_nar         (b6_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_4_6_drain_nar     ), //i
    .drain_nar     (unit_3_6_drain_nar     ), //o
    .a_significand (a3_significand_d1[12:0]), //i
    .b_significand (b6_significand_d1[12:0]), //i
    .a_down        (a3_down_d1[23:0]       ), //i
    .b_down        (b6_down_d1[23:0]       ), //i
    .drain_in      (unit_4_6_drain[127:0]  ), //i
    .drain         (unit_3_6_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_2_6 (
    .a_negative    (a2_negative_d1[3:0]    ), //i
    .a_nar         (a2_nar_d1              ), //i
    .b_negative    (b6_negative_d1[3:0]    ), //i
    .b_nar         (b6_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_3_6_drain_nar     ), //i
    .drain_nar     (unit_2_6_drain_nar     ), //o
    .a_significand (a2_significand_d1[12:0]), //i
    .b_significand (b6_significand_d1[12:0]), //i
    .a_down        (a2_down_d1[23:0]       ), //i
    .b_down        (b6_down_d1[23:0]       ), //i
    .drain_in      (unit_3_6_drain[127:0]  ), //i
    .drain         (unit_2_6_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_1_6 (
    .a_negative    (a1_negative_d1[3:0]    ), //i
    .a_nar         (a1_nar_d1              ), //i
    .b_negative    (b6_negative_d1[3:0]    ), //i
    .b_nar         (b6_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_2_6_drain_nar     ), //i
    .drain_nar     (unit_1_6_drain_nar     ), //o
    .a_significand (a1_significand_d1[12:0]), //i
    .b_significand (b6_significand_d1[12:0]), //i
    .a_down        (a1_down_d1[23:0]       ), //i
    .b_down        (b6_down_d1[23:0]       ), //i
    .drain_in      (unit_2_6_drain[127:0]  ), //i
    .drain         (unit_1_6_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_0_6 (
    .a_negative    (a0_negative_d1[3:0]    ), //i
    .a_nar         (a0_nar_d1              ), //i
    .b_negative    (b6_negative_d1[3:0]    ), //i
    .b_nar         (b6_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_1_6_drain_nar     ), //i
    .drain_nar     (unit_0_6_drain_nar     ), //o
    .a_significand (a0_significand_d1[12:0]), //i
    .b_significand (b6_significand_d1[12:0]), //i
    .a_down        (a0_down_d1[23:0]       ), //i
    .b_down        (b6_down_d1[23:0]       ), //i
    .drain_in      (unit_1_6_drain[127:0]  ), //i
    .drain         (unit_0_6_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_7_7 (
    .a_negative    (a7_negative_d1[3:0]    ), //i
    .a_nar         (a7_nar_d1              ), //i
    .b_negative    (b7_negative_d1[3:0]    ), //i
    .b_nar         (b7_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (1'b0                   ), //i
    .drain_nar     (unit_7_7_drain_nar     ), //o
    .a_significand (a7_significand_d1[12:0]), //i
    .b_significand (b7_significand_d1[12:0]), //i
    .a_down        (a7_down_d1[23:0]       ), //i
    .b_down        (b7_down_d1[23:0]       ), //i
    .drain_in      (128'h0                 ), //i
    .drain         (unit_7_7_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_6_7 (
    .a_negative    (a6_negative_d1[3:0]    ), //i
    .a_nar         (a6_nar_d1              ), //i
    .b_negative    (b7_negative_d1[3:0]    ), //i
    .b_nar         (b7_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_7_7_drain_nar     ), //i
    .drain_nar     (unit_6_7_drain_nar     ), //o
    .a_significand (a6_significand_d1[12:0]), //i
    .b_significand (b7_significand_d1[12:0]), //i
    .a_down        (a6_down_d1[23:0]       ), //i
    .b_down        (b7_down_d1[23:0]       ), //i
    .drain_in      (unit_7_7_drain[127:0]  ), //i
    .drain         (unit_6_7_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_5_7 (
    .a_negative    (a5_negative_d1[3:0]    ), //i
    .a_nar         (a5_nar_d1              ), //i
    .b_negative    (b7_negative_d1[3:0]    ), //i
    .b_nar         (b7_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_6_7_drain_nar     ), //i
    .drain_nar     (unit_5_7_drain_nar     ), //o
    .a_significand (a5_significand_d1[12:0]), //i
    .b_significand (b7_significand_d1[12:0]), //i
    .a_down        (a5_down_d1[23:0]       ), //i
    .b_down        (b7_down_d1[23:0]       ), //i
    .drain_in      (unit_6_7_drain[127:0]  ), //i
    .drain         (unit_5_7_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_4_7 (
    .a_negative    (a4_negative_d1[3:0]    ), //i
    .a_nar         (a4_nar_d1              ), //i
    .b_negative    (b7_negative_d1[3:0]    ), //i
    .b_nar         (b7_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_5_7_drain_nar     ), //i
    .drain_nar     (unit_4_7_drain_nar     ), //o
    .a_significand (a4_significand_d1[12:0]), //i
    .b_significand (b7_significand_d1[12:0]), //i
    .a_down        (a4_down_d1[23:0]       ), //i
    .b_down        (b7_down_d1[23:0]       ), //i
    .drain_in      (unit_5_7_drain[127:0]  ), //i
    .drain         (unit_4_7_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_3_7 (
    .a_negative    (a3_negative_d1[3:0]    ), //i
    .a_nar         (a3_nar_d1              ), //i
    .b_negative    (b7_negative_d1[3:0]    ), //i
    .b_nar         (b7_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_4_7_drain_nar     ), //i
    .drain_nar     (unit_3_7_drain_nar     ), //o
    .a_significand (a3_significand_d1[12:0]), //i
    .b_significand (b7_significand_d1[12:0]), //i
    .a_down        (a3_down_d1[23:0]       ), //i
    .b_down        (b7_down_d1[23:0]       ), //i
    .drain_in      (unit_4_7_drain[127:0]  ), //i
    .drain         (unit_3_7_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_2_7 (
    .a_negative    (a2_negative_d1[3:0]    ), //i
    .a_nar         (a2_nar_d1              ), //i
    .b_negative    (b7_negative_d1[3:0]    ), //i
    .b_nar         (b7_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_3_7_drain_nar     ), //i
    .drain_nar     (unit_2_7_drain_nar     ), //o
    .a_significand (a2_significand_d1[12:0]), //i
    .b_significand (b7_significand_d1[12:0]), //i
    .a_down        (a2_down_d1[23:0]       ), //i
    .b_down        (b7_down_d1[23:0]       ), //i
    .drain_in      (unit_3_7_drain[127:0]  ), //i
    .drain         (unit_2_7_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_1_7 (
    .a_negative    (a1_negative_d1[3:0]    ), //i
    .a_nar         (a1_nar_d1              ), //i
    .b_negative    (b7_negative_d1[3:0]    ), //i
    .b_nar         (b7_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_2_7_drain_nar     ), //i
    .drain_nar     (unit_1_7_drain_nar     ), //o
    .a_significand (a1_significand_d1[12:0]), //i
    .b_significand (b7_significand_d1[12:0]), //i
    .a_down        (a1_down_d1[23:0]       ), //i
    .b_down        (b7_down_d1[23:0]       ), //i
    .drain_in      (unit_2_7_drain[127:0]  ), //i
    .drain         (unit_1_7_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  MacUnit unit_0_7 (
    .a_negative    (a0_negative_d1[3:0]    ), //i
    .a_nar         (a0_nar_d1              ), //i
    .b_negative    (b7_negative_d1[3:0]    ), //i
    .b_nar         (b7_nar_d1              ), //i
    .mode2         (mode2                  ), //i
    .mode4         (mode4                  ), //i
    .valid         (accumulate_d3          ), //i
    .first         (first_accumulate_d3    ), //i
    .capture       (capture                ), //i
    .shift         (shift                  ), //i
    .drain_nar_in  (unit_1_7_drain_nar     ), //i
    .drain_nar     (unit_0_7_drain_nar     ), //o
    .a_significand (a0_significand_d1[12:0]), //i
    .b_significand (b7_significand_d1[12:0]), //i
    .a_down        (a0_down_d1[23:0]       ), //i
    .b_down        (b7_down_d1[23:0]       ), //i
    .drain_in      (unit_1_7_drain[127:0]  ), //i
    .drain         (unit_0_7_drain[127:0]  ), //o
    .clk           (clk                    ), //i
    .reset         (reset                  )  //i
  );
  assign a_decoder_0_word = activations[15 : 0];
  assign a_decoder_1_word = activations[31 : 16];
  assign a_decoder_2_word = activations[47 : 32];
  assign a_decoder_3_word = activations[63 : 48];
  assign a_decoder_4_word = activations[79 : 64];
  assign a_decoder_5_word = activations[95 : 80];
  assign a_decoder_6_word = activations[111 : 96];
  assign a_decoder_7_word = activations[127 : 112];
  assign b_decoder_0_word = weights[15 : 0];
  assign b_decoder_1_word = weights[31 : 16];
  assign b_decoder_2_word = weights[47 : 32];
  assign b_decoder_3_word = weights[63 : 48];
  assign b_decoder_4_word = weights[79 : 64];
  assign b_decoder_5_word = weights[95 : 80];
  assign b_decoder_6_word = weights[111 : 96];
  assign b_decoder_7_word = weights[127 : 112];
  assign accumulators_0 = unit_0_0_drain;
  assign nar_0 = unit_0_0_drain_nar;
  assign accumulators_1 = unit_0_1_drain;
  assign nar_1 = unit_0_1_drain_nar;
  assign accumulators_2 = unit_0_2_drain;
  assign nar_2 = unit_0_2_drain_nar;
  assign accumulators_3 = unit_0_3_drain;
  assign nar_3 = unit_0_3_drain_nar;
  assign accumulators_4 = unit_0_4_drain;
  assign nar_4 = unit_0_4_drain_nar;
  assign accumulators_5 = unit_0_5_drain;
  assign nar_5 = unit_0_5_drain_nar;
  assign accumulators_6 = unit_0_6_drain;
  assign nar_6 = unit_0_6_drain_nar;
  assign accumulators_7 = unit_0_7_drain;
  assign nar_7 = unit_0_7_drain_nar;
  always @(posedge clk) begin
    a0_significand_d1 <= a_decoder_0_significand;
    a0_negative_d1 <= a_decoder_0_negative;
    a0_down_d1 <= a_decoder_0_down;
    a1_significand_d1 <= a_decoder_1_significand;
    a1_negative_d1 <= a_decoder_1_negative;
    a1_down_d1 <= a_decoder_1_down;
    a2_significand_d1 <= a_decoder_2_significand;
    a2_negative_d1 <= a_decoder_2_negative;
    a2_down_d1 <= a_decoder_2_down;
    a3_significand_d1 <= a_decoder_3_significand;
    a3_negative_d1 <= a_decoder_3_negative;
    a3_down_d1 <= a_decoder_3_down;
    a4_significand_d1 <= a_decoder_4_significand;
    a4_negative_d1 <= a_decoder_4_negative;
    a4_down_d1 <= a_decoder_4_down;
    a5_significand_d1 <= a_decoder_5_significand;
    a5_negative_d1 <= a_decoder_5_negative;
    a5_down_d1 <= a_decoder_5_down;
    a6_significand_d1 <= a_decoder_6_significand;
    a6_negative_d1 <= a_decoder_6_negative;
    a6_down_d1 <= a_decoder_6_down;
    a7_significand_d1 <= a_decoder_7_significand;
    a7_negative_d1 <= a_decoder_7_negative;
    a7_down_d1 <= a_decoder_7_down;
    b0_significand_d1 <= b_decoder_0_significand;
    b0_negative_d1 <= b_decoder_0_negative;
    b0_down_d1 <= b_decoder_0_down;
    b1_significand_d1 <= b_decoder_1_significand;
    b1_negative_d1 <= b_decoder_1_negative;
    b1_down_d1 <= b_decoder_1_down;
    b2_significand_d1 <= b_decoder_2_significand;
    b2_negative_d1 <= b_decoder_2_negative;
    b2_down_d1 <= b_decoder_2_down;
    b3_significand_d1 <= b_decoder_3_significand;
    b3_negative_d1 <= b_decoder_3_negative;
    b3_down_d1 <= b_decoder_3_down;
    b4_significand_d1 <= b_decoder_4_significand;
    b4_negative_d1 <= b_decoder_4_negative;
    b4_down_d1 <= b_decoder_4_down;
    b5_significand_d1 <= b_decoder_5_significand;
    b5_negative_d1 <= b_decoder_5_negative;
    b5_down_d1 <= b_decoder_5_down;
    b6_significand_d1 <= b_decoder_6_significand;
    b6_negative_d1 <= b_decoder_6_negative;
    b6_down_d1 <= b_decoder_6_down;
    b7_significand_d1 <= b_decoder_7_significand;
    b7_negative_d1 <= b_decoder_7_negative;
    b7_down_d1 <= b_decoder_7_down;
  end

  always @(posedge clk) begin
    if(reset) begin
      a0_nar_d1 <= 1'b0;
      a1_nar_d1 <= 1'b0;
      a2_nar_d1 <= 1'b0;
      a3_nar_d1 <= 1'b0;
      a4_nar_d1 <= 1'b0;
      a5_nar_d1 <= 1'b0;
      a6_nar_d1 <= 1'b0;
      a7_nar_d1 <= 1'b0;
      b0_nar_d1 <= 1'b0;
      b1_nar_d1 <= 1'b0;
      b2_nar_d1 <= 1'b0;
      b3_nar_d1 <= 1'b0;
      b4_nar_d1 <= 1'b0;
      b5_nar_d1 <= 1'b0;
      b6_nar_d1 <= 1'b0;
      b7_nar_d1 <= 1'b0;
      accumulate_d1 <= 1'b0;
      accumulate_d2 <= 1'b0;
      accumulate_d3 <= 1'b0;
      first_accumulate_d1 <= 1'b0;
      first_accumulate_d2 <= 1'b0;
      first_accumulate_d3 <= 1'b0;
    end else begin
      a0_nar_d1 <= a_decoder_0_nar;
      a1_nar_d1 <= a_decoder_1_nar;
      a2_nar_d1 <= a_decoder_2_nar;
      a3_nar_d1 <= a_decoder_3_nar;
      a4_nar_d1 <= a_decoder_4_nar;
      a5_nar_d1 <= a_decoder_5_nar;
      a6_nar_d1 <= a_decoder_6_nar;
      a7_nar_d1 <= a_decoder_7_nar;
      b0_nar_d1 <= b_decoder_0_nar;
      b1_nar_d1 <= b_decoder_1_nar;
      b2_nar_d1 <= b_decoder_2_nar;
      b3_nar_d1 <= b_decoder_3_nar;
      b4_nar_d1 <= b_decoder_4_nar;
      b5_nar_d1 <= b_decoder_5_nar;
      b6_nar_d1 <= b_decoder_6_nar;
      b7_nar_d1 <= b_decoder_7_nar;
      accumulate_d1 <= valid;
      accumulate_d2 <= accumulate_d1;
      accumulate_d3 <= accumulate_d2;
      first_accumulate_d1 <= first;
      first_accumulate_d2 <= first_accumulate_d1;
      first_accumulate_d3 <= first_accumulate_d2;
    end
  end


endmodule

module Sequencer (
  input  wire          start,
  input  wire [31:0]   rows,
  input  wire [15:0]   columns,
  input  wire          available,
  input  wire          popped,
  output wire          issue,
  output wire          first,
  output wire          last,
  output wire          tile_done,
  output wire          final_tile,
  output wire          overrun,
  output wire          stall_in,
  output wire          stall_out,
  input  wire [9:0]    last_word,
  input  wire [12:0]   weight_base,
  input  wire [5:0]    parameter_base,
  output wire [9:0]    activation_address,
  output wire [12:0]   weight_address,
  output wire [5:0]    parameter_address,
  output wire [3:0]    tile_rows,
  output wire [3:0]    tile_columns,
  input  wire          clk,
  input  wire          reset
);

  wire       [5:0]    tmp_drains;
  wire       [5:0]    tmp_credits;
  wire       [5:0]    tmp_credits_1;
  wire       [0:0]    tmp_credits_2;
  wire       [5:0]    tmp_credits_3;
  reg                 running;
  reg        [31:0]   rows_left;
  reg        [15:0]   columns_left;
  reg        [9:0]    word;
  reg        [13:0]   weight;
  reg        [5:0]    parameter_tile;
  reg        [3:0]    cooldown;
  reg        [5:0]    credits;
  wire                last_rows;
  wire                last_columns;
  wire                at_last;
  wire                drains;
  wire                go;
  wire                tile_end;
  wire                row_end;

  assign tmp_drains = {2'd0, tile_rows};
  assign tmp_credits = (credits + tmp_credits_1);
  assign tmp_credits_2 = popped;
  assign tmp_credits_1 = {5'd0, tmp_credits_2};
  assign tmp_credits_3 = {2'd0, tile_rows};
  assign last_rows = (rows_left < 32'h00000009);
  assign last_columns = (columns_left < 16'h0009);
  assign tile_rows = (last_rows ? rows_left[3 : 0] : 4'b1000);
  assign tile_columns = (last_columns ? columns_left[3 : 0] : 4'b1000);
  assign at_last = (word == last_word);
  assign drains = ((! (|cooldown)) && (! (credits < tmp_drains)));
  assign go = ((running && available) && ((! at_last) || drains));
  assign tile_end = (go && at_last);
  assign row_end = (tile_end && last_columns);
  assign issue = go;
  assign first = (! (|word));
  assign last = tile_end;
  assign tile_done = row_end;
  assign final_tile = (row_end && last_rows);
  assign overrun = (go && weight[13]);
  assign activation_address = word;
  assign weight_address = weight[12 : 0];
  assign parameter_address = parameter_tile;
  assign stall_in = (running && (! available));
  assign stall_out = ((running && available) && (! go));
  always @(posedge clk) begin
    if(reset) begin
      running <= 1'b0;
      cooldown <= 4'b0000;
      credits <= 6'h20;
    end else begin
      if((|cooldown)) begin
        cooldown <= (cooldown - 4'b0001);
      end
      if(tile_end) begin
        cooldown <= (tile_rows - 4'b0001);
      end
      if(row_end) begin
        running <= (! last_rows);
      end
      if(start) begin
        running <= 1'b1;
      end
      credits <= (tmp_credits - (tmp_credits_3 & {6{tile_end}}));
    end
  end

  always @(posedge clk) begin
    if(go) begin
      word <= (word + 10'h001);
      weight <= (weight + 14'h0001);
    end
    if(tile_end) begin
      word <= 10'h0;
      columns_left <= (columns_left - 16'h0008);
      parameter_tile <= (parameter_tile + 6'h01);
    end
    if(row_end) begin
      columns_left <= columns;
      weight <= {1'd0, weight_base};
      parameter_tile <= parameter_base;
      rows_left <= (rows_left - 32'h00000008);
    end
    if(start) begin
      rows_left <= rows;
      columns_left <= columns;
      word <= 10'h0;
      weight <= {1'd0, weight_base};
      parameter_tile <= parameter_base;
    end
  end


endmodule

module WeightLoader (
  input  wire          start_weights,
  input  wire          start_parameters,
  input  wire          busy,
  input  wire [23:0]   address,
  input  wire [23:0]   beats,
  input  wire          tvalid,
  output wire          tready,
  output wire          loading,
  output wire          refused,
  output wire          write_weights,
  output wire [12:0]   weight_address,
  output wire [5:0]    parameter_address,
  output wire          write_field_0,
  output wire          write_field_1,
  output wire          write_field_2,
  output wire          write_field_3,
  output wire          write_field_4,
  output wire          write_field_5,
  input  wire          clk,
  input  wire          reset
);

  wire       [26:0]   tmp_tmp_accept;
  wire       [29:0]   tmp_accept_1;
  wire       [29:0]   tmp_accept_2;
  wire       [28:0]   tmp_accept_3;
  wire       [29:0]   tmp_accept_4;
  wire       [27:0]   tmp_accept_5;
  wire       [29:0]   tmp_accept_6;
  reg        [23:0]   left;
  reg                 parameters_target;
  reg        [12:0]   word;
  reg        [5:0]    tile;
  reg        [2:0]    field;
  wire                idle;
  wire                take;
  wire       [24:0]   load_end;
  wire       [26:0]   tmp_accept;
  wire                accept;

  assign tmp_tmp_accept = {3'd0, address};
  assign tmp_accept_1 = (tmp_accept_2 + tmp_accept_4);
  assign tmp_accept_3 = {tmp_accept,2'b00};
  assign tmp_accept_2 = {1'd0, tmp_accept_3};
  assign tmp_accept_5 = {tmp_accept,1'b0};
  assign tmp_accept_4 = {2'd0, tmp_accept_5};
  assign tmp_accept_6 = {6'd0, beats};
  assign idle = (! (|left));
  assign take = ((! idle) && tvalid);
  assign load_end = ({1'b0,address} + {1'b0,beats});
  assign tmp_accept = (27'h0000040 - tmp_tmp_accept);
  assign accept = (((((start_weights && (load_end < 25'h0002001)) || (start_parameters && ((address < 24'h000040) && (! (tmp_accept_1 < tmp_accept_6))))) && idle) && (! busy)) && (|beats));
  assign refused = ((start_weights || start_parameters) && (! accept));
  assign tready = (! idle);
  assign loading = (! idle);
  assign write_weights = (take && (! parameters_target));
  assign weight_address = word;
  assign parameter_address = tile;
  assign write_field_0 = ((take && parameters_target) && (field == 3'b000));
  assign write_field_1 = ((take && parameters_target) && (field == 3'b001));
  assign write_field_2 = ((take && parameters_target) && (field == 3'b010));
  assign write_field_3 = ((take && parameters_target) && (field == 3'b011));
  assign write_field_4 = ((take && parameters_target) && (field == 3'b100));
  assign write_field_5 = ((take && parameters_target) && (field == 3'b101));
  always @(posedge clk) begin
    if(reset) begin
      left <= 24'h0;
      parameters_target <= 1'b0;
    end else begin
      if(take) begin
        left <= (left - 24'h000001);
      end
      if(accept) begin
        left <= beats;
        parameters_target <= start_parameters;
      end
    end
  end

  always @(posedge clk) begin
    if(take) begin
      word <= (word + 13'h0001);
      field <= (field + 3'b001);
    end
    if((take && (field == 3'b101))) begin
      field <= 3'b000;
      tile <= (tile + 6'h01);
    end
    if(accept) begin
      word <= address[12 : 0];
      tile <= address[5 : 0];
      field <= 3'b000;
    end
  end


endmodule

module ActivationBuffer (
  input  wire          tvalid,
  output wire          tready,
  input  wire          start,
  input  wire [31:0]   rows,
  output wire          available,
  input  wire          read_enable,
  input  wire          tile_done,
  input  wire [127:0]  tdata,
  output wire [127:0]  data,
  input  wire [9:0]    last_word,
  input  wire [9:0]    read_address,
  input  wire          clk,
  input  wire          reset
);

  reg        [127:0]  store_spinal_port1;
  wire       [10:0]   tmp_store_port;
  wire       [127:0]  tmp_store_port_1;
  wire       [31:0]   tmp_rows_left;
  reg        [31:0]   rows_left;
  reg        [9:0]    position;
  reg                 fill_half;
  reg                 read_half;
  reg                 full_0;
  reg                 full_1;
  wire                tmp_tready;
  wire                take;
  wire                tile_end;
  wire       [10:0]   tmp_data;
  reg [127:0] store [0:2047];

  assign tmp_rows_left = (rows_left - 32'h00000008);
  assign tmp_store_port = {fill_half,position};
  assign tmp_store_port_1 = tdata;
  always @(posedge clk) begin
    if(take) begin
      store[tmp_store_port] <= tmp_store_port_1;
    end
  end

  always @(posedge clk) begin
    if(read_enable) begin
      store_spinal_port1 <= store[tmp_data];
    end
  end

  assign tmp_tready = ((|rows_left) && (! (fill_half ? full_1 : full_0)));
  assign take = (tmp_tready && tvalid);
  assign tile_end = (take && (position == last_word));
  assign tready = tmp_tready;
  assign available = (read_half ? full_1 : full_0);
  assign tmp_data = {read_half,read_address};
  assign data = store_spinal_port1;
  always @(posedge clk) begin
    if(reset) begin
      rows_left <= 32'h0;
      position <= 10'h0;
      fill_half <= 1'b0;
      read_half <= 1'b0;
      full_0 <= 1'b0;
      full_1 <= 1'b0;
    end else begin
      if(take) begin
        position <= (position + 10'h001);
      end
      if(tile_end) begin
        position <= 10'h0;
        fill_half <= (! fill_half);
        rows_left <= (tmp_rows_left & {32{(! (rows_left < 32'h00000009))}});
      end
      if(tile_done) begin
        read_half <= (! read_half);
      end
      if((tile_done && (! read_half))) begin
        full_0 <= 1'b0;
      end
      if((tile_end && (! fill_half))) begin
        full_0 <= 1'b1;
      end
      if((tile_done && read_half)) begin
        full_1 <= 1'b0;
      end
      if((tile_end && fill_half)) begin
        full_1 <= 1'b1;
      end
      if(start) begin
        rows_left <= rows;
        position <= 10'h0;
      end
    end
  end


endmodule

module AxiLiteSlave (
  output wire [31:0]   write_data,
  input  wire [7:0]    s_axi_awaddr,
  input  wire          s_axi_awvalid,
  output wire          s_axi_awready,
  input  wire [31:0]   s_axi_wdata,
  input  wire [3:0]    s_axi_wstrb,
  input  wire          s_axi_wvalid,
  output wire          s_axi_wready,
  output wire [1:0]    s_axi_bresp,
  output wire          s_axi_bvalid,
  input  wire          s_axi_bready,
  input  wire [7:0]    s_axi_araddr,
  input  wire          s_axi_arvalid,
  output wire          s_axi_arready,
  output wire [31:0]   s_axi_rdata,
  output wire [1:0]    s_axi_rresp,
  output wire          s_axi_rvalid,
  input  wire          s_axi_rready,
  input  wire [31:0]   status_id,
  input  wire [31:0]   status_version,
  input  wire [31:0]   status_config_hash,
  output wire [31:0]   value_control,
  output wire          written_control,
  input  wire [31:0]   status_status,
  output wire          written_status,
  output wire [31:0]   value_format,
  output wire [31:0]   value_rows,
  output wire [31:0]   value_columns,
  output wire [31:0]   value_depth,
  output wire [31:0]   value_depth_words,
  output wire [31:0]   value_weight_base,
  output wire [31:0]   value_parameter_base,
  output wire [31:0]   value_bias_shift,
  output wire [31:0]   value_clip,
  output wire [31:0]   value_load_address,
  output wire [31:0]   value_load_beats,
  output wire          written_load_control,
  input  wire [31:0]   status_cycles_low,
  output wire          read_cycles_low,
  input  wire [31:0]   status_cycles_high,
  input  wire [31:0]   status_macs_low,
  output wire          read_macs_low,
  input  wire [31:0]   status_macs_high,
  input  wire [31:0]   status_stall_in_low,
  output wire          read_stall_in_low,
  input  wire [31:0]   status_stall_in_high,
  input  wire [31:0]   status_stall_out_low,
  output wire          read_stall_out_low,
  input  wire [31:0]   status_stall_out_high,
  input  wire          clk,
  input  wire          reset
);

  wire                tmp_when;
  wire                tmp_when_1;
  wire                tmp_reg_control;
  wire       [7:0]    tmp_reg_control_1;
  wire       [7:0]    tmp_reg_control_2;
  wire                tmp_reg_control_3;
  wire       [7:0]    tmp_reg_control_4;
  wire       [7:0]    tmp_reg_control_5;
  wire       [31:0]   tmp_read_word;
  wire       [31:0]   tmp_read_word_1;
  wire       [31:0]   tmp_read_word_2;
  wire       [31:0]   tmp_read_word_3;
  wire       [31:0]   tmp_read_word_4;
  wire       [31:0]   tmp_read_word_5;
  wire       [31:0]   tmp_read_word_6;
  wire       [31:0]   tmp_read_word_7;
  wire                tmp_read_word_8;
  wire       [31:0]   tmp_read_word_9;
  wire       [5:0]    tmp_read_word_10;
  wire       [5:0]    tmp_read_word_11;
  wire       [31:0]   tmp_read_word_12;
  wire       [31:0]   tmp_read_word_13;
  wire                tmp_read_word_14;
  wire       [31:0]   tmp_read_word_15;
  wire       [5:0]    tmp_read_word_16;
  wire       [5:0]    tmp_read_word_17;
  wire       [31:0]   tmp_read_word_18;
  wire       [31:0]   tmp_read_word_19;
  wire                tmp_read_word_20;
  wire       [5:0]    tmp_read_word_21;
  wire       [5:0]    tmp_read_word_22;
  wire       [31:0]   tmp_read_word_23;
  wire       [31:0]   tmp_read_word_24;
  wire       [31:0]   tmp_read_word_25;
  wire       [5:0]    tmp_read_word_26;
  wire       [5:0]    tmp_read_word_27;
  wire       [31:0]   tmp_read_word_28;
  wire       [31:0]   tmp_read_word_29;
  wire       [31:0]   tmp_read_word_30;
  wire                tmp_read_word_31;
  reg                 have_address;
  reg                 have_data;
  reg                 responding;
  reg        [7:0]    write_address;
  reg        [31:0]   write_word;
  reg        [3:0]    write_strobe;
  wire                commit;
  wire                hit_control;
  reg                 pulse_control;
  reg        [31:0]   reg_control;
  wire                hit_status;
  reg                 pulse_status;
  wire                hit_format;
  reg        [31:0]   reg_format;
  wire                hit_rows;
  reg        [31:0]   reg_rows;
  wire                hit_columns;
  reg        [31:0]   reg_columns;
  wire                hit_depth;
  reg        [31:0]   reg_depth;
  wire                hit_depth_words;
  reg        [31:0]   reg_depth_words;
  wire                hit_weight_base;
  reg        [31:0]   reg_weight_base;
  wire                hit_parameter_base;
  reg        [31:0]   reg_parameter_base;
  wire                hit_bias_shift;
  reg        [31:0]   reg_bias_shift;
  wire                hit_clip;
  reg        [31:0]   reg_clip;
  wire                hit_load_address;
  reg        [31:0]   reg_load_address;
  wire                hit_load_beats;
  reg        [31:0]   reg_load_beats;
  wire                hit_load_control;
  reg                 pulse_load_control;
  reg                 read_responding;
  reg        [31:0]   read_word;
  wire                read_accept;
  wire                tmp_read_cycles_low;
  wire                tmp_read_macs_low;
  wire                tmp_read_stall_in_low;
  wire                tmp_read_stall_out_low;

  assign tmp_when = (s_axi_awvalid && (! have_address));
  assign tmp_when_1 = (s_axi_wvalid && (! have_data));
  assign tmp_reg_control = write_strobe[1];
  assign tmp_reg_control_1 = write_word[15 : 8];
  assign tmp_reg_control_2 = reg_control[15 : 8];
  assign tmp_reg_control_3 = write_strobe[0];
  assign tmp_reg_control_4 = write_word[7 : 0];
  assign tmp_reg_control_5 = reg_control[7 : 0];
  assign tmp_read_word = (((((tmp_read_word_1 | tmp_read_word_23) | (value_load_address & tmp_read_word_24)) | (value_load_beats & tmp_read_word_25)) | (status_cycles_low & {32{tmp_read_cycles_low}})) | (status_cycles_high & {32{(tmp_read_word_26 == tmp_read_word_27)}}));
  assign tmp_read_word_28 = (status_macs_low & {32{tmp_read_macs_low}});
  assign tmp_read_word_29 = {32{(s_axi_araddr[7 : 2] == 6'h14)}};
  assign tmp_read_word_30 = {32{tmp_read_stall_in_low}};
  assign tmp_read_word_31 = (s_axi_araddr[7 : 2] == 6'h16);
  assign tmp_read_word_1 = (((((tmp_read_word_2 | tmp_read_word_15) | (value_depth_words & tmp_read_word_18)) | (value_weight_base & tmp_read_word_19)) | (value_parameter_base & {32{tmp_read_word_20}})) | (value_bias_shift & {32{(tmp_read_word_21 == tmp_read_word_22)}}));
  assign tmp_read_word_23 = (value_clip & {32{(s_axi_araddr[7 : 2] == 6'h0d)}});
  assign tmp_read_word_24 = {32{(s_axi_araddr[7 : 2] == 6'h0e)}};
  assign tmp_read_word_25 = {32{(s_axi_araddr[7 : 2] == 6'h0f)}};
  assign tmp_read_word_26 = s_axi_araddr[7 : 2];
  assign tmp_read_word_27 = 6'h12;
  assign tmp_read_word_2 = ((((tmp_read_word_3 | tmp_read_word_9) | (value_format & tmp_read_word_12)) | (value_rows & tmp_read_word_13)) | (value_columns & {32{tmp_read_word_14}}));
  assign tmp_read_word_15 = (value_depth & {32{(tmp_read_word_16 == tmp_read_word_17)}});
  assign tmp_read_word_18 = {32{(s_axi_araddr[7 : 2] == 6'h09)}};
  assign tmp_read_word_19 = {32{(s_axi_araddr[7 : 2] == 6'h0a)}};
  assign tmp_read_word_20 = (s_axi_araddr[7 : 2] == 6'h0b);
  assign tmp_read_word_21 = s_axi_araddr[7 : 2];
  assign tmp_read_word_22 = 6'h0c;
  assign tmp_read_word_3 = ((((tmp_read_word_4 | tmp_read_word_5) | (status_version & tmp_read_word_6)) | (status_config_hash & tmp_read_word_7)) | (value_control & {32{tmp_read_word_8}}));
  assign tmp_read_word_9 = (status_status & {32{(tmp_read_word_10 == tmp_read_word_11)}});
  assign tmp_read_word_12 = {32{(s_axi_araddr[7 : 2] == 6'h05)}};
  assign tmp_read_word_13 = {32{(s_axi_araddr[7 : 2] == 6'h06)}};
  assign tmp_read_word_14 = (s_axi_araddr[7 : 2] == 6'h07);
  assign tmp_read_word_16 = s_axi_araddr[7 : 2];
  assign tmp_read_word_17 = 6'h08;
  assign tmp_read_word_4 = 32'h0;
  assign tmp_read_word_5 = (status_id & {32{(s_axi_araddr[7 : 2] == 6'h0)}});
  assign tmp_read_word_6 = {32{(s_axi_araddr[7 : 2] == 6'h01)}};
  assign tmp_read_word_7 = {32{(s_axi_araddr[7 : 2] == 6'h02)}};
  assign tmp_read_word_8 = (s_axi_araddr[7 : 2] == 6'h03);
  assign tmp_read_word_10 = s_axi_araddr[7 : 2];
  assign tmp_read_word_11 = 6'h04;
  assign s_axi_awready = (! have_address);
  assign s_axi_wready = (! have_data);
  assign commit = ((have_address && have_data) && (! responding));
  assign s_axi_bvalid = responding;
  assign s_axi_bresp = 2'b00;
  assign write_data = write_word;
  assign hit_control = (commit && (write_address[7 : 2] == 6'h03));
  assign written_control = pulse_control;
  assign value_control = reg_control;
  assign hit_status = (commit && (write_address[7 : 2] == 6'h04));
  assign written_status = pulse_status;
  assign hit_format = (commit && (write_address[7 : 2] == 6'h05));
  assign value_format = reg_format;
  assign hit_rows = (commit && (write_address[7 : 2] == 6'h06));
  assign value_rows = reg_rows;
  assign hit_columns = (commit && (write_address[7 : 2] == 6'h07));
  assign value_columns = reg_columns;
  assign hit_depth = (commit && (write_address[7 : 2] == 6'h08));
  assign value_depth = reg_depth;
  assign hit_depth_words = (commit && (write_address[7 : 2] == 6'h09));
  assign value_depth_words = reg_depth_words;
  assign hit_weight_base = (commit && (write_address[7 : 2] == 6'h0a));
  assign value_weight_base = reg_weight_base;
  assign hit_parameter_base = (commit && (write_address[7 : 2] == 6'h0b));
  assign value_parameter_base = reg_parameter_base;
  assign hit_bias_shift = (commit && (write_address[7 : 2] == 6'h0c));
  assign value_bias_shift = reg_bias_shift;
  assign hit_clip = (commit && (write_address[7 : 2] == 6'h0d));
  assign value_clip = reg_clip;
  assign hit_load_address = (commit && (write_address[7 : 2] == 6'h0e));
  assign value_load_address = reg_load_address;
  assign hit_load_beats = (commit && (write_address[7 : 2] == 6'h0f));
  assign value_load_beats = reg_load_beats;
  assign hit_load_control = (commit && (write_address[7 : 2] == 6'h10));
  assign written_load_control = pulse_load_control;
  assign read_accept = (s_axi_arvalid && (! read_responding));
  assign s_axi_arready = (! read_responding);
  assign tmp_read_cycles_low = (s_axi_araddr[7 : 2] == 6'h11);
  assign read_cycles_low = (read_accept && tmp_read_cycles_low);
  assign tmp_read_macs_low = (s_axi_araddr[7 : 2] == 6'h13);
  assign read_macs_low = (read_accept && tmp_read_macs_low);
  assign tmp_read_stall_in_low = (s_axi_araddr[7 : 2] == 6'h15);
  assign read_stall_in_low = (read_accept && tmp_read_stall_in_low);
  assign tmp_read_stall_out_low = (s_axi_araddr[7 : 2] == 6'h17);
  assign read_stall_out_low = (read_accept && tmp_read_stall_out_low);
  assign s_axi_rvalid = read_responding;
  assign s_axi_rdata = read_word;
  assign s_axi_rresp = 2'b00;
  always @(posedge clk) begin
    if(reset) begin
      have_address <= 1'b0;
      have_data <= 1'b0;
      responding <= 1'b0;
      pulse_control <= 1'b0;
      reg_control <= 32'h0;
      pulse_status <= 1'b0;
      reg_format <= 32'h0;
      reg_rows <= 32'h0;
      reg_columns <= 32'h0;
      reg_depth <= 32'h0;
      reg_depth_words <= 32'h0;
      reg_weight_base <= 32'h0;
      reg_parameter_base <= 32'h0;
      reg_bias_shift <= 32'h0;
      reg_clip <= 32'h0;
      reg_load_address <= 32'h0;
      reg_load_beats <= 32'h0;
      pulse_load_control <= 1'b0;
      read_responding <= 1'b0;
    end else begin
      if(tmp_when) begin
        have_address <= 1'b1;
      end
      if(tmp_when_1) begin
        have_data <= 1'b1;
      end
      if(s_axi_bready) begin
        responding <= 1'b0;
      end
      if(commit) begin
        have_address <= 1'b0;
        have_data <= 1'b0;
        responding <= 1'b1;
      end
      pulse_control <= hit_control;
      if(hit_control) begin
        reg_control <= ({(write_strobe[3] ? write_word[31 : 24] : reg_control[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_control[23 : 16]),{(tmp_reg_control ? tmp_reg_control_1 : tmp_reg_control_2),(tmp_reg_control_3 ? tmp_reg_control_4 : tmp_reg_control_5)}}} & 32'h00000002);
      end
      pulse_status <= hit_status;
      if(hit_format) begin
        reg_format <= ({(write_strobe[3] ? write_word[31 : 24] : reg_format[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_format[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_format[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_format[7 : 0])}}} & 32'h00010f0f);
      end
      if(hit_rows) begin
        reg_rows <= ({(write_strobe[3] ? write_word[31 : 24] : reg_rows[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_rows[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_rows[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_rows[7 : 0])}}} & 32'hffffffff);
      end
      if(hit_columns) begin
        reg_columns <= ({(write_strobe[3] ? write_word[31 : 24] : reg_columns[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_columns[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_columns[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_columns[7 : 0])}}} & 32'h0000ffff);
      end
      if(hit_depth) begin
        reg_depth <= ({(write_strobe[3] ? write_word[31 : 24] : reg_depth[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_depth[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_depth[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_depth[7 : 0])}}} & 32'h00ffffff);
      end
      if(hit_depth_words) begin
        reg_depth_words <= ({(write_strobe[3] ? write_word[31 : 24] : reg_depth_words[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_depth_words[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_depth_words[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_depth_words[7 : 0])}}} & 32'h00ffffff);
      end
      if(hit_weight_base) begin
        reg_weight_base <= ({(write_strobe[3] ? write_word[31 : 24] : reg_weight_base[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_weight_base[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_weight_base[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_weight_base[7 : 0])}}} & 32'h00ffffff);
      end
      if(hit_parameter_base) begin
        reg_parameter_base <= ({(write_strobe[3] ? write_word[31 : 24] : reg_parameter_base[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_parameter_base[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_parameter_base[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_parameter_base[7 : 0])}}} & 32'h0000ffff);
      end
      if(hit_bias_shift) begin
        reg_bias_shift <= ({(write_strobe[3] ? write_word[31 : 24] : reg_bias_shift[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_bias_shift[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_bias_shift[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_bias_shift[7 : 0])}}} & 32'h000000ff);
      end
      if(hit_clip) begin
        reg_clip <= ({(write_strobe[3] ? write_word[31 : 24] : reg_clip[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_clip[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_clip[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_clip[7 : 0])}}} & 32'hffffffff);
      end
      if(hit_load_address) begin
        reg_load_address <= ({(write_strobe[3] ? write_word[31 : 24] : reg_load_address[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_load_address[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_load_address[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_load_address[7 : 0])}}} & 32'h00ffffff);
      end
      if(hit_load_beats) begin
        reg_load_beats <= ({(write_strobe[3] ? write_word[31 : 24] : reg_load_beats[31 : 24]),{(write_strobe[2] ? write_word[23 : 16] : reg_load_beats[23 : 16]),{(write_strobe[1] ? write_word[15 : 8] : reg_load_beats[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_load_beats[7 : 0])}}} & 32'h00ffffff);
      end
      pulse_load_control <= hit_load_control;
      if(s_axi_rready) begin
        read_responding <= 1'b0;
      end
      if(read_accept) begin
        read_responding <= 1'b1;
      end
    end
  end

  always @(posedge clk) begin
    if(tmp_when) begin
      write_address <= s_axi_awaddr;
    end
    if(tmp_when_1) begin
      write_word <= s_axi_wdata;
      write_strobe <= s_axi_wstrb;
    end
    if(read_accept) begin
      read_word <= ((((((tmp_read_word | tmp_read_word_28) | (status_macs_high & tmp_read_word_29)) | (status_stall_in_low & tmp_read_word_30)) | (status_stall_in_high & {32{tmp_read_word_31}})) | (status_stall_out_low & {32{tmp_read_stall_out_low}})) | (status_stall_out_high & {32{(s_axi_araddr[7 : 2] == 6'h18)}}));
    end
  end


endmodule

//MacUnit_63 replaced by MacUnit

//MacUnit_62 replaced by MacUnit

//MacUnit_61 replaced by MacUnit

//MacUnit_60 replaced by MacUnit

//MacUnit_59 replaced by MacUnit

//MacUnit_58 replaced by MacUnit

//MacUnit_57 replaced by MacUnit

//MacUnit_56 replaced by MacUnit

//MacUnit_55 replaced by MacUnit

//MacUnit_54 replaced by MacUnit

//MacUnit_53 replaced by MacUnit

//MacUnit_52 replaced by MacUnit

//MacUnit_51 replaced by MacUnit

//MacUnit_50 replaced by MacUnit

//MacUnit_49 replaced by MacUnit

//MacUnit_48 replaced by MacUnit

//MacUnit_47 replaced by MacUnit

//MacUnit_46 replaced by MacUnit

//MacUnit_45 replaced by MacUnit

//MacUnit_44 replaced by MacUnit

//MacUnit_43 replaced by MacUnit

//MacUnit_42 replaced by MacUnit

//MacUnit_41 replaced by MacUnit

//MacUnit_40 replaced by MacUnit

//MacUnit_39 replaced by MacUnit

//MacUnit_38 replaced by MacUnit

//MacUnit_37 replaced by MacUnit

//MacUnit_36 replaced by MacUnit

//MacUnit_35 replaced by MacUnit

//MacUnit_34 replaced by MacUnit

//MacUnit_33 replaced by MacUnit

//MacUnit_32 replaced by MacUnit

//MacUnit_31 replaced by MacUnit

//MacUnit_30 replaced by MacUnit

//MacUnit_29 replaced by MacUnit

//MacUnit_28 replaced by MacUnit

//MacUnit_27 replaced by MacUnit

//MacUnit_26 replaced by MacUnit

//MacUnit_25 replaced by MacUnit

//MacUnit_24 replaced by MacUnit

//MacUnit_23 replaced by MacUnit

//MacUnit_22 replaced by MacUnit

//MacUnit_21 replaced by MacUnit

//MacUnit_20 replaced by MacUnit

//MacUnit_19 replaced by MacUnit

//MacUnit_18 replaced by MacUnit

//MacUnit_17 replaced by MacUnit

//MacUnit_16 replaced by MacUnit

//MacUnit_15 replaced by MacUnit

//MacUnit_14 replaced by MacUnit

//MacUnit_13 replaced by MacUnit

//MacUnit_12 replaced by MacUnit

//MacUnit_11 replaced by MacUnit

//MacUnit_10 replaced by MacUnit

//MacUnit_9 replaced by MacUnit

//MacUnit_8 replaced by MacUnit

//MacUnit_7 replaced by MacUnit

//MacUnit_6 replaced by MacUnit

//MacUnit_5 replaced by MacUnit

//MacUnit_4 replaced by MacUnit

//MacUnit_3 replaced by MacUnit

//MacUnit_2 replaced by MacUnit

//MacUnit_1 replaced by MacUnit

module MacUnit (
  input  wire [3:0]    a_negative,
  input  wire          a_nar,
  input  wire [3:0]    b_negative,
  input  wire          b_nar,
  input  wire          mode2,
  input  wire          mode4,
  input  wire          valid,
  input  wire          first,
  input  wire          capture,
  input  wire          shift,
  input  wire          drain_nar_in,
  output wire          drain_nar,
  input  wire [12:0]   a_significand,
  input  wire [12:0]   b_significand,
  input  wire [23:0]   a_down,
  input  wire [23:0]   b_down,
  input  wire [127:0]  drain_in,
  output wire [127:0]  drain,
  input  wire          clk,
  input  wire          reset
);

  wire       [25:0]   tmp_product_d1;
  wire       [25:0]   tmp_product_d1_1;
  wire       [25:0]   tmp_product_d1_2;
  wire       [15:0]   tmp_product_d1_3;
  wire                tmp_product_d1_4;
  wire                tmp_product_d1_5;
  wire       [25:0]   tmp_product_d1_6;
  wire       [18:0]   tmp_product_d1_7;
  wire       [15:0]   tmp_product_d1_8;
  wire                tmp_product_d1_9;
  wire                tmp_product_d1_10;
  wire       [25:0]   tmp_product_d1_11;
  wire       [21:0]   tmp_product_d1_12;
  wire       [15:0]   tmp_product_d1_13;
  wire                tmp_product_d1_14;
  wire                tmp_product_d1_15;
  wire       [16:0]   tmp_product_d1_16;
  wire                tmp_product_d1_17;
  wire                tmp_product_d1_18;
  wire       [6:0]    tmp_amounts_d1;
  wire       [6:0]    tmp_amounts_d1_1;
  wire       [6:0]    tmp_amounts_d1_2;
  wire       [6:0]    tmp_amounts_d1_3;
  wire       [31:0]   tmp_tmp_aligned_0_d1;
  wire       [23:0]   tmp_tmp_aligned_0_d1_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_2;
  wire       [21:0]   tmp_tmp_aligned_0_d1_3;
  wire       [31:0]   tmp_tmp_aligned_0_d1_4;
  wire       [21:0]   tmp_tmp_aligned_0_d1_5;
  wire       [31:0]   tmp_tmp_aligned_0_d1_6;
  wire       [21:0]   tmp_tmp_aligned_0_d1_7;
  wire       [63:0]   tmp_tmp_aligned_0_d1_8;
  wire       [27:0]   tmp_tmp_aligned_0_d1_9;
  wire       [63:0]   tmp_tmp_aligned_0_d1_10;
  wire       [25:0]   tmp_tmp_aligned_0_d1_11;
  wire       [127:0]  tmp_tmp_aligned_0_d1_12;
  wire       [113:0]  tmp_tmp_aligned_0_d1_13;
  wire       [31:0]   tmp_tmp_aligned_0_d1_5_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_6_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_7_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_8_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_9_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_10_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_11_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_12_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_13_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_14;
  wire       [31:0]   tmp_tmp_aligned_0_d1_15;
  wire       [31:0]   tmp_tmp_aligned_0_d1_16;
  wire       [31:0]   tmp_tmp_aligned_0_d1_17;
  wire       [31:0]   tmp_tmp_aligned_0_d1_18;
  wire       [31:0]   tmp_tmp_aligned_0_d1_19;
  wire       [31:0]   tmp_tmp_aligned_1_d1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_20;
  wire       [31:0]   tmp_tmp_aligned_1_d1_1;
  wire       [31:0]   tmp_tmp_aligned_0_d1_21;
  wire       [31:0]   tmp_aligned_0_d1_23;
  wire       [32:0]   tmp_tmp_acc_0_1;
  wire       [32:0]   tmp_tmp_acc_0_1_1;
  wire       [0:0]    tmp_tmp_acc_0_1_2;
  wire       [32:0]   tmp_tmp_acc_1_1;
  wire       [32:0]   tmp_tmp_acc_1_1_1;
  wire       [0:0]    tmp_tmp_acc_1_1_2;
  wire       [32:0]   tmp_tmp_acc_2_1;
  wire       [32:0]   tmp_tmp_acc_2_1_1;
  wire       [0:0]    tmp_tmp_acc_2_1_2;
  wire       [32:0]   tmp_acc_3_1;
  wire       [32:0]   tmp_acc_3_2;
  wire       [32:0]   tmp_acc_3_3;
  wire       [0:0]    tmp_acc_3_4;
  reg        [25:0]   product_d1;
  reg        [3:0]    negative_d1;
  reg        [27:0]   amounts_d1;
  wire       [127:0]  tmp_aligned_0_d1;
  wire       [31:0]   tmp_aligned_0_d1_1;
  wire       [31:0]   tmp_aligned_0_d1_2;
  wire       [31:0]   tmp_aligned_0_d1_3;
  wire       [31:0]   tmp_aligned_0_d1_4;
  wire       [31:0]   tmp_aligned_0_d1_5;
  wire       [31:0]   tmp_aligned_0_d1_6;
  wire       [31:0]   tmp_aligned_0_d1_7;
  wire       [31:0]   tmp_aligned_0_d1_8;
  wire       [31:0]   tmp_aligned_0_d1_9;
  wire       [31:0]   tmp_aligned_0_d1_10;
  wire       [31:0]   tmp_aligned_0_d1_11;
  wire       [31:0]   tmp_aligned_0_d1_12;
  wire       [31:0]   tmp_aligned_0_d1_13;
  wire       [31:0]   tmp_aligned_0_d1_14;
  wire       [31:0]   tmp_aligned_0_d1_15;
  wire       [31:0]   tmp_aligned_0_d1_16;
  wire       [31:0]   tmp_aligned_0_d1_17;
  wire       [31:0]   tmp_aligned_0_d1_18;
  wire       [31:0]   tmp_aligned_0_d1_19;
  wire       [31:0]   tmp_aligned_1_d1;
  wire       [31:0]   tmp_aligned_0_d1_20;
  wire       [31:0]   tmp_aligned_1_d1_1;
  wire       [31:0]   tmp_aligned_0_d1_21;
  wire       [31:0]   tmp_aligned_0_d1_22;
  wire       [31:0]   tmp_aligned_1_d1_2;
  reg        [31:0]   aligned_0_d1;
  reg        [31:0]   aligned_1_d1;
  reg        [31:0]   aligned_2_d1;
  reg        [31:0]   aligned_3_d1;
  reg        [3:0]    aligned_negative_d1;
  reg                 nar_d1;
  reg                 nar_d2;
  reg        [31:0]   acc_0;
  wire                tmp_acc_0;
  wire       [32:0]   tmp_acc_0_1;
  reg        [31:0]   acc_1;
  wire                tmp_acc_1;
  wire       [32:0]   tmp_acc_1_1;
  reg        [31:0]   acc_2;
  wire                tmp_acc_2;
  wire       [32:0]   tmp_acc_2_1;
  reg        [31:0]   acc_3;
  wire                tmp_acc_3;
  reg                 acc_nar;
  reg        [127:0]  drained;
  reg                 drained_nar;

  assign tmp_product_d1 = (tmp_product_d1_1 + tmp_product_d1_11);
  assign tmp_product_d1_1 = (tmp_product_d1_2 + tmp_product_d1_6);
  assign tmp_product_d1_3 = ({(a_significand[12 : 9] & {4{(! (mode4 || mode2))}}),{(a_significand[8 : 6] & {3{(! tmp_product_d1_4)}}),{(a_significand[5 : 3] & {3{tmp_product_d1_5}}),a_significand[2 : 0]}}} * b_significand[2 : 0]);
  assign tmp_product_d1_2 = {10'd0, tmp_product_d1_3};
  assign tmp_product_d1_7 = {tmp_product_d1_8,3'b000};
  assign tmp_product_d1_6 = {7'd0, tmp_product_d1_7};
  assign tmp_product_d1_8 = ({(a_significand[12 : 9] & {4{(! (mode4 || mode2))}}),{(a_significand[8 : 6] & {3{(! tmp_product_d1_9)}}),{a_significand[5 : 3],(a_significand[2 : 0] & {3{tmp_product_d1_10}})}}} * b_significand[5 : 3]);
  assign tmp_product_d1_12 = {tmp_product_d1_13,6'h0};
  assign tmp_product_d1_11 = {4'd0, tmp_product_d1_12};
  assign tmp_product_d1_13 = ({(a_significand[12 : 9] & {4{(! mode4)}}),{a_significand[8 : 6],{(a_significand[5 : 3] & {3{(! tmp_product_d1_14)}}),(a_significand[2 : 0] & {3{(! tmp_product_d1_15)}})}}} * b_significand[8 : 6]);
  assign tmp_product_d1_16 = ({a_significand[12 : 9],{(a_significand[8 : 6] & {3{(! mode4)}}),{(a_significand[5 : 3] & {3{(! tmp_product_d1_17)}}),(a_significand[2 : 0] & {3{(! tmp_product_d1_18)}})}}} * b_significand[12 : 9]);
  assign tmp_amounts_d1 = ({1'b0,a_down[23 : 18]} + {1'b0,b_down[23 : 18]});
  assign tmp_amounts_d1_1 = ({1'b0,a_down[17 : 12]} + {1'b0,b_down[17 : 12]});
  assign tmp_amounts_d1_2 = ({1'b0,a_down[11 : 6]} + {1'b0,b_down[11 : 6]});
  assign tmp_amounts_d1_3 = ({1'b0,a_down[5 : 0]} + {1'b0,b_down[5 : 0]});
  assign tmp_tmp_aligned_0_d1_1 = {product_d1[25 : 18],16'h0};
  assign tmp_tmp_aligned_0_d1 = {8'd0, tmp_tmp_aligned_0_d1_1};
  assign tmp_tmp_aligned_0_d1_3 = {product_d1[17 : 12],16'h0};
  assign tmp_tmp_aligned_0_d1_2 = {10'd0, tmp_tmp_aligned_0_d1_3};
  assign tmp_tmp_aligned_0_d1_5 = {product_d1[11 : 6],16'h0};
  assign tmp_tmp_aligned_0_d1_4 = {10'd0, tmp_tmp_aligned_0_d1_5};
  assign tmp_tmp_aligned_0_d1_7 = {product_d1[5 : 0],16'h0};
  assign tmp_tmp_aligned_0_d1_6 = {10'd0, tmp_tmp_aligned_0_d1_7};
  assign tmp_tmp_aligned_0_d1_9 = {product_d1[25 : 12],14'h0};
  assign tmp_tmp_aligned_0_d1_8 = {36'd0, tmp_tmp_aligned_0_d1_9};
  assign tmp_tmp_aligned_0_d1_11 = {product_d1[11 : 0],14'h0};
  assign tmp_tmp_aligned_0_d1_10 = {38'd0, tmp_tmp_aligned_0_d1_11};
  assign tmp_tmp_aligned_0_d1_13 = {product_d1[25 : 0],88'h0};
  assign tmp_tmp_aligned_0_d1_12 = {14'd0, tmp_tmp_aligned_0_d1_13};
  assign tmp_tmp_aligned_0_d1_5_1 = (tmp_aligned_0_d1_2 & {32{(! mode4)}});
  assign tmp_tmp_aligned_0_d1_6_1 = (tmp_aligned_0_d1_3 & {32{(! (mode4 || mode2))}});
  assign tmp_tmp_aligned_0_d1_7_1 = (tmp_aligned_0_d1_4 & {32{(! mode4)}});
  assign tmp_tmp_aligned_0_d1_8_1 = 32'h0;
  assign tmp_tmp_aligned_0_d1_9_1 = (tmp_aligned_0_d1_6 & {32{(! mode4)}});
  assign tmp_tmp_aligned_0_d1_10_1 = (tmp_aligned_0_d1_7 & {32{(! (mode4 || mode2))}});
  assign tmp_tmp_aligned_0_d1_11_1 = (tmp_aligned_0_d1_8 & {32{(! mode4)}});
  assign tmp_tmp_aligned_0_d1_12_1 = 32'h0;
  assign tmp_tmp_aligned_0_d1_13_1 = (tmp_aligned_0_d1_10 & {32{(! mode4)}});
  assign tmp_tmp_aligned_0_d1_14 = (tmp_aligned_0_d1_11 & {32{(! (mode4 || mode2))}});
  assign tmp_tmp_aligned_0_d1_15 = (tmp_aligned_0_d1_12 & {32{(! mode4)}});
  assign tmp_tmp_aligned_0_d1_16 = 32'h0;
  assign tmp_tmp_aligned_0_d1_17 = (tmp_aligned_0_d1_14 & {32{(! mode4)}});
  assign tmp_tmp_aligned_0_d1_18 = (tmp_aligned_0_d1_15 & {32{(! (mode4 || mode2))}});
  assign tmp_tmp_aligned_0_d1_19 = (tmp_aligned_0_d1_16 & {32{(! mode4)}});
  assign tmp_tmp_aligned_1_d1 = 32'h0;
  assign tmp_tmp_aligned_0_d1_20 = (tmp_aligned_0_d1_19 & {32{(! (mode4 || mode2))}});
  assign tmp_tmp_aligned_1_d1_1 = (tmp_aligned_1_d1 & {32{(! mode4)}});
  assign tmp_tmp_aligned_0_d1_21 = 32'h0;
  assign tmp_aligned_0_d1_23 = (tmp_aligned_0_d1_18 & {32{(! mode4)}});
  assign tmp_tmp_acc_0_1 = ({1'b0,(acc_0 & {32{(! first)}})} + {1'b0,(aligned_0_d1 ^ {32{tmp_acc_0}})});
  assign tmp_tmp_acc_0_1_2 = tmp_acc_0;
  assign tmp_tmp_acc_0_1_1 = {32'd0, tmp_tmp_acc_0_1_2};
  assign tmp_tmp_acc_1_1 = ({1'b0,(acc_1 & {32{(! first)}})} + {1'b0,(aligned_1_d1 ^ {32{tmp_acc_1}})});
  assign tmp_tmp_acc_1_1_2 = ((! mode4) ? tmp_acc_0_1[32] : tmp_acc_1);
  assign tmp_tmp_acc_1_1_1 = {32'd0, tmp_tmp_acc_1_1_2};
  assign tmp_tmp_acc_2_1 = ({1'b0,(acc_2 & {32{(! first)}})} + {1'b0,(aligned_2_d1 ^ {32{tmp_acc_2}})});
  assign tmp_tmp_acc_2_1_2 = ((! (mode4 || mode2)) ? tmp_acc_1_1[32] : tmp_acc_2);
  assign tmp_tmp_acc_2_1_1 = {32'd0, tmp_tmp_acc_2_1_2};
  assign tmp_acc_3_1 = (tmp_acc_3_2 + tmp_acc_3_3);
  assign tmp_acc_3_2 = ({1'b0,(acc_3 & {32{(! first)}})} + {1'b0,(aligned_3_d1 ^ {32{tmp_acc_3}})});
  assign tmp_acc_3_4 = ((! mode4) ? tmp_acc_2_1[32] : tmp_acc_3);
  assign tmp_acc_3_3 = {32'd0, tmp_acc_3_4};
  assign tmp_product_d1_4 = (mode4 || mode2);
  assign tmp_product_d1_5 = (! mode4);
  assign tmp_product_d1_9 = (mode4 || mode2);
  assign tmp_product_d1_10 = (! mode4);
  assign tmp_product_d1_14 = (mode4 || mode2);
  assign tmp_product_d1_15 = (mode4 || mode2);
  assign tmp_product_d1_17 = (mode4 || mode2);
  assign tmp_product_d1_18 = (mode4 || mode2);
  assign tmp_aligned_0_d1 = (mode4 ? {tmp_tmp_aligned_0_d1,{tmp_tmp_aligned_0_d1_2,{tmp_tmp_aligned_0_d1_4,tmp_tmp_aligned_0_d1_6}}} : (mode2 ? {tmp_tmp_aligned_0_d1_8,tmp_tmp_aligned_0_d1_10} : tmp_tmp_aligned_0_d1_12));
  assign tmp_aligned_0_d1_1 = tmp_aligned_0_d1[31 : 0];
  assign tmp_aligned_0_d1_2 = tmp_aligned_0_d1[63 : 32];
  assign tmp_aligned_0_d1_3 = tmp_aligned_0_d1[95 : 64];
  assign tmp_aligned_0_d1_4 = tmp_aligned_0_d1[127 : 96];
  assign tmp_aligned_0_d1_5 = (amounts_d1[0] ? {tmp_tmp_aligned_0_d1_5_1[0 : 0],tmp_aligned_0_d1_1[31 : 1]} : tmp_aligned_0_d1_1);
  assign tmp_aligned_0_d1_6 = (amounts_d1[7] ? {tmp_tmp_aligned_0_d1_6_1[0 : 0],tmp_aligned_0_d1_2[31 : 1]} : tmp_aligned_0_d1_2);
  assign tmp_aligned_0_d1_7 = (amounts_d1[14] ? {tmp_tmp_aligned_0_d1_7_1[0 : 0],tmp_aligned_0_d1_3[31 : 1]} : tmp_aligned_0_d1_3);
  assign tmp_aligned_0_d1_8 = (amounts_d1[21] ? {tmp_tmp_aligned_0_d1_8_1[0 : 0],tmp_aligned_0_d1_4[31 : 1]} : tmp_aligned_0_d1_4);
  assign tmp_aligned_0_d1_9 = (amounts_d1[1] ? {tmp_tmp_aligned_0_d1_9_1[1 : 0],tmp_aligned_0_d1_5[31 : 2]} : tmp_aligned_0_d1_5);
  assign tmp_aligned_0_d1_10 = (amounts_d1[8] ? {tmp_tmp_aligned_0_d1_10_1[1 : 0],tmp_aligned_0_d1_6[31 : 2]} : tmp_aligned_0_d1_6);
  assign tmp_aligned_0_d1_11 = (amounts_d1[15] ? {tmp_tmp_aligned_0_d1_11_1[1 : 0],tmp_aligned_0_d1_7[31 : 2]} : tmp_aligned_0_d1_7);
  assign tmp_aligned_0_d1_12 = (amounts_d1[22] ? {tmp_tmp_aligned_0_d1_12_1[1 : 0],tmp_aligned_0_d1_8[31 : 2]} : tmp_aligned_0_d1_8);
  assign tmp_aligned_0_d1_13 = (amounts_d1[2] ? {tmp_tmp_aligned_0_d1_13_1[3 : 0],tmp_aligned_0_d1_9[31 : 4]} : tmp_aligned_0_d1_9);
  assign tmp_aligned_0_d1_14 = (amounts_d1[9] ? {tmp_tmp_aligned_0_d1_14[3 : 0],tmp_aligned_0_d1_10[31 : 4]} : tmp_aligned_0_d1_10);
  assign tmp_aligned_0_d1_15 = (amounts_d1[16] ? {tmp_tmp_aligned_0_d1_15[3 : 0],tmp_aligned_0_d1_11[31 : 4]} : tmp_aligned_0_d1_11);
  assign tmp_aligned_0_d1_16 = (amounts_d1[23] ? {tmp_tmp_aligned_0_d1_16[3 : 0],tmp_aligned_0_d1_12[31 : 4]} : tmp_aligned_0_d1_12);
  assign tmp_aligned_0_d1_17 = (amounts_d1[3] ? {tmp_tmp_aligned_0_d1_17[7 : 0],tmp_aligned_0_d1_13[31 : 8]} : tmp_aligned_0_d1_13);
  assign tmp_aligned_0_d1_18 = (amounts_d1[10] ? {tmp_tmp_aligned_0_d1_18[7 : 0],tmp_aligned_0_d1_14[31 : 8]} : tmp_aligned_0_d1_14);
  assign tmp_aligned_0_d1_19 = (amounts_d1[17] ? {tmp_tmp_aligned_0_d1_19[7 : 0],tmp_aligned_0_d1_15[31 : 8]} : tmp_aligned_0_d1_15);
  assign tmp_aligned_1_d1 = (amounts_d1[24] ? {tmp_tmp_aligned_1_d1[7 : 0],tmp_aligned_0_d1_16[31 : 8]} : tmp_aligned_0_d1_16);
  assign tmp_aligned_0_d1_20 = (amounts_d1[11] ? {tmp_tmp_aligned_0_d1_20[15 : 0],tmp_aligned_0_d1_18[31 : 16]} : tmp_aligned_0_d1_18);
  assign tmp_aligned_1_d1_1 = (amounts_d1[18] ? {tmp_tmp_aligned_1_d1_1[15 : 0],tmp_aligned_0_d1_19[31 : 16]} : tmp_aligned_0_d1_19);
  assign tmp_aligned_0_d1_21 = (amounts_d1[25] ? {tmp_tmp_aligned_0_d1_21[15 : 0],tmp_aligned_1_d1[31 : 16]} : tmp_aligned_1_d1);
  assign tmp_aligned_0_d1_22 = (amounts_d1[19] ? (tmp_aligned_0_d1_21 & {32{(! mode4)}}) : tmp_aligned_1_d1_1);
  assign tmp_aligned_1_d1_2 = (amounts_d1[26] ? 32'h0 : tmp_aligned_0_d1_21);
  assign tmp_acc_0 = aligned_negative_d1[0];
  assign tmp_acc_0_1 = (tmp_tmp_acc_0_1 + tmp_tmp_acc_0_1_1);
  assign tmp_acc_1 = aligned_negative_d1[1];
  assign tmp_acc_1_1 = (tmp_tmp_acc_1_1 + tmp_tmp_acc_1_1_1);
  assign tmp_acc_2 = aligned_negative_d1[2];
  assign tmp_acc_2_1 = (tmp_tmp_acc_2_1 + tmp_tmp_acc_2_1_1);
  assign tmp_acc_3 = aligned_negative_d1[3];
  assign drain = drained;
  assign drain_nar = drained_nar;
  always @(posedge clk) begin
    product_d1 <= (tmp_product_d1 + {tmp_product_d1_16,9'h0});
    negative_d1 <= (a_negative ^ b_negative);
    amounts_d1 <= {tmp_amounts_d1,{tmp_amounts_d1_1,{tmp_amounts_d1_2,tmp_amounts_d1_3}}};
    aligned_0_d1 <= (amounts_d1[6] ? (tmp_aligned_0_d1_22 & {32{(! (mode4 || mode2))}}) : (amounts_d1[5] ? (tmp_aligned_0_d1_20 & {32{(! mode4)}}) : (amounts_d1[4] ? {tmp_aligned_0_d1_23[15 : 0],tmp_aligned_0_d1_17[31 : 16]} : tmp_aligned_0_d1_17)));
    aligned_1_d1 <= (amounts_d1[13] ? (tmp_aligned_1_d1_2 & {32{(! (mode4 || mode2))}}) : (amounts_d1[12] ? (tmp_aligned_1_d1_1 & {32{(! (mode4 || mode2))}}) : tmp_aligned_0_d1_20));
    aligned_2_d1 <= (amounts_d1[20] ? 32'h0 : tmp_aligned_0_d1_22);
    aligned_3_d1 <= (amounts_d1[27] ? 32'h0 : tmp_aligned_1_d1_2);
    aligned_negative_d1 <= negative_d1;
    if(valid) begin
      acc_0 <= tmp_acc_0_1[31 : 0];
    end
    if(valid) begin
      acc_1 <= tmp_acc_1_1[31 : 0];
    end
    if(valid) begin
      acc_2 <= tmp_acc_2_1[31 : 0];
    end
    if(valid) begin
      acc_3 <= tmp_acc_3_1[31 : 0];
    end
    if(shift) begin
      drained <= drain_in;
    end
    if(capture) begin
      drained <= {acc_3,{acc_2,{acc_1,acc_0}}};
    end
  end

  always @(posedge clk) begin
    if(reset) begin
      nar_d1 <= 1'b0;
      nar_d2 <= 1'b0;
      acc_nar <= 1'b0;
      drained_nar <= 1'b0;
    end else begin
      nar_d1 <= (a_nar || b_nar);
      nar_d2 <= nar_d1;
      if(valid) begin
        acc_nar <= ((acc_nar && (! first)) || nar_d2);
      end
      if(shift) begin
        drained_nar <= drain_nar_in;
      end
      if(capture) begin
        drained_nar <= acc_nar;
      end
    end
  end


endmodule

//WeightDecoder replaced by WeightDecoder

//WeightDecoder replaced by WeightDecoder

//WeightDecoder replaced by WeightDecoder

//WeightDecoder replaced by WeightDecoder

//WeightDecoder replaced by WeightDecoder

//WeightDecoder replaced by WeightDecoder

//WeightDecoder replaced by WeightDecoder

module WeightDecoder (
  input  wire [15:0]   word,
  input  wire [3:0]    format,
  output wire [3:0]    negative,
  output wire          nar,
  output wire [12:0]   significand,
  output wire [23:0]   down
);

  wire       [15:0]   tmp_tmp_down;
  wire       [15:0]   tmp_tmp_down_1;
  wire       [14:0]   tmp_tmp_significand_6;
  wire       [3:0]    tmp_tmp_down_5;
  wire       [6:0]    tmp_tmp_down_6;
  wire       [6:0]    tmp_tmp_down_6_1;
  wire       [6:0]    tmp_tmp_down_6_2;
  wire       [6:0]    tmp_tmp_down_6_3;
  wire       [6:0]    tmp_tmp_down_6_4;
  wire       [0:0]    tmp_tmp_down_6_5;
  wire       [7:0]    tmp_tmp_significand_8;
  wire       [7:0]    tmp_tmp_significand_8_1;
  wire       [6:0]    tmp_tmp_significand_15;
  wire       [2:0]    tmp_tmp_down_8;
  wire       [3:0]    tmp_tmp_down_9;
  wire       [4:0]    tmp_tmp_down_9_1;
  wire       [4:0]    tmp_tmp_down_9_2;
  wire       [4:0]    tmp_tmp_down_9_3;
  wire       [7:0]    tmp_tmp_significand_16;
  wire       [7:0]    tmp_tmp_significand_16_1;
  wire       [6:0]    tmp_tmp_significand_23;
  wire       [2:0]    tmp_tmp_down_11;
  wire       [3:0]    tmp_tmp_down_12;
  wire       [4:0]    tmp_tmp_down_12_1;
  wire       [4:0]    tmp_tmp_down_12_2;
  wire       [4:0]    tmp_tmp_down_12_3;
  wire       [3:0]    tmp_tmp_down_13;
  wire       [3:0]    tmp_tmp_down_13_1;
  wire       [2:0]    tmp_tmp_down_18;
  wire       [1:0]    tmp_tmp_down_19;
  wire       [3:0]    tmp_tmp_down_20;
  wire       [3:0]    tmp_tmp_down_20_1;
  wire       [2:0]    tmp_tmp_down_25;
  wire       [1:0]    tmp_tmp_down_26;
  wire       [3:0]    tmp_tmp_down_27;
  wire       [3:0]    tmp_tmp_down_27_1;
  wire       [2:0]    tmp_tmp_down_32;
  wire       [1:0]    tmp_tmp_down_33;
  wire       [3:0]    tmp_tmp_down_34;
  wire       [3:0]    tmp_tmp_down_34_1;
  wire       [2:0]    tmp_tmp_down_39;
  wire       [1:0]    tmp_tmp_down_40;
  wire       [3:0]    tmp_significand_28;
  wire       [1:0]    tmp_significand_29;
  wire       [2:0]    tmp_significand_30;
  wire       [1:0]    tmp_significand_31;
  wire       [2:0]    tmp_significand_32;
  wire       [1:0]    tmp_significand_33;
  wire       [2:0]    tmp_significand_34;
  wire       [1:0]    tmp_significand_35;
  wire       [3:0]    tmp_significand_36;
  wire       [0:0]    tmp_significand_37;
  wire       [2:0]    tmp_significand_38;
  wire       [0:0]    tmp_significand_39;
  wire       [2:0]    tmp_significand_40;
  wire       [0:0]    tmp_significand_41;
  wire       [2:0]    tmp_significand_42;
  wire       [0:0]    tmp_significand_43;
  wire       [6:0]    tmp_significand_44;
  wire       [5:0]    tmp_significand_45;
  wire       [6:0]    tmp_significand_46;
  wire       [5:0]    tmp_significand_47;
  wire       [6:0]    tmp_significand_48;
  wire       [0:0]    tmp_significand_49;
  wire       [11:0]   tmp_significand_50;
  wire       [0:0]    tmp_negative_22;
  wire       [0:0]    tmp_negative_23;
  wire       [0:0]    tmp_negative_24;
  wire                tmp_negative_25;
  wire       [0:0]    tmp_negative_26;
  wire                tmp_negative_27;
  wire       [0:0]    tmp_negative_28;
  wire       [0:0]    tmp_negative_29;
  wire                tmp_negative_30;
  wire       [1:0]    tmp_negative_31;
  wire       [0:0]    tmp_negative_32;
  wire       [0:0]    tmp_negative_33;
  wire       [0:0]    tmp_negative_34;
  wire       [2:0]    tmp_negative_35;
  wire       [0:0]    tmp_negative_36;
  wire       [0:0]    tmp_negative_37;
  wire       [0:0]    tmp_negative_38;
  wire       [0:0]    tmp_negative_39;
  wire       [2:0]    tmp_negative_40;
  wire       [0:0]    tmp_negative_41;
  wire       [0:0]    tmp_negative_42;
  wire       [0:0]    tmp_negative_43;
  wire       [5:0]    tmp_down_45;
  wire       [1:0]    tmp_down_46;
  wire       [5:0]    tmp_down_47;
  wire       [1:0]    tmp_down_48;
  wire       [5:0]    tmp_down_49;
  wire       [1:0]    tmp_down_50;
  wire       [5:0]    tmp_down_51;
  wire       [1:0]    tmp_down_52;
  wire       [5:0]    tmp_down_53;
  wire       [3:0]    tmp_down_54;
  wire       [4:0]    tmp_down_55;
  wire       [4:0]    tmp_down_56;
  wire       [4:0]    tmp_down_57;
  wire       [4:0]    tmp_down_58;
  wire       [4:0]    tmp_down_59;
  wire       [0:0]    tmp_down_60;
  wire       [2:0]    tmp_down_61;
  wire       [5:0]    tmp_down_62;
  wire       [3:0]    tmp_down_63;
  wire       [4:0]    tmp_down_64;
  wire       [4:0]    tmp_down_65;
  wire       [4:0]    tmp_down_66;
  wire       [4:0]    tmp_down_67;
  wire       [4:0]    tmp_down_68;
  wire       [0:0]    tmp_down_69;
  wire       [2:0]    tmp_down_70;
  wire       [5:0]    tmp_down_71;
  wire       [5:0]    tmp_down_72;
  wire       [3:0]    tmp_down_73;
  wire       [4:0]    tmp_down_74;
  wire       [4:0]    tmp_down_75;
  wire       [4:0]    tmp_down_76;
  wire       [4:0]    tmp_down_77;
  wire       [4:0]    tmp_down_78;
  wire       [0:0]    tmp_down_79;
  wire       [2:0]    tmp_down_80;
  wire       [5:0]    tmp_down_81;
  wire       [5:0]    tmp_down_82;
  wire       [3:0]    tmp_down_83;
  wire       [4:0]    tmp_down_84;
  wire       [4:0]    tmp_down_85;
  wire       [4:0]    tmp_down_86;
  wire       [4:0]    tmp_down_87;
  wire       [4:0]    tmp_down_88;
  wire       [0:0]    tmp_down_89;
  wire       [2:0]    tmp_down_90;
  wire       [5:0]    tmp_down_91;
  wire       [11:0]   tmp_down_92;
  wire       [5:0]    tmp_down_93;
  wire       [11:0]   tmp_down_94;
  wire                tmp_nar_9;
  wire                tmp_nar_10;
  wire                tmp_nar_11;
  wire                tmp_nar_12;
  wire                tmp_nar_13;
  wire       [15:0]   tmp_nar;
  wire                tmp_nar_1;
  wire                tmp_nar_2;
  wire       [14:0]   tmp_down;
  wire                tmp_down_1;
  wire       [14:0]   tmp_down_2;
  wire                tmp_down_3;
  wire       [14:0]   tmp_significand;
  wire       [14:0]   tmp_significand_1;
  wire                tmp_down_4;
  wire       [14:0]   tmp_significand_2;
  wire       [14:0]   tmp_significand_3;
  wire                tmp_significand_4;
  wire       [14:0]   tmp_significand_5;
  wire                tmp_significand_6;
  wire       [14:0]   tmp_significand_7;
  wire       [6:0]    tmp_down_5;
  wire                tmp_negative;
  wire       [5:0]    tmp_down_6;
  wire       [7:0]    tmp_nar_3;
  wire                tmp_nar_4;
  wire                tmp_nar_5;
  wire       [6:0]    tmp_significand_8;
  wire                tmp_down_7;
  wire       [6:0]    tmp_significand_9;
  wire                tmp_significand_10;
  wire       [6:0]    tmp_significand_11;
  wire       [6:0]    tmp_significand_12;
  wire                tmp_significand_13;
  wire       [6:0]    tmp_significand_14;
  wire                tmp_significand_15;
  wire       [4:0]    tmp_down_8;
  wire                tmp_negative_1;
  wire       [5:0]    tmp_down_9;
  wire       [7:0]    tmp_nar_6;
  wire                tmp_nar_7;
  wire                tmp_nar_8;
  wire       [6:0]    tmp_significand_16;
  wire                tmp_down_10;
  wire       [6:0]    tmp_significand_17;
  wire                tmp_significand_18;
  wire       [6:0]    tmp_significand_19;
  wire       [6:0]    tmp_significand_20;
  wire                tmp_significand_21;
  wire       [6:0]    tmp_significand_22;
  wire                tmp_significand_23;
  wire       [4:0]    tmp_down_11;
  wire                tmp_negative_2;
  wire       [5:0]    tmp_down_12;
  wire                tmp_negative_3;
  wire       [3:0]    tmp_negative_4;
  wire                tmp_negative_5;
  wire                tmp_negative_6;
  wire       [2:0]    tmp_down_13;
  wire                tmp_down_14;
  wire       [2:0]    tmp_down_15;
  wire                tmp_down_16;
  wire       [2:0]    tmp_down_17;
  wire                tmp_down_18;
  wire       [4:0]    tmp_down_19;
  wire       [3:0]    tmp_negative_7;
  wire                tmp_negative_8;
  wire                tmp_negative_9;
  wire       [2:0]    tmp_down_20;
  wire                tmp_down_21;
  wire       [2:0]    tmp_down_22;
  wire                tmp_down_23;
  wire       [2:0]    tmp_down_24;
  wire                tmp_down_25;
  wire       [4:0]    tmp_down_26;
  wire       [3:0]    tmp_negative_10;
  wire                tmp_negative_11;
  wire                tmp_negative_12;
  wire       [2:0]    tmp_down_27;
  wire                tmp_down_28;
  wire       [2:0]    tmp_down_29;
  wire                tmp_down_30;
  wire       [2:0]    tmp_down_31;
  wire                tmp_down_32;
  wire       [4:0]    tmp_down_33;
  wire       [3:0]    tmp_negative_13;
  wire                tmp_negative_14;
  wire                tmp_negative_15;
  wire       [2:0]    tmp_down_34;
  wire                tmp_down_35;
  wire       [2:0]    tmp_down_36;
  wire                tmp_down_37;
  wire       [2:0]    tmp_down_38;
  wire                tmp_down_39;
  wire       [4:0]    tmp_down_40;
  wire                tmp_negative_16;
  wire       [3:0]    tmp_negative_17;
  wire       [1:0]    tmp_down_41;
  wire                tmp_significand_24;
  wire       [3:0]    tmp_negative_18;
  wire       [1:0]    tmp_down_42;
  wire                tmp_significand_25;
  wire       [3:0]    tmp_negative_19;
  wire       [1:0]    tmp_down_43;
  wire                tmp_significand_26;
  wire       [3:0]    tmp_negative_20;
  wire       [1:0]    tmp_down_44;
  wire                tmp_significand_27;
  wire                tmp_negative_21;

  assign tmp_tmp_down = (tmp_nar_1 ? tmp_tmp_down_1 : tmp_nar);
  assign tmp_tmp_down_1 = ((~ tmp_nar) + 16'h0001);
  assign tmp_tmp_significand_6 = (tmp_significand_4 ? {tmp_significand_2[12 : 0],2'b00} : tmp_significand_2);
  assign tmp_tmp_down_5 = {tmp_down_3,{tmp_down_4,{tmp_significand_4,tmp_significand_6}}};
  assign tmp_tmp_down_6 = ({tmp_tmp_down_6_1[5 : 0],1'b0} - tmp_tmp_down_6_4);
  assign tmp_tmp_down_6_1 = (tmp_down_1 ? tmp_tmp_down_6_2 : tmp_tmp_down_6_3);
  assign tmp_tmp_down_6_2 = (7'h0f - tmp_down_5);
  assign tmp_tmp_down_6_3 = (7'h0e + tmp_down_5);
  assign tmp_tmp_down_6_5 = tmp_significand_7[13 : 13];
  assign tmp_tmp_down_6_4 = {6'd0, tmp_tmp_down_6_5};
  assign tmp_tmp_significand_8 = (tmp_nar_4 ? tmp_tmp_significand_8_1 : tmp_nar_3);
  assign tmp_tmp_significand_8_1 = ((~ tmp_nar_3) + 8'h01);
  assign tmp_tmp_significand_15 = (tmp_significand_13 ? {tmp_significand_11[4 : 0],2'b00} : tmp_significand_11);
  assign tmp_tmp_down_8 = {tmp_significand_10,{tmp_significand_13,tmp_significand_15}};
  assign tmp_tmp_down_9 = tmp_tmp_down_9_1[3:0];
  assign tmp_tmp_down_9_1 = (tmp_down_7 ? tmp_tmp_down_9_2 : tmp_tmp_down_9_3);
  assign tmp_tmp_down_9_2 = (5'h07 - tmp_down_8);
  assign tmp_tmp_down_9_3 = (5'h06 + tmp_down_8);
  assign tmp_tmp_significand_16 = (tmp_nar_7 ? tmp_tmp_significand_16_1 : tmp_nar_6);
  assign tmp_tmp_significand_16_1 = ((~ tmp_nar_6) + 8'h01);
  assign tmp_tmp_significand_23 = (tmp_significand_21 ? {tmp_significand_19[4 : 0],2'b00} : tmp_significand_19);
  assign tmp_tmp_down_11 = {tmp_significand_18,{tmp_significand_21,tmp_significand_23}};
  assign tmp_tmp_down_12 = tmp_tmp_down_12_1[3:0];
  assign tmp_tmp_down_12_1 = (tmp_down_10 ? tmp_tmp_down_12_2 : tmp_tmp_down_12_3);
  assign tmp_tmp_down_12_2 = (5'h07 - tmp_down_11);
  assign tmp_tmp_down_12_3 = (5'h06 + tmp_down_11);
  assign tmp_tmp_down_13 = (tmp_negative_5 ? tmp_tmp_down_13_1 : tmp_negative_4);
  assign tmp_tmp_down_13_1 = ((~ tmp_negative_4) + 4'b0001);
  assign tmp_tmp_down_18 = (tmp_down_16 ? {tmp_down_15[0 : 0],2'b00} : tmp_down_15);
  assign tmp_tmp_down_19 = {tmp_down_16,tmp_down_18};
  assign tmp_tmp_down_20 = (tmp_negative_8 ? tmp_tmp_down_20_1 : tmp_negative_7);
  assign tmp_tmp_down_20_1 = ((~ tmp_negative_7) + 4'b0001);
  assign tmp_tmp_down_25 = (tmp_down_23 ? {tmp_down_22[0 : 0],2'b00} : tmp_down_22);
  assign tmp_tmp_down_26 = {tmp_down_23,tmp_down_25};
  assign tmp_tmp_down_27 = (tmp_negative_11 ? tmp_tmp_down_27_1 : tmp_negative_10);
  assign tmp_tmp_down_27_1 = ((~ tmp_negative_10) + 4'b0001);
  assign tmp_tmp_down_32 = (tmp_down_30 ? {tmp_down_29[0 : 0],2'b00} : tmp_down_29);
  assign tmp_tmp_down_33 = {tmp_down_30,tmp_down_32};
  assign tmp_tmp_down_34 = (tmp_negative_14 ? tmp_tmp_down_34_1 : tmp_negative_13);
  assign tmp_tmp_down_34_1 = ((~ tmp_negative_13) + 4'b0001);
  assign tmp_tmp_down_39 = (tmp_down_37 ? {tmp_down_36[0 : 0],2'b00} : tmp_down_36);
  assign tmp_tmp_down_40 = {tmp_down_37,tmp_down_39};
  assign tmp_significand_29 = {tmp_significand_27,tmp_negative_20[0 : 0]};
  assign tmp_significand_28 = {2'd0, tmp_significand_29};
  assign tmp_significand_31 = {tmp_significand_26,tmp_negative_19[0 : 0]};
  assign tmp_significand_30 = {1'd0, tmp_significand_31};
  assign tmp_significand_33 = {tmp_significand_25,tmp_negative_18[0 : 0]};
  assign tmp_significand_32 = {1'd0, tmp_significand_33};
  assign tmp_significand_35 = {tmp_significand_24,tmp_negative_17[0 : 0]};
  assign tmp_significand_34 = {1'd0, tmp_significand_35};
  assign tmp_significand_37 = tmp_negative_15;
  assign tmp_significand_36 = {3'd0, tmp_significand_37};
  assign tmp_significand_39 = tmp_negative_12;
  assign tmp_significand_38 = {2'd0, tmp_significand_39};
  assign tmp_significand_41 = tmp_negative_9;
  assign tmp_significand_40 = {2'd0, tmp_significand_41};
  assign tmp_significand_43 = tmp_negative_6;
  assign tmp_significand_42 = {2'd0, tmp_significand_43};
  assign tmp_significand_45 = {tmp_nar_8,(tmp_significand_46[5 : 1] & {5{tmp_nar_8}})};
  assign tmp_significand_44 = {1'd0, tmp_significand_45};
  assign tmp_significand_46 = (tmp_significand_23 ? {tmp_significand_22[5 : 0],1'b0} : tmp_significand_22);
  assign tmp_significand_48 = (tmp_significand_15 ? {tmp_significand_14[5 : 0],1'b0} : tmp_significand_14);
  assign tmp_down_46 = (2'b11 - (tmp_significand_27 ? tmp_down_44 : 2'b01));
  assign tmp_down_45 = {4'd0, tmp_down_46};
  assign tmp_down_48 = (2'b11 - (tmp_significand_26 ? tmp_down_43 : 2'b01));
  assign tmp_down_47 = {4'd0, tmp_down_48};
  assign tmp_down_50 = (2'b11 - (tmp_significand_25 ? tmp_down_42 : 2'b01));
  assign tmp_down_49 = {4'd0, tmp_down_50};
  assign tmp_down_52 = (2'b11 - (tmp_significand_24 ? tmp_down_41 : 2'b01));
  assign tmp_down_51 = {4'd0, tmp_down_52};
  assign tmp_down_54 = tmp_down_55[3:0];
  assign tmp_down_53 = {2'd0, tmp_down_54};
  assign tmp_down_55 = ({tmp_down_56[3 : 0],1'b0} - tmp_down_59);
  assign tmp_down_56 = (tmp_down_35 ? tmp_down_57 : tmp_down_58);
  assign tmp_down_57 = (5'h03 - tmp_down_40);
  assign tmp_down_58 = (5'h02 + tmp_down_40);
  assign tmp_down_60 = tmp_down_61[1 : 1];
  assign tmp_down_59 = {4'd0, tmp_down_60};
  assign tmp_down_61 = (tmp_down_39 ? {tmp_down_38[1 : 0],1'b0} : tmp_down_38);
  assign tmp_down_63 = tmp_down_64[3:0];
  assign tmp_down_62 = {2'd0, tmp_down_63};
  assign tmp_down_64 = ({tmp_down_65[3 : 0],1'b0} - tmp_down_68);
  assign tmp_down_65 = (tmp_down_28 ? tmp_down_66 : tmp_down_67);
  assign tmp_down_66 = (5'h03 - tmp_down_33);
  assign tmp_down_67 = (5'h02 + tmp_down_33);
  assign tmp_down_69 = tmp_down_70[1 : 1];
  assign tmp_down_68 = {4'd0, tmp_down_69};
  assign tmp_down_70 = (tmp_down_32 ? {tmp_down_31[1 : 0],1'b0} : tmp_down_31);
  assign tmp_down_73 = tmp_down_74[3:0];
  assign tmp_down_72 = {2'd0, tmp_down_73};
  assign tmp_down_74 = ({tmp_down_75[3 : 0],1'b0} - tmp_down_78);
  assign tmp_down_75 = (tmp_down_21 ? tmp_down_76 : tmp_down_77);
  assign tmp_down_76 = (5'h03 - tmp_down_26);
  assign tmp_down_77 = (5'h02 + tmp_down_26);
  assign tmp_down_79 = tmp_down_80[1 : 1];
  assign tmp_down_78 = {4'd0, tmp_down_79};
  assign tmp_down_80 = (tmp_down_25 ? {tmp_down_24[1 : 0],1'b0} : tmp_down_24);
  assign tmp_down_83 = tmp_down_84[3:0];
  assign tmp_down_82 = {2'd0, tmp_down_83};
  assign tmp_down_84 = ({tmp_down_85[3 : 0],1'b0} - tmp_down_88);
  assign tmp_down_85 = (tmp_down_14 ? tmp_down_86 : tmp_down_87);
  assign tmp_down_86 = (5'h03 - tmp_down_19);
  assign tmp_down_87 = (5'h02 + tmp_down_19);
  assign tmp_down_89 = tmp_down_90[1 : 1];
  assign tmp_down_88 = {4'd0, tmp_down_89};
  assign tmp_down_90 = (tmp_down_18 ? {tmp_down_17[1 : 0],1'b0} : tmp_down_17);
  assign tmp_significand_47 = {tmp_nar_5,(tmp_significand_48[5 : 1] & {5{tmp_nar_5}})};
  assign tmp_significand_49 = tmp_nar_2;
  assign tmp_significand_50 = (tmp_significand_7[12 : 1] & {12{tmp_nar_2}});
  assign tmp_negative_22 = tmp_negative_20[3];
  assign tmp_negative_23 = tmp_negative_19[3];
  assign tmp_negative_24 = tmp_negative_25;
  assign tmp_negative_26 = tmp_negative_27;
  assign tmp_negative_28 = (tmp_negative_14 && tmp_negative_15);
  assign tmp_negative_29 = tmp_negative_30;
  assign tmp_negative_31 = {tmp_negative_32,tmp_negative_33};
  assign tmp_negative_34 = tmp_negative_2;
  assign tmp_negative_35 = {tmp_negative_36,{tmp_negative_37,tmp_negative_38}};
  assign tmp_negative_39 = tmp_negative;
  assign tmp_negative_40 = {tmp_negative_41,{tmp_negative_42,tmp_negative_43}};
  assign tmp_negative_25 = tmp_negative_18[3];
  assign tmp_negative_27 = tmp_negative_17[3];
  assign tmp_negative_30 = (tmp_negative_11 && tmp_negative_12);
  assign tmp_negative_32 = (tmp_negative_8 && tmp_negative_9);
  assign tmp_negative_33 = (tmp_negative_5 && tmp_negative_6);
  assign tmp_negative_36 = tmp_negative_2;
  assign tmp_negative_37 = tmp_negative_1;
  assign tmp_negative_38 = tmp_negative_1;
  assign tmp_negative_41 = tmp_negative;
  assign tmp_negative_42 = tmp_negative;
  assign tmp_negative_43 = tmp_negative;
  assign tmp_down_71 = tmp_down_72;
  assign tmp_down_81 = tmp_down_82;
  assign tmp_down_91 = tmp_down_12;
  assign tmp_down_92 = {tmp_down_9,tmp_down_9};
  assign tmp_down_93 = tmp_down_6;
  assign tmp_down_94 = {tmp_down_6,tmp_down_6};
  assign tmp_nar_9 = (tmp_negative_5 && (! tmp_negative_6));
  assign tmp_nar_10 = (tmp_negative_8 && (! tmp_negative_9));
  assign tmp_nar_11 = (! tmp_negative_12);
  assign tmp_nar_12 = (! tmp_nar_5);
  assign tmp_nar_13 = (! tmp_nar_8);
  assign tmp_nar = word[15 : 0];
  assign tmp_nar_1 = tmp_nar[15];
  assign tmp_nar_2 = (|tmp_nar[14 : 0]);
  assign tmp_down = tmp_tmp_down[14 : 0];
  assign tmp_down_1 = tmp_down[14];
  assign tmp_down_2 = (tmp_down ^ {15{tmp_down_1}});
  assign tmp_down_3 = (! (|tmp_down_2[14 : 7]));
  assign tmp_significand = (tmp_down_3 ? {tmp_down_2[6 : 0],8'h0} : tmp_down_2);
  assign tmp_significand_1 = (tmp_down_3 ? {tmp_down[6 : 0],8'h0} : tmp_down);
  assign tmp_down_4 = (! (|tmp_significand[14 : 11]));
  assign tmp_significand_2 = (tmp_down_4 ? {tmp_significand[10 : 0],4'b0000} : tmp_significand);
  assign tmp_significand_3 = (tmp_down_4 ? {tmp_significand_1[10 : 0],4'b0000} : tmp_significand_1);
  assign tmp_significand_4 = (! (|tmp_significand_2[14 : 13]));
  assign tmp_significand_5 = (tmp_significand_4 ? {tmp_significand_3[12 : 0],2'b00} : tmp_significand_3);
  assign tmp_significand_6 = (! (|tmp_tmp_significand_6[14 : 14]));
  assign tmp_significand_7 = (tmp_significand_6 ? {tmp_significand_5[13 : 0],1'b0} : tmp_significand_5);
  assign tmp_down_5 = {3'd0, tmp_tmp_down_5};
  assign tmp_negative = (tmp_nar_1 && tmp_nar_2);
  assign tmp_down_6 = tmp_tmp_down_6[5:0];
  assign tmp_nar_3 = word[7 : 0];
  assign tmp_nar_4 = tmp_nar_3[7];
  assign tmp_nar_5 = (|tmp_nar_3[6 : 0]);
  assign tmp_significand_8 = tmp_tmp_significand_8[6 : 0];
  assign tmp_down_7 = tmp_significand_8[6];
  assign tmp_significand_9 = (tmp_significand_8 ^ {7{tmp_down_7}});
  assign tmp_significand_10 = (! (|tmp_significand_9[6 : 3]));
  assign tmp_significand_11 = (tmp_significand_10 ? {tmp_significand_9[2 : 0],4'b0000} : tmp_significand_9);
  assign tmp_significand_12 = (tmp_significand_10 ? {tmp_significand_8[2 : 0],4'b0000} : tmp_significand_8);
  assign tmp_significand_13 = (! (|tmp_significand_11[6 : 5]));
  assign tmp_significand_14 = (tmp_significand_13 ? {tmp_significand_12[4 : 0],2'b00} : tmp_significand_12);
  assign tmp_significand_15 = (! (|tmp_tmp_significand_15[6 : 6]));
  assign tmp_down_8 = {2'd0, tmp_tmp_down_8};
  assign tmp_negative_1 = (tmp_nar_4 && tmp_nar_5);
  assign tmp_down_9 = {2'd0, tmp_tmp_down_9};
  assign tmp_nar_6 = word[15 : 8];
  assign tmp_nar_7 = tmp_nar_6[7];
  assign tmp_nar_8 = (|tmp_nar_6[6 : 0]);
  assign tmp_significand_16 = tmp_tmp_significand_16[6 : 0];
  assign tmp_down_10 = tmp_significand_16[6];
  assign tmp_significand_17 = (tmp_significand_16 ^ {7{tmp_down_10}});
  assign tmp_significand_18 = (! (|tmp_significand_17[6 : 3]));
  assign tmp_significand_19 = (tmp_significand_18 ? {tmp_significand_17[2 : 0],4'b0000} : tmp_significand_17);
  assign tmp_significand_20 = (tmp_significand_18 ? {tmp_significand_16[2 : 0],4'b0000} : tmp_significand_16);
  assign tmp_significand_21 = (! (|tmp_significand_19[6 : 5]));
  assign tmp_significand_22 = (tmp_significand_21 ? {tmp_significand_20[4 : 0],2'b00} : tmp_significand_20);
  assign tmp_significand_23 = (! (|tmp_tmp_significand_23[6 : 6]));
  assign tmp_down_11 = {2'd0, tmp_tmp_down_11};
  assign tmp_negative_2 = (tmp_nar_7 && tmp_nar_8);
  assign tmp_down_12 = {2'd0, tmp_tmp_down_12};
  assign tmp_negative_3 = (format == 4'b0010);
  assign tmp_negative_4 = word[3 : 0];
  assign tmp_negative_5 = tmp_negative_4[3];
  assign tmp_negative_6 = (|tmp_negative_4[2 : 0]);
  assign tmp_down_13 = tmp_tmp_down_13[2 : 0];
  assign tmp_down_14 = tmp_down_13[2];
  assign tmp_down_15 = (tmp_down_13 ^ {3{tmp_down_14}});
  assign tmp_down_16 = (! (|tmp_down_15[2 : 1]));
  assign tmp_down_17 = (tmp_down_16 ? {tmp_down_13[0 : 0],2'b00} : tmp_down_13);
  assign tmp_down_18 = (! (|tmp_tmp_down_18[2 : 2]));
  assign tmp_down_19 = {3'd0, tmp_tmp_down_19};
  assign tmp_negative_7 = word[7 : 4];
  assign tmp_negative_8 = tmp_negative_7[3];
  assign tmp_negative_9 = (|tmp_negative_7[2 : 0]);
  assign tmp_down_20 = tmp_tmp_down_20[2 : 0];
  assign tmp_down_21 = tmp_down_20[2];
  assign tmp_down_22 = (tmp_down_20 ^ {3{tmp_down_21}});
  assign tmp_down_23 = (! (|tmp_down_22[2 : 1]));
  assign tmp_down_24 = (tmp_down_23 ? {tmp_down_20[0 : 0],2'b00} : tmp_down_20);
  assign tmp_down_25 = (! (|tmp_tmp_down_25[2 : 2]));
  assign tmp_down_26 = {3'd0, tmp_tmp_down_26};
  assign tmp_negative_10 = word[11 : 8];
  assign tmp_negative_11 = tmp_negative_10[3];
  assign tmp_negative_12 = (|tmp_negative_10[2 : 0]);
  assign tmp_down_27 = tmp_tmp_down_27[2 : 0];
  assign tmp_down_28 = tmp_down_27[2];
  assign tmp_down_29 = (tmp_down_27 ^ {3{tmp_down_28}});
  assign tmp_down_30 = (! (|tmp_down_29[2 : 1]));
  assign tmp_down_31 = (tmp_down_30 ? {tmp_down_27[0 : 0],2'b00} : tmp_down_27);
  assign tmp_down_32 = (! (|tmp_tmp_down_32[2 : 2]));
  assign tmp_down_33 = {3'd0, tmp_tmp_down_33};
  assign tmp_negative_13 = word[15 : 12];
  assign tmp_negative_14 = tmp_negative_13[3];
  assign tmp_negative_15 = (|tmp_negative_13[2 : 0]);
  assign tmp_down_34 = tmp_tmp_down_34[2 : 0];
  assign tmp_down_35 = tmp_down_34[2];
  assign tmp_down_36 = (tmp_down_34 ^ {3{tmp_down_35}});
  assign tmp_down_37 = (! (|tmp_down_36[2 : 1]));
  assign tmp_down_38 = (tmp_down_37 ? {tmp_down_34[0 : 0],2'b00} : tmp_down_34);
  assign tmp_down_39 = (! (|tmp_tmp_down_39[2 : 2]));
  assign tmp_down_40 = {3'd0, tmp_tmp_down_40};
  assign tmp_negative_16 = (format == 4'b0001);
  assign tmp_negative_17 = word[3 : 0];
  assign tmp_down_41 = tmp_negative_17[2 : 1];
  assign tmp_significand_24 = (|tmp_down_41);
  assign tmp_negative_18 = word[7 : 4];
  assign tmp_down_42 = tmp_negative_18[2 : 1];
  assign tmp_significand_25 = (|tmp_down_42);
  assign tmp_negative_19 = word[11 : 8];
  assign tmp_down_43 = tmp_negative_19[2 : 1];
  assign tmp_significand_26 = (|tmp_down_43);
  assign tmp_negative_20 = word[15 : 12];
  assign tmp_down_44 = tmp_negative_20[2 : 1];
  assign tmp_significand_27 = (|tmp_down_44);
  assign tmp_negative_21 = (format == 4'b0000);
  assign significand = (tmp_negative_21 ? {tmp_significand_28,{tmp_significand_30,{tmp_significand_32,tmp_significand_34}}} : (tmp_negative_16 ? {tmp_significand_36,{tmp_significand_38,{tmp_significand_40,tmp_significand_42}}} : (tmp_negative_3 ? {tmp_significand_44,tmp_significand_47} : {tmp_significand_49,tmp_significand_50})));
  assign negative = (tmp_negative_21 ? {tmp_negative_22,{tmp_negative_23,{tmp_negative_24,tmp_negative_26}}} : (tmp_negative_16 ? {tmp_negative_28,{tmp_negative_29,tmp_negative_31}} : (tmp_negative_3 ? {tmp_negative_34,tmp_negative_35} : {tmp_negative_39,tmp_negative_40})));
  assign down = (tmp_negative_21 ? {tmp_down_45,{tmp_down_47,{tmp_down_49,tmp_down_51}}} : (tmp_negative_16 ? {tmp_down_53,{tmp_down_62,{tmp_down_71,tmp_down_81}}} : (tmp_negative_3 ? {tmp_down_12,{tmp_down_91,tmp_down_92}} : {tmp_down_6,{tmp_down_93,tmp_down_94}})));
  assign nar = (tmp_negative_21 ? (((1'b0 || 1'b0) || 1'b0) || 1'b0) : (tmp_negative_16 ? (((tmp_nar_9 || tmp_nar_10) || (tmp_negative_11 && tmp_nar_11)) || (tmp_negative_14 && (! tmp_negative_15))) : (tmp_negative_3 ? ((tmp_nar_4 && tmp_nar_12) || (tmp_nar_7 && tmp_nar_13)) : (tmp_nar_1 && (! tmp_nar_2)))));

endmodule

//ActivationDecoder replaced by ActivationDecoder

//ActivationDecoder replaced by ActivationDecoder

//ActivationDecoder replaced by ActivationDecoder

//ActivationDecoder replaced by ActivationDecoder

//ActivationDecoder replaced by ActivationDecoder

//ActivationDecoder replaced by ActivationDecoder

//ActivationDecoder replaced by ActivationDecoder

module ActivationDecoder (
  input  wire [15:0]   word,
  input  wire [3:0]    format,
  output wire [3:0]    negative,
  output wire          nar,
  output wire [12:0]   significand,
  output wire [23:0]   down
);

  wire       [15:0]   tmp_tmp_down;
  wire       [15:0]   tmp_tmp_down_1;
  wire       [14:0]   tmp_tmp_significand_6;
  wire       [3:0]    tmp_tmp_down_5;
  wire       [5:0]    tmp_tmp_down_6;
  wire       [6:0]    tmp_tmp_down_6_1;
  wire       [6:0]    tmp_tmp_down_6_2;
  wire       [6:0]    tmp_tmp_down_6_3;
  wire       [6:0]    tmp_tmp_down_6_4;
  wire       [6:0]    tmp_tmp_down_6_5;
  wire       [0:0]    tmp_tmp_down_6_6;
  wire       [7:0]    tmp_tmp_significand_8;
  wire       [7:0]    tmp_tmp_significand_8_1;
  wire       [6:0]    tmp_tmp_significand_15;
  wire       [2:0]    tmp_tmp_down_8;
  wire       [5:0]    tmp_tmp_down_9;
  wire       [3:0]    tmp_tmp_down_9_1;
  wire       [4:0]    tmp_tmp_down_9_2;
  wire       [4:0]    tmp_tmp_down_9_3;
  wire       [4:0]    tmp_tmp_down_9_4;
  wire       [7:0]    tmp_tmp_significand_16;
  wire       [7:0]    tmp_tmp_significand_16_1;
  wire       [6:0]    tmp_tmp_significand_23;
  wire       [2:0]    tmp_tmp_down_11;
  wire       [5:0]    tmp_tmp_down_12;
  wire       [3:0]    tmp_tmp_down_12_1;
  wire       [4:0]    tmp_tmp_down_12_2;
  wire       [4:0]    tmp_tmp_down_12_3;
  wire       [4:0]    tmp_tmp_down_12_4;
  wire       [3:0]    tmp_tmp_down_13;
  wire       [3:0]    tmp_tmp_down_13_1;
  wire       [2:0]    tmp_tmp_down_18;
  wire       [1:0]    tmp_tmp_down_19;
  wire       [3:0]    tmp_tmp_down_20;
  wire       [3:0]    tmp_tmp_down_20_1;
  wire       [2:0]    tmp_tmp_down_25;
  wire       [1:0]    tmp_tmp_down_26;
  wire       [3:0]    tmp_tmp_down_27;
  wire       [3:0]    tmp_tmp_down_27_1;
  wire       [2:0]    tmp_tmp_down_32;
  wire       [1:0]    tmp_tmp_down_33;
  wire       [3:0]    tmp_tmp_down_34;
  wire       [3:0]    tmp_tmp_down_34_1;
  wire       [2:0]    tmp_tmp_down_39;
  wire       [1:0]    tmp_tmp_down_40;
  wire       [3:0]    tmp_significand_28;
  wire       [1:0]    tmp_significand_29;
  wire       [2:0]    tmp_significand_30;
  wire       [1:0]    tmp_significand_31;
  wire       [2:0]    tmp_significand_32;
  wire       [1:0]    tmp_significand_33;
  wire       [2:0]    tmp_significand_34;
  wire       [1:0]    tmp_significand_35;
  wire       [3:0]    tmp_significand_36;
  wire       [0:0]    tmp_significand_37;
  wire       [2:0]    tmp_significand_38;
  wire       [0:0]    tmp_significand_39;
  wire       [2:0]    tmp_significand_40;
  wire       [0:0]    tmp_significand_41;
  wire       [2:0]    tmp_significand_42;
  wire       [0:0]    tmp_significand_43;
  wire       [6:0]    tmp_significand_44;
  wire       [5:0]    tmp_significand_45;
  wire       [6:0]    tmp_significand_46;
  wire       [5:0]    tmp_significand_47;
  wire       [6:0]    tmp_significand_48;
  wire       [0:0]    tmp_significand_49;
  wire       [11:0]   tmp_significand_50;
  wire       [0:0]    tmp_negative_22;
  wire       [0:0]    tmp_negative_23;
  wire       [0:0]    tmp_negative_24;
  wire                tmp_negative_25;
  wire       [0:0]    tmp_negative_26;
  wire                tmp_negative_27;
  wire       [0:0]    tmp_negative_28;
  wire       [0:0]    tmp_negative_29;
  wire                tmp_negative_30;
  wire       [1:0]    tmp_negative_31;
  wire       [0:0]    tmp_negative_32;
  wire       [0:0]    tmp_negative_33;
  wire       [0:0]    tmp_negative_34;
  wire       [2:0]    tmp_negative_35;
  wire       [0:0]    tmp_negative_36;
  wire       [0:0]    tmp_negative_37;
  wire       [0:0]    tmp_negative_38;
  wire       [0:0]    tmp_negative_39;
  wire       [2:0]    tmp_negative_40;
  wire       [0:0]    tmp_negative_41;
  wire       [0:0]    tmp_negative_42;
  wire       [0:0]    tmp_negative_43;
  wire       [5:0]    tmp_down_45;
  wire       [5:0]    tmp_down_46;
  wire       [1:0]    tmp_down_47;
  wire       [5:0]    tmp_down_48;
  wire       [5:0]    tmp_down_49;
  wire       [1:0]    tmp_down_50;
  wire       [5:0]    tmp_down_51;
  wire       [5:0]    tmp_down_52;
  wire       [1:0]    tmp_down_53;
  wire       [5:0]    tmp_down_54;
  wire       [5:0]    tmp_down_55;
  wire       [1:0]    tmp_down_56;
  wire       [5:0]    tmp_down_57;
  wire       [5:0]    tmp_down_58;
  wire       [3:0]    tmp_down_59;
  wire       [4:0]    tmp_down_60;
  wire       [4:0]    tmp_down_61;
  wire       [4:0]    tmp_down_62;
  wire       [4:0]    tmp_down_63;
  wire       [4:0]    tmp_down_64;
  wire       [0:0]    tmp_down_65;
  wire       [2:0]    tmp_down_66;
  wire       [5:0]    tmp_down_67;
  wire       [5:0]    tmp_down_68;
  wire       [3:0]    tmp_down_69;
  wire       [4:0]    tmp_down_70;
  wire       [4:0]    tmp_down_71;
  wire       [4:0]    tmp_down_72;
  wire       [4:0]    tmp_down_73;
  wire       [4:0]    tmp_down_74;
  wire       [0:0]    tmp_down_75;
  wire       [2:0]    tmp_down_76;
  wire       [5:0]    tmp_down_77;
  wire       [5:0]    tmp_down_78;
  wire       [5:0]    tmp_down_79;
  wire       [3:0]    tmp_down_80;
  wire       [4:0]    tmp_down_81;
  wire       [4:0]    tmp_down_82;
  wire       [4:0]    tmp_down_83;
  wire       [4:0]    tmp_down_84;
  wire       [4:0]    tmp_down_85;
  wire       [0:0]    tmp_down_86;
  wire       [2:0]    tmp_down_87;
  wire       [5:0]    tmp_down_88;
  wire       [5:0]    tmp_down_89;
  wire       [5:0]    tmp_down_90;
  wire       [3:0]    tmp_down_91;
  wire       [4:0]    tmp_down_92;
  wire       [4:0]    tmp_down_93;
  wire       [4:0]    tmp_down_94;
  wire       [4:0]    tmp_down_95;
  wire       [4:0]    tmp_down_96;
  wire       [0:0]    tmp_down_97;
  wire       [2:0]    tmp_down_98;
  wire       [5:0]    tmp_down_99;
  wire       [11:0]   tmp_down_100;
  wire       [5:0]    tmp_down_101;
  wire       [11:0]   tmp_down_102;
  wire                tmp_nar_9;
  wire                tmp_nar_10;
  wire                tmp_nar_11;
  wire                tmp_nar_12;
  wire                tmp_nar_13;
  wire       [15:0]   tmp_nar;
  wire                tmp_nar_1;
  wire                tmp_nar_2;
  wire       [14:0]   tmp_down;
  wire                tmp_down_1;
  wire       [14:0]   tmp_down_2;
  wire                tmp_down_3;
  wire       [14:0]   tmp_significand;
  wire       [14:0]   tmp_significand_1;
  wire                tmp_down_4;
  wire       [14:0]   tmp_significand_2;
  wire       [14:0]   tmp_significand_3;
  wire                tmp_significand_4;
  wire       [14:0]   tmp_significand_5;
  wire                tmp_significand_6;
  wire       [14:0]   tmp_significand_7;
  wire       [6:0]    tmp_down_5;
  wire                tmp_negative;
  wire       [5:0]    tmp_down_6;
  wire       [7:0]    tmp_nar_3;
  wire                tmp_nar_4;
  wire                tmp_nar_5;
  wire       [6:0]    tmp_significand_8;
  wire                tmp_down_7;
  wire       [6:0]    tmp_significand_9;
  wire                tmp_significand_10;
  wire       [6:0]    tmp_significand_11;
  wire       [6:0]    tmp_significand_12;
  wire                tmp_significand_13;
  wire       [6:0]    tmp_significand_14;
  wire                tmp_significand_15;
  wire       [4:0]    tmp_down_8;
  wire                tmp_negative_1;
  wire       [5:0]    tmp_down_9;
  wire       [7:0]    tmp_nar_6;
  wire                tmp_nar_7;
  wire                tmp_nar_8;
  wire       [6:0]    tmp_significand_16;
  wire                tmp_down_10;
  wire       [6:0]    tmp_significand_17;
  wire                tmp_significand_18;
  wire       [6:0]    tmp_significand_19;
  wire       [6:0]    tmp_significand_20;
  wire                tmp_significand_21;
  wire       [6:0]    tmp_significand_22;
  wire                tmp_significand_23;
  wire       [4:0]    tmp_down_11;
  wire                tmp_negative_2;
  wire       [5:0]    tmp_down_12;
  wire                tmp_negative_3;
  wire       [3:0]    tmp_negative_4;
  wire                tmp_negative_5;
  wire                tmp_negative_6;
  wire       [2:0]    tmp_down_13;
  wire                tmp_down_14;
  wire       [2:0]    tmp_down_15;
  wire                tmp_down_16;
  wire       [2:0]    tmp_down_17;
  wire                tmp_down_18;
  wire       [4:0]    tmp_down_19;
  wire       [3:0]    tmp_negative_7;
  wire                tmp_negative_8;
  wire                tmp_negative_9;
  wire       [2:0]    tmp_down_20;
  wire                tmp_down_21;
  wire       [2:0]    tmp_down_22;
  wire                tmp_down_23;
  wire       [2:0]    tmp_down_24;
  wire                tmp_down_25;
  wire       [4:0]    tmp_down_26;
  wire       [3:0]    tmp_negative_10;
  wire                tmp_negative_11;
  wire                tmp_negative_12;
  wire       [2:0]    tmp_down_27;
  wire                tmp_down_28;
  wire       [2:0]    tmp_down_29;
  wire                tmp_down_30;
  wire       [2:0]    tmp_down_31;
  wire                tmp_down_32;
  wire       [4:0]    tmp_down_33;
  wire       [3:0]    tmp_negative_13;
  wire                tmp_negative_14;
  wire                tmp_negative_15;
  wire       [2:0]    tmp_down_34;
  wire                tmp_down_35;
  wire       [2:0]    tmp_down_36;
  wire                tmp_down_37;
  wire       [2:0]    tmp_down_38;
  wire                tmp_down_39;
  wire       [4:0]    tmp_down_40;
  wire                tmp_negative_16;
  wire       [3:0]    tmp_negative_17;
  wire       [1:0]    tmp_down_41;
  wire                tmp_significand_24;
  wire       [3:0]    tmp_negative_18;
  wire       [1:0]    tmp_down_42;
  wire                tmp_significand_25;
  wire       [3:0]    tmp_negative_19;
  wire       [1:0]    tmp_down_43;
  wire                tmp_significand_26;
  wire       [3:0]    tmp_negative_20;
  wire       [1:0]    tmp_down_44;
  wire                tmp_significand_27;
  wire                tmp_negative_21;

  assign tmp_tmp_down = (tmp_nar_1 ? tmp_tmp_down_1 : tmp_nar);
  assign tmp_tmp_down_1 = ((~ tmp_nar) + 16'h0001);
  assign tmp_tmp_significand_6 = (tmp_significand_4 ? {tmp_significand_2[12 : 0],2'b00} : tmp_significand_2);
  assign tmp_tmp_down_5 = {tmp_down_3,{tmp_down_4,{tmp_significand_4,tmp_significand_6}}};
  assign tmp_tmp_down_6_1 = ({tmp_tmp_down_6_2[5 : 0],1'b0} - tmp_tmp_down_6_5);
  assign tmp_tmp_down_6 = tmp_tmp_down_6_1[5:0];
  assign tmp_tmp_down_6_2 = (tmp_down_1 ? tmp_tmp_down_6_3 : tmp_tmp_down_6_4);
  assign tmp_tmp_down_6_3 = (7'h0f - tmp_down_5);
  assign tmp_tmp_down_6_4 = (7'h0e + tmp_down_5);
  assign tmp_tmp_down_6_6 = tmp_significand_7[13 : 13];
  assign tmp_tmp_down_6_5 = {6'd0, tmp_tmp_down_6_6};
  assign tmp_tmp_significand_8 = (tmp_nar_4 ? tmp_tmp_significand_8_1 : tmp_nar_3);
  assign tmp_tmp_significand_8_1 = ((~ tmp_nar_3) + 8'h01);
  assign tmp_tmp_significand_15 = (tmp_significand_13 ? {tmp_significand_11[4 : 0],2'b00} : tmp_significand_11);
  assign tmp_tmp_down_8 = {tmp_significand_10,{tmp_significand_13,tmp_significand_15}};
  assign tmp_tmp_down_9_1 = tmp_tmp_down_9_2[3:0];
  assign tmp_tmp_down_9 = {2'd0, tmp_tmp_down_9_1};
  assign tmp_tmp_down_9_2 = (tmp_down_7 ? tmp_tmp_down_9_3 : tmp_tmp_down_9_4);
  assign tmp_tmp_down_9_3 = (5'h07 - tmp_down_8);
  assign tmp_tmp_down_9_4 = (5'h06 + tmp_down_8);
  assign tmp_tmp_significand_16 = (tmp_nar_7 ? tmp_tmp_significand_16_1 : tmp_nar_6);
  assign tmp_tmp_significand_16_1 = ((~ tmp_nar_6) + 8'h01);
  assign tmp_tmp_significand_23 = (tmp_significand_21 ? {tmp_significand_19[4 : 0],2'b00} : tmp_significand_19);
  assign tmp_tmp_down_11 = {tmp_significand_18,{tmp_significand_21,tmp_significand_23}};
  assign tmp_tmp_down_12_1 = tmp_tmp_down_12_2[3:0];
  assign tmp_tmp_down_12 = {2'd0, tmp_tmp_down_12_1};
  assign tmp_tmp_down_12_2 = (tmp_down_10 ? tmp_tmp_down_12_3 : tmp_tmp_down_12_4);
  assign tmp_tmp_down_12_3 = (5'h07 - tmp_down_11);
  assign tmp_tmp_down_12_4 = (5'h06 + tmp_down_11);
  assign tmp_tmp_down_13 = (tmp_negative_5 ? tmp_tmp_down_13_1 : tmp_negative_4);
  assign tmp_tmp_down_13_1 = ((~ tmp_negative_4) + 4'b0001);
  assign tmp_tmp_down_18 = (tmp_down_16 ? {tmp_down_15[0 : 0],2'b00} : tmp_down_15);
  assign tmp_tmp_down_19 = {tmp_down_16,tmp_down_18};
  assign tmp_tmp_down_20 = (tmp_negative_8 ? tmp_tmp_down_20_1 : tmp_negative_7);
  assign tmp_tmp_down_20_1 = ((~ tmp_negative_7) + 4'b0001);
  assign tmp_tmp_down_25 = (tmp_down_23 ? {tmp_down_22[0 : 0],2'b00} : tmp_down_22);
  assign tmp_tmp_down_26 = {tmp_down_23,tmp_down_25};
  assign tmp_tmp_down_27 = (tmp_negative_11 ? tmp_tmp_down_27_1 : tmp_negative_10);
  assign tmp_tmp_down_27_1 = ((~ tmp_negative_10) + 4'b0001);
  assign tmp_tmp_down_32 = (tmp_down_30 ? {tmp_down_29[0 : 0],2'b00} : tmp_down_29);
  assign tmp_tmp_down_33 = {tmp_down_30,tmp_down_32};
  assign tmp_tmp_down_34 = (tmp_negative_14 ? tmp_tmp_down_34_1 : tmp_negative_13);
  assign tmp_tmp_down_34_1 = ((~ tmp_negative_13) + 4'b0001);
  assign tmp_tmp_down_39 = (tmp_down_37 ? {tmp_down_36[0 : 0],2'b00} : tmp_down_36);
  assign tmp_tmp_down_40 = {tmp_down_37,tmp_down_39};
  assign tmp_significand_29 = {tmp_significand_27,tmp_negative_20[0 : 0]};
  assign tmp_significand_28 = {2'd0, tmp_significand_29};
  assign tmp_significand_31 = {tmp_significand_26,tmp_negative_19[0 : 0]};
  assign tmp_significand_30 = {1'd0, tmp_significand_31};
  assign tmp_significand_33 = {tmp_significand_25,tmp_negative_18[0 : 0]};
  assign tmp_significand_32 = {1'd0, tmp_significand_33};
  assign tmp_significand_35 = {tmp_significand_24,tmp_negative_17[0 : 0]};
  assign tmp_significand_34 = {1'd0, tmp_significand_35};
  assign tmp_significand_37 = tmp_negative_15;
  assign tmp_significand_36 = {3'd0, tmp_significand_37};
  assign tmp_significand_39 = tmp_negative_12;
  assign tmp_significand_38 = {2'd0, tmp_significand_39};
  assign tmp_significand_41 = tmp_negative_9;
  assign tmp_significand_40 = {2'd0, tmp_significand_41};
  assign tmp_significand_43 = tmp_negative_6;
  assign tmp_significand_42 = {2'd0, tmp_significand_43};
  assign tmp_significand_45 = {tmp_nar_8,(tmp_significand_46[5 : 1] & {5{tmp_nar_8}})};
  assign tmp_significand_44 = {1'd0, tmp_significand_45};
  assign tmp_significand_46 = (tmp_significand_23 ? {tmp_significand_22[5 : 0],1'b0} : tmp_significand_22);
  assign tmp_significand_48 = (tmp_significand_15 ? {tmp_significand_14[5 : 0],1'b0} : tmp_significand_14);
  assign tmp_down_45 = (tmp_down_46 + 6'h0c);
  assign tmp_down_47 = (2'b11 - (tmp_significand_27 ? tmp_down_44 : 2'b01));
  assign tmp_down_46 = {4'd0, tmp_down_47};
  assign tmp_down_48 = (tmp_down_49 + 6'h0c);
  assign tmp_down_50 = (2'b11 - (tmp_significand_26 ? tmp_down_43 : 2'b01));
  assign tmp_down_49 = {4'd0, tmp_down_50};
  assign tmp_down_51 = (tmp_down_52 + 6'h0c);
  assign tmp_down_53 = (2'b11 - (tmp_significand_25 ? tmp_down_42 : 2'b01));
  assign tmp_down_52 = {4'd0, tmp_down_53};
  assign tmp_down_54 = (tmp_down_55 + 6'h0c);
  assign tmp_down_56 = (2'b11 - (tmp_significand_24 ? tmp_down_41 : 2'b01));
  assign tmp_down_55 = {4'd0, tmp_down_56};
  assign tmp_down_57 = (tmp_down_58 + 6'h0);
  assign tmp_down_59 = tmp_down_60[3:0];
  assign tmp_down_58 = {2'd0, tmp_down_59};
  assign tmp_down_60 = ({tmp_down_61[3 : 0],1'b0} - tmp_down_64);
  assign tmp_down_61 = (tmp_down_35 ? tmp_down_62 : tmp_down_63);
  assign tmp_down_62 = (5'h03 - tmp_down_40);
  assign tmp_down_63 = (5'h02 + tmp_down_40);
  assign tmp_down_65 = tmp_down_66[1 : 1];
  assign tmp_down_64 = {4'd0, tmp_down_65};
  assign tmp_down_66 = (tmp_down_39 ? {tmp_down_38[1 : 0],1'b0} : tmp_down_38);
  assign tmp_down_67 = (tmp_down_68 + 6'h0);
  assign tmp_down_69 = tmp_down_70[3:0];
  assign tmp_down_68 = {2'd0, tmp_down_69};
  assign tmp_down_70 = ({tmp_down_71[3 : 0],1'b0} - tmp_down_74);
  assign tmp_down_71 = (tmp_down_28 ? tmp_down_72 : tmp_down_73);
  assign tmp_down_72 = (5'h03 - tmp_down_33);
  assign tmp_down_73 = (5'h02 + tmp_down_33);
  assign tmp_down_75 = tmp_down_76[1 : 1];
  assign tmp_down_74 = {4'd0, tmp_down_75};
  assign tmp_down_76 = (tmp_down_32 ? {tmp_down_31[1 : 0],1'b0} : tmp_down_31);
  assign tmp_down_78 = (tmp_down_79 + 6'h0);
  assign tmp_down_80 = tmp_down_81[3:0];
  assign tmp_down_79 = {2'd0, tmp_down_80};
  assign tmp_down_81 = ({tmp_down_82[3 : 0],1'b0} - tmp_down_85);
  assign tmp_down_82 = (tmp_down_21 ? tmp_down_83 : tmp_down_84);
  assign tmp_down_83 = (5'h03 - tmp_down_26);
  assign tmp_down_84 = (5'h02 + tmp_down_26);
  assign tmp_down_86 = tmp_down_87[1 : 1];
  assign tmp_down_85 = {4'd0, tmp_down_86};
  assign tmp_down_87 = (tmp_down_25 ? {tmp_down_24[1 : 0],1'b0} : tmp_down_24);
  assign tmp_down_89 = (tmp_down_90 + 6'h0);
  assign tmp_down_91 = tmp_down_92[3:0];
  assign tmp_down_90 = {2'd0, tmp_down_91};
  assign tmp_down_92 = ({tmp_down_93[3 : 0],1'b0} - tmp_down_96);
  assign tmp_down_93 = (tmp_down_14 ? tmp_down_94 : tmp_down_95);
  assign tmp_down_94 = (5'h03 - tmp_down_19);
  assign tmp_down_95 = (5'h02 + tmp_down_19);
  assign tmp_down_97 = tmp_down_98[1 : 1];
  assign tmp_down_96 = {4'd0, tmp_down_97};
  assign tmp_down_98 = (tmp_down_18 ? {tmp_down_17[1 : 0],1'b0} : tmp_down_17);
  assign tmp_significand_47 = {tmp_nar_5,(tmp_significand_48[5 : 1] & {5{tmp_nar_5}})};
  assign tmp_significand_49 = tmp_nar_2;
  assign tmp_significand_50 = (tmp_significand_7[12 : 1] & {12{tmp_nar_2}});
  assign tmp_negative_22 = tmp_negative_20[3];
  assign tmp_negative_23 = tmp_negative_19[3];
  assign tmp_negative_24 = tmp_negative_25;
  assign tmp_negative_26 = tmp_negative_27;
  assign tmp_negative_28 = (tmp_negative_14 && tmp_negative_15);
  assign tmp_negative_29 = tmp_negative_30;
  assign tmp_negative_31 = {tmp_negative_32,tmp_negative_33};
  assign tmp_negative_34 = tmp_negative_2;
  assign tmp_negative_35 = {tmp_negative_36,{tmp_negative_37,tmp_negative_38}};
  assign tmp_negative_39 = tmp_negative;
  assign tmp_negative_40 = {tmp_negative_41,{tmp_negative_42,tmp_negative_43}};
  assign tmp_negative_25 = tmp_negative_18[3];
  assign tmp_negative_27 = tmp_negative_17[3];
  assign tmp_negative_30 = (tmp_negative_11 && tmp_negative_12);
  assign tmp_negative_32 = (tmp_negative_8 && tmp_negative_9);
  assign tmp_negative_33 = (tmp_negative_5 && tmp_negative_6);
  assign tmp_negative_36 = tmp_negative_2;
  assign tmp_negative_37 = tmp_negative_1;
  assign tmp_negative_38 = tmp_negative_1;
  assign tmp_negative_41 = tmp_negative;
  assign tmp_negative_42 = tmp_negative;
  assign tmp_negative_43 = tmp_negative;
  assign tmp_down_77 = tmp_down_78;
  assign tmp_down_88 = tmp_down_89;
  assign tmp_down_99 = tmp_down_12;
  assign tmp_down_100 = {tmp_down_9,tmp_down_9};
  assign tmp_down_101 = tmp_down_6;
  assign tmp_down_102 = {tmp_down_6,tmp_down_6};
  assign tmp_nar_9 = (tmp_negative_5 && (! tmp_negative_6));
  assign tmp_nar_10 = (tmp_negative_8 && (! tmp_negative_9));
  assign tmp_nar_11 = (! tmp_negative_12);
  assign tmp_nar_12 = (! tmp_nar_5);
  assign tmp_nar_13 = (! tmp_nar_8);
  assign tmp_nar = word[15 : 0];
  assign tmp_nar_1 = tmp_nar[15];
  assign tmp_nar_2 = (|tmp_nar[14 : 0]);
  assign tmp_down = tmp_tmp_down[14 : 0];
  assign tmp_down_1 = tmp_down[14];
  assign tmp_down_2 = (tmp_down ^ {15{tmp_down_1}});
  assign tmp_down_3 = (! (|tmp_down_2[14 : 7]));
  assign tmp_significand = (tmp_down_3 ? {tmp_down_2[6 : 0],8'h0} : tmp_down_2);
  assign tmp_significand_1 = (tmp_down_3 ? {tmp_down[6 : 0],8'h0} : tmp_down);
  assign tmp_down_4 = (! (|tmp_significand[14 : 11]));
  assign tmp_significand_2 = (tmp_down_4 ? {tmp_significand[10 : 0],4'b0000} : tmp_significand);
  assign tmp_significand_3 = (tmp_down_4 ? {tmp_significand_1[10 : 0],4'b0000} : tmp_significand_1);
  assign tmp_significand_4 = (! (|tmp_significand_2[14 : 13]));
  assign tmp_significand_5 = (tmp_significand_4 ? {tmp_significand_3[12 : 0],2'b00} : tmp_significand_3);
  assign tmp_significand_6 = (! (|tmp_tmp_significand_6[14 : 14]));
  assign tmp_significand_7 = (tmp_significand_6 ? {tmp_significand_5[13 : 0],1'b0} : tmp_significand_5);
  assign tmp_down_5 = {3'd0, tmp_tmp_down_5};
  assign tmp_negative = (tmp_nar_1 && tmp_nar_2);
  assign tmp_down_6 = (tmp_tmp_down_6 + 6'h0);
  assign tmp_nar_3 = word[7 : 0];
  assign tmp_nar_4 = tmp_nar_3[7];
  assign tmp_nar_5 = (|tmp_nar_3[6 : 0]);
  assign tmp_significand_8 = tmp_tmp_significand_8[6 : 0];
  assign tmp_down_7 = tmp_significand_8[6];
  assign tmp_significand_9 = (tmp_significand_8 ^ {7{tmp_down_7}});
  assign tmp_significand_10 = (! (|tmp_significand_9[6 : 3]));
  assign tmp_significand_11 = (tmp_significand_10 ? {tmp_significand_9[2 : 0],4'b0000} : tmp_significand_9);
  assign tmp_significand_12 = (tmp_significand_10 ? {tmp_significand_8[2 : 0],4'b0000} : tmp_significand_8);
  assign tmp_significand_13 = (! (|tmp_significand_11[6 : 5]));
  assign tmp_significand_14 = (tmp_significand_13 ? {tmp_significand_12[4 : 0],2'b00} : tmp_significand_12);
  assign tmp_significand_15 = (! (|tmp_tmp_significand_15[6 : 6]));
  assign tmp_down_8 = {2'd0, tmp_tmp_down_8};
  assign tmp_negative_1 = (tmp_nar_4 && tmp_nar_5);
  assign tmp_down_9 = (tmp_tmp_down_9 + 6'h0);
  assign tmp_nar_6 = word[15 : 8];
  assign tmp_nar_7 = tmp_nar_6[7];
  assign tmp_nar_8 = (|tmp_nar_6[6 : 0]);
  assign tmp_significand_16 = tmp_tmp_significand_16[6 : 0];
  assign tmp_down_10 = tmp_significand_16[6];
  assign tmp_significand_17 = (tmp_significand_16 ^ {7{tmp_down_10}});
  assign tmp_significand_18 = (! (|tmp_significand_17[6 : 3]));
  assign tmp_significand_19 = (tmp_significand_18 ? {tmp_significand_17[2 : 0],4'b0000} : tmp_significand_17);
  assign tmp_significand_20 = (tmp_significand_18 ? {tmp_significand_16[2 : 0],4'b0000} : tmp_significand_16);
  assign tmp_significand_21 = (! (|tmp_significand_19[6 : 5]));
  assign tmp_significand_22 = (tmp_significand_21 ? {tmp_significand_20[4 : 0],2'b00} : tmp_significand_20);
  assign tmp_significand_23 = (! (|tmp_tmp_significand_23[6 : 6]));
  assign tmp_down_11 = {2'd0, tmp_tmp_down_11};
  assign tmp_negative_2 = (tmp_nar_7 && tmp_nar_8);
  assign tmp_down_12 = (tmp_tmp_down_12 + 6'h0);
  assign tmp_negative_3 = (format == 4'b0010);
  assign tmp_negative_4 = word[3 : 0];
  assign tmp_negative_5 = tmp_negative_4[3];
  assign tmp_negative_6 = (|tmp_negative_4[2 : 0]);
  assign tmp_down_13 = tmp_tmp_down_13[2 : 0];
  assign tmp_down_14 = tmp_down_13[2];
  assign tmp_down_15 = (tmp_down_13 ^ {3{tmp_down_14}});
  assign tmp_down_16 = (! (|tmp_down_15[2 : 1]));
  assign tmp_down_17 = (tmp_down_16 ? {tmp_down_13[0 : 0],2'b00} : tmp_down_13);
  assign tmp_down_18 = (! (|tmp_tmp_down_18[2 : 2]));
  assign tmp_down_19 = {3'd0, tmp_tmp_down_19};
  assign tmp_negative_7 = word[7 : 4];
  assign tmp_negative_8 = tmp_negative_7[3];
  assign tmp_negative_9 = (|tmp_negative_7[2 : 0]);
  assign tmp_down_20 = tmp_tmp_down_20[2 : 0];
  assign tmp_down_21 = tmp_down_20[2];
  assign tmp_down_22 = (tmp_down_20 ^ {3{tmp_down_21}});
  assign tmp_down_23 = (! (|tmp_down_22[2 : 1]));
  assign tmp_down_24 = (tmp_down_23 ? {tmp_down_20[0 : 0],2'b00} : tmp_down_20);
  assign tmp_down_25 = (! (|tmp_tmp_down_25[2 : 2]));
  assign tmp_down_26 = {3'd0, tmp_tmp_down_26};
  assign tmp_negative_10 = word[11 : 8];
  assign tmp_negative_11 = tmp_negative_10[3];
  assign tmp_negative_12 = (|tmp_negative_10[2 : 0]);
  assign tmp_down_27 = tmp_tmp_down_27[2 : 0];
  assign tmp_down_28 = tmp_down_27[2];
  assign tmp_down_29 = (tmp_down_27 ^ {3{tmp_down_28}});
  assign tmp_down_30 = (! (|tmp_down_29[2 : 1]));
  assign tmp_down_31 = (tmp_down_30 ? {tmp_down_27[0 : 0],2'b00} : tmp_down_27);
  assign tmp_down_32 = (! (|tmp_tmp_down_32[2 : 2]));
  assign tmp_down_33 = {3'd0, tmp_tmp_down_33};
  assign tmp_negative_13 = word[15 : 12];
  assign tmp_negative_14 = tmp_negative_13[3];
  assign tmp_negative_15 = (|tmp_negative_13[2 : 0]);
  assign tmp_down_34 = tmp_tmp_down_34[2 : 0];
  assign tmp_down_35 = tmp_down_34[2];
  assign tmp_down_36 = (tmp_down_34 ^ {3{tmp_down_35}});
  assign tmp_down_37 = (! (|tmp_down_36[2 : 1]));
  assign tmp_down_38 = (tmp_down_37 ? {tmp_down_34[0 : 0],2'b00} : tmp_down_34);
  assign tmp_down_39 = (! (|tmp_tmp_down_39[2 : 2]));
  assign tmp_down_40 = {3'd0, tmp_tmp_down_40};
  assign tmp_negative_16 = (format == 4'b0001);
  assign tmp_negative_17 = word[3 : 0];
  assign tmp_down_41 = tmp_negative_17[2 : 1];
  assign tmp_significand_24 = (|tmp_down_41);
  assign tmp_negative_18 = word[7 : 4];
  assign tmp_down_42 = tmp_negative_18[2 : 1];
  assign tmp_significand_25 = (|tmp_down_42);
  assign tmp_negative_19 = word[11 : 8];
  assign tmp_down_43 = tmp_negative_19[2 : 1];
  assign tmp_significand_26 = (|tmp_down_43);
  assign tmp_negative_20 = word[15 : 12];
  assign tmp_down_44 = tmp_negative_20[2 : 1];
  assign tmp_significand_27 = (|tmp_down_44);
  assign tmp_negative_21 = (format == 4'b0000);
  assign significand = (tmp_negative_21 ? {tmp_significand_28,{tmp_significand_30,{tmp_significand_32,tmp_significand_34}}} : (tmp_negative_16 ? {tmp_significand_36,{tmp_significand_38,{tmp_significand_40,tmp_significand_42}}} : (tmp_negative_3 ? {tmp_significand_44,tmp_significand_47} : {tmp_significand_49,tmp_significand_50})));
  assign negative = (tmp_negative_21 ? {tmp_negative_22,{tmp_negative_23,{tmp_negative_24,tmp_negative_26}}} : (tmp_negative_16 ? {tmp_negative_28,{tmp_negative_29,tmp_negative_31}} : (tmp_negative_3 ? {tmp_negative_34,tmp_negative_35} : {tmp_negative_39,tmp_negative_40})));
  assign down = (tmp_negative_21 ? {tmp_down_45,{tmp_down_48,{tmp_down_51,tmp_down_54}}} : (tmp_negative_16 ? {tmp_down_57,{tmp_down_67,{tmp_down_77,tmp_down_88}}} : (tmp_negative_3 ? {tmp_down_12,{tmp_down_99,tmp_down_100}} : {tmp_down_6,{tmp_down_101,tmp_down_102}})));
  assign nar = (tmp_negative_21 ? (((1'b0 || 1'b0) || 1'b0) || 1'b0) : (tmp_negative_16 ? (((tmp_nar_9 || tmp_nar_10) || (tmp_negative_11 && tmp_nar_11)) || (tmp_negative_14 && (! tmp_negative_15))) : (tmp_negative_3 ? ((tmp_nar_4 && tmp_nar_12) || (tmp_nar_7 && tmp_nar_13)) : (tmp_nar_1 && (! tmp_nar_2)))));

endmodule
