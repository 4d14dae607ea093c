/* verilator lint_off DECLFILENAME */ // all modules of a design are in one file
/* verilator lint_off VARHIDDEN */ // an instance may have the name of a signal inside it
/* verilator lint_off UNUSEDSIGNAL */ // words of which only slices are used, and memory helpers of the emitter
// Generator : SpinalHDL v1.14.2    git head : 78f29dc66110fc099a777992b6daa2f803ab445e
// Component : int8x8

`timescale 1ns/1ps

// Matrix co-processor: result[m][n] = rescale(sum over k of activation[m][k] * weight[n][k]); sums are exact.
// Registers: AXI4-Lite slave s_axi, 32 bits, described in the .md file of the design. irq: level, done and
// enabled. Streams (AXI4-Stream, 16 bits for each row or column of the array, lowest first):
//   s_axis_act: activations, for each tile of rows the words of its sums; ready only while a job runs;
//   s_axis_wgt: weights, or parameters of the output stages; ready only while a load runs;
//   m_axis_res: result codes, a beat for each row of a tile; tlast on the last beat of a job.
// Use: load weights and parameters, write the layer's registers, CONTROL.start, stream, wait for STATUS.done.
// reset is synchronous: it ends job and load and sets the registers to their reset values; buffers keep their
// words.
module int8x8 (
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
  wire       [23:0]   loader_address;
  wire       [23:0]   loader_beats;
  wire       [15:0]   sequencer_columns;
  wire       [12:0]   sequencer_weight_base;
  wire       [5:0]    sequencer_parameter_base;
  wire       [3:0]    array_1_format;
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
  wire                registers_locked_write;
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
  wire                sequencer_issue;
  wire                sequencer_last;
  wire                sequencer_tile_done;
  wire                sequencer_final_tile;
  wire                sequencer_overrun;
  wire                sequencer_stall_in;
  wire                sequencer_stall_out;
  wire       [9:0]    sequencer_activation_address;
  wire       [12:0]   sequencer_weight_address;
  wire       [5:0]    sequencer_parameter_address;
  wire       [3:0]    sequencer_tile_rows;
  wire       [3:0]    sequencer_tile_columns;
  wire       [41:0]   array_1_accumulators_0;
  wire                array_1_nar_0;
  wire       [41:0]   array_1_accumulators_1;
  wire                array_1_nar_1;
  wire       [41:0]   array_1_accumulators_2;
  wire                array_1_nar_2;
  wire       [41:0]   array_1_accumulators_3;
  wire                array_1_nar_3;
  wire       [41:0]   array_1_accumulators_4;
  wire                array_1_nar_4;
  wire       [41:0]   array_1_accumulators_5;
  wire                array_1_nar_5;
  wire       [41:0]   array_1_accumulators_6;
  wire                array_1_nar_6;
  wire       [41:0]   array_1_accumulators_7;
  wire                array_1_nar_7;
  wire                results_tlast;
  wire                results_tvalid;
  wire                results_popped;
  wire                results_ended;
  wire       [127:0]  results_tdata;
  wire       [15:0]   output_0_code;
  wire       [15:0]   output_1_code;
  wire       [15:0]   output_2_code;
  wire       [15:0]   output_3_code;
  wire       [15:0]   output_4_code;
  wire       [15:0]   output_5_code;
  wire       [15:0]   output_6_code;
  wire       [15:0]   output_7_code;
  reg                 busy;
  reg                 done;
  reg                 error;
  wire                start_request;
  wire       [17:0]   columns_rounded_up;
  reg        [17:0]   parameter_end;
  wire                sizes_are_not_zero;
  wire                sizes_fit_buffers;
  wire                operand_known;
  reg                 job_rules_hold;
  wire                start;
  wire                refused;
  wire                weight_load;
  wire                parameter_load;
  wire                load_forbidden;
  wire       [127:0]  weights_write_data;
  wire       [127:0]  parameters_0_write_data;
  wire       [127:0]  parameters_1_write_data;
  wire       [127:0]  parameters_2_write_data;
  wire       [127:0]  parameters_3_write_data;
  wire       [127:0]  parameters_4_write_data;
  wire       [127:0]  parameters_5_write_data;
  wire       [31:0]   depth_words_less_1;
  reg        [9:0]    last_word;
  reg        [127:0]  activation_words_d1;
  wire       [127:0]  weights_read_data;
  reg        [127:0]  weight_words_d1;
  reg                 operands_valid_d1;
  reg                 operands_valid_d2;
  reg                 capture_d1;
  reg                 capture_d2;
  reg                 capture_d3;
  reg                 capture;
  reg        [3:0]    capture_rows_d1;
  reg        [3:0]    capture_rows_d2;
  reg        [3:0]    capture_rows_d3;
  reg        [3:0]    capture_rows_d4;
  reg                 capture_final_d1;
  reg                 capture_final_d2;
  reg                 capture_final_d3;
  reg                 capture_final_d4;
  reg        [3:0]    drain_rows;
  wire                draining;
  reg                 drain_final;
  reg                 bias_read_d1;
  reg                 bias_read_d2;
  reg        [5:0]    bias_tile_d1;
  reg        [5:0]    bias_tile_d2;
  reg                 scale_read_d1;
  reg                 scale_read_d2;
  reg                 scale_read_d3;
  reg                 scale_read_d4;
  reg                 scale_read_d5;
  reg                 scale_read_d6;
  reg                 scale_read_d7;
  reg                 scale_read_d8;
  reg        [5:0]    scale_tile_d1;
  reg        [5:0]    scale_tile_d2;
  reg        [5:0]    scale_tile_d3;
  reg        [5:0]    scale_tile_d4;
  reg        [5:0]    scale_tile_d5;
  reg        [5:0]    scale_tile_d6;
  reg        [5:0]    scale_tile_d7;
  reg        [5:0]    scale_tile_d8;
  wire       [127:0]  parameters_0_read_data;
  reg        [127:0]  parameter_0_d1;
  wire       [127:0]  parameters_1_read_data;
  reg        [127:0]  parameter_1_d1;
  wire       [127:0]  parameters_2_read_data;
  reg        [127:0]  parameter_2_d1;
  wire       [127:0]  parameters_3_read_data;
  reg        [127:0]  parameter_3_d1;
  wire       [127:0]  parameters_4_read_data;
  reg        [127:0]  parameter_4_d1;
  wire       [127:0]  parameters_5_read_data;
  reg        [127:0]  parameter_5_d1;
  wire       [16:0]   clip_low_int16;
  wire       [16:0]   clip_low_int8;
  wire       [16:0]   clip_low_int4;
  reg        [16:0]   clip_low_order_d1;
  wire       [16:0]   clip_high_int16;
  wire       [16:0]   clip_high_int8;
  wire       [16:0]   clip_high_int4;
  reg        [16:0]   clip_high_order_d1;
  reg                 push_d1;
  reg                 push_d2;
  reg                 push_d3;
  reg                 push_d4;
  reg                 push_d5;
  reg                 push_d6;
  reg                 push_d7;
  reg                 push_d8;
  reg                 push_d9;
  reg                 push_d10;
  reg                 push_d11;
  reg                 push_d12;
  reg                 push_d13;
  reg                 push_d14;
  reg                 push_d15;
  reg                 push_d16;
  reg                 push_d17;
  reg                 push_last_d1;
  reg                 push_last_d2;
  reg                 push_last_d3;
  reg                 push_last_d4;
  reg                 push_last_d5;
  reg                 push_last_d6;
  reg                 push_last_d7;
  reg                 push_last_d8;
  reg                 push_last_d9;
  reg                 push_last_d10;
  reg                 push_last_d11;
  reg                 push_last_d12;
  reg                 push_last_d13;
  reg                 push_last_d14;
  reg                 push_last_d15;
  reg                 push_last_d16;
  reg                 push_last_d17;
  wire                clear_counters;
  wire       [7:0]    tile_macs_rows_1;
  wire       [7:0]    tile_macs_rows_2;
  wire       [7:0]    tile_macs_rows_3;
  reg        [7:0]    tile_macs;
  reg                 mode_2;
  reg                 mode_4;
  wire       [2:0]    lanes;
  wire       [2:0]    lanes_less_1;
  wire       [1:0]    depth_less_1;
  wire       [2:0]    lanes_of_last;
  reg        [2:0]    word_lanes;
  reg                 counted;
  wire       [10:0]   useful_macs_rows_1;
  wire       [10:0]   useful_macs_rows_2;
  reg        [10:0]   useful_macs;
  reg                 count_useful;
  reg        [63:0]   counter_cycles;
  reg        [31:0]   counter_high;
  reg        [63:0]   counter_macs;
  reg        [63:0]   counter_stall_in;
  reg        [63:0]   counter_stall_out;
  (* no_rw_check *) reg [127:0] weights [0:8191];
  (* no_rw_check *) reg [127:0] parameters_0 [0:63];
  (* no_rw_check *) reg [127:0] parameters_1 [0:63];
  (* no_rw_check *) reg [127:0] parameters_2 [0:63];
  (* no_rw_check *) reg [127:0] parameters_3 [0:63];
  (* no_rw_check *) reg [127:0] parameters_4 [0:63];
  (* no_rw_check *) reg [127:0] parameters_5 [0:63];

  always @(posedge clk) begin
    if(loader_write_weights) begin
      weights[loader_weight_address] <= weights_write_data;
    end
  end

  always @(posedge clk) begin
    if(sequencer_issue) begin
      weights_spinal_port1 <= weights[sequencer_weight_address];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_0) begin
      parameters_0[loader_parameter_address] <= parameters_0_write_data;
    end
  end

  always @(posedge clk) begin
    if(bias_read_d2) begin
      parameters_0_spinal_port1 <= parameters_0[bias_tile_d2];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_1) begin
      parameters_1[loader_parameter_address] <= parameters_1_write_data;
    end
  end

  always @(posedge clk) begin
    if(bias_read_d2) begin
      parameters_1_spinal_port1 <= parameters_1[bias_tile_d2];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_2) begin
      parameters_2[loader_parameter_address] <= parameters_2_write_data;
    end
  end

  always @(posedge clk) begin
    if(scale_read_d8) begin
      parameters_2_spinal_port1 <= parameters_2[scale_tile_d8];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_3) begin
      parameters_3[loader_parameter_address] <= parameters_3_write_data;
    end
  end

  always @(posedge clk) begin
    if(scale_read_d8) begin
      parameters_3_spinal_port1 <= parameters_3[scale_tile_d8];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_4) begin
      parameters_4[loader_parameter_address] <= parameters_4_write_data;
    end
  end

  always @(posedge clk) begin
    if(scale_read_d8) begin
      parameters_4_spinal_port1 <= parameters_4[scale_tile_d8];
    end
  end

  always @(posedge clk) begin
    if(loader_write_field_5) begin
      parameters_5[loader_parameter_address] <= parameters_5_write_data;
    end
  end

  always @(posedge clk) begin
    if(scale_read_d8) begin
      parameters_5_spinal_port1 <= parameters_5[scale_tile_d8];
    end
  end

  int8x8_AxiLiteSlave registers (
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
    .lock                  (busy                                ), //i
    .locked_write          (registers_locked_write              ), //o
    .status_id             (32'h464d4143                        ), //i
    .status_version        (32'h00000003                        ), //i
    .status_config_hash    (32'h46429ddc                        ), //i
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
  int8x8_ActivationBuffer activations (
    .tvalid       (s_axis_act_tvalid                ), //i
    .tready       (activations_tready               ), //o
    .start        (start                            ), //i
    .available    (activations_available            ), //o
    .read_enable  (sequencer_issue                  ), //i
    .tile_done    (sequencer_tile_done              ), //i
    .rows         (registers_value_rows[31:0]       ), //i
    .tdata        (s_axis_act_tdata[127:0]          ), //i
    .data         (activations_data[127:0]          ), //o
    .last_word    (last_word[9:0]                   ), //i
    .read_address (sequencer_activation_address[9:0]), //i
    .clk          (clk                              ), //i
    .reset        (reset                            )  //i
  );
  int8x8_WeightLoader loader (
    .start_weights     (weight_load                  ), //i
    .start_parameters  (parameter_load               ), //i
    .forbidden         (load_forbidden               ), //i
    .tvalid            (s_axis_wgt_tvalid            ), //i
    .tready            (loader_tready                ), //o
    .loading           (loader_loading               ), //o
    .refused           (loader_refused               ), //o
    .write_weights     (loader_write_weights         ), //o
    .address           (loader_address[23:0]         ), //i
    .beats             (loader_beats[23:0]           ), //i
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
  int8x8_Sequencer sequencer (
    .start              (start                            ), //i
    .available          (activations_available            ), //i
    .popped             (results_popped                   ), //i
    .issue              (sequencer_issue                  ), //o
    .last               (sequencer_last                   ), //o
    .tile_done          (sequencer_tile_done              ), //o
    .final_tile         (sequencer_final_tile             ), //o
    .overrun            (sequencer_overrun                ), //o
    .stall_in           (sequencer_stall_in               ), //o
    .stall_out          (sequencer_stall_out              ), //o
    .rows               (registers_value_rows[31:0]       ), //i
    .columns            (sequencer_columns[15:0]          ), //i
    .last_word          (last_word[9:0]                   ), //i
    .weight_base        (sequencer_weight_base[12:0]      ), //i
    .parameter_base     (sequencer_parameter_base[5:0]    ), //i
    .activation_address (sequencer_activation_address[9:0]), //o
    .weight_address     (sequencer_weight_address[12:0]   ), //o
    .parameter_address  (sequencer_parameter_address[5:0] ), //o
    .tile_rows          (sequencer_tile_rows[3:0]         ), //o
    .tile_columns       (sequencer_tile_columns[3:0]      ), //o
    .clk                (clk                              ), //i
    .reset              (reset                            )  //i
  );
  int8x8_MacArray array_1 (
    .format         (array_1_format[3:0]         ), //i
    .valid          (operands_valid_d2           ), //i
    .last           (capture                     ), //i
    .clear          (start                       ), //i
    .shift          (draining                    ), //i
    .activations    (activation_words_d1[127:0]  ), //i
    .weights        (weight_words_d1[127:0]      ), //i
    .accumulators_0 (array_1_accumulators_0[41:0]), //o
    .nar_0          (array_1_nar_0               ), //o
    .accumulators_1 (array_1_accumulators_1[41:0]), //o
    .nar_1          (array_1_nar_1               ), //o
    .accumulators_2 (array_1_accumulators_2[41:0]), //o
    .nar_2          (array_1_nar_2               ), //o
    .accumulators_3 (array_1_accumulators_3[41:0]), //o
    .nar_3          (array_1_nar_3               ), //o
    .accumulators_4 (array_1_accumulators_4[41:0]), //o
    .nar_4          (array_1_nar_4               ), //o
    .accumulators_5 (array_1_accumulators_5[41:0]), //o
    .nar_5          (array_1_nar_5               ), //o
    .accumulators_6 (array_1_accumulators_6[41:0]), //o
    .nar_6          (array_1_nar_6               ), //o
    .accumulators_7 (array_1_accumulators_7[41:0]), //o
    .nar_7          (array_1_nar_7               ), //o
    .clk            (clk                         ), //i
    .reset          (reset                       )  //i
  );
  int8x8_ResultQueue results (
    .push_last (push_last_d17           ), //i
    .push      (push_d17                ), //i
    .tlast     (results_tlast           ), //o
    .tvalid    (results_tvalid          ), //o
    .tready    (m_axis_res_tready       ), //i
    .popped    (results_popped          ), //o
    .ended     (results_ended           ), //o
    .push_data (results_push_data[127:0]), //i
    .tdata     (results_tdata[127:0]    ), //o
    .clk       (clk                     ), //i
    .reset     (reset                   )  //i
  );
  int8x8_OutputStage output_0 (
    .acc_nar        (array_1_nar_0                ), //i
    .begins         (draining                     ), //i
    .bias           (output_0_bias[31:0]          ), //i
    .pos_multiplier (output_0_pos_multiplier[15:0]), //i
    .pos_scale      (output_0_pos_scale[15:0]     ), //i
    .neg_multiplier (output_0_neg_multiplier[15:0]), //i
    .neg_scale      (output_0_neg_scale[15:0]     ), //i
    .bias_shift     (output_0_bias_shift[7:0]     ), //i
    .result_format  (output_0_result_format[3:0]  ), //i
    .round_away     (output_0_round_away          ), //i
    .clip_low       (output_0_clip_low[15:0]      ), //i
    .clip_high      (output_0_clip_high[15:0]     ), //i
    .code           (output_0_code[15:0]          ), //o
    .acc            (array_1_accumulators_0[41:0] ), //i
    .low_order      (clip_low_order_d1[16:0]      ), //i
    .high_order     (clip_high_order_d1[16:0]     ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  int8x8_OutputStage output_1 (
    .acc_nar        (array_1_nar_1                ), //i
    .begins         (draining                     ), //i
    .bias           (output_1_bias[31:0]          ), //i
    .pos_multiplier (output_1_pos_multiplier[15:0]), //i
    .pos_scale      (output_1_pos_scale[15:0]     ), //i
    .neg_multiplier (output_1_neg_multiplier[15:0]), //i
    .neg_scale      (output_1_neg_scale[15:0]     ), //i
    .bias_shift     (output_1_bias_shift[7:0]     ), //i
    .result_format  (output_1_result_format[3:0]  ), //i
    .round_away     (output_1_round_away          ), //i
    .clip_low       (output_1_clip_low[15:0]      ), //i
    .clip_high      (output_1_clip_high[15:0]     ), //i
    .code           (output_1_code[15:0]          ), //o
    .acc            (array_1_accumulators_1[41:0] ), //i
    .low_order      (clip_low_order_d1[16:0]      ), //i
    .high_order     (clip_high_order_d1[16:0]     ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  int8x8_OutputStage output_2 (
    .acc_nar        (array_1_nar_2                ), //i
    .begins         (draining                     ), //i
    .bias           (output_2_bias[31:0]          ), //i
    .pos_multiplier (output_2_pos_multiplier[15:0]), //i
    .pos_scale      (output_2_pos_scale[15:0]     ), //i
    .neg_multiplier (output_2_neg_multiplier[15:0]), //i
    .neg_scale      (output_2_neg_scale[15:0]     ), //i
    .bias_shift     (output_2_bias_shift[7:0]     ), //i
    .result_format  (output_2_result_format[3:0]  ), //i
    .round_away     (output_2_round_away          ), //i
    .clip_low       (output_2_clip_low[15:0]      ), //i
    .clip_high      (output_2_clip_high[15:0]     ), //i
    .code           (output_2_code[15:0]          ), //o
    .acc            (array_1_accumulators_2[41:0] ), //i
    .low_order      (clip_low_order_d1[16:0]      ), //i
    .high_order     (clip_high_order_d1[16:0]     ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  int8x8_OutputStage output_3 (
    .acc_nar        (array_1_nar_3                ), //i
    .begins         (draining                     ), //i
    .bias           (output_3_bias[31:0]          ), //i
    .pos_multiplier (output_3_pos_multiplier[15:0]), //i
    .pos_scale      (output_3_pos_scale[15:0]     ), //i
    .neg_multiplier (output_3_neg_multiplier[15:0]), //i
    .neg_scale      (output_3_neg_scale[15:0]     ), //i
    .bias_shift     (output_3_bias_shift[7:0]     ), //i
    .result_format  (output_3_result_format[3:0]  ), //i
    .round_away     (output_3_round_away          ), //i
    .clip_low       (output_3_clip_low[15:0]      ), //i
    .clip_high      (output_3_clip_high[15:0]     ), //i
    .code           (output_3_code[15:0]          ), //o
    .acc            (array_1_accumulators_3[41:0] ), //i
    .low_order      (clip_low_order_d1[16:0]      ), //i
    .high_order     (clip_high_order_d1[16:0]     ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  int8x8_OutputStage output_4 (
    .acc_nar        (array_1_nar_4                ), //i
    .begins         (draining                     ), //i
    .bias           (output_4_bias[31:0]          ), //i
    .pos_multiplier (output_4_pos_multiplier[15:0]), //i
    .pos_scale      (output_4_pos_scale[15:0]     ), //i
    .neg_multiplier (output_4_neg_multiplier[15:0]), //i
    .neg_scale      (output_4_neg_scale[15:0]     ), //i
    .bias_shift     (output_4_bias_shift[7:0]     ), //i
    .result_format  (output_4_result_format[3:0]  ), //i
    .round_away     (output_4_round_away          ), //i
    .clip_low       (output_4_clip_low[15:0]      ), //i
    .clip_high      (output_4_clip_high[15:0]     ), //i
    .code           (output_4_code[15:0]          ), //o
    .acc            (array_1_accumulators_4[41:0] ), //i
    .low_order      (clip_low_order_d1[16:0]      ), //i
    .high_order     (clip_high_order_d1[16:0]     ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  int8x8_OutputStage output_5 (
    .acc_nar        (array_1_nar_5                ), //i
    .begins         (draining                     ), //i
    .bias           (output_5_bias[31:0]          ), //i
    .pos_multiplier (output_5_pos_multiplier[15:0]), //i
    .pos_scale      (output_5_pos_scale[15:0]     ), //i
    .neg_multiplier (output_5_neg_multiplier[15:0]), //i
    .neg_scale      (output_5_neg_scale[15:0]     ), //i
    .bias_shift     (output_5_bias_shift[7:0]     ), //i
    .result_format  (output_5_result_format[3:0]  ), //i
    .round_away     (output_5_round_away          ), //i
    .clip_low       (output_5_clip_low[15:0]      ), //i
    .clip_high      (output_5_clip_high[15:0]     ), //i
    .code           (output_5_code[15:0]          ), //o
    .acc            (array_1_accumulators_5[41:0] ), //i
    .low_order      (clip_low_order_d1[16:0]      ), //i
    .high_order     (clip_high_order_d1[16:0]     ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  int8x8_OutputStage output_6 (
    .acc_nar        (array_1_nar_6                ), //i
    .begins         (draining                     ), //i
    .bias           (output_6_bias[31:0]          ), //i
    .pos_multiplier (output_6_pos_multiplier[15:0]), //i
    .pos_scale      (output_6_pos_scale[15:0]     ), //i
    .neg_multiplier (output_6_neg_multiplier[15:0]), //i
    .neg_scale      (output_6_neg_scale[15:0]     ), //i
    .bias_shift     (output_6_bias_shift[7:0]     ), //i
    .result_format  (output_6_result_format[3:0]  ), //i
    .round_away     (output_6_round_away          ), //i
    .clip_low       (output_6_clip_low[15:0]      ), //i
    .clip_high      (output_6_clip_high[15:0]     ), //i
    .code           (output_6_code[15:0]          ), //o
    .acc            (array_1_accumulators_6[41:0] ), //i
    .low_order      (clip_low_order_d1[16:0]      ), //i
    .high_order     (clip_high_order_d1[16:0]     ), //i
    .clk            (clk                          ), //i
    .reset          (reset                        )  //i
  );
  int8x8_OutputStage output_7 (
    .acc_nar        (array_1_nar_7                ), //i
    .begins         (draining                     ), //i
    .bias           (output_7_bias[31:0]          ), //i
    .pos_multiplier (output_7_pos_multiplier[15:0]), //i
    .pos_scale      (output_7_pos_scale[15:0]     ), //i
    .neg_multiplier (output_7_neg_multiplier[15:0]), //i
    .neg_scale      (output_7_neg_scale[15:0]     ), //i
    .bias_shift     (output_7_bias_shift[7:0]     ), //i
    .result_format  (output_7_result_format[3:0]  ), //i
    .round_away     (output_7_round_away          ), //i
    .clip_low       (output_7_clip_low[15:0]      ), //i
    .clip_high      (output_7_clip_high[15:0]     ), //i
    .code           (output_7_code[15:0]          ), //o
    .acc            (array_1_accumulators_7[41:0] ), //i
    .low_order      (clip_low_order_d1[16:0]      ), //i
    .high_order     (clip_high_order_d1[16:0]     ), //i
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
  assign columns_rounded_up = ({2'b00,registers_value_columns[15 : 0]} + 18'h00007);
  assign sizes_are_not_zero = ((((|registers_value_rows) && (|registers_value_columns)) && (|registers_value_depth)) && (|registers_value_depth_words));
  assign sizes_fit_buffers = (((registers_value_depth_words < 32'h00000401) && (registers_value_weight_base < 32'h00002000)) && (parameter_end < 18'h00041));
  assign operand_known = (((registers_value_format[3 : 0] == 4'b0000) || (registers_value_format[3 : 0] == 4'b0001)) || (registers_value_format[3 : 0] == 4'b0010));
  assign start = (((start_request && (! busy)) && (! loader_loading)) && job_rules_hold);
  assign refused = ((((start_request && (! start)) || loader_refused) || registers_locked_write) || sequencer_overrun);
  assign irq = (done && registers_value_control[1]);
  assign registers_status_status = {28'h0,error,loader_loading,done,busy};
  assign weight_load = (registers_written_load_control && registers_write_data[0]);
  assign parameter_load = (registers_written_load_control && registers_write_data[1]);
  assign load_forbidden = (busy || (weight_load && parameter_load));
  assign loader_address = registers_value_load_address[23 : 0];
  assign loader_beats = registers_value_load_beats[23 : 0];
  assign s_axis_wgt_tready = loader_tready;
  assign weights_write_data = s_axis_wgt_tdata;
  assign parameters_0_write_data = s_axis_wgt_tdata;
  assign parameters_1_write_data = s_axis_wgt_tdata;
  assign parameters_2_write_data = s_axis_wgt_tdata;
  assign parameters_3_write_data = s_axis_wgt_tdata;
  assign parameters_4_write_data = s_axis_wgt_tdata;
  assign parameters_5_write_data = s_axis_wgt_tdata;
  assign depth_words_less_1 = (registers_value_depth_words - 32'h00000001);
  assign s_axis_act_tready = activations_tready;
  assign sequencer_columns = registers_value_columns[15 : 0];
  assign sequencer_weight_base = registers_value_weight_base[12 : 0];
  assign sequencer_parameter_base = registers_value_parameter_base[5 : 0];
  assign weights_read_data = weights_spinal_port1;
  assign array_1_format = registers_value_format[3 : 0];
  assign draining = (|drain_rows);
  assign parameters_0_read_data = parameters_0_spinal_port1;
  assign parameters_1_read_data = parameters_1_spinal_port1;
  assign parameters_2_read_data = parameters_2_spinal_port1;
  assign parameters_3_read_data = parameters_3_spinal_port1;
  assign parameters_4_read_data = parameters_4_spinal_port1;
  assign parameters_5_read_data = parameters_5_spinal_port1;
  assign clip_low_int16 = {registers_value_clip[15],registers_value_clip[15 : 0]};
  assign clip_low_int8 = {{9{registers_value_clip[7]}},registers_value_clip[7 : 0]};
  assign clip_low_int4 = {{13{registers_value_clip[3]}},registers_value_clip[3 : 0]};
  assign clip_high_int16 = {registers_value_clip[31],registers_value_clip[31 : 16]};
  assign clip_high_int8 = {{9{registers_value_clip[23]}},registers_value_clip[23 : 16]};
  assign clip_high_int4 = {{13{registers_value_clip[19]}},registers_value_clip[19 : 16]};
  assign output_0_bias = {parameter_1_d1[15 : 0],parameter_0_d1[15 : 0]};
  assign output_0_pos_multiplier = parameter_2_d1[15 : 0];
  assign output_0_pos_scale = parameter_3_d1[15 : 0];
  assign output_0_neg_multiplier = parameter_4_d1[15 : 0];
  assign output_0_neg_scale = parameter_5_d1[15 : 0];
  assign output_0_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_0_result_format = registers_value_format[11 : 8];
  assign output_0_round_away = registers_value_format[16];
  assign output_0_clip_low = registers_value_clip[15 : 0];
  assign output_0_clip_high = registers_value_clip[31 : 16];
  assign output_1_bias = {parameter_1_d1[31 : 16],parameter_0_d1[31 : 16]};
  assign output_1_pos_multiplier = parameter_2_d1[31 : 16];
  assign output_1_pos_scale = parameter_3_d1[31 : 16];
  assign output_1_neg_multiplier = parameter_4_d1[31 : 16];
  assign output_1_neg_scale = parameter_5_d1[31 : 16];
  assign output_1_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_1_result_format = registers_value_format[11 : 8];
  assign output_1_round_away = registers_value_format[16];
  assign output_1_clip_low = registers_value_clip[15 : 0];
  assign output_1_clip_high = registers_value_clip[31 : 16];
  assign output_2_bias = {parameter_1_d1[47 : 32],parameter_0_d1[47 : 32]};
  assign output_2_pos_multiplier = parameter_2_d1[47 : 32];
  assign output_2_pos_scale = parameter_3_d1[47 : 32];
  assign output_2_neg_multiplier = parameter_4_d1[47 : 32];
  assign output_2_neg_scale = parameter_5_d1[47 : 32];
  assign output_2_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_2_result_format = registers_value_format[11 : 8];
  assign output_2_round_away = registers_value_format[16];
  assign output_2_clip_low = registers_value_clip[15 : 0];
  assign output_2_clip_high = registers_value_clip[31 : 16];
  assign output_3_bias = {parameter_1_d1[63 : 48],parameter_0_d1[63 : 48]};
  assign output_3_pos_multiplier = parameter_2_d1[63 : 48];
  assign output_3_pos_scale = parameter_3_d1[63 : 48];
  assign output_3_neg_multiplier = parameter_4_d1[63 : 48];
  assign output_3_neg_scale = parameter_5_d1[63 : 48];
  assign output_3_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_3_result_format = registers_value_format[11 : 8];
  assign output_3_round_away = registers_value_format[16];
  assign output_3_clip_low = registers_value_clip[15 : 0];
  assign output_3_clip_high = registers_value_clip[31 : 16];
  assign output_4_bias = {parameter_1_d1[79 : 64],parameter_0_d1[79 : 64]};
  assign output_4_pos_multiplier = parameter_2_d1[79 : 64];
  assign output_4_pos_scale = parameter_3_d1[79 : 64];
  assign output_4_neg_multiplier = parameter_4_d1[79 : 64];
  assign output_4_neg_scale = parameter_5_d1[79 : 64];
  assign output_4_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_4_result_format = registers_value_format[11 : 8];
  assign output_4_round_away = registers_value_format[16];
  assign output_4_clip_low = registers_value_clip[15 : 0];
  assign output_4_clip_high = registers_value_clip[31 : 16];
  assign output_5_bias = {parameter_1_d1[95 : 80],parameter_0_d1[95 : 80]};
  assign output_5_pos_multiplier = parameter_2_d1[95 : 80];
  assign output_5_pos_scale = parameter_3_d1[95 : 80];
  assign output_5_neg_multiplier = parameter_4_d1[95 : 80];
  assign output_5_neg_scale = parameter_5_d1[95 : 80];
  assign output_5_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_5_result_format = registers_value_format[11 : 8];
  assign output_5_round_away = registers_value_format[16];
  assign output_5_clip_low = registers_value_clip[15 : 0];
  assign output_5_clip_high = registers_value_clip[31 : 16];
  assign output_6_bias = {parameter_1_d1[111 : 96],parameter_0_d1[111 : 96]};
  assign output_6_pos_multiplier = parameter_2_d1[111 : 96];
  assign output_6_pos_scale = parameter_3_d1[111 : 96];
  assign output_6_neg_multiplier = parameter_4_d1[111 : 96];
  assign output_6_neg_scale = parameter_5_d1[111 : 96];
  assign output_6_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_6_result_format = registers_value_format[11 : 8];
  assign output_6_round_away = registers_value_format[16];
  assign output_6_clip_low = registers_value_clip[15 : 0];
  assign output_6_clip_high = registers_value_clip[31 : 16];
  assign output_7_bias = {parameter_1_d1[127 : 112],parameter_0_d1[127 : 112]};
  assign output_7_pos_multiplier = parameter_2_d1[127 : 112];
  assign output_7_pos_scale = parameter_3_d1[127 : 112];
  assign output_7_neg_multiplier = parameter_4_d1[127 : 112];
  assign output_7_neg_scale = parameter_5_d1[127 : 112];
  assign output_7_bias_shift = registers_value_bias_shift[7 : 0];
  assign output_7_result_format = registers_value_format[11 : 8];
  assign output_7_round_away = registers_value_format[16];
  assign output_7_clip_low = registers_value_clip[15 : 0];
  assign output_7_clip_high = registers_value_clip[31 : 16];
  assign results_push_data = {output_7_code,output_6_code,output_5_code,output_4_code,output_3_code,output_2_code,output_1_code,output_0_code};
  assign m_axis_res_tdata = results_tdata;
  assign m_axis_res_tlast = results_tlast;
  assign m_axis_res_tvalid = results_tvalid;
  assign clear_counters = (registers_written_control && registers_write_data[2]);
  assign tile_macs_rows_1 = ({4'b0000,(sequencer_tile_rows & {4{sequencer_tile_columns[0]}})} + {3'b000,(sequencer_tile_rows & {4{sequencer_tile_columns[1]}}),1'b0});
  assign tile_macs_rows_2 = (tile_macs_rows_1 + {2'b00,(sequencer_tile_rows & {4{sequencer_tile_columns[2]}}),2'b00});
  assign tile_macs_rows_3 = (tile_macs_rows_2 + {1'b0,(sequencer_tile_rows & {4{sequencer_tile_columns[3]}}),3'b000});
  assign lanes = (mode_4 ? 3'b100 : (mode_2 ? 3'b010 : 3'b001));
  assign lanes_less_1 = (lanes - 3'b001);
  assign depth_less_1 = (registers_value_depth[1 : 0] - 2'b01);
  assign lanes_of_last = ({1'b0,(depth_less_1 & lanes_less_1[1 : 0])} + 3'b001);
  assign useful_macs_rows_1 = ({3'b000,(tile_macs & {8{word_lanes[0]}})} + {2'b00,(tile_macs & {8{word_lanes[1]}}),1'b0});
  assign useful_macs_rows_2 = (useful_macs_rows_1 + {1'b0,(tile_macs & {8{word_lanes[2]}}),2'b00});
  assign registers_status_cycles_low = counter_cycles[31 : 0];
  assign registers_status_macs_low = counter_macs[31 : 0];
  assign registers_status_stall_in_low = counter_stall_in[31 : 0];
  assign registers_status_stall_out_low = counter_stall_out[31 : 0];
  always @(posedge clk) begin
    if(reset) begin
      busy <= 1'b0;
      done <= 1'b0;
      error <= 1'b0;
      job_rules_hold <= 1'b0;
      operands_valid_d1 <= 1'b0;
      operands_valid_d2 <= 1'b0;
      capture_d1 <= 1'b0;
      capture_d2 <= 1'b0;
      capture_d3 <= 1'b0;
      capture <= 1'b0;
      capture_final_d1 <= 1'b0;
      capture_final_d2 <= 1'b0;
      capture_final_d3 <= 1'b0;
      capture_final_d4 <= 1'b0;
      drain_rows <= 4'b0000;
      drain_final <= 1'b0;
      bias_read_d1 <= 1'b0;
      bias_read_d2 <= 1'b0;
      scale_read_d1 <= 1'b0;
      scale_read_d2 <= 1'b0;
      scale_read_d3 <= 1'b0;
      scale_read_d4 <= 1'b0;
      scale_read_d5 <= 1'b0;
      scale_read_d6 <= 1'b0;
      scale_read_d7 <= 1'b0;
      scale_read_d8 <= 1'b0;
      push_d1 <= 1'b0;
      push_d2 <= 1'b0;
      push_d3 <= 1'b0;
      push_d4 <= 1'b0;
      push_d5 <= 1'b0;
      push_d6 <= 1'b0;
      push_d7 <= 1'b0;
      push_d8 <= 1'b0;
      push_d9 <= 1'b0;
      push_d10 <= 1'b0;
      push_d11 <= 1'b0;
      push_d12 <= 1'b0;
      push_d13 <= 1'b0;
      push_d14 <= 1'b0;
      push_d15 <= 1'b0;
      push_d16 <= 1'b0;
      push_d17 <= 1'b0;
      push_last_d1 <= 1'b0;
      push_last_d2 <= 1'b0;
      push_last_d3 <= 1'b0;
      push_last_d4 <= 1'b0;
      push_last_d5 <= 1'b0;
      push_last_d6 <= 1'b0;
      push_last_d7 <= 1'b0;
      push_last_d8 <= 1'b0;
      push_last_d9 <= 1'b0;
      push_last_d10 <= 1'b0;
      push_last_d11 <= 1'b0;
      push_last_d12 <= 1'b0;
      push_last_d13 <= 1'b0;
      push_last_d14 <= 1'b0;
      push_last_d15 <= 1'b0;
      push_last_d16 <= 1'b0;
      push_last_d17 <= 1'b0;
      mode_2 <= 1'b0;
      mode_4 <= 1'b0;
      counted <= 1'b0;
      count_useful <= 1'b0;
      counter_cycles <= 64'h0;
      counter_high <= 32'h0;
      counter_macs <= 64'h0;
      counter_stall_in <= 64'h0;
      counter_stall_out <= 64'h0;
    end else begin
      job_rules_hold <= (((sizes_are_not_zero && sizes_fit_buffers) && operand_known) && ({1'b0,registers_value_format[11 : 8]} < 5'h03));
      if((registers_written_status && registers_write_data[1])) begin
        done <= 1'b0;
      end
      if((registers_written_status && registers_write_data[3])) begin
        error <= 1'b0;
      end
      if(results_ended) begin
        busy <= 1'b0;
        done <= 1'b1;
      end
      if(start) begin
        busy <= 1'b1;
      end
      if(refused) begin
        error <= 1'b1;
      end
      operands_valid_d1 <= sequencer_issue;
      operands_valid_d2 <= operands_valid_d1;
      capture_d1 <= sequencer_last;
      capture_d2 <= capture_d1;
      capture_d3 <= capture_d2;
      capture <= capture_d3;
      capture_final_d1 <= sequencer_final_tile;
      capture_final_d2 <= capture_final_d1;
      capture_final_d3 <= capture_final_d2;
      capture_final_d4 <= capture_final_d3;
      if(draining) begin
        drain_rows <= (drain_rows - 4'b0001);
      end
      if(capture) begin
        drain_rows <= capture_rows_d4;
        drain_final <= capture_final_d4;
      end
      bias_read_d1 <= sequencer_last;
      bias_read_d2 <= bias_read_d1;
      scale_read_d1 <= bias_read_d2;
      scale_read_d2 <= scale_read_d1;
      scale_read_d3 <= scale_read_d2;
      scale_read_d4 <= scale_read_d3;
      scale_read_d5 <= scale_read_d4;
      scale_read_d6 <= scale_read_d5;
      scale_read_d7 <= scale_read_d6;
      scale_read_d8 <= scale_read_d7;
      push_d1 <= draining;
      push_d2 <= push_d1;
      push_d3 <= push_d2;
      push_d4 <= push_d3;
      push_d5 <= push_d4;
      push_d6 <= push_d5;
      push_d7 <= push_d6;
      push_d8 <= push_d7;
      push_d9 <= push_d8;
      push_d10 <= push_d9;
      push_d11 <= push_d10;
      push_d12 <= push_d11;
      push_d13 <= push_d12;
      push_d14 <= push_d13;
      push_d15 <= push_d14;
      push_d16 <= push_d15;
      push_d17 <= push_d16;
      push_last_d1 <= (drain_final && (drain_rows == 4'b0001));
      push_last_d2 <= push_last_d1;
      push_last_d3 <= push_last_d2;
      push_last_d4 <= push_last_d3;
      push_last_d5 <= push_last_d4;
      push_last_d6 <= push_last_d5;
      push_last_d7 <= push_last_d6;
      push_last_d8 <= push_last_d7;
      push_last_d9 <= push_last_d8;
      push_last_d10 <= push_last_d9;
      push_last_d11 <= push_last_d10;
      push_last_d12 <= push_last_d11;
      push_last_d13 <= push_last_d12;
      push_last_d14 <= push_last_d13;
      push_last_d15 <= push_last_d14;
      push_last_d16 <= push_last_d15;
      push_last_d17 <= push_last_d16;
      mode_2 <= (registers_value_format[3 : 0] == 4'b0001);
      mode_4 <= (registers_value_format[3 : 0] == 4'b0000);
      counted <= sequencer_issue;
      count_useful <= counted;
      if(busy) begin
        counter_cycles <= (counter_cycles + 64'h0000000000000001);
      end
      if(clear_counters) begin
        counter_cycles <= 64'h0;
      end
      if(registers_read_cycles_low) begin
        counter_high <= counter_cycles[63 : 32];
      end
      if(count_useful) begin
        counter_macs <= (counter_macs + {53'h0,useful_macs});
      end
      if(clear_counters) begin
        counter_macs <= 64'h0;
      end
      if(registers_read_macs_low) begin
        counter_high <= counter_macs[63 : 32];
      end
      if(sequencer_stall_in) begin
        counter_stall_in <= (counter_stall_in + 64'h0000000000000001);
      end
      if(clear_counters) begin
        counter_stall_in <= 64'h0;
      end
      if(registers_read_stall_in_low) begin
        counter_high <= counter_stall_in[63 : 32];
      end
      if(sequencer_stall_out) begin
        counter_stall_out <= (counter_stall_out + 64'h0000000000000001);
      end
      if(clear_counters) begin
        counter_stall_out <= 64'h0;
      end
      if(registers_read_stall_out_low) begin
        counter_high <= counter_stall_out[63 : 32];
      end
    end
  end

  always @(posedge clk) begin
    parameter_end <= ({2'b00,registers_value_parameter_base[15 : 0]} + {3'b000,columns_rounded_up[17 : 3]});
    last_word <= depth_words_less_1[9 : 0];
    activation_words_d1 <= activations_data;
    weight_words_d1 <= weights_read_data;
    capture_rows_d1 <= sequencer_tile_rows;
    capture_rows_d2 <= capture_rows_d1;
    capture_rows_d3 <= capture_rows_d2;
    capture_rows_d4 <= capture_rows_d3;
    bias_tile_d1 <= sequencer_parameter_address;
    bias_tile_d2 <= bias_tile_d1;
    scale_tile_d1 <= bias_tile_d2;
    scale_tile_d2 <= scale_tile_d1;
    scale_tile_d3 <= scale_tile_d2;
    scale_tile_d4 <= scale_tile_d3;
    scale_tile_d5 <= scale_tile_d4;
    scale_tile_d6 <= scale_tile_d5;
    scale_tile_d7 <= scale_tile_d6;
    scale_tile_d8 <= scale_tile_d7;
    parameter_0_d1 <= parameters_0_read_data;
    parameter_1_d1 <= parameters_1_read_data;
    parameter_2_d1 <= parameters_2_read_data;
    parameter_3_d1 <= parameters_3_read_data;
    parameter_4_d1 <= parameters_4_read_data;
    parameter_5_d1 <= parameters_5_read_data;
    clip_low_order_d1 <= ((registers_value_format[11 : 8] == 4'b0000) ? clip_low_int4 : ((registers_value_format[11 : 8] == 4'b0001) ? clip_low_int8 : clip_low_int16));
    clip_high_order_d1 <= ((registers_value_format[11 : 8] == 4'b0000) ? clip_high_int4 : ((registers_value_format[11 : 8] == 4'b0001) ? clip_high_int8 : clip_high_int16));
    tile_macs <= tile_macs_rows_3;
    word_lanes <= (sequencer_last ? lanes_of_last : lanes);
    useful_macs <= useful_macs_rows_2;
  end

endmodule

// From a sum to a result code: bias added, multiplied by a scale, rounded once, clipped.
// in:  acc, acc_nar: accumulator from the array; begins: first cycle of a sum.
//      bias (signed, shifted left by bias_shift, in units of 2^-16 of the accumulator's), a cycle before acc, where the
//      target has few cells with it.
//      pos_multiplier, pos_scale for sums >= 0, neg_multiplier, neg_scale for others, so many cycles later as the
//      normaliser has stages and two, with fp32 three: multiplier unsigned, leading bit first; scale: bits 9..0
//      signed exponent, bit 15 negates.
//      *_fraction: 15 bits more of it. result_format: index of the number format; round_away: integers round
//      ties away from zero, else to even. clip_low, clip_high: range of result codes; low_order, high_order: the
//      same in the order of the format. For int8 inference: round_up: ties up; round_twice: rounded after the
//      multiplication, too; round_float: sum and product rounded to 24 bits; zero_point (signed): added to
//      integers.
// out: code: zero-extended result code, a constant number of cycles after the last cycle of acc (outputLatency in
//      the manifest).
// No handshake, nothing stalls. Reset clears the NaR and sign bits; data registers keep their values.
module int8x8_OutputStage (
  input  wire          acc_nar,
  input  wire          begins,
  input  wire [31:0]   bias,
  input  wire [15:0]   pos_multiplier,
  input  wire [15:0]   pos_scale,
  input  wire [15:0]   neg_multiplier,
  input  wire [15:0]   neg_scale,
  input  wire [7:0]    bias_shift,
  input  wire [3:0]    result_format,
  input  wire          round_away,
  input  wire [15:0]   clip_low,
  input  wire [15:0]   clip_high,
  output wire [15:0]   code,
  input  wire [41:0]   acc,
  input  wire [16:0]   low_order,
  input  wire [16:0]   high_order,
  input  wire          clk,
  input  wire          reset
);

  wire       [15:0]   packer_code;
  reg        [41:0]   sum;
  wire       [46:0]   bias_wide;
  wire       [46:0]   bias_shifted_by_1;
  wire       [46:0]   bias_shifted_by_2;
  wire       [46:0]   bias_shifted_by_4;
  wire       [46:0]   bias_shifted_by_8;
  reg        [46:0]   bias_fine_d1;
  wire       [144:0]  bias_at_unit;
  wire       [144:0]  bias_shifted_by_16;
  wire       [144:0]  bias_shifted_by_32;
  wire       [144:0]  bias_shifted_by_64;
  wire       [144:0]  bias_shifted_by_128;
  reg        [144:0]  bias_shifted;
  reg        [144:0]  total;
  reg                 negative_3;
  wire       [144:0]  total_negated;
  reg        [144:0]  magnitude;
  wire                shift_7_empty_128;
  wire       [144:0]  shift_7_key_128;
  reg        [144:0]  shift_7_key;
  reg        [0:0]    shift_7_count;
  wire                shift_6_empty_64;
  wire       [144:0]  shift_6_key_64;
  reg        [95:0]   shift_6_key;
  reg        [1:0]    shift_6_count;
  wire                shift_5_empty_32;
  wire       [95:0]   shift_5_key_32;
  reg        [63:0]   shift_5_key;
  reg        [2:0]    shift_5_count;
  wire                shift_4_empty_16;
  wire       [63:0]   shift_4_key_16;
  wire                shift_4_empty_8;
  wire       [46:0]   shift_4_key_8;
  reg        [39:0]   shift_4_key;
  reg        [4:0]    shift_4_count;
  wire                shift_2_empty_4;
  wire       [39:0]   shift_2_key_4;
  wire                shift_2_empty_2;
  wire       [39:0]   shift_2_key_2;
  wire                shift_2_empty_1;
  wire       [39:0]   shift_2_key_1;
  reg        [7:0]    count;
  reg        [31:0]   mantissa;
  reg                 negative_normal_d1;
  reg                 negative_normal_d2;
  reg                 negative_normal_d3;
  reg                 negative_normal_d4;
  wire       [15:0]   multiplier_of_sign;
  reg        [15:0]   multiplier;
  reg        [15:0]   scale;
  reg        [31:0]   partial_0_0;
  reg        [31:0]   partial_1_0;
  wire       [47:0]   partial_sum_1_0;
  reg        [47:0]   product;
  reg                 negative_scaled;
  reg                 sign_product_d1;
  reg                 sign_product_d2;
  wire       [11:0]   scale_based;
  reg        [11:0]   exponent_product_d1;
  reg        [11:0]   exponent_product_d2;
  wire       [47:0]   product_normal;
  reg        [17:0]   value;
  reg        [11:0]   exponent_value;
  reg                 zero_value;
  reg                 sign_value;
  reg                 nar_d1;
  reg                 nar_d2;
  reg                 nar_d3;
  reg                 nar_d4;
  reg                 nar_d5;
  reg                 nar_d6;
  reg                 nar_d7;
  reg                 nar_d8;
  reg                 nar_d9;
  reg                 nar_d10;
  reg                 nar_d11;

  int8x8_ResultPacker packer (
    .negative      (sign_value          ), //i
    .significand   (value[17:0]         ), //i
    .is_zero       (zero_value          ), //i
    .nar           (nar_d11             ), //i
    .round_away    (round_away          ), //i
    .result_format (result_format[3:0]  ), //i
    .clip_low      (clip_low[15:0]      ), //i
    .clip_high     (clip_high[15:0]     ), //i
    .code          (packer_code[15:0]   ), //o
    .exponent      (exponent_value[11:0]), //i
    .low_order     (low_order[16:0]     ), //i
    .high_order    (high_order[16:0]    ), //i
    .clk           (clk                 ), //i
    .reset         (reset               )  //i
  );
  assign bias_wide = {{15{bias[31]}},bias};
  assign bias_shifted_by_1 = (bias_shift[0] ? {bias_wide[45 : 0],1'b0} : bias_wide);
  assign bias_shifted_by_2 = (bias_shift[1] ? {bias_shifted_by_1[44 : 0],2'b00} : bias_shifted_by_1);
  assign bias_shifted_by_4 = (bias_shift[2] ? {bias_shifted_by_2[42 : 0],4'b0000} : bias_shifted_by_2);
  assign bias_shifted_by_8 = (bias_shift[3] ? {bias_shifted_by_4[38 : 0],8'h0} : bias_shifted_by_4);
  assign bias_at_unit = {{98{bias_fine_d1[46]}},bias_fine_d1};
  assign bias_shifted_by_16 = (bias_shift[4] ? {bias_at_unit[128 : 0],16'h0} : bias_at_unit);
  assign bias_shifted_by_32 = (bias_shift[5] ? {bias_shifted_by_16[112 : 0],32'h0} : bias_shifted_by_16);
  assign bias_shifted_by_64 = (bias_shift[6] ? {bias_shifted_by_32[80 : 0],64'h0} : bias_shifted_by_32);
  assign bias_shifted_by_128 = (bias_shift[7] ? {bias_shifted_by_64[16 : 0],128'h0} : bias_shifted_by_64);
  assign total_negated = ((~ total) + 145'h0000000000000000000000000000000000001);
  assign shift_7_empty_128 = (! (|magnitude[144 : 17]));
  assign shift_7_key_128 = (shift_7_empty_128 ? {magnitude[16 : 0],128'h0} : magnitude);
  assign shift_6_empty_64 = (! (|shift_7_key[144 : 81]));
  assign shift_6_key_64 = (shift_6_empty_64 ? {shift_7_key[80 : 0],64'h0} : shift_7_key);
  assign shift_5_empty_32 = (! (|shift_6_key[95 : 64]));
  assign shift_5_key_32 = (shift_5_empty_32 ? {shift_6_key[63 : 0],32'h0} : shift_6_key);
  assign shift_4_empty_16 = (! (|shift_5_key[63 : 48]));
  assign shift_4_key_16 = (shift_4_empty_16 ? {shift_5_key[47 : 0],16'h0} : shift_5_key);
  assign shift_4_empty_8 = (! (|shift_4_key_16[63 : 56]));
  assign shift_4_key_8 = (shift_4_empty_8 ? {shift_4_key_16[55 : 17],8'h0} : shift_4_key_16[63 : 17]);
  assign shift_2_empty_4 = (! (|shift_4_key[39 : 36]));
  assign shift_2_key_4 = (shift_2_empty_4 ? {shift_4_key[35 : 0],4'b0000} : shift_4_key);
  assign shift_2_empty_2 = (! (|shift_2_key_4[39 : 38]));
  assign shift_2_key_2 = (shift_2_empty_2 ? {shift_2_key_4[37 : 0],2'b00} : shift_2_key_4);
  assign shift_2_empty_1 = (! (|shift_2_key_2[39 : 39]));
  assign shift_2_key_1 = (shift_2_empty_1 ? {shift_2_key_2[38 : 0],1'b0} : shift_2_key_2);
  assign multiplier_of_sign = (negative_normal_d4 ? neg_multiplier : pos_multiplier);
  assign partial_sum_1_0 = ({16'h0,partial_0_0} + {partial_1_0,16'h0});
  assign scale_based = ({{2{scale[9]}},scale[9 : 0]} + 12'h09f);
  assign product_normal = (product[47] ? product : {product[46 : 0],1'b0});
  assign code = packer_code;
  always @(posedge clk) begin
    sum <= acc;
    bias_fine_d1 <= bias_shifted_by_8;
    bias_shifted <= bias_shifted_by_128;
    total <= ({{87{sum[41]}},sum,16'h0} + bias_shifted);
    magnitude <= (total[144] ? total_negated : total);
    shift_7_key <= shift_7_key_128;
    shift_7_count <= shift_7_empty_128;
    shift_6_key <= {shift_6_key_64[144 : 50],((|shift_7_key[49 : 0]) && (! shift_6_empty_64))};
    shift_6_count <= {shift_7_count,shift_6_empty_64};
    shift_5_key <= {shift_5_key_32[95 : 33],((|shift_6_key[0 : 0]) || ((|shift_6_key[32 : 1]) && (! shift_5_empty_32)))};
    shift_5_count <= {shift_6_count,shift_5_empty_32};
    shift_4_key <= {shift_4_key_8[46 : 8],(((|shift_5_key[0 : 0]) || ((|shift_5_key[16 : 1]) && (! shift_4_empty_16))) || ((|shift_4_key_16[24 : 17]) && (! shift_4_empty_8)))};
    shift_4_count <= {shift_5_count,shift_4_empty_16,shift_4_empty_8};
    count <= {shift_4_count,shift_2_empty_4,shift_2_empty_2,shift_2_empty_1};
    mantissa <= {shift_2_key_1[39 : 9],(shift_2_key_1[8] || (|shift_2_key_1[7 : 0]))};
    multiplier <= multiplier_of_sign;
    scale <= (negative_normal_d4 ? neg_scale : pos_scale);
    partial_0_0 <= (mantissa[15 : 0] * multiplier);
    partial_1_0 <= (mantissa[31 : 16] * multiplier);
    product <= partial_sum_1_0;
    exponent_product_d1 <= (scale_based - {4'b0000,count});
    exponent_product_d2 <= exponent_product_d1;
    value <= {product_normal[47 : 31],(|product_normal[30 : 0])};
    exponent_value <= (exponent_product_d2 + {11'h0,product[47]});
  end

  always @(posedge clk) begin
    if(reset) begin
      negative_3 <= 1'b0;
      negative_normal_d1 <= 1'b0;
      negative_normal_d2 <= 1'b0;
      negative_normal_d3 <= 1'b0;
      negative_normal_d4 <= 1'b0;
      negative_scaled <= 1'b0;
      sign_product_d1 <= 1'b0;
      sign_product_d2 <= 1'b0;
      zero_value <= 1'b0;
      sign_value <= 1'b0;
      nar_d1 <= 1'b0;
      nar_d2 <= 1'b0;
      nar_d3 <= 1'b0;
      nar_d4 <= 1'b0;
      nar_d5 <= 1'b0;
      nar_d6 <= 1'b0;
      nar_d7 <= 1'b0;
      nar_d8 <= 1'b0;
      nar_d9 <= 1'b0;
      nar_d10 <= 1'b0;
      nar_d11 <= 1'b0;
    end else begin
      negative_3 <= total[144];
      negative_normal_d1 <= negative_3;
      negative_normal_d2 <= negative_normal_d1;
      negative_normal_d3 <= negative_normal_d2;
      negative_normal_d4 <= negative_normal_d3;
      negative_scaled <= negative_normal_d4;
      sign_product_d1 <= (negative_scaled ^ scale[15]);
      sign_product_d2 <= sign_product_d1;
      zero_value <= (! (|product));
      sign_value <= sign_product_d2;
      nar_d1 <= acc_nar;
      nar_d2 <= nar_d1;
      nar_d3 <= nar_d2;
      nar_d4 <= nar_d3;
      nar_d5 <= nar_d4;
      nar_d6 <= nar_d5;
      nar_d7 <= nar_d6;
      nar_d8 <= nar_d7;
      nar_d9 <= nar_d8;
      nar_d10 <= nar_d9;
      nar_d11 <= nar_d10;
    end
  end

endmodule

// Queue of result beats.
// in:  push_data, push_last with push: a beat is stored. There is no ready: who pushes keeps count of the room.
// out: tdata, tlast, tvalid, tready: stream of the beats; popped: a beat leaves in this cycle;
//      ended: it is the last one, which comes when the queue is empty otherwise.
// A beat is offered two cycles after its push. Reset empties the queue.
module int8x8_ResultQueue (
  input  wire          push_last,
  input  wire          push,
  output wire          tlast,
  output wire          tvalid,
  input  wire          tready,
  output wire          popped,
  output wire          ended,
  input  wire [127:0]  push_data,
  output wire [127:0]  tdata,
  input  wire          clk,
  input  wire          reset
);

  reg        [128:0]  store_spinal_port1;
  reg        [5:0]    head;
  reg        [5:0]    tail;
  reg        [6:0]    count;
  reg                 valid;
  wire                pop;
  wire       [5:0]    next_head;
  wire       [6:0]    remaining;
  wire       [128:0]  store_write_data;
  wire                store_read_enable;
  wire       [128:0]  store_read_data;
  reg                 holds_last;
  wire                last_leaves;
  (* no_rw_check *) reg [128:0] store [0:63];

  always @(posedge clk) begin
    if(push) begin
      store[tail] <= store_write_data;
    end
  end

  always @(posedge clk) begin
    if(store_read_enable) begin
      store_spinal_port1 <= store[next_head];
    end
  end

  assign pop = (valid && tready);
  assign next_head = (head + {5'h0,pop});
  assign remaining = (count - {6'h0,pop});
  assign store_write_data = {push_last,push_data};
  assign store_read_enable = 1'b1;
  assign store_read_data = store_spinal_port1;
  assign tdata = store_read_data[127 : 0];
  assign tlast = store_read_data[128];
  assign tvalid = valid;
  assign popped = pop;
  assign last_leaves = ((pop && holds_last) && (count == 7'h01));
  assign ended = last_leaves;
  always @(posedge clk) begin
    if(reset) begin
      head <= 6'h0;
      tail <= 6'h0;
      count <= 7'h0;
      valid <= 1'b0;
      holds_last <= 1'b0;
    end else begin
      head <= next_head;
      tail <= (tail + {5'h0,push});
      count <= (remaining + {6'h0,push});
      valid <= (|remaining);
      if(last_leaves) begin
        holds_last <= 1'b0;
      end
      if((push && push_last)) begin
        holds_last <= 1'b1;
      end
    end
  end

endmodule

// Rows x columns multiply-accumulate units: row r has the activation of row r, column c the weight of column c.
// in:  activations, weights: 16 bits for each row and column, lowest first (where units have activations of their own, 16
//      bits for each unit of row 0, then row 1 ...); format: index of the number format;
//      weight_part: the part of the words of weights that goes with the activations, where these are wider; valid:
//      the operands belong to a sum; ends (with block formats, or where zeros are gated): they are its last.
//      tile_rows, tile_columns: where they are gated, the rows and columns of the tile.
//      last: the operands that are added in this cycle are the last of a sum, which all units copy to their drain
//      registers, and their accumulators are zero then; clear: the accumulators are zero in the next cycle, as
//      they must be before the first sum; shift (pulse): the drain registers move up by one row. With rows (those
//      of the tile; other rows keep their registers) these three come a cycle earlier.
// out: accumulators_<c>, nar_<c>: drain register of row 0 of column c, the sum of all lanes.
// Latency from operands to the cycle in which they are added: the pipeline stages of the design less one, one
// word pair a cycle. Reset clears the valid bits.
module int8x8_MacArray (
  input  wire [3:0]    format,
  input  wire          valid,
  input  wire          last,
  input  wire          clear,
  input  wire          shift,
  input  wire [127:0]  activations,
  input  wire [127:0]  weights,
  output wire [41:0]   accumulators_0,
  output wire          nar_0,
  output wire [41:0]   accumulators_1,
  output wire          nar_1,
  output wire [41:0]   accumulators_2,
  output wire          nar_2,
  output wire [41:0]   accumulators_3,
  output wire          nar_3,
  output wire [41:0]   accumulators_4,
  output wire          nar_4,
  output wire [41:0]   accumulators_5,
  output wire          nar_5,
  output wire [41:0]   accumulators_6,
  output wire          nar_6,
  output wire [41:0]   accumulators_7,
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
  wire                row_7_clear;
  wire                row_6_clear;
  wire                row_5_clear;
  wire                row_4_clear;
  wire                row_3_clear;
  wire                row_2_clear;
  wire                row_1_clear;
  wire                row_0_clear;
  wire       [31:0]   a_decoder_0_values;
  wire       [31:0]   a_decoder_1_values;
  wire       [31:0]   a_decoder_2_values;
  wire       [31:0]   a_decoder_3_values;
  wire       [31:0]   a_decoder_4_values;
  wire       [31:0]   a_decoder_5_values;
  wire       [31:0]   a_decoder_6_values;
  wire       [31:0]   a_decoder_7_values;
  wire       [31:0]   b_decoder_0_values;
  wire       [31:0]   b_decoder_1_values;
  wire       [31:0]   b_decoder_2_values;
  wire       [31:0]   b_decoder_3_values;
  wire       [31:0]   b_decoder_4_values;
  wire       [31:0]   b_decoder_5_values;
  wire       [31:0]   b_decoder_6_values;
  wire       [31:0]   b_decoder_7_values;
  wire       [41:0]   row_7_drain_0_0;
  wire       [41:0]   row_7_drain_1_0;
  wire       [41:0]   row_7_drain_2_0;
  wire       [41:0]   row_7_drain_3_0;
  wire       [41:0]   row_7_drain_4_0;
  wire       [41:0]   row_7_drain_5_0;
  wire       [41:0]   row_7_drain_6_0;
  wire       [41:0]   row_7_drain_7_0;
  wire       [41:0]   row_6_drain_0_0;
  wire       [41:0]   row_6_drain_1_0;
  wire       [41:0]   row_6_drain_2_0;
  wire       [41:0]   row_6_drain_3_0;
  wire       [41:0]   row_6_drain_4_0;
  wire       [41:0]   row_6_drain_5_0;
  wire       [41:0]   row_6_drain_6_0;
  wire       [41:0]   row_6_drain_7_0;
  wire       [41:0]   row_5_drain_0_0;
  wire       [41:0]   row_5_drain_1_0;
  wire       [41:0]   row_5_drain_2_0;
  wire       [41:0]   row_5_drain_3_0;
  wire       [41:0]   row_5_drain_4_0;
  wire       [41:0]   row_5_drain_5_0;
  wire       [41:0]   row_5_drain_6_0;
  wire       [41:0]   row_5_drain_7_0;
  wire       [41:0]   row_4_drain_0_0;
  wire       [41:0]   row_4_drain_1_0;
  wire       [41:0]   row_4_drain_2_0;
  wire       [41:0]   row_4_drain_3_0;
  wire       [41:0]   row_4_drain_4_0;
  wire       [41:0]   row_4_drain_5_0;
  wire       [41:0]   row_4_drain_6_0;
  wire       [41:0]   row_4_drain_7_0;
  wire       [41:0]   row_3_drain_0_0;
  wire       [41:0]   row_3_drain_1_0;
  wire       [41:0]   row_3_drain_2_0;
  wire       [41:0]   row_3_drain_3_0;
  wire       [41:0]   row_3_drain_4_0;
  wire       [41:0]   row_3_drain_5_0;
  wire       [41:0]   row_3_drain_6_0;
  wire       [41:0]   row_3_drain_7_0;
  wire       [41:0]   row_2_drain_0_0;
  wire       [41:0]   row_2_drain_1_0;
  wire       [41:0]   row_2_drain_2_0;
  wire       [41:0]   row_2_drain_3_0;
  wire       [41:0]   row_2_drain_4_0;
  wire       [41:0]   row_2_drain_5_0;
  wire       [41:0]   row_2_drain_6_0;
  wire       [41:0]   row_2_drain_7_0;
  wire       [41:0]   row_1_drain_0_0;
  wire       [41:0]   row_1_drain_1_0;
  wire       [41:0]   row_1_drain_2_0;
  wire       [41:0]   row_1_drain_3_0;
  wire       [41:0]   row_1_drain_4_0;
  wire       [41:0]   row_1_drain_5_0;
  wire       [41:0]   row_1_drain_6_0;
  wire       [41:0]   row_1_drain_7_0;
  wire       [41:0]   row_0_drain_0_0;
  wire       [41:0]   row_0_drain_1_0;
  wire       [41:0]   row_0_drain_2_0;
  wire       [41:0]   row_0_drain_3_0;
  wire       [41:0]   row_0_drain_4_0;
  wire       [41:0]   row_0_drain_5_0;
  wire       [41:0]   row_0_drain_6_0;
  wire       [41:0]   row_0_drain_7_0;
  reg        [31:0]   a0_values_d1;
  reg        [31:0]   a1_values_d1;
  reg        [31:0]   a2_values_d1;
  reg        [31:0]   a3_values_d1;
  reg        [31:0]   a4_values_d1;
  reg        [31:0]   a5_values_d1;
  reg        [31:0]   a6_values_d1;
  reg        [31:0]   a7_values_d1;
  reg        [31:0]   b0_values_d1;
  reg        [31:0]   b1_values_d1;
  reg        [31:0]   b2_values_d1;
  reg        [31:0]   b3_values_d1;
  reg        [31:0]   b4_values_d1;
  reg        [31:0]   b5_values_d1;
  reg        [31:0]   b6_values_d1;
  reg        [31:0]   b7_values_d1;
  reg                 accumulate_d1;
  reg                 accumulate_d2;

  int8x8_OperandDecoder a_decoder_0 (
    .word   (a_decoder_0_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (a_decoder_0_values[31:0])  //o
  );
  int8x8_OperandDecoder a_decoder_1 (
    .word   (a_decoder_1_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (a_decoder_1_values[31:0])  //o
  );
  int8x8_OperandDecoder a_decoder_2 (
    .word   (a_decoder_2_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (a_decoder_2_values[31:0])  //o
  );
  int8x8_OperandDecoder a_decoder_3 (
    .word   (a_decoder_3_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (a_decoder_3_values[31:0])  //o
  );
  int8x8_OperandDecoder a_decoder_4 (
    .word   (a_decoder_4_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (a_decoder_4_values[31:0])  //o
  );
  int8x8_OperandDecoder a_decoder_5 (
    .word   (a_decoder_5_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (a_decoder_5_values[31:0])  //o
  );
  int8x8_OperandDecoder a_decoder_6 (
    .word   (a_decoder_6_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (a_decoder_6_values[31:0])  //o
  );
  int8x8_OperandDecoder a_decoder_7 (
    .word   (a_decoder_7_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (a_decoder_7_values[31:0])  //o
  );
  int8x8_OperandDecoder b_decoder_0 (
    .word   (b_decoder_0_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (b_decoder_0_values[31:0])  //o
  );
  int8x8_OperandDecoder b_decoder_1 (
    .word   (b_decoder_1_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (b_decoder_1_values[31:0])  //o
  );
  int8x8_OperandDecoder b_decoder_2 (
    .word   (b_decoder_2_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (b_decoder_2_values[31:0])  //o
  );
  int8x8_OperandDecoder b_decoder_3 (
    .word   (b_decoder_3_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (b_decoder_3_values[31:0])  //o
  );
  int8x8_OperandDecoder b_decoder_4 (
    .word   (b_decoder_4_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (b_decoder_4_values[31:0])  //o
  );
  int8x8_OperandDecoder b_decoder_5 (
    .word   (b_decoder_5_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (b_decoder_5_values[31:0])  //o
  );
  int8x8_OperandDecoder b_decoder_6 (
    .word   (b_decoder_6_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (b_decoder_6_values[31:0])  //o
  );
  int8x8_OperandDecoder b_decoder_7 (
    .word   (b_decoder_7_word[15:0]  ), //i
    .format (format[3:0]             ), //i
    .values (b_decoder_7_values[31:0])  //o
  );
  int8x8_MacRow row_7 (
    .valid        (accumulate_d2        ), //i
    .last         (last                 ), //i
    .clear        (row_7_clear          ), //i
    .shift        (shift                ), //i
    .a_values     (a7_values_d1[31:0]   ), //i
    .b_0_values   (b0_values_d1[31:0]   ), //i
    .drain_in_0_0 (42'h0                ), //i
    .drain_0_0    (row_7_drain_0_0[41:0]), //o
    .b_1_values   (b1_values_d1[31:0]   ), //i
    .drain_in_1_0 (42'h0                ), //i
    .drain_1_0    (row_7_drain_1_0[41:0]), //o
    .b_2_values   (b2_values_d1[31:0]   ), //i
    .drain_in_2_0 (42'h0                ), //i
    .drain_2_0    (row_7_drain_2_0[41:0]), //o
    .b_3_values   (b3_values_d1[31:0]   ), //i
    .drain_in_3_0 (42'h0                ), //i
    .drain_3_0    (row_7_drain_3_0[41:0]), //o
    .b_4_values   (b4_values_d1[31:0]   ), //i
    .drain_in_4_0 (42'h0                ), //i
    .drain_4_0    (row_7_drain_4_0[41:0]), //o
    .b_5_values   (b5_values_d1[31:0]   ), //i
    .drain_in_5_0 (42'h0                ), //i
    .drain_5_0    (row_7_drain_5_0[41:0]), //o
    .b_6_values   (b6_values_d1[31:0]   ), //i
    .drain_in_6_0 (42'h0                ), //i
    .drain_6_0    (row_7_drain_6_0[41:0]), //o
    .b_7_values   (b7_values_d1[31:0]   ), //i
    .drain_in_7_0 (42'h0                ), //i
    .drain_7_0    (row_7_drain_7_0[41:0]), //o
    .clk          (clk                  ), //i
    .reset        (reset                )  //i
  );
  int8x8_MacRow row_6 (
    .valid        (accumulate_d2        ), //i
    .last         (last                 ), //i
    .clear        (row_6_clear          ), //i
    .shift        (shift                ), //i
    .a_values     (a6_values_d1[31:0]   ), //i
    .b_0_values   (b0_values_d1[31:0]   ), //i
    .drain_in_0_0 (row_7_drain_0_0[41:0]), //i
    .drain_0_0    (row_6_drain_0_0[41:0]), //o
    .b_1_values   (b1_values_d1[31:0]   ), //i
    .drain_in_1_0 (row_7_drain_1_0[41:0]), //i
    .drain_1_0    (row_6_drain_1_0[41:0]), //o
    .b_2_values   (b2_values_d1[31:0]   ), //i
    .drain_in_2_0 (row_7_drain_2_0[41:0]), //i
    .drain_2_0    (row_6_drain_2_0[41:0]), //o
    .b_3_values   (b3_values_d1[31:0]   ), //i
    .drain_in_3_0 (row_7_drain_3_0[41:0]), //i
    .drain_3_0    (row_6_drain_3_0[41:0]), //o
    .b_4_values   (b4_values_d1[31:0]   ), //i
    .drain_in_4_0 (row_7_drain_4_0[41:0]), //i
    .drain_4_0    (row_6_drain_4_0[41:0]), //o
    .b_5_values   (b5_values_d1[31:0]   ), //i
    .drain_in_5_0 (row_7_drain_5_0[41:0]), //i
    .drain_5_0    (row_6_drain_5_0[41:0]), //o
    .b_6_values   (b6_values_d1[31:0]   ), //i
    .drain_in_6_0 (row_7_drain_6_0[41:0]), //i
    .drain_6_0    (row_6_drain_6_0[41:0]), //o
    .b_7_values   (b7_values_d1[31:0]   ), //i
    .drain_in_7_0 (row_7_drain_7_0[41:0]), //i
    .drain_7_0    (row_6_drain_7_0[41:0]), //o
    .clk          (clk                  ), //i
    .reset        (reset                )  //i
  );
  int8x8_MacRow row_5 (
    .valid        (accumulate_d2        ), //i
    .last         (last                 ), //i
    .clear        (row_5_clear          ), //i
    .shift        (shift                ), //i
    .a_values     (a5_values_d1[31:0]   ), //i
    .b_0_values   (b0_values_d1[31:0]   ), //i
    .drain_in_0_0 (row_6_drain_0_0[41:0]), //i
    .drain_0_0    (row_5_drain_0_0[41:0]), //o
    .b_1_values   (b1_values_d1[31:0]   ), //i
    .drain_in_1_0 (row_6_drain_1_0[41:0]), //i
    .drain_1_0    (row_5_drain_1_0[41:0]), //o
    .b_2_values   (b2_values_d1[31:0]   ), //i
    .drain_in_2_0 (row_6_drain_2_0[41:0]), //i
    .drain_2_0    (row_5_drain_2_0[41:0]), //o
    .b_3_values   (b3_values_d1[31:0]   ), //i
    .drain_in_3_0 (row_6_drain_3_0[41:0]), //i
    .drain_3_0    (row_5_drain_3_0[41:0]), //o
    .b_4_values   (b4_values_d1[31:0]   ), //i
    .drain_in_4_0 (row_6_drain_4_0[41:0]), //i
    .drain_4_0    (row_5_drain_4_0[41:0]), //o
    .b_5_values   (b5_values_d1[31:0]   ), //i
    .drain_in_5_0 (row_6_drain_5_0[41:0]), //i
    .drain_5_0    (row_5_drain_5_0[41:0]), //o
    .b_6_values   (b6_values_d1[31:0]   ), //i
    .drain_in_6_0 (row_6_drain_6_0[41:0]), //i
    .drain_6_0    (row_5_drain_6_0[41:0]), //o
    .b_7_values   (b7_values_d1[31:0]   ), //i
    .drain_in_7_0 (row_6_drain_7_0[41:0]), //i
    .drain_7_0    (row_5_drain_7_0[41:0]), //o
    .clk          (clk                  ), //i
    .reset        (reset                )  //i
  );
  int8x8_MacRow row_4 (
    .valid        (accumulate_d2        ), //i
    .last         (last                 ), //i
    .clear        (row_4_clear          ), //i
    .shift        (shift                ), //i
    .a_values     (a4_values_d1[31:0]   ), //i
    .b_0_values   (b0_values_d1[31:0]   ), //i
    .drain_in_0_0 (row_5_drain_0_0[41:0]), //i
    .drain_0_0    (row_4_drain_0_0[41:0]), //o
    .b_1_values   (b1_values_d1[31:0]   ), //i
    .drain_in_1_0 (row_5_drain_1_0[41:0]), //i
    .drain_1_0    (row_4_drain_1_0[41:0]), //o
    .b_2_values   (b2_values_d1[31:0]   ), //i
    .drain_in_2_0 (row_5_drain_2_0[41:0]), //i
    .drain_2_0    (row_4_drain_2_0[41:0]), //o
    .b_3_values   (b3_values_d1[31:0]   ), //i
    .drain_in_3_0 (row_5_drain_3_0[41:0]), //i
    .drain_3_0    (row_4_drain_3_0[41:0]), //o
    .b_4_values   (b4_values_d1[31:0]   ), //i
    .drain_in_4_0 (row_5_drain_4_0[41:0]), //i
    .drain_4_0    (row_4_drain_4_0[41:0]), //o
    .b_5_values   (b5_values_d1[31:0]   ), //i
    .drain_in_5_0 (row_5_drain_5_0[41:0]), //i
    .drain_5_0    (row_4_drain_5_0[41:0]), //o
    .b_6_values   (b6_values_d1[31:0]   ), //i
    .drain_in_6_0 (row_5_drain_6_0[41:0]), //i
    .drain_6_0    (row_4_drain_6_0[41:0]), //o
    .b_7_values   (b7_values_d1[31:0]   ), //i
    .drain_in_7_0 (row_5_drain_7_0[41:0]), //i
    .drain_7_0    (row_4_drain_7_0[41:0]), //o
    .clk          (clk                  ), //i
    .reset        (reset                )  //i
  );
  int8x8_MacRow row_3 (
    .valid        (accumulate_d2        ), //i
    .last         (last                 ), //i
    .clear        (row_3_clear          ), //i
    .shift        (shift                ), //i
    .a_values     (a3_values_d1[31:0]   ), //i
    .b_0_values   (b0_values_d1[31:0]   ), //i
    .drain_in_0_0 (row_4_drain_0_0[41:0]), //i
    .drain_0_0    (row_3_drain_0_0[41:0]), //o
    .b_1_values   (b1_values_d1[31:0]   ), //i
    .drain_in_1_0 (row_4_drain_1_0[41:0]), //i
    .drain_1_0    (row_3_drain_1_0[41:0]), //o
    .b_2_values   (b2_values_d1[31:0]   ), //i
    .drain_in_2_0 (row_4_drain_2_0[41:0]), //i
    .drain_2_0    (row_3_drain_2_0[41:0]), //o
    .b_3_values   (b3_values_d1[31:0]   ), //i
    .drain_in_3_0 (row_4_drain_3_0[41:0]), //i
    .drain_3_0    (row_3_drain_3_0[41:0]), //o
    .b_4_values   (b4_values_d1[31:0]   ), //i
    .drain_in_4_0 (row_4_drain_4_0[41:0]), //i
    .drain_4_0    (row_3_drain_4_0[41:0]), //o
    .b_5_values   (b5_values_d1[31:0]   ), //i
    .drain_in_5_0 (row_4_drain_5_0[41:0]), //i
    .drain_5_0    (row_3_drain_5_0[41:0]), //o
    .b_6_values   (b6_values_d1[31:0]   ), //i
    .drain_in_6_0 (row_4_drain_6_0[41:0]), //i
    .drain_6_0    (row_3_drain_6_0[41:0]), //o
    .b_7_values   (b7_values_d1[31:0]   ), //i
    .drain_in_7_0 (row_4_drain_7_0[41:0]), //i
    .drain_7_0    (row_3_drain_7_0[41:0]), //o
    .clk          (clk                  ), //i
    .reset        (reset                )  //i
  );
  int8x8_MacRow row_2 (
    .valid        (accumulate_d2        ), //i
    .last         (last                 ), //i
    .clear        (row_2_clear          ), //i
    .shift        (shift                ), //i
    .a_values     (a2_values_d1[31:0]   ), //i
    .b_0_values   (b0_values_d1[31:0]   ), //i
    .drain_in_0_0 (row_3_drain_0_0[41:0]), //i
    .drain_0_0    (row_2_drain_0_0[41:0]), //o
    .b_1_values   (b1_values_d1[31:0]   ), //i
    .drain_in_1_0 (row_3_drain_1_0[41:0]), //i
    .drain_1_0    (row_2_drain_1_0[41:0]), //o
    .b_2_values   (b2_values_d1[31:0]   ), //i
    .drain_in_2_0 (row_3_drain_2_0[41:0]), //i
    .drain_2_0    (row_2_drain_2_0[41:0]), //o
    .b_3_values   (b3_values_d1[31:0]   ), //i
    .drain_in_3_0 (row_3_drain_3_0[41:0]), //i
    .drain_3_0    (row_2_drain_3_0[41:0]), //o
    .b_4_values   (b4_values_d1[31:0]   ), //i
    .drain_in_4_0 (row_3_drain_4_0[41:0]), //i
    .drain_4_0    (row_2_drain_4_0[41:0]), //o
    .b_5_values   (b5_values_d1[31:0]   ), //i
    .drain_in_5_0 (row_3_drain_5_0[41:0]), //i
    .drain_5_0    (row_2_drain_5_0[41:0]), //o
    .b_6_values   (b6_values_d1[31:0]   ), //i
    .drain_in_6_0 (row_3_drain_6_0[41:0]), //i
    .drain_6_0    (row_2_drain_6_0[41:0]), //o
    .b_7_values   (b7_values_d1[31:0]   ), //i
    .drain_in_7_0 (row_3_drain_7_0[41:0]), //i
    .drain_7_0    (row_2_drain_7_0[41:0]), //o
    .clk          (clk                  ), //i
    .reset        (reset                )  //i
  );
  int8x8_MacRow row_1 (
    .valid        (accumulate_d2        ), //i
    .last         (last                 ), //i
    .clear        (row_1_clear          ), //i
    .shift        (shift                ), //i
    .a_values     (a1_values_d1[31:0]   ), //i
    .b_0_values   (b0_values_d1[31:0]   ), //i
    .drain_in_0_0 (row_2_drain_0_0[41:0]), //i
    .drain_0_0    (row_1_drain_0_0[41:0]), //o
    .b_1_values   (b1_values_d1[31:0]   ), //i
    .drain_in_1_0 (row_2_drain_1_0[41:0]), //i
    .drain_1_0    (row_1_drain_1_0[41:0]), //o
    .b_2_values   (b2_values_d1[31:0]   ), //i
    .drain_in_2_0 (row_2_drain_2_0[41:0]), //i
    .drain_2_0    (row_1_drain_2_0[41:0]), //o
    .b_3_values   (b3_values_d1[31:0]   ), //i
    .drain_in_3_0 (row_2_drain_3_0[41:0]), //i
    .drain_3_0    (row_1_drain_3_0[41:0]), //o
    .b_4_values   (b4_values_d1[31:0]   ), //i
    .drain_in_4_0 (row_2_drain_4_0[41:0]), //i
    .drain_4_0    (row_1_drain_4_0[41:0]), //o
    .b_5_values   (b5_values_d1[31:0]   ), //i
    .drain_in_5_0 (row_2_drain_5_0[41:0]), //i
    .drain_5_0    (row_1_drain_5_0[41:0]), //o
    .b_6_values   (b6_values_d1[31:0]   ), //i
    .drain_in_6_0 (row_2_drain_6_0[41:0]), //i
    .drain_6_0    (row_1_drain_6_0[41:0]), //o
    .b_7_values   (b7_values_d1[31:0]   ), //i
    .drain_in_7_0 (row_2_drain_7_0[41:0]), //i
    .drain_7_0    (row_1_drain_7_0[41:0]), //o
    .clk          (clk                  ), //i
    .reset        (reset                )  //i
  );
  int8x8_MacRow row_0 (
    .valid        (accumulate_d2        ), //i
    .last         (last                 ), //i
    .clear        (row_0_clear          ), //i
    .shift        (shift                ), //i
    .a_values     (a0_values_d1[31:0]   ), //i
    .b_0_values   (b0_values_d1[31:0]   ), //i
    .drain_in_0_0 (row_1_drain_0_0[41:0]), //i
    .drain_0_0    (row_0_drain_0_0[41:0]), //o
    .b_1_values   (b1_values_d1[31:0]   ), //i
    .drain_in_1_0 (row_1_drain_1_0[41:0]), //i
    .drain_1_0    (row_0_drain_1_0[41:0]), //o
    .b_2_values   (b2_values_d1[31:0]   ), //i
    .drain_in_2_0 (row_1_drain_2_0[41:0]), //i
    .drain_2_0    (row_0_drain_2_0[41:0]), //o
    .b_3_values   (b3_values_d1[31:0]   ), //i
    .drain_in_3_0 (row_1_drain_3_0[41:0]), //i
    .drain_3_0    (row_0_drain_3_0[41:0]), //o
    .b_4_values   (b4_values_d1[31:0]   ), //i
    .drain_in_4_0 (row_1_drain_4_0[41:0]), //i
    .drain_4_0    (row_0_drain_4_0[41:0]), //o
    .b_5_values   (b5_values_d1[31:0]   ), //i
    .drain_in_5_0 (row_1_drain_5_0[41:0]), //i
    .drain_5_0    (row_0_drain_5_0[41:0]), //o
    .b_6_values   (b6_values_d1[31:0]   ), //i
    .drain_in_6_0 (row_1_drain_6_0[41:0]), //i
    .drain_6_0    (row_0_drain_6_0[41:0]), //o
    .b_7_values   (b7_values_d1[31:0]   ), //i
    .drain_in_7_0 (row_1_drain_7_0[41:0]), //i
    .drain_7_0    (row_0_drain_7_0[41:0]), //o
    .clk          (clk                  ), //i
    .reset        (reset                )  //i
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
  assign row_7_clear = (last || clear);
  assign row_6_clear = (last || clear);
  assign row_5_clear = (last || clear);
  assign row_4_clear = (last || clear);
  assign row_3_clear = (last || clear);
  assign row_2_clear = (last || clear);
  assign row_1_clear = (last || clear);
  assign row_0_clear = (last || clear);
  assign accumulators_0 = row_0_drain_0_0;
  assign nar_0 = 1'b0;
  assign accumulators_1 = row_0_drain_1_0;
  assign nar_1 = 1'b0;
  assign accumulators_2 = row_0_drain_2_0;
  assign nar_2 = 1'b0;
  assign accumulators_3 = row_0_drain_3_0;
  assign nar_3 = 1'b0;
  assign accumulators_4 = row_0_drain_4_0;
  assign nar_4 = 1'b0;
  assign accumulators_5 = row_0_drain_5_0;
  assign nar_5 = 1'b0;
  assign accumulators_6 = row_0_drain_6_0;
  assign nar_6 = 1'b0;
  assign accumulators_7 = row_0_drain_7_0;
  assign nar_7 = 1'b0;
  always @(posedge clk) begin
    a0_values_d1 <= a_decoder_0_values;
    a1_values_d1 <= a_decoder_1_values;
    a2_values_d1 <= a_decoder_2_values;
    a3_values_d1 <= a_decoder_3_values;
    a4_values_d1 <= a_decoder_4_values;
    a5_values_d1 <= a_decoder_5_values;
    a6_values_d1 <= a_decoder_6_values;
    a7_values_d1 <= a_decoder_7_values;
    b0_values_d1 <= b_decoder_0_values;
    b1_values_d1 <= b_decoder_1_values;
    b2_values_d1 <= b_decoder_2_values;
    b3_values_d1 <= b_decoder_3_values;
    b4_values_d1 <= b_decoder_4_values;
    b5_values_d1 <= b_decoder_5_values;
    b6_values_d1 <= b_decoder_6_values;
    b7_values_d1 <= b_decoder_7_values;
  end

  always @(posedge clk) begin
    if(reset) begin
      accumulate_d1 <= 1'b0;
      accumulate_d2 <= 1'b0;
    end else begin
      accumulate_d1 <= valid;
      accumulate_d2 <= accumulate_d1;
    end
  end

endmodule

// Issues one operand address a cycle: for each tile of rows, for each tile of columns, for each word of the sum.
// in:  start (pulse) with rows, columns, last_word (words of a sum - 1), weight_base, parameter_base, last_part (words
//      of activations to a word of weights - 1), all stable from the cycle before start until the job ends; available: the activations of the tile are there; popped (pulse): a result left the
//      result queue.
// out: issue: activation_address and weight_address are read in this cycle, of the weights the part weight_part;
//      last: last word of a sum. parameter_address, tile_rows, tile_columns belong to the tile; tile_done: last word of a tile of
//      rows; final_tile: last word of the job; overrun: the word is beyond the weight buffer. stall_in,
//      stall_out: no issue, for want of activations, or of room for results.
// The last word of a tile waits until the rows of the tile before it have left the array and the result queue
// has room for a whole tile's rows, so nothing after it ever stalls. All outputs belong to the same cycle. Reset
// ends the job.
module int8x8_Sequencer (
  input  wire          start,
  input  wire          available,
  input  wire          popped,
  output wire          issue,
  output wire          last,
  output wire          tile_done,
  output wire          final_tile,
  output wire          overrun,
  output wire          stall_in,
  output wire          stall_out,
  input  wire [31:0]   rows,
  input  wire [15:0]   columns,
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

  reg                 running;
  reg        [31:0]   rows_left;
  reg        [15:0]   columns_left;
  reg        [9:0]    word;
  reg        [13:0]   weight;
  reg        [5:0]    parameter_tile;
  reg        [3:0]    cooldown;
  reg        [6:0]    credits;
  reg                 last_rows;
  reg                 last_columns;
  reg                 at_last;
  reg        [9:0]    last_but_one;
  reg                 one_word;
  wire                one_column_tile;
  reg                 cooled;
  wire                drains;
  wire                go;
  wire                tile_end;
  wire                row_end;
  wire       [3:0]    other_rows;
  wire       [6:0]    credits_and_popped;

  assign one_column_tile = (columns < 16'h0009);
  assign tile_rows = (last_rows ? rows_left[3 : 0] : 4'b1000);
  assign tile_columns = (last_columns ? columns_left[3 : 0] : 4'b1000);
  assign drains = (cooled && (|credits[6 : 3]));
  assign go = ((running && available) && ((! at_last) || drains));
  assign tile_end = (go && at_last);
  assign row_end = (tile_end && last_columns);
  assign other_rows = (tile_rows - 4'b0001);
  assign credits_and_popped = (credits + {6'h0,popped});
  assign issue = go;
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
      credits <= 7'h40;
      last_rows <= 1'b0;
      last_columns <= 1'b0;
      at_last <= 1'b0;
      one_word <= 1'b0;
      cooled <= 1'b1;
    end else begin
      one_word <= (! (|last_word));
      if(go) begin
        at_last <= (word == last_but_one);
      end
      if(tile_end) begin
        at_last <= one_word;
        last_columns <= (columns_left < 16'h0011);
      end
      if(row_end) begin
        last_columns <= one_column_tile;
        last_rows <= (rows_left < 32'h00000011);
      end
      if(start) begin
        at_last <= one_word;
        last_columns <= one_column_tile;
        last_rows <= (rows < 32'h00000009);
      end
      if((|cooldown)) begin
        cooldown <= (cooldown - 4'b0001);
      end
      cooled <= (cooldown < 4'b0010);
      if(tile_end) begin
        cooldown <= other_rows;
        cooled <= (! (|other_rows));
      end
      if(row_end) begin
        running <= (! last_rows);
      end
      if(start) begin
        running <= 1'b1;
      end
      credits <= (credits_and_popped - ({3'b000,tile_rows} & {7{tile_end}}));
    end
  end

  always @(posedge clk) begin
    last_but_one <= (last_word - 10'h001);
    if(go) begin
      word <= (word + 10'h001);
    end
    if(go) begin
      weight <= (weight + 14'h0001);
    end
    if(tile_end) begin
      word <= 10'h0;
      columns_left <= (columns_left - 16'h0008);
      parameter_tile <= (parameter_tile + 6'h01);
    end
    if(row_end) begin
      columns_left <= columns;
      weight <= {1'b0,weight_base};
      parameter_tile <= parameter_base;
      rows_left <= (rows_left - 32'h00000008);
    end
    if(start) begin
      rows_left <= rows;
      columns_left <= columns;
      word <= 10'h0;
      weight <= {1'b0,weight_base};
      parameter_tile <= parameter_base;
    end
  end

endmodule

// Takes a counted number of beats from a stream and addresses the weight buffer or the parameter buffer with
// them.
// in:  start_weights, start_parameters (pulses, not both) with address (first word or tile) and beats, which are
//      stable for two cycles before; forbidden: a job runs, or both are asked for.
// out: refused (pulse, in the cycle of the start): forbidden, loading, no beats, or beyond the end of the buffer.
//      loading, tready: 1 from the cycle after an accepted start until the last beat is taken.
//      write_weights with weight_address: the beat that is taken in this cycle is a word of weights.
//      write_field_<i> with parameter_address: it is field i of a tile of parameters, in the order of the
//      fields.
// address and beats are unsigned. Reset ends a load; words that were written stay.
module int8x8_WeightLoader (
  input  wire          start_weights,
  input  wire          start_parameters,
  input  wire          forbidden,
  input  wire          tvalid,
  output wire          tready,
  output wire          loading,
  output wire          refused,
  output wire          write_weights,
  input  wire [23:0]   address,
  input  wire [23:0]   beats,
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

  reg        [23:0]   left;
  reg                 parameters_target;
  reg        [12:0]   word;
  reg        [5:0]    tile;
  reg        [2:0]    field;
  wire                idle;
  wire                take;
  wire       [24:0]   load_end;
  reg                 fits_weights;
  wire       [5:0]    tile_address;
  wire       [9:0]    beats_before;
  reg        [9:0]    beats_free;
  reg                 tile_in_buffer;
  reg                 fits_parameters;
  wire                accept;

  assign idle = (! (|left));
  assign take = ((! idle) && tvalid);
  assign load_end = ({1'b0,address} + {1'b0,beats});
  assign tile_address = address[5 : 0];
  assign beats_before = ({2'b00,tile_address,2'b00} + {3'b000,tile_address,1'b0});
  assign accept = ((((start_weights && fits_weights) || (start_parameters && fits_parameters)) && idle) && (! forbidden));
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
      fits_weights <= 1'b0;
      tile_in_buffer <= 1'b0;
      fits_parameters <= 1'b0;
    end else begin
      fits_weights <= ((load_end < 25'h0002001) && (|beats));
      tile_in_buffer <= (address < 24'h000040);
      fits_parameters <= ((tile_in_buffer && (! ({14'h0,beats_free} < beats))) && (|beats));
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
    beats_free <= (10'h180 - beats_before);
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

// Double buffer of activations: one half fills from the stream with the next tile of rows while the other is
// read.
// in:  tdata, tvalid, tready: stream of words, last_word + 1 of them for each tile of rows;
//      start (pulse) with rows: rows of the job; tile_done (pulse): the half that is read is free again.
//      read_address, read_enable: data is the addressed word one cycle later and is held while read_enable is 0.
// out: available: the half that is to be read holds a whole tile.
// tready is 1 only while rows of the job are missing and a half is free. last_word must be stable during a job.
// Reset empties both halves and ends the job; the memory keeps its words.
module int8x8_ActivationBuffer (
  input  wire          tvalid,
  output wire          tready,
  input  wire          start,
  output wire          available,
  input  wire          read_enable,
  input  wire          tile_done,
  input  wire [31:0]   rows,
  input  wire [127:0]  tdata,
  output wire [127:0]  data,
  input  wire [9:0]    last_word,
  input  wire [9:0]    read_address,
  input  wire          clk,
  input  wire          reset
);

  reg        [127:0]  store_spinal_port1;
  reg        [31:0]   rows_left;
  reg        [9:0]    position;
  reg                 fill_half;
  reg                 read_half;
  reg                 full_0;
  reg                 full_1;
  reg                 rows_missing;
  wire                ready;
  wire                take;
  wire                tile_end;
  wire       [10:0]   store_write_address;
  wire       [127:0]  store_write_data;
  wire       [10:0]   store_read_address;
  wire       [127:0]  store_read_data;
  wire                more_rows;
  wire       [31:0]   rows_after;
  (* no_rw_check *) reg [127:0] store [0:2047];

  always @(posedge clk) begin
    if(take) begin
      store[store_write_address] <= store_write_data;
    end
  end

  always @(posedge clk) begin
    if(read_enable) begin
      store_spinal_port1 <= store[store_read_address];
    end
  end

  assign ready = (rows_missing && (! (fill_half ? full_1 : full_0)));
  assign take = (ready && tvalid);
  assign tile_end = (take && (position == last_word));
  assign tready = ready;
  assign available = (read_half ? full_1 : full_0);
  assign store_write_address = {fill_half,position};
  assign store_write_data = tdata;
  assign store_read_address = {read_half,read_address};
  assign store_read_data = store_spinal_port1;
  assign data = store_read_data;
  assign more_rows = (! (rows_left < 32'h00000009));
  assign rows_after = (rows_left - 32'h00000008);
  always @(posedge clk) begin
    if(reset) begin
      rows_left <= 32'h0;
      position <= 10'h0;
      fill_half <= 1'b0;
      read_half <= 1'b0;
      full_0 <= 1'b0;
      full_1 <= 1'b0;
      rows_missing <= 1'b0;
    end else begin
      if(take) begin
        position <= (position + 10'h001);
      end
      if(tile_end) begin
        position <= 10'h0;
        fill_half <= (! fill_half);
        rows_left <= (rows_after & {32{more_rows}});
        rows_missing <= more_rows;
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
        rows_missing <= (|rows);
        position <= 10'h0;
      end
    end
  end

endmodule

// Registers behind an AXI4-Lite slave of 32-bit words. Every access answers OKAY; addresses without a register
// read as zero and ignore writes. s_axi_awaddr and s_axi_araddr are byte addresses, bits 1..0 are ignored.
// out: value_<register>: what was written last, with byte strobes; fields that are not stored read as zero.
//      written_<register> (pulse): the register was written; write_data is the word, valid in that cycle.
//      read_<register> (pulse): the register is read in this cycle.
// in:  status_<register>: what the register reads.
// Address and data of a write come in any order. bvalid, value_* and written_* follow two cycles after the later
// of them, rvalid one cycle after the address. One write and one read are in flight at most. Reset sets value_*
// to the reset values of the registers.
module int8x8_AxiLiteSlave (
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
  input  wire          lock,
  output wire          locked_write,
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

  reg                 have_address;
  reg                 have_data;
  reg                 responding;
  reg        [7:0]    write_address;
  reg        [31:0]   write_word;
  reg        [3:0]    write_strobe;
  wire                write_address_taken;
  wire                write_word_taken;
  wire                commit;
  wire       [7:0]    written_byte_0;
  wire       [7:0]    written_byte_1;
  wire       [7:0]    written_byte_2;
  wire       [7:0]    written_byte_3;
  wire                commit_acts;
  wire                hit_control;
  reg                 pulse_control;
  reg        [31:0]   reg_control;
  wire       [31:0]   merged_control;
  wire                hit_status;
  reg                 pulse_status;
  wire                hit_format;
  wire                stores_format;
  reg        [31:0]   reg_format;
  wire       [31:0]   merged_format;
  wire                hit_rows;
  wire                stores_rows;
  reg        [31:0]   reg_rows;
  wire       [31:0]   merged_rows;
  wire                hit_columns;
  wire                stores_columns;
  reg        [31:0]   reg_columns;
  wire       [31:0]   merged_columns;
  wire                hit_depth;
  wire                stores_depth;
  reg        [31:0]   reg_depth;
  wire       [31:0]   merged_depth;
  wire                hit_depth_words;
  wire                stores_depth_words;
  reg        [31:0]   reg_depth_words;
  wire       [31:0]   merged_depth_words;
  wire                hit_weight_base;
  wire                stores_weight_base;
  reg        [31:0]   reg_weight_base;
  wire       [31:0]   merged_weight_base;
  wire                hit_parameter_base;
  wire                stores_parameter_base;
  reg        [31:0]   reg_parameter_base;
  wire       [31:0]   merged_parameter_base;
  wire                hit_bias_shift;
  wire                stores_bias_shift;
  reg        [31:0]   reg_bias_shift;
  wire       [31:0]   merged_bias_shift;
  wire                hit_clip;
  wire                stores_clip;
  reg        [31:0]   reg_clip;
  wire       [31:0]   merged_clip;
  wire                hit_load_address;
  reg        [31:0]   reg_load_address;
  wire       [31:0]   merged_load_address;
  wire                hit_load_beats;
  reg        [31:0]   reg_load_beats;
  wire       [31:0]   merged_load_beats;
  wire                hit_load_control;
  reg                 pulse_load_control;
  reg                 refused_write;
  reg                 read_responding;
  reg        [31:0]   read_word;
  wire                read_accept;
  wire                read_hit_id;
  wire                read_hit_version;
  wire                read_hit_config_hash;
  wire                read_hit_control;
  wire                read_hit_status;
  wire                read_hit_format;
  wire                read_hit_rows;
  wire                read_hit_columns;
  wire                read_hit_depth;
  wire                read_hit_depth_words;
  wire                read_hit_weight_base;
  wire                read_hit_parameter_base;
  wire                read_hit_bias_shift;
  wire                read_hit_clip;
  wire                read_hit_load_address;
  wire                read_hit_load_beats;
  wire                read_hit_load_control;
  wire                read_hit_cycles_low;
  wire                read_hit_cycles_high;
  wire                read_hit_macs_low;
  wire                read_hit_macs_high;
  wire                read_hit_stall_in_low;
  wire                read_hit_stall_in_high;
  wire                read_hit_stall_out_low;
  wire                read_hit_stall_out_high;
  wire       [31:0]   read_words_0;
  wire       [31:0]   read_words_1;
  wire       [31:0]   read_words_2;
  wire       [31:0]   read_words_3;
  wire       [31:0]   read_words_4;
  wire       [31:0]   read_words_5;
  wire       [31:0]   read_words_1_0;
  wire       [31:0]   read_words_1_1;
  wire       [31:0]   read_answer;

  assign s_axi_awready = (! have_address);
  assign s_axi_wready = (! have_data);
  assign write_address_taken = (s_axi_awvalid && (! have_address));
  assign write_word_taken = (s_axi_wvalid && (! have_data));
  assign commit = ((have_address && have_data) && (! responding));
  assign s_axi_bvalid = responding;
  assign s_axi_bresp = 2'b00;
  assign written_byte_0 = (write_word[7 : 0] & {8{write_strobe[0]}});
  assign written_byte_1 = (write_word[15 : 8] & {8{write_strobe[1]}});
  assign written_byte_2 = (write_word[23 : 16] & {8{write_strobe[2]}});
  assign written_byte_3 = (write_word[31 : 24] & {8{write_strobe[3]}});
  assign write_data = {written_byte_3,written_byte_2,written_byte_1,written_byte_0};
  assign commit_acts = (commit && (|write_strobe));
  assign hit_control = (commit_acts && (write_address[7 : 2] == 6'h03));
  assign written_control = pulse_control;
  assign merged_control = {(write_strobe[3] ? write_word[31 : 24] : reg_control[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_control[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_control[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_control[7 : 0])};
  assign value_control = reg_control;
  assign hit_status = (commit_acts && (write_address[7 : 2] == 6'h04));
  assign written_status = pulse_status;
  assign hit_format = (commit_acts && (write_address[7 : 2] == 6'h05));
  assign stores_format = (hit_format && (! lock));
  assign merged_format = {(write_strobe[3] ? write_word[31 : 24] : reg_format[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_format[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_format[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_format[7 : 0])};
  assign value_format = reg_format;
  assign hit_rows = (commit_acts && (write_address[7 : 2] == 6'h06));
  assign stores_rows = (hit_rows && (! lock));
  assign merged_rows = {(write_strobe[3] ? write_word[31 : 24] : reg_rows[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_rows[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_rows[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_rows[7 : 0])};
  assign value_rows = reg_rows;
  assign hit_columns = (commit_acts && (write_address[7 : 2] == 6'h07));
  assign stores_columns = (hit_columns && (! lock));
  assign merged_columns = {(write_strobe[3] ? write_word[31 : 24] : reg_columns[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_columns[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_columns[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_columns[7 : 0])};
  assign value_columns = reg_columns;
  assign hit_depth = (commit_acts && (write_address[7 : 2] == 6'h08));
  assign stores_depth = (hit_depth && (! lock));
  assign merged_depth = {(write_strobe[3] ? write_word[31 : 24] : reg_depth[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_depth[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_depth[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_depth[7 : 0])};
  assign value_depth = reg_depth;
  assign hit_depth_words = (commit_acts && (write_address[7 : 2] == 6'h09));
  assign stores_depth_words = (hit_depth_words && (! lock));
  assign merged_depth_words = {(write_strobe[3] ? write_word[31 : 24] : reg_depth_words[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_depth_words[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_depth_words[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_depth_words[7 : 0])};
  assign value_depth_words = reg_depth_words;
  assign hit_weight_base = (commit_acts && (write_address[7 : 2] == 6'h0a));
  assign stores_weight_base = (hit_weight_base && (! lock));
  assign merged_weight_base = {(write_strobe[3] ? write_word[31 : 24] : reg_weight_base[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_weight_base[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_weight_base[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_weight_base[7 : 0])};
  assign value_weight_base = reg_weight_base;
  assign hit_parameter_base = (commit_acts && (write_address[7 : 2] == 6'h0b));
  assign stores_parameter_base = (hit_parameter_base && (! lock));
  assign merged_parameter_base = {(write_strobe[3] ? write_word[31 : 24] : reg_parameter_base[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_parameter_base[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_parameter_base[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_parameter_base[7 : 0])};
  assign value_parameter_base = reg_parameter_base;
  assign hit_bias_shift = (commit_acts && (write_address[7 : 2] == 6'h0c));
  assign stores_bias_shift = (hit_bias_shift && (! lock));
  assign merged_bias_shift = {(write_strobe[3] ? write_word[31 : 24] : reg_bias_shift[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_bias_shift[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_bias_shift[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_bias_shift[7 : 0])};
  assign value_bias_shift = reg_bias_shift;
  assign hit_clip = (commit_acts && (write_address[7 : 2] == 6'h0d));
  assign stores_clip = (hit_clip && (! lock));
  assign merged_clip = {(write_strobe[3] ? write_word[31 : 24] : reg_clip[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_clip[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_clip[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_clip[7 : 0])};
  assign value_clip = reg_clip;
  assign hit_load_address = (commit_acts && (write_address[7 : 2] == 6'h0e));
  assign merged_load_address = {(write_strobe[3] ? write_word[31 : 24] : reg_load_address[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_load_address[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_load_address[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_load_address[7 : 0])};
  assign value_load_address = reg_load_address;
  assign hit_load_beats = (commit_acts && (write_address[7 : 2] == 6'h0f));
  assign merged_load_beats = {(write_strobe[3] ? write_word[31 : 24] : reg_load_beats[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_load_beats[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_load_beats[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_load_beats[7 : 0])};
  assign value_load_beats = reg_load_beats;
  assign hit_load_control = (commit_acts && (write_address[7 : 2] == 6'h10));
  assign written_load_control = pulse_load_control;
  assign locked_write = refused_write;
  assign read_accept = (s_axi_arvalid && (! read_responding));
  assign s_axi_arready = (! read_responding);
  assign read_hit_id = (s_axi_araddr[7 : 2] == 6'h0);
  assign read_hit_version = (s_axi_araddr[7 : 2] == 6'h01);
  assign read_hit_config_hash = (s_axi_araddr[7 : 2] == 6'h02);
  assign read_hit_control = (s_axi_araddr[7 : 2] == 6'h03);
  assign read_hit_status = (s_axi_araddr[7 : 2] == 6'h04);
  assign read_hit_format = (s_axi_araddr[7 : 2] == 6'h05);
  assign read_hit_rows = (s_axi_araddr[7 : 2] == 6'h06);
  assign read_hit_columns = (s_axi_araddr[7 : 2] == 6'h07);
  assign read_hit_depth = (s_axi_araddr[7 : 2] == 6'h08);
  assign read_hit_depth_words = (s_axi_araddr[7 : 2] == 6'h09);
  assign read_hit_weight_base = (s_axi_araddr[7 : 2] == 6'h0a);
  assign read_hit_parameter_base = (s_axi_araddr[7 : 2] == 6'h0b);
  assign read_hit_bias_shift = (s_axi_araddr[7 : 2] == 6'h0c);
  assign read_hit_clip = (s_axi_araddr[7 : 2] == 6'h0d);
  assign read_hit_load_address = (s_axi_araddr[7 : 2] == 6'h0e);
  assign read_hit_load_beats = (s_axi_araddr[7 : 2] == 6'h0f);
  assign read_hit_load_control = (s_axi_araddr[7 : 2] == 6'h10);
  assign read_hit_cycles_low = (s_axi_araddr[7 : 2] == 6'h11);
  assign read_cycles_low = (read_accept && read_hit_cycles_low);
  assign read_hit_cycles_high = (s_axi_araddr[7 : 2] == 6'h12);
  assign read_hit_macs_low = (s_axi_araddr[7 : 2] == 6'h13);
  assign read_macs_low = (read_accept && read_hit_macs_low);
  assign read_hit_macs_high = (s_axi_araddr[7 : 2] == 6'h14);
  assign read_hit_stall_in_low = (s_axi_araddr[7 : 2] == 6'h15);
  assign read_stall_in_low = (read_accept && read_hit_stall_in_low);
  assign read_hit_stall_in_high = (s_axi_araddr[7 : 2] == 6'h16);
  assign read_hit_stall_out_low = (s_axi_araddr[7 : 2] == 6'h17);
  assign read_stall_out_low = (read_accept && read_hit_stall_out_low);
  assign read_hit_stall_out_high = (s_axi_araddr[7 : 2] == 6'h18);
  assign read_words_0 = ((((status_id & {32{read_hit_id}}) | (status_version & {32{read_hit_version}})) | (status_config_hash & {32{read_hit_config_hash}})) | (value_control & {32{read_hit_control}}));
  assign read_words_1 = ((((status_status & {32{read_hit_status}}) | (value_format & {32{read_hit_format}})) | (value_rows & {32{read_hit_rows}})) | (value_columns & {32{read_hit_columns}}));
  assign read_words_2 = ((((value_depth & {32{read_hit_depth}}) | (value_depth_words & {32{read_hit_depth_words}})) | (value_weight_base & {32{read_hit_weight_base}})) | (value_parameter_base & {32{read_hit_parameter_base}}));
  assign read_words_3 = ((((value_bias_shift & {32{read_hit_bias_shift}}) | (value_clip & {32{read_hit_clip}})) | (value_load_address & {32{read_hit_load_address}})) | (value_load_beats & {32{read_hit_load_beats}}));
  assign read_words_4 = ((((status_cycles_low & {32{read_hit_cycles_low}}) | (status_cycles_high & {32{read_hit_cycles_high}})) | (status_macs_low & {32{read_hit_macs_low}})) | (status_macs_high & {32{read_hit_macs_high}}));
  assign read_words_5 = ((((status_stall_in_low & {32{read_hit_stall_in_low}}) | (status_stall_in_high & {32{read_hit_stall_in_high}})) | (status_stall_out_low & {32{read_hit_stall_out_low}})) | (status_stall_out_high & {32{read_hit_stall_out_high}}));
  assign read_words_1_0 = (((read_words_0 | read_words_1) | read_words_2) | read_words_3);
  assign read_words_1_1 = (read_words_4 | read_words_5);
  assign read_answer = (read_words_1_0 | read_words_1_1);
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
      refused_write <= 1'b0;
      read_responding <= 1'b0;
    end else begin
      if(write_address_taken) begin
        have_address <= 1'b1;
      end
      if(write_word_taken) begin
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
        reg_control <= (merged_control & 32'h00000002);
      end
      pulse_status <= hit_status;
      if(stores_format) begin
        reg_format <= (merged_format & 32'h00010f0f);
      end
      if(stores_rows) begin
        reg_rows <= merged_rows;
      end
      if(stores_columns) begin
        reg_columns <= (merged_columns & 32'h0000ffff);
      end
      if(stores_depth) begin
        reg_depth <= (merged_depth & 32'h00ffffff);
      end
      if(stores_depth_words) begin
        reg_depth_words <= (merged_depth_words & 32'h00ffffff);
      end
      if(stores_weight_base) begin
        reg_weight_base <= (merged_weight_base & 32'h00ffffff);
      end
      if(stores_parameter_base) begin
        reg_parameter_base <= (merged_parameter_base & 32'h0000ffff);
      end
      if(stores_bias_shift) begin
        reg_bias_shift <= (merged_bias_shift & 32'h000000ff);
      end
      if(stores_clip) begin
        reg_clip <= merged_clip;
      end
      if(hit_load_address) begin
        reg_load_address <= (merged_load_address & 32'h00ffffff);
      end
      if(hit_load_beats) begin
        reg_load_beats <= (merged_load_beats & 32'h00ffffff);
      end
      pulse_load_control <= hit_load_control;
      refused_write <= (((((((((hit_format && lock) || (hit_rows && lock)) || (hit_columns && lock)) || (hit_depth && lock)) || (hit_depth_words && lock)) || (hit_weight_base && lock)) || (hit_parameter_base && lock)) || (hit_bias_shift && lock)) || (hit_clip && lock));
      if(s_axi_rready) begin
        read_responding <= 1'b0;
      end
      if(read_accept) begin
        read_responding <= 1'b1;
      end
    end
  end

  always @(posedge clk) begin
    if(write_address_taken) begin
      write_address <= s_axi_awaddr;
    end
    if(write_word_taken) begin
      write_word <= s_axi_wdata;
      write_strobe <= s_axi_wstrb;
    end
    if(read_accept) begin
      read_word <= read_answer;
    end
  end

endmodule

// From a normalised value to a result code: rounded once, saturated, clipped.
// in:  the value (-1)^negative * significand * 2^(exponent - 17), with the top bit of the significand set; its last
//      bit stands for itself and everything below; is_zero: it is zero; nar: it is NaR.
//      round_away, round_up (where the design has it): integers round ties away from zero, or up, else to even;
//      other formats always to even.
//      result_format: index of the number format; zero_point (signed, where the design has it): added to integers.
//      clip_low, clip_high: range of codes, and low_order, high_order: the same as numbers in their order.
//      All but the value are constant while values come.
// out: code: zero-extended. NaR is not clipped.
// Latency: six cycles, three where the target has few cells and a slow clock; one more with zero points. No handshake, nothing stalls. There is no reset but of single bits.
module int8x8_ResultPacker (
  input  wire          negative,
  input  wire [17:0]   significand,
  input  wire          is_zero,
  input  wire          nar,
  input  wire          round_away,
  input  wire [3:0]    result_format,
  input  wire [15:0]   clip_low,
  input  wire [15:0]   clip_high,
  output wire [15:0]   code,
  input  wire [11:0]   exponent,
  input  wire [16:0]   low_order,
  input  wire [16:0]   high_order,
  input  wire          clk,
  input  wire          reset
);

  wire                is_under;
  reg        [11:0]   over_from;
  reg        [11:0]   normal_from;
  wire                is_normal;
  wire       [4:0]    places_down;
  wire       [4:0]    amount_in_range;
  wire       [4:0]    plain_amount;
  wire                is_at_least_one;
  reg                 negative_1;
  reg                 zero_1;
  reg                 nar_1;
  reg        [17:0]   string_1;
  reg        [4:0]    amount_1;
  reg                 over_1;
  wire       [34:0]   string_padded;
  wire       [34:0]   string_down_1;
  wire       [34:0]   string_down_2;
  wire       [34:0]   string_down_4;
  wire       [34:0]   string_down_8;
  wire       [34:0]   string_down_16;
  reg        [34:0]   string_2;
  reg                 over_2;
  reg                 negative_2;
  reg                 zero_2;
  reg                 nar_2;
  wire       [15:0]   body_bits;
  wire                increment;
  wire       [16:0]   rounded;
  reg        [16:0]   rounded_3;
  reg                 over_3;
  reg                 negative_3;
  reg                 zero_3;
  reg                 nar_3;
  reg        [16:0]   greatest;
  reg        [16:0]   least_magnitude;
  wire       [16:0]   limit;
  wire                is_beyond;
  wire       [16:0]   saturated_magnitude;
  wire                is_none;
  reg        [15:0]   magnitude_4;
  reg                 negative_4;
  reg                 zero_4;
  reg                 nar_4;
  wire                minus;
  wire       [16:0]   order;
  reg        [15:0]   code_mask;
  wire       [15:0]   unclipped;
  reg        [16:0]   order_5;
  reg        [15:0]   code_5;
  reg                 nar_5;
  wire                is_below;
  wire                is_above;
  reg        [15:0]   nar_code;
  reg        [15:0]   code_last;

  assign is_under = ({(! exponent[11]),exponent[10 : 0]} < 12'h7fe);
  assign is_normal = (! ({(! exponent[11]),exponent[10 : 0]} < {(! normal_from[11]),normal_from[10 : 0]}));
  assign places_down = (5'h0f - exponent[4 : 0]);
  assign amount_in_range = (is_normal ? 5'h0 : places_down);
  assign plain_amount = (is_under ? 5'h11 : amount_in_range);
  assign is_at_least_one = (! exponent[11]);
  assign string_padded = {string_1,17'h0};
  assign string_down_1 = (amount_1[0] ? {1'b0,string_padded[34 : 1]} : string_padded);
  assign string_down_2 = (amount_1[1] ? {{2{1'b0}},string_down_1[34 : 2]} : string_down_1);
  assign string_down_4 = (amount_1[2] ? {{4{1'b0}},string_down_2[34 : 4]} : string_down_2);
  assign string_down_8 = (amount_1[3] ? {{8{1'b0}},string_down_4[34 : 8]} : string_down_4);
  assign string_down_16 = (amount_1[4] ? {{16{1'b0}},string_down_8[34 : 16]} : string_down_8);
  assign body_bits = string_2[34 : 19];
  assign increment = (string_2[18] && (((|string_2[17 : 0]) || body_bits[0]) || round_away));
  assign rounded = ({1'b0,body_bits} + {15'd0, 1'b0,increment});
  assign limit = (negative_3 ? least_magnitude : greatest);
  assign is_beyond = (over_3 || (limit < rounded_3));
  assign saturated_magnitude = (is_beyond ? limit : rounded_3);
  assign is_none = zero_3;
  assign minus = negative_4;
  assign order = (({1'b0,magnitude_4} ^ {17{minus}}) + {16'h0,minus});
  assign unclipped = (order[15 : 0] & code_mask);
  assign is_below = ({(! order_5[16]),order_5[15 : 0]} < {(! low_order[16]),low_order[15 : 0]});
  assign is_above = ({(! high_order[16]),high_order[15 : 0]} < {(! order_5[16]),order_5[15 : 0]});
  assign code = code_last;
  always @(posedge clk) begin
    over_from <= ((result_format == 4'b0000) ? 12'h004 : ((result_format == 4'b0001) ? 12'h008 : 12'h010));
    normal_from <= ((result_format == 4'b0000) ? 12'h004 : ((result_format == 4'b0001) ? 12'h008 : 12'h010));
    string_1 <= significand;
    amount_1 <= plain_amount;
    string_2 <= string_down_16;
    rounded_3 <= rounded;
    greatest <= ((result_format == 4'b0000) ? 17'h00007 : ((result_format == 4'b0001) ? 17'h0007f : 17'h07fff));
    least_magnitude <= ((result_format == 4'b0000) ? 17'h00008 : ((result_format == 4'b0001) ? 17'h00080 : 17'h08000));
    magnitude_4 <= (saturated_magnitude[15 : 0] & {16{(! is_none)}});
    code_mask <= ((result_format == 4'b0000) ? 16'h000f : ((result_format == 4'b0001) ? 16'h00ff : 16'hffff));
    order_5 <= order;
    code_5 <= unclipped;
    nar_code <= ((result_format == 4'b0000) ? 16'h0008 : ((result_format == 4'b0001) ? 16'h0080 : 16'h8000));
    code_last <= (nar_5 ? nar_code : ((is_above ? clip_high : (is_below ? clip_low : code_5)) & code_mask));
  end

  always @(posedge clk) begin
    if(reset) begin
      negative_1 <= 1'b0;
      zero_1 <= 1'b0;
      nar_1 <= 1'b0;
      over_1 <= 1'b0;
      over_2 <= 1'b0;
      negative_2 <= 1'b0;
      zero_2 <= 1'b0;
      nar_2 <= 1'b0;
      over_3 <= 1'b0;
      negative_3 <= 1'b0;
      zero_3 <= 1'b0;
      nar_3 <= 1'b0;
      negative_4 <= 1'b0;
      zero_4 <= 1'b0;
      nar_4 <= 1'b0;
      nar_5 <= 1'b0;
    end else begin
      negative_1 <= negative;
      zero_1 <= is_zero;
      nar_1 <= nar;
      over_1 <= (! ({(! exponent[11]),exponent[10 : 0]} < {(! over_from[11]),over_from[10 : 0]}));
      over_2 <= over_1;
      negative_2 <= negative_1;
      zero_2 <= zero_1;
      nar_2 <= nar_1;
      over_3 <= over_2;
      negative_3 <= negative_2;
      zero_3 <= zero_2;
      nar_3 <= nar_2;
      negative_4 <= negative_3;
      zero_4 <= zero_3;
      nar_4 <= nar_3;
      nar_5 <= nar_4;
    end
  end

endmodule

// A row of multiply-accumulate units: all take the same activation a_*, or each its own a_<c>_*; unit c the weight
// b_<c>_*.
// in:  valid, last, clear, shift, table_number: of all units; drain_in_<c>_*, drain_nar_in_<c>: drain register of
//      unit c of the row below.
// out: drain_<c>_*, drain_nar_<c>: drain register of unit c.
module int8x8_MacRow (
  input  wire          valid,
  input  wire          last,
  input  wire          clear,
  input  wire          shift,
  input  wire [31:0]   a_values,
  input  wire [31:0]   b_0_values,
  input  wire [41:0]   drain_in_0_0,
  output wire [41:0]   drain_0_0,
  input  wire [31:0]   b_1_values,
  input  wire [41:0]   drain_in_1_0,
  output wire [41:0]   drain_1_0,
  input  wire [31:0]   b_2_values,
  input  wire [41:0]   drain_in_2_0,
  output wire [41:0]   drain_2_0,
  input  wire [31:0]   b_3_values,
  input  wire [41:0]   drain_in_3_0,
  output wire [41:0]   drain_3_0,
  input  wire [31:0]   b_4_values,
  input  wire [41:0]   drain_in_4_0,
  output wire [41:0]   drain_4_0,
  input  wire [31:0]   b_5_values,
  input  wire [41:0]   drain_in_5_0,
  output wire [41:0]   drain_5_0,
  input  wire [31:0]   b_6_values,
  input  wire [41:0]   drain_in_6_0,
  output wire [41:0]   drain_6_0,
  input  wire [31:0]   b_7_values,
  input  wire [41:0]   drain_in_7_0,
  output wire [41:0]   drain_7_0,
  input  wire          clk,
  input  wire          reset
);

  wire       [41:0]   unit_0_drain_0;
  wire       [41:0]   unit_1_drain_0;
  wire       [41:0]   unit_2_drain_0;
  wire       [41:0]   unit_3_drain_0;
  wire       [41:0]   unit_4_drain_0;
  wire       [41:0]   unit_5_drain_0;
  wire       [41:0]   unit_6_drain_0;
  wire       [41:0]   unit_7_drain_0;

  int8x8_MacUnit unit_0 (
    .valid      (valid               ), //i
    .last       (last                ), //i
    .clear      (clear               ), //i
    .shift      (shift               ), //i
    .a_values   (a_values[31:0]      ), //i
    .b_values   (b_0_values[31:0]    ), //i
    .drain_in_0 (drain_in_0_0[41:0]  ), //i
    .drain_0    (unit_0_drain_0[41:0]), //o
    .clk        (clk                 ), //i
    .reset      (reset               )  //i
  );
  int8x8_MacUnit unit_1 (
    .valid      (valid               ), //i
    .last       (last                ), //i
    .clear      (clear               ), //i
    .shift      (shift               ), //i
    .a_values   (a_values[31:0]      ), //i
    .b_values   (b_1_values[31:0]    ), //i
    .drain_in_0 (drain_in_1_0[41:0]  ), //i
    .drain_0    (unit_1_drain_0[41:0]), //o
    .clk        (clk                 ), //i
    .reset      (reset               )  //i
  );
  int8x8_MacUnit unit_2 (
    .valid      (valid               ), //i
    .last       (last                ), //i
    .clear      (clear               ), //i
    .shift      (shift               ), //i
    .a_values   (a_values[31:0]      ), //i
    .b_values   (b_2_values[31:0]    ), //i
    .drain_in_0 (drain_in_2_0[41:0]  ), //i
    .drain_0    (unit_2_drain_0[41:0]), //o
    .clk        (clk                 ), //i
    .reset      (reset               )  //i
  );
  int8x8_MacUnit unit_3 (
    .valid      (valid               ), //i
    .last       (last                ), //i
    .clear      (clear               ), //i
    .shift      (shift               ), //i
    .a_values   (a_values[31:0]      ), //i
    .b_values   (b_3_values[31:0]    ), //i
    .drain_in_0 (drain_in_3_0[41:0]  ), //i
    .drain_0    (unit_3_drain_0[41:0]), //o
    .clk        (clk                 ), //i
    .reset      (reset               )  //i
  );
  int8x8_MacUnit unit_4 (
    .valid      (valid               ), //i
    .last       (last                ), //i
    .clear      (clear               ), //i
    .shift      (shift               ), //i
    .a_values   (a_values[31:0]      ), //i
    .b_values   (b_4_values[31:0]    ), //i
    .drain_in_0 (drain_in_4_0[41:0]  ), //i
    .drain_0    (unit_4_drain_0[41:0]), //o
    .clk        (clk                 ), //i
    .reset      (reset               )  //i
  );
  int8x8_MacUnit unit_5 (
    .valid      (valid               ), //i
    .last       (last                ), //i
    .clear      (clear               ), //i
    .shift      (shift               ), //i
    .a_values   (a_values[31:0]      ), //i
    .b_values   (b_5_values[31:0]    ), //i
    .drain_in_0 (drain_in_5_0[41:0]  ), //i
    .drain_0    (unit_5_drain_0[41:0]), //o
    .clk        (clk                 ), //i
    .reset      (reset               )  //i
  );
  int8x8_MacUnit unit_6 (
    .valid      (valid               ), //i
    .last       (last                ), //i
    .clear      (clear               ), //i
    .shift      (shift               ), //i
    .a_values   (a_values[31:0]      ), //i
    .b_values   (b_6_values[31:0]    ), //i
    .drain_in_0 (drain_in_6_0[41:0]  ), //i
    .drain_0    (unit_6_drain_0[41:0]), //o
    .clk        (clk                 ), //i
    .reset      (reset               )  //i
  );
  int8x8_MacUnit unit_7 (
    .valid      (valid               ), //i
    .last       (last                ), //i
    .clear      (clear               ), //i
    .shift      (shift               ), //i
    .a_values   (a_values[31:0]      ), //i
    .b_values   (b_7_values[31:0]    ), //i
    .drain_in_0 (drain_in_7_0[41:0]  ), //i
    .drain_0    (unit_7_drain_0[41:0]), //o
    .clk        (clk                 ), //i
    .reset      (reset               )  //i
  );
  assign drain_0_0 = unit_0_drain_0;
  assign drain_1_0 = unit_1_drain_0;
  assign drain_2_0 = unit_2_drain_0;
  assign drain_3_0 = unit_3_drain_0;
  assign drain_4_0 = unit_4_drain_0;
  assign drain_5_0 = unit_5_drain_0;
  assign drain_6_0 = unit_6_drain_0;
  assign drain_7_0 = unit_7_drain_0;

endmodule

// Decodes a word of one, two or four operands to what the units multiply.
// in:  word: operands, lane 0 in the lowest bits; format: index of the operands' number formats in the manifest;
//      part: of a word of weights for several words of activations, the part that is decoded; of block formats
//      scale: code of the block's scale; is_scale: the word has scales, no operands.
// out: values: operands of the multipliers, two's complement, lowest lane first: the value in the format's unit,
//      or a significand with its sign; codes, negatives: magnitudes and signs of lanes whose products are
//      tables; places: shifts of significands, lowest path first; nar: an operand is NaR; joined: all lanes
//      have the first path's place.
//      All of a lane that the format does not have, of zero and of NaR is zero.
// Latency: none, or one cycle on targets where a decoder has a register in its middle.
module int8x8_OperandDecoder (
  input  wire [15:0]   word,
  input  wire [3:0]    format,
  output wire [31:0]   values
);

  wire                is_int8;
  wire                is_int4;

  assign is_int8 = (format == 4'b0001);
  assign is_int4 = (format == 4'b0000);
  assign values = (is_int4 ? {word[15 : 12],word[11 : 8],{4{word[7]}},word[7 : 4],{12{word[3]}},word[3 : 0]} : (is_int8 ? {4'b0000,4'b0000,word[15 : 8],{8{word[7]}},word[7 : 0]} : {4'b0000,4'b0000,8'h0,word}));

endmodule

// One multiply-accumulate unit: the products of a_* and b_* are added to the accumulator; and a drain register.
// in:  a_values, b_values: operands of the multipliers, two's complement, side by side; a_codes, b_codes,
//      a_negatives, b_negatives: magnitudes and signs for tables of products, of the format that table_number
//      says;
//      a_places, b_places: their sums are left shifts of the paths' products; a_nar, b_nar: an operand is NaR;
//      a_joined, b_joined: all products are of the first path. Two's complement places are those of a window: bits
//      of products below the accumulator's unit are dropped, which rounds down.
//      mode: where lanes share an array of cells, a bit for each count of lanes.
//      a_active, b_active: where something is gated, the operands can change the sum: both, or the registers of
//      products and the accumulator stay as they are.
//      valid: belongs to the accumulate stage: the products are added. last: with valid, the sum with these
//      products goes to drain_*, drain_nar. clear: accumulator and its NaR are zero in the next cycle, also with
//      valid. shift: drain_in_*, drain_nar_in go to drain_* (last wins), which are the sum's words, lowest first.
// The accumulator is the sum of all lanes, two's complement; it wraps around. NaR stays until clear.
// Latency: a register after multiply and one after align where the design has them, and the accumulator. With
// registers in front of multipliers a_joined, b_joined come a cycle after the other operands; places and NaR come
// so many cycles after them as there are registers in front of multipliers and behind the sum of products.
// There is no reset: clear comes before the first sum.
module int8x8_MacUnit (
  input  wire          valid,
  input  wire          last,
  input  wire          clear,
  input  wire          shift,
  input  wire [31:0]   a_values,
  input  wire [31:0]   b_values,
  input  wire [41:0]   drain_in_0,
  output wire [41:0]   drain_0,
  input  wire          clk,
  input  wire          reset
);

  wire       [7:0]    product_2;
  wire       [7:0]    product_3;
  wire       [31:0]   sum_3;
  wire       [31:0]   product_0;
  wire       [31:0]   sum_0;
  wire       [15:0]   product_1;
  wire       [31:0]   sum_1;
  reg        [31:0]   products_0_d1;
  reg        [41:0]   acc_0;
  wire       [42:0]   path_0_total_0;
  reg        [41:0]   drained_0;

  assign product_2 = ($signed(a_values[27 : 24]) * $signed(b_values[27 : 24]));
  assign product_3 = ($signed(a_values[31 : 28]) * $signed(b_values[31 : 28]));
  assign sum_3 = ({{24{product_2[7]}},product_2} + {{24{product_3[7]}},product_3});
  assign product_0 = ($signed(a_values[15 : 0]) * $signed(b_values[15 : 0]));
  assign sum_0 = (sum_3 + product_0);
  assign product_1 = ($signed(a_values[23 : 16]) * $signed(b_values[23 : 16]));
  assign sum_1 = (sum_0 + {{16{product_1[15]}},product_1});
  assign path_0_total_0 = ({1'b0,acc_0} + {1'b0,{10{products_0_d1[31]}},products_0_d1});
  assign drain_0 = drained_0;
  always @(posedge clk) begin
    products_0_d1 <= sum_1;
    if(valid) begin
      acc_0 <= path_0_total_0[41 : 0];
    end
    if(clear) begin
      acc_0 <= 42'h0;
    end
    if(shift) begin
      drained_0 <= drain_in_0;
    end
    if(last) begin
      drained_0 <= path_0_total_0[41 : 0];
    end
  end

endmodule
