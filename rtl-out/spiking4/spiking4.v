/* verilator lint_off DECLFILENAME */ // all modules of a design are in one file
/* verilator lint_off VARHIDDEN */ // an instance may have the name of a signal inside it
/* verilator lint_off UNUSEDSIGNAL */ // words of which only slices are used, and memory helpers of the emitter
// Generator : SpinalHDL v1.14.2    git head : 78f29dc66110fc099a777992b6daa2f803ab445e
// Component : spiking4

`timescale 1ns/1ps

// A spiking network, tick by tick.
// s_axi_*: AXI4-Lite slave, 32-bit registers; they are in the document <design>.md beside this file.
// s_axis_evt_*: words of 32 bits: spikes of inputs, ends of ticks, loads; m_axis_evt_*: spikes of outputs, ends
// of ticks, states. The words are in the document of the engine.
// A tick: biases, then population by population in the order of the program: its neurons are updated, then the
// spikes of those that fired are added to the sums of the neurons behind them.
// No event is lost: the engine waits while the queue out is full, and takes no word while it computes.
// irq: level, 1 while CONTROL.interrupt_enable and the engine is idle or the queue out is full.
// Reset: idle, tick 0; memories, and with them states, are undefined until they are loaded and cleared.
module spiking4 (
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
  input  wire [31:0]   s_axis_evt_tdata,
  input  wire          s_axis_evt_tvalid,
  output wire          s_axis_evt_tready,
  output wire [31:0]   m_axis_evt_tdata,
  output wire          m_axis_evt_tvalid,
  input  wire          m_axis_evt_tready,
  output wire          irq,
  input  wire          clk,
  input  wire          reset
);

  wire       [31:0]   registers_status_status;
  wire       [31:0]   registers_status_events;
  wire       [31:0]   registers_status_room;
  wire       [31:0]   registers_status_cycles_low;
  wire       [31:0]   registers_status_spikes_low;
  wire       [31:0]   registers_status_words_low;
  wire       [31:0]   registers_status_dropped_low;
  wire                words_out_pop;
  wire       [19:0]   core_inputs;
  wire       [7:0]    core_population_count;
  wire       [27:0]   core_late_tick;
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
  wire       [31:0]   registers_value_contract;
  wire       [31:0]   registers_value_inputs;
  wire       [31:0]   registers_value_populations;
  wire       [31:0]   registers_value_late_tick;
  wire                registers_read_cycles_low;
  wire                registers_read_spikes_low;
  wire                registers_read_words_low;
  wire                registers_read_dropped_low;
  wire                words_in_ready;
  wire                words_in_valid;
  wire       [31:0]   words_in_data;
  wire       [9:0]    words_in_level;
  wire                words_out_ready;
  wire                words_out_valid;
  wire       [31:0]   words_out_data;
  wire       [9:0]    words_out_level;
  wire                core_word_ready;
  wire       [31:0]   core_beat;
  wire                core_beat_valid;
  wire                core_idle;
  wire                core_loading;
  wire                core_failed;
  wire                core_dropped;
  wire                core_ticking;
  wire                core_added;
  wire                core_spike;
  wire       [0:0]    core_spike_value;
  wire       [25:0]   contract;
  wire                idle;
  wire                full;
  reg                 error;
  wire       [31:0]   words_inside;
  wire       [31:0]   room;
  wire                clear_counters;
  reg        [63:0]   counter_cycles;
  reg        [31:0]   counter_high;
  reg        [63:0]   counter_spikes;
  reg        [63:0]   counter_words;
  reg        [63:0]   counter_dropped;

  spiking4_AxiLiteSlave registers (
    .write_data          (registers_write_data[31:0]        ), //o
    .s_axi_awaddr        (s_axi_awaddr[7:0]                 ), //i
    .s_axi_awvalid       (s_axi_awvalid                     ), //i
    .s_axi_awready       (registers_s_axi_awready           ), //o
    .s_axi_wdata         (s_axi_wdata[31:0]                 ), //i
    .s_axi_wstrb         (s_axi_wstrb[3:0]                  ), //i
    .s_axi_wvalid        (s_axi_wvalid                      ), //i
    .s_axi_wready        (registers_s_axi_wready            ), //o
    .s_axi_bresp         (registers_s_axi_bresp[1:0]        ), //o
    .s_axi_bvalid        (registers_s_axi_bvalid            ), //o
    .s_axi_bready        (s_axi_bready                      ), //i
    .s_axi_araddr        (s_axi_araddr[7:0]                 ), //i
    .s_axi_arvalid       (s_axi_arvalid                     ), //i
    .s_axi_arready       (registers_s_axi_arready           ), //o
    .s_axi_rdata         (registers_s_axi_rdata[31:0]       ), //o
    .s_axi_rresp         (registers_s_axi_rresp[1:0]        ), //o
    .s_axi_rvalid        (registers_s_axi_rvalid            ), //o
    .s_axi_rready        (s_axi_rready                      ), //i
    .status_id           (32'h4653504b                      ), //i
    .status_version      (32'h00000001                      ), //i
    .status_config_hash  (32'h76745e62                      ), //i
    .value_control       (registers_value_control[31:0]     ), //o
    .written_control     (registers_written_control         ), //o
    .status_status       (registers_status_status[31:0]     ), //i
    .status_events       (registers_status_events[31:0]     ), //i
    .status_room         (registers_status_room[31:0]       ), //i
    .value_contract      (registers_value_contract[31:0]    ), //o
    .value_inputs        (registers_value_inputs[31:0]      ), //o
    .value_populations   (registers_value_populations[31:0] ), //o
    .value_late_tick     (registers_value_late_tick[31:0]   ), //o
    .status_cycles_low   (registers_status_cycles_low[31:0] ), //i
    .read_cycles_low     (registers_read_cycles_low         ), //o
    .status_cycles_high  (counter_high[31:0]                ), //i
    .status_spikes_low   (registers_status_spikes_low[31:0] ), //i
    .read_spikes_low     (registers_read_spikes_low         ), //o
    .status_spikes_high  (counter_high[31:0]                ), //i
    .status_words_low    (registers_status_words_low[31:0]  ), //i
    .read_words_low      (registers_read_words_low          ), //o
    .status_words_high   (counter_high[31:0]                ), //i
    .status_dropped_low  (registers_status_dropped_low[31:0]), //i
    .read_dropped_low    (registers_read_dropped_low        ), //o
    .status_dropped_high (counter_high[31:0]                ), //i
    .clk                 (clk                               ), //i
    .reset               (reset                             )  //i
  );
  spiking4_Fifo_2 words_in (
    .push   (s_axis_evt_tvalid     ), //i
    .ready  (words_in_ready        ), //o
    .valid  (words_in_valid        ), //o
    .pop    (core_word_ready       ), //i
    .pushed (s_axis_evt_tdata[31:0]), //i
    .data   (words_in_data[31:0]   ), //o
    .level  (words_in_level[9:0]   ), //o
    .clk    (clk                   ), //i
    .reset  (reset                 )  //i
  );
  spiking4_Fifo_2 words_out (
    .push   (core_beat_valid     ), //i
    .ready  (words_out_ready     ), //o
    .valid  (words_out_valid     ), //o
    .pop    (words_out_pop       ), //i
    .pushed (core_beat[31:0]     ), //i
    .data   (words_out_data[31:0]), //o
    .level  (words_out_level[9:0]), //o
    .clk    (clk                 ), //i
    .reset  (reset               )  //i
  );
  spiking4_SpikingCore core (
    .word             (words_in_data[31:0]       ), //i
    .word_valid       (words_in_valid            ), //i
    .word_ready       (core_word_ready           ), //o
    .beat             (core_beat[31:0]           ), //o
    .beat_valid       (core_beat_valid           ), //o
    .beat_ready       (words_out_ready           ), //i
    .contract_fields  (contract[25:0]            ), //i
    .inputs           (core_inputs[19:0]         ), //i
    .population_count (core_population_count[7:0]), //i
    .late_tick        (core_late_tick[27:0]      ), //i
    .idle             (core_idle                 ), //o
    .loading          (core_loading              ), //o
    .failed           (core_failed               ), //o
    .dropped          (core_dropped              ), //o
    .ticking          (core_ticking              ), //o
    .added            (core_added                ), //o
    .spike            (core_spike                ), //o
    .spike_value      (core_spike_value          ), //o
    .clk              (clk                       ), //i
    .reset            (reset                     )  //i
  );
  assign s_axi_awready = registers_s_axi_awready;
  assign s_axi_wready = registers_s_axi_wready;
  assign s_axi_bresp = registers_s_axi_bresp;
  assign s_axi_bvalid = registers_s_axi_bvalid;
  assign s_axi_arready = registers_s_axi_arready;
  assign s_axi_rdata = registers_s_axi_rdata;
  assign s_axi_rresp = registers_s_axi_rresp;
  assign s_axi_rvalid = registers_s_axi_rvalid;
  assign s_axis_evt_tready = words_in_ready;
  assign m_axis_evt_tdata = words_out_data;
  assign m_axis_evt_tvalid = words_out_valid;
  assign words_out_pop = (m_axis_evt_tready && words_out_valid);
  assign contract = {registers_value_contract[31 : 24],registers_value_contract[23 : 16],registers_value_contract[9 : 8],registers_value_contract[7],registers_value_contract[6],registers_value_contract[5 : 4],registers_value_contract[3],registers_value_contract[2],registers_value_contract[1 : 0]};
  assign core_inputs = registers_value_inputs[19 : 0];
  assign core_population_count = registers_value_populations[7 : 0];
  assign core_late_tick = registers_value_late_tick[27 : 0];
  assign idle = (core_idle && (! (|words_in_level)));
  assign full = (! words_out_ready);
  assign irq = (registers_value_control[0] && (idle || full));
  assign registers_status_status = {29'h0,error,full,idle};
  assign registers_status_events = {22'h0,words_out_level};
  assign words_inside = {22'h0,words_in_level};
  assign room = (32'h00000200 - words_inside);
  assign registers_status_room = ((words_inside < 32'h00000200) ? room : 32'h0);
  assign clear_counters = (registers_written_control && registers_write_data[1]);
  assign registers_status_cycles_low = counter_cycles[31 : 0];
  assign registers_status_spikes_low = counter_spikes[31 : 0];
  assign registers_status_words_low = counter_words[31 : 0];
  assign registers_status_dropped_low = counter_dropped[31 : 0];
  always @(posedge clk) begin
    if(reset) begin
      error <= 1'b0;
      counter_cycles <= 64'h0;
      counter_high <= 32'h0;
      counter_spikes <= 64'h0;
      counter_words <= 64'h0;
      counter_dropped <= 64'h0;
    end else begin
      if(core_failed) begin
        error <= 1'b1;
      end
      if(core_ticking) begin
        counter_cycles <= (counter_cycles + 64'h0000000000000001);
      end
      if(clear_counters) begin
        counter_cycles <= 64'h0;
      end
      if(registers_read_cycles_low) begin
        counter_high <= counter_cycles[63 : 32];
      end
      if(core_spike) begin
        counter_spikes <= (counter_spikes + {63'h0,core_spike_value});
      end
      if(clear_counters) begin
        counter_spikes <= 64'h0;
      end
      if(registers_read_spikes_low) begin
        counter_high <= counter_spikes[63 : 32];
      end
      if(core_added) begin
        counter_words <= (counter_words + 64'h0000000000000001);
      end
      if(clear_counters) begin
        counter_words <= 64'h0;
      end
      if(registers_read_words_low) begin
        counter_high <= counter_words[63 : 32];
      end
      if(core_dropped) begin
        counter_dropped <= (counter_dropped + 64'h0000000000000001);
      end
      if(clear_counters) begin
        counter_dropped <= 64'h0;
      end
      if(registers_read_dropped_low) begin
        counter_high <= counter_dropped[63 : 32];
      end
    end
  end

endmodule

// What processes the words of the streams, which are in the document of the engine.
// in:  word with word_valid and word_ready: a word is taken where it is processed. beat_ready: the beat is taken.
//      contract_fields, inputs, population_count, late_tick: the registers of these names, stable while not idle.
// out: beat with beat_valid. idle: a word that is there would be looked at. loading: the word is a beat of a load.
//      failed (pulse): a word with an unknown operation, or a load beyond a memory. dropped (pulse): a spike for
//      an input that the program does not have, or a second one in a tick that is too large for a clock-driven connection. ticking: an input's spike or a tick is processed. added: a word
//      of weights is added to sums. spike (pulse) with spike_value: a neuron fired.
// A tick: biases, then population by population in the order of the program: its neurons are updated, then the
// spikes of those that fired are added to the sums of the neurons behind them.
// On a mesh, fired_* are the spikes, with fired_leaves for those of outputs; event_* are what sends to the neurons here
// while a tick is processed, from this core or another. phase_over (pulse): a tick has begun, or the spikes of a
// population were taken; the next population waits for gathered. beat_ends: the beat is the end of a tick.
// load_routes, load_address, load_data: a word of the routing table.
// Reset: idle, tick 0; memories, and with them states, are undefined until they are loaded and cleared.
module spiking4_SpikingCore (
  input  wire [31:0]   word,
  input  wire          word_valid,
  output wire          word_ready,
  output wire [31:0]   beat,
  output wire          beat_valid,
  input  wire          beat_ready,
  input  wire [25:0]   contract_fields,
  input  wire [19:0]   inputs,
  input  wire [7:0]    population_count,
  input  wire [27:0]   late_tick,
  output wire          idle,
  output wire          loading,
  output wire          failed,
  output wire          dropped,
  output wire          ticking,
  output wire          added,
  output wire          spike,
  output wire [0:0]    spike_value,
  input  wire          clk,
  input  wire          reset
);

  wire                loader_start;
  wire                loader_take;
  wire                synapses_event_valid;
  wire                synapses_taking;
  wire                synapses_clear_sums;
  wire       [6:0]    synapses_event_source;
  wire       [0:0]    synapses_event_value;
  wire       [4:0]    synapses_clear_at;
  wire       [6:0]    synapses_clear_value_at;
  wire                neurons_synapse;
  wire                neurons_fires;
  wire                neurons_threshold;
  wire                neurons_show;
  wire       [3:0]    neurons_first_group;
  wire       [3:0]    neurons_more_groups;
  wire       [3:0]    neurons_clear_group;
  wire       [3:0]    neurons_show_group;
  wire                scanner_ready;
  reg        [11:0]   populations_spinal_port1;
  wire                loader_busy;
  wire       [19:0]   loader_write_address;
  wire                loader_failed;
  wire       [415:0]  loader_data;
  wire                loader_write_weights;
  wire                loader_write_sources;
  wire                loader_write_rows;
  wire                loader_write_parameter_index;
  wire                loader_write_parameters;
  wire                loader_write_populations;
  wire                synapses_event_ready;
  wire                synapses_idle;
  wire                synapses_added;
  wire                synapses_lost;
  wire       [95:0]   synapses_taken;
  wire                neurons_busy;
  wire                neurons_take;
  wire                neurons_clear_sums;
  wire                neurons_fired;
  wire       [3:0]    neurons_take_group;
  wire       [3:0]    neurons_clear_sums_group;
  wire       [3:0]    neurons_fired_group;
  wire       [3:0]    neurons_spikes;
  wire       [95:0]   neurons_membranes;
  wire       [95:0]   neurons_currents;
  wire                scanner_valid;
  wire                scanner_empty;
  wire       [5:0]    scanner_neuron;
  wire       [0:0]    scanner_value;
  wire                tmp_shown_8;
  wire       [31:0]   tmp_shown_11;
  wire       [8:0]    tmp_last_population;
  wire                tmp_ticking;
  wire                tmp_ticking_1;
  reg        [3:0]    state;
  reg        [27:0]   tick;
  wire       [31:0]   shown;
  wire                update_begins;
  reg        [0:0]    slot;
  reg        [0:0]    population;
  reg        [4:0]    sweep;
  reg        [6:0]    lane;
  wire       [3:0]    op;
  wire       [7:0]    word_value;
  wire       [19:0]   word_index;
  wire                head;
  wire                sends;
  wire       [11:0]   populations_write_data;
  wire       [0:0]    populations_write_address;
  wire                populations_read_enable;
  wire       [11:0]   population_entry;
  wire       [20:0]   first_neuron_source;
  wire       [20:0]   neuron_source;
  wire       [20:0]   input_source;
  wire                late;
  wire       [20:0]   event_source;
  wire                output_has_room;
  wire                tmp_clear_sums;
  reg                 entry_is_there;
  wire                late_now;
  wire                tick_begun;
  wire                last_population;
  reg                 walk_began;
  wire                walk_ends;
  wire                update_starts;
  wire                tmp_3;
  wire                turned;
  wire                told;
  wire                taken_at_once;
  wire                spike_leaves;
  (* no_rw_check *) reg [11:0] populations [0:1];

  assign tmp_last_population = ({8'h0,population} + 9'h001);
  assign tmp_shown_8 = (lane == 7'h04);
  assign tmp_shown_11 = ((lane == 7'h05) ? {{8{neurons_currents[47]}},neurons_currents[47 : 24]} : ((lane == 7'h06) ? {{8{neurons_currents[71]}},neurons_currents[71 : 48]} : {{8{neurons_currents[95]}},neurons_currents[95 : 72]}));
  assign tmp_ticking = ((((state == 4'b0001) || (state == 4'b0010)) || (state == 4'b0011)) || (state == 4'b0100));
  assign tmp_ticking_1 = (state == 4'b1100);
  always @(posedge clk) begin
    if(loader_write_populations) begin
      populations[populations_write_address] <= populations_write_data;
    end
  end

  always @(posedge clk) begin
    if(populations_read_enable) begin
      populations_spinal_port1 <= populations[population];
    end
  end

  spiking4_MemoryLoader loader (
    .start                 (loader_start                ), //i
    .memory                (word_value[7:0]             ), //i
    .address               (word_index[19:0]            ), //i
    .beat                  (word[31:0]                  ), //i
    .take                  (loader_take                 ), //i
    .busy                  (loader_busy                 ), //o
    .write_address         (loader_write_address[19:0]  ), //o
    .failed                (loader_failed               ), //o
    .data                  (loader_data[415:0]          ), //o
    .write_weights         (loader_write_weights        ), //o
    .write_sources         (loader_write_sources        ), //o
    .write_rows            (loader_write_rows           ), //o
    .write_parameter_index (loader_write_parameter_index), //o
    .write_parameters      (loader_write_parameters     ), //o
    .write_populations     (loader_write_populations    ), //o
    .clk                   (clk                         ), //i
    .reset                 (reset                       )  //i
  );
  spiking4_SynapseEngine synapses (
    .event_valid    (synapses_event_valid        ), //i
    .event_ready    (synapses_event_ready        ), //o
    .taking         (synapses_taking             ), //i
    .take           (neurons_take                ), //i
    .clear_sums     (synapses_clear_sums         ), //i
    .load_weights   (loader_write_weights        ), //i
    .load_sources   (loader_write_sources        ), //i
    .load_rows      (loader_write_rows           ), //i
    .load_address   (loader_write_address[19:0]  ), //i
    .walk_start     (1'b0                        ), //i
    .turn           (turned                      ), //i
    .clear_values   (tmp_clear_sums              ), //i
    .load_walks     (1'b0                        ), //i
    .idle           (synapses_idle               ), //o
    .added          (synapses_added              ), //o
    .lost           (synapses_lost               ), //o
    .event_source   (synapses_event_source[6:0]  ), //i
    .event_value    (synapses_event_value        ), //i
    .slot           (slot                        ), //i
    .take_group     (neurons_take_group[3:0]     ), //i
    .taken          (synapses_taken[95:0]        ), //o
    .clear_at       (synapses_clear_at[4:0]      ), //i
    .load_data      (loader_data[415:0]          ), //i
    .walk_first     (1'b0                        ), //i
    .clear_value_at (synapses_clear_value_at[6:0]), //i
    .clk            (clk                         ), //i
    .reset          (reset                       )  //i
  );
  spiking4_NeuronUpdate neurons (
    .start            (update_starts                ), //i
    .synapse          (neurons_synapse              ), //i
    .fires            (neurons_fires                ), //i
    .threshold        (neurons_threshold            ), //i
    .contract_fields  (contract_fields[25:0]        ), //i
    .busy             (neurons_busy                 ), //o
    .take             (neurons_take                 ), //o
    .clear_sums       (neurons_clear_sums           ), //o
    .fired            (neurons_fired                ), //o
    .clear            (tmp_clear_sums               ), //i
    .show             (neurons_show                 ), //i
    .load_index       (loader_write_parameter_index ), //i
    .load_parameters  (loader_write_parameters      ), //i
    .load_address     (loader_write_address[19:0]   ), //i
    .first_group      (neurons_first_group[3:0]     ), //i
    .more_groups      (neurons_more_groups[3:0]     ), //i
    .take_group       (neurons_take_group[3:0]      ), //o
    .taken            (synapses_taken[95:0]         ), //i
    .clear_sums_group (neurons_clear_sums_group[3:0]), //o
    .fired_group      (neurons_fired_group[3:0]     ), //o
    .spikes           (neurons_spikes[3:0]          ), //o
    .clear_group      (neurons_clear_group[3:0]     ), //i
    .show_group       (neurons_show_group[3:0]      ), //i
    .membranes        (neurons_membranes[95:0]      ), //o
    .currents         (neurons_currents[95:0]       ), //o
    .load_data        (loader_data[415:0]           ), //i
    .clk              (clk                          ), //i
    .reset            (reset                        )  //i
  );
  spiking4_SpikeScanner scanner (
    .fired       (neurons_fired           ), //i
    .valid       (scanner_valid           ), //o
    .ready       (scanner_ready           ), //i
    .empty       (scanner_empty           ), //o
    .fired_group (neurons_fired_group[3:0]), //i
    .spikes      (neurons_spikes[3:0]     ), //i
    .neuron      (scanner_neuron[5:0]     ), //o
    .value       (scanner_value           ), //o
    .clk         (clk                     ), //i
    .reset       (reset                   )  //i
  );
  assign op = word[31 : 28];
  assign word_value = word[27 : 20];
  assign word_index = word[19 : 0];
  assign head = (((state == 4'b0000) && word_valid) && (((op == 4'b0000) || (op == 4'b0001)) || synapses_idle));
  assign sends = ((state == 4'b0110) || (state == 4'b0101));
  assign loader_start = (head && (op == 4'b0011));
  assign loader_take = (((state == 4'b1000) && word_valid) && loader_busy);
  assign populations_write_data = loader_data[11 : 0];
  assign populations_write_address = loader_write_address[0 : 0];
  assign populations_read_enable = 1'b1;
  assign population_entry = populations_spinal_port1;
  assign first_neuron_source = ({1'b0,inputs} + 21'h000002);
  assign neuron_source = ({15'h0,scanner_neuron} + first_neuron_source);
  assign input_source = ({1'b0,word_index} + 21'h000002);
  assign late = (! (tick < late_tick));
  assign event_source = (sends ? neuron_source : ((state == 4'b0001) ? input_source : {20'h0,(state == 4'b0011)}));
  assign synapses_event_source = event_source[6 : 0];
  assign synapses_event_value = (sends ? scanner_value : ((state == 4'b0001) ? word_value[0 : 0] : 1'b1));
  assign output_has_room = ((! population_entry[11]) || beat_ready);
  assign synapses_event_valid = ((((state == 4'b0001) || (state == 4'b0010)) || ((state == 4'b0011) && late)) || ((sends && scanner_valid) && output_has_room));
  assign scanner_ready = ((sends && synapses_event_ready) && output_has_room);
  assign neurons_first_group = population_entry[3 : 0];
  assign neurons_more_groups = population_entry[7 : 4];
  assign neurons_synapse = population_entry[8];
  assign neurons_fires = population_entry[9];
  assign neurons_threshold = population_entry[10];
  assign synapses_taking = (state == 4'b0101);
  assign tmp_clear_sums = (state == 4'b1001);
  assign synapses_clear_sums = (tmp_clear_sums || neurons_clear_sums);
  assign synapses_clear_at = (tmp_clear_sums ? sweep : {slot,neurons_clear_sums_group});
  assign synapses_clear_value_at = {2'b00,sweep};
  assign neurons_clear_group = sweep[3 : 0];
  assign neurons_show = (state == 4'b1010);
  assign neurons_show_group = word_index[3 : 0];
  assign shown = ((lane == 7'h0) ? {{8{neurons_membranes[23]}},neurons_membranes[23 : 0]} : ((lane == 7'h01) ? {{8{neurons_membranes[47]}},neurons_membranes[47 : 24]} : ((lane == 7'h02) ? {{8{neurons_membranes[71]}},neurons_membranes[71 : 48]} : ((lane == 7'h03) ? {{8{neurons_membranes[95]}},neurons_membranes[95 : 72]} : (tmp_shown_8 ? {{8{neurons_currents[23]}},neurons_currents[23 : 0]} : tmp_shown_11)))));
  assign update_begins = (((state == 4'b0100) && entry_is_there) && synapses_idle);
  assign late_now = (! (tick < late_tick));
  assign tick_begun = ((state == 4'b0011) && (synapses_event_ready || (! late_now)));
  assign last_population = (! (tmp_last_population < {1'b0,population_count}));
  assign walk_ends = (((state == 4'b1100) && walk_began) && synapses_idle);
  assign update_starts = (update_begins || walk_ends);
  assign tmp_3 = ((state == 4'b0110) && scanner_empty);
  assign turned = ((state == 4'b1101) && synapses_idle);
  assign told = (((state == 4'b0111) && beat_ready) && synapses_idle);
  assign taken_at_once = (head && (((((op == 4'b0001) || (op == 4'b0011)) || (op == 4'b0100)) || (4'b0100 < op)) || ((op == 4'b0000) && (! ((word_index < inputs) && (|word_value))))));
  assign word_ready = (((taken_at_once || ((state == 4'b0001) && synapses_event_ready)) || loader_take) || (state == 4'b1010));
  assign spike_leaves = (((sends && scanner_valid) && synapses_event_ready) && population_entry[11]);
  assign beat = ((state == 4'b1011) ? shown : ((state == 4'b0111) ? {4'b0001,tick} : {4'b0000,7'h0,scanner_value,14'h0,scanner_neuron}));
  assign beat_valid = ((spike_leaves || (state == 4'b1011)) || ((state == 4'b0111) && synapses_idle));
  assign idle = ((state == 4'b0000) || (state == 4'b1000));
  assign loading = loader_busy;
  assign failed = (loader_failed || (head && (4'b0100 < op)));
  assign dropped = (((head && (op == 4'b0000)) && (! (word_index < inputs))) || synapses_lost);
  assign ticking = (((((((tmp_ticking || tmp_ticking_1) || (state == 4'b0101)) || (state == 4'b0110)) || (state == 4'b1101)) || (state == 4'b0111)) || (head && ((op == 4'b0000) || (op == 4'b0001)))) || (! synapses_idle));
  assign added = synapses_added;
  assign spike = (scanner_valid && scanner_ready);
  assign spike_value = scanner_value;
  always @(posedge clk) begin
    if(reset) begin
      state <= 4'b0000;
      tick <= 28'h0;
      slot <= 1'b0;
      entry_is_there <= 1'b0;
      walk_began <= 1'b0;
    end else begin
      entry_is_there <= (state == 4'b0100);
      if(head) begin
        if((((op == 4'b0000) && (word_index < inputs)) && (|word_value))) begin
          state <= 4'b0001;
        end
        if((op == 4'b0001)) begin
          state <= 4'b0010;
        end
        if((op == 4'b0010)) begin
          state <= 4'b1010;
        end
        if((op == 4'b0011)) begin
          state <= 4'b1000;
        end
        if((op == 4'b0100)) begin
          state <= 4'b1001;
        end
      end
      if(((state == 4'b0001) && synapses_event_ready)) begin
        state <= 4'b0000;
      end
      if(((state == 4'b0010) && synapses_event_ready)) begin
        state <= 4'b0011;
      end
      if(tick_begun) begin
        state <= 4'b0100;
      end
      if(update_begins) begin
        state <= 4'b0101;
      end
      if(1'b0) begin
        state <= 4'b1100;
      end
      walk_began <= (state == 4'b1100);
      if(walk_ends) begin
        state <= 4'b0101;
      end
      if(((state == 4'b0101) && (! neurons_busy))) begin
        state <= 4'b0110;
      end
      if(tmp_3) begin
        state <= 4'b0100;
      end
      if((tmp_3 && last_population)) begin
        state <= 4'b0111;
      end
      if(turned) begin
        state <= 4'b0111;
      end
      if(told) begin
        state <= 4'b0000;
        tick <= (tick + 28'h0000001);
      end
      if(told) begin
        slot <= (slot + 1'b1);
      end
      if(((state == 4'b1000) && (! loader_busy))) begin
        state <= 4'b0000;
      end
      if((state == 4'b1001)) begin
        tick <= 28'h0;
        slot <= 1'b0;
      end
      if(((state == 4'b1001) && (! (|(~ sweep))))) begin
        state <= 4'b0000;
      end
      if((state == 4'b1010)) begin
        state <= 4'b1011;
      end
      if((((state == 4'b1011) && beat_ready) && (lane == 7'h07))) begin
        state <= 4'b0000;
      end
    end
  end

  always @(posedge clk) begin
    if(head) begin
      if((op == 4'b0100)) begin
        sweep <= 5'h0;
      end
    end
    if(tick_begun) begin
      population <= 1'b0;
    end
    if(tmp_3) begin
      population <= (population + 1'b1);
    end
    if((state == 4'b1001)) begin
      sweep <= (sweep + 5'h01);
    end
    if((state == 4'b1010)) begin
      lane <= 7'h0;
    end
    if(((state == 4'b1011) && beat_ready)) begin
      lane <= (lane + 7'h01);
    end
  end

endmodule

// Queue of words in a memory.
// in:  pushed with push, ignored while ready is 0; pop, only while valid is 1.
// out: ready: there is room; data, valid: the oldest word; level: words in the queue, up to the depth and one.
// One word a cycle in and one out; a word is offered two cycles after its push. Reset empties the queue.
module spiking4_Fifo_2 (
  input  wire          push,
  output wire          ready,
  output wire          valid,
  input  wire          pop,
  input  wire [31:0]   pushed,
  output wire [31:0]   data,
  output wire [9:0]    level,
  input  wire          clk,
  input  wire          reset
);

  reg        [31:0]   words_spinal_port1;
  reg        [8:0]    write_at;
  reg        [8:0]    read_at;
  reg        [9:0]    stored;
  reg                 fetched;
  wire                accept;
  wire                fetch;
  wire       [31:0]   words_write_data;
  wire       [31:0]   words_read_data;
  (* no_rw_check *) reg [31:0] words [0:511];

  always @(posedge clk) begin
    if(accept) begin
      words[write_at] <= words_write_data;
    end
  end

  always @(posedge clk) begin
    if(fetch) begin
      words_spinal_port1 <= words[read_at];
    end
  end

  assign accept = (push && ready);
  assign fetch = ((|stored) && ((! fetched) || pop));
  assign ready = (stored < 10'h200);
  assign words_write_data = pushed;
  assign words_read_data = words_spinal_port1;
  assign data = words_read_data;
  assign valid = fetched;
  assign level = (stored + {9'h0,fetched});
  always @(posedge clk) begin
    if(reset) begin
      write_at <= 9'h0;
      read_at <= 9'h0;
      stored <= 10'h0;
      fetched <= 1'b0;
    end else begin
      if(accept) begin
        write_at <= (write_at + 9'h001);
      end
      if(pop) begin
        fetched <= 1'b0;
      end
      if(fetch) begin
        read_at <= (read_at + 9'h001);
        fetched <= 1'b1;
      end
      if((accept && (! fetch))) begin
        stored <= (stored + 10'h001);
      end
      if((fetch && (! accept))) begin
        stored <= (stored - 10'h001);
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
module spiking4_AxiLiteSlave (
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
  input  wire [31:0]   status_events,
  input  wire [31:0]   status_room,
  output wire [31:0]   value_contract,
  output wire [31:0]   value_inputs,
  output wire [31:0]   value_populations,
  output wire [31:0]   value_late_tick,
  input  wire [31:0]   status_cycles_low,
  output wire          read_cycles_low,
  input  wire [31:0]   status_cycles_high,
  input  wire [31:0]   status_spikes_low,
  output wire          read_spikes_low,
  input  wire [31:0]   status_spikes_high,
  input  wire [31:0]   status_words_low,
  output wire          read_words_low,
  input  wire [31:0]   status_words_high,
  input  wire [31:0]   status_dropped_low,
  output wire          read_dropped_low,
  input  wire [31:0]   status_dropped_high,
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
  wire                hit_contract;
  reg        [31:0]   reg_contract;
  wire       [31:0]   merged_contract;
  wire                hit_inputs;
  reg        [31:0]   reg_inputs;
  wire       [31:0]   merged_inputs;
  wire                hit_populations;
  reg        [31:0]   reg_populations;
  wire       [31:0]   merged_populations;
  wire                hit_late_tick;
  reg        [31:0]   reg_late_tick;
  wire       [31:0]   merged_late_tick;
  reg                 read_responding;
  reg        [31:0]   read_word;
  wire                read_accept;
  wire                read_hit_id;
  wire                read_hit_version;
  wire                read_hit_config_hash;
  wire                read_hit_control;
  wire                read_hit_status;
  wire                read_hit_events;
  wire                read_hit_room;
  wire                read_hit_contract;
  wire                read_hit_inputs;
  wire                read_hit_populations;
  wire                read_hit_late_tick;
  wire                read_hit_cycles_low;
  wire                read_hit_cycles_high;
  wire                read_hit_spikes_low;
  wire                read_hit_spikes_high;
  wire                read_hit_words_low;
  wire                read_hit_words_high;
  wire                read_hit_dropped_low;
  wire                read_hit_dropped_high;
  wire       [31:0]   read_words_0;
  wire       [31:0]   read_words_1;
  wire       [31:0]   read_words_2;
  wire       [31:0]   read_words_3;
  wire       [31:0]   read_words_4;
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
  assign hit_contract = (commit_acts && (write_address[7 : 2] == 6'h07));
  assign merged_contract = {(write_strobe[3] ? write_word[31 : 24] : reg_contract[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_contract[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_contract[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_contract[7 : 0])};
  assign value_contract = reg_contract;
  assign hit_inputs = (commit_acts && (write_address[7 : 2] == 6'h08));
  assign merged_inputs = {(write_strobe[3] ? write_word[31 : 24] : reg_inputs[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_inputs[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_inputs[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_inputs[7 : 0])};
  assign value_inputs = reg_inputs;
  assign hit_populations = (commit_acts && (write_address[7 : 2] == 6'h09));
  assign merged_populations = {(write_strobe[3] ? write_word[31 : 24] : reg_populations[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_populations[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_populations[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_populations[7 : 0])};
  assign value_populations = reg_populations;
  assign hit_late_tick = (commit_acts && (write_address[7 : 2] == 6'h0a));
  assign merged_late_tick = {(write_strobe[3] ? write_word[31 : 24] : reg_late_tick[31 : 24]),(write_strobe[2] ? write_word[23 : 16] : reg_late_tick[23 : 16]),(write_strobe[1] ? write_word[15 : 8] : reg_late_tick[15 : 8]),(write_strobe[0] ? write_word[7 : 0] : reg_late_tick[7 : 0])};
  assign value_late_tick = reg_late_tick;
  assign read_accept = (s_axi_arvalid && (! read_responding));
  assign s_axi_arready = (! read_responding);
  assign read_hit_id = (s_axi_araddr[7 : 2] == 6'h0);
  assign read_hit_version = (s_axi_araddr[7 : 2] == 6'h01);
  assign read_hit_config_hash = (s_axi_araddr[7 : 2] == 6'h02);
  assign read_hit_control = (s_axi_araddr[7 : 2] == 6'h03);
  assign read_hit_status = (s_axi_araddr[7 : 2] == 6'h04);
  assign read_hit_events = (s_axi_araddr[7 : 2] == 6'h05);
  assign read_hit_room = (s_axi_araddr[7 : 2] == 6'h06);
  assign read_hit_contract = (s_axi_araddr[7 : 2] == 6'h07);
  assign read_hit_inputs = (s_axi_araddr[7 : 2] == 6'h08);
  assign read_hit_populations = (s_axi_araddr[7 : 2] == 6'h09);
  assign read_hit_late_tick = (s_axi_araddr[7 : 2] == 6'h0a);
  assign read_hit_cycles_low = (s_axi_araddr[7 : 2] == 6'h0b);
  assign read_cycles_low = (read_accept && read_hit_cycles_low);
  assign read_hit_cycles_high = (s_axi_araddr[7 : 2] == 6'h0c);
  assign read_hit_spikes_low = (s_axi_araddr[7 : 2] == 6'h0d);
  assign read_spikes_low = (read_accept && read_hit_spikes_low);
  assign read_hit_spikes_high = (s_axi_araddr[7 : 2] == 6'h0e);
  assign read_hit_words_low = (s_axi_araddr[7 : 2] == 6'h0f);
  assign read_words_low = (read_accept && read_hit_words_low);
  assign read_hit_words_high = (s_axi_araddr[7 : 2] == 6'h10);
  assign read_hit_dropped_low = (s_axi_araddr[7 : 2] == 6'h11);
  assign read_dropped_low = (read_accept && read_hit_dropped_low);
  assign read_hit_dropped_high = (s_axi_araddr[7 : 2] == 6'h12);
  assign read_words_0 = ((((status_id & {32{read_hit_id}}) | (status_version & {32{read_hit_version}})) | (status_config_hash & {32{read_hit_config_hash}})) | (value_control & {32{read_hit_control}}));
  assign read_words_1 = ((((status_status & {32{read_hit_status}}) | (status_events & {32{read_hit_events}})) | (status_room & {32{read_hit_room}})) | (value_contract & {32{read_hit_contract}}));
  assign read_words_2 = ((((value_inputs & {32{read_hit_inputs}}) | (value_populations & {32{read_hit_populations}})) | (value_late_tick & {32{read_hit_late_tick}})) | (status_cycles_low & {32{read_hit_cycles_low}}));
  assign read_words_3 = ((((status_cycles_high & {32{read_hit_cycles_high}}) | (status_spikes_low & {32{read_hit_spikes_low}})) | (status_spikes_high & {32{read_hit_spikes_high}})) | (status_words_low & {32{read_hit_words_low}}));
  assign read_words_4 = (((status_words_high & {32{read_hit_words_high}}) | (status_dropped_low & {32{read_hit_dropped_low}})) | (status_dropped_high & {32{read_hit_dropped_high}}));
  assign read_words_1_0 = (((read_words_0 | read_words_1) | read_words_2) | read_words_3);
  assign read_words_1_1 = read_words_4;
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
      reg_contract <= 32'h0;
      reg_inputs <= 32'h0;
      reg_populations <= 32'h0;
      reg_late_tick <= 32'h0;
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
        reg_control <= (merged_control & 32'h00000001);
      end
      if(hit_contract) begin
        reg_contract <= (merged_contract & 32'hffff03ff);
      end
      if(hit_inputs) begin
        reg_inputs <= (merged_inputs & 32'h000fffff);
      end
      if(hit_populations) begin
        reg_populations <= (merged_populations & 32'h000000ff);
      end
      if(hit_late_tick) begin
        reg_late_tick <= (merged_late_tick & 32'h0fffffff);
      end
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

// Keeps the groups in which neurons fired, and gives their spikes one by one, the lowest lane first.
// in:  fired with fired_group and spikes: a group is kept; there is room for every group of the engine. ready: the
//      spike on neuron and value is taken.
// out: valid, neuron, value: a spike. empty: none is left.
// Reset: empty.
module spiking4_SpikeScanner (
  input  wire          fired,
  output wire          valid,
  input  wire          ready,
  output wire          empty,
  input  wire [3:0]    fired_group,
  input  wire [3:0]    spikes,
  output wire [5:0]    neuron,
  output wire [0:0]    value,
  input  wire          clk,
  input  wire          reset
);

  wire       [7:0]    queue_pushed;
  wire                queue_ready;
  wire                queue_valid;
  wire       [7:0]    queue_data;
  wire       [4:0]    queue_level;
  wire                tmp_spikes_after;
  wire                tmp_spikes_after_1;
  reg        [3:0]    spikes_left;
  reg        [3:0]    group_left;
  wire                first_0;
  wire       [0:0]    value_to_0;
  wire       [1:0]    lane_to_0;
  wire                found_to_0;
  wire                first_1;
  wire       [0:0]    value_to_1;
  wire       [1:0]    lane_to_1;
  wire                found_to_1;
  wire                first_2;
  wire       [0:0]    value_to_2;
  wire       [1:0]    lane_to_2;
  wire                found_to_2;
  wire                first_3;
  wire       [0:0]    value_to_3;
  wire       [1:0]    lane_to_3;
  wire                found_to_3;
  wire       [3:0]    spikes_after;
  wire                taken;
  wire                last_of_group;
  wire                pop;

  assign tmp_spikes_after = (! first_1);
  assign tmp_spikes_after_1 = (! first_0);
  spiking4_Fifo_1 queue (
    .push   (fired            ), //i
    .ready  (queue_ready      ), //o
    .valid  (queue_valid      ), //o
    .pop    (pop              ), //i
    .pushed (queue_pushed[7:0]), //i
    .data   (queue_data[7:0]  ), //o
    .level  (queue_level[4:0] ), //o
    .clk    (clk              ), //i
    .reset  (reset            )  //i
  );
  assign queue_pushed = {fired_group,spikes};
  assign first_0 = (|spikes_left[0 : 0]);
  assign value_to_0 = (spikes_left[0 : 0] & first_0);
  assign lane_to_0 = (2'b00 & {2{first_0}});
  assign found_to_0 = (|spikes_left[0 : 0]);
  assign first_1 = ((|spikes_left[1 : 1]) && (! found_to_0));
  assign value_to_1 = (value_to_0 | (spikes_left[1 : 1] & first_1));
  assign lane_to_1 = (lane_to_0 | (2'b01 & {2{first_1}}));
  assign found_to_1 = (found_to_0 || (|spikes_left[1 : 1]));
  assign first_2 = ((|spikes_left[2 : 2]) && (! found_to_1));
  assign value_to_2 = (value_to_1 | (spikes_left[2 : 2] & first_2));
  assign lane_to_2 = (lane_to_1 | (2'b10 & {2{first_2}}));
  assign found_to_2 = (found_to_1 || (|spikes_left[2 : 2]));
  assign first_3 = ((|spikes_left[3 : 3]) && (! found_to_2));
  assign value_to_3 = (value_to_2 | (spikes_left[3 : 3] & first_3));
  assign lane_to_3 = (lane_to_2 | (2'b11 & {2{first_3}}));
  assign found_to_3 = (found_to_2 || (|spikes_left[3 : 3]));
  assign spikes_after = {(spikes_left[3 : 3] & (! first_3)),(spikes_left[2 : 2] & (! first_2)),(spikes_left[1 : 1] & tmp_spikes_after),(spikes_left[0 : 0] & tmp_spikes_after_1)};
  assign taken = (found_to_3 && ready);
  assign last_of_group = (! (|spikes_after));
  assign pop = (queue_valid && ((! found_to_3) || (taken && last_of_group)));
  assign valid = found_to_3;
  assign neuron = {group_left,lane_to_3};
  assign value = value_to_3;
  assign empty = ((! found_to_3) && (! (|queue_level)));
  always @(posedge clk) begin
    if(reset) begin
      spikes_left <= 4'b0000;
    end else begin
      if(taken) begin
        spikes_left <= spikes_after;
      end
      if(pop) begin
        spikes_left <= queue_data[3 : 0];
      end
    end
  end

  always @(posedge clk) begin
    if(pop) begin
      group_left <= queue_data[7 : 4];
    end
  end

endmodule

// Updates a population, a group of neurons a cycle, and more for groups with several spikes of a neuron.
// in:  start (pulse) with first_group, more_groups (groups - 1) and the population's flags, which are stable until
//      busy is 0. taken: the sums, a cycle after take with take_group.
//      clear, clear_group: the states of the group are 0 after. show, show_group: the states of a group are on
//      membranes and currents one cycle later and held. Neither while busy.
//      load_index, load_parameters with load_address: load_data is stored.
// out: busy. clear_sums with clear_sums_group: the sums of a group were taken. fired with fired_group and spikes,
//      value_bits a lane: a group of which a neuron fired.
// Reset ends an update; the memories keep their words.
module spiking4_NeuronUpdate (
  input  wire          start,
  input  wire          synapse,
  input  wire          fires,
  input  wire          threshold,
  input  wire [25:0]   contract_fields,
  output wire          busy,
  output wire          take,
  output wire          clear_sums,
  output wire          fired,
  input  wire          clear,
  input  wire          show,
  input  wire          load_index,
  input  wire          load_parameters,
  input  wire [19:0]   load_address,
  input  wire [3:0]    first_group,
  input  wire [3:0]    more_groups,
  output wire [3:0]    take_group,
  input  wire [95:0]   taken,
  output wire [3:0]    clear_sums_group,
  output wire [3:0]    fired_group,
  output wire [3:0]    spikes,
  input  wire [3:0]    clear_group,
  input  wire [3:0]    show_group,
  output wire [95:0]   membranes,
  output wire [95:0]   currents,
  input  wire [415:0]  load_data,
  input  wire          clk,
  input  wire          reset
);

  wire                lanes_0_due;
  wire       [23:0]   lanes_0_sum;
  wire       [23:0]   lanes_0_membrane;
  wire       [23:0]   lanes_0_current;
  wire       [97:0]   lanes_0_parameters;
  wire                lanes_1_due;
  wire       [23:0]   lanes_1_sum;
  wire       [23:0]   lanes_1_membrane;
  wire       [23:0]   lanes_1_current;
  wire       [97:0]   lanes_1_parameters;
  wire                lanes_2_due;
  wire       [23:0]   lanes_2_sum;
  wire       [23:0]   lanes_2_membrane;
  wire       [23:0]   lanes_2_current;
  wire       [97:0]   lanes_2_parameters;
  wire                lanes_3_due;
  wire       [23:0]   lanes_3_sum;
  wire       [23:0]   lanes_3_membrane;
  wire       [23:0]   lanes_3_current;
  wire       [97:0]   lanes_3_parameters;
  reg        [2:0]    parameter_index_spinal_port1;
  reg        [391:0]  parameters_spinal_port1;
  reg        [95:0]   membrane_states_spinal_port0;
  reg        [95:0]   current_states_spinal_port0;
  reg        [7:0]    waits_spinal_port0;
  wire                lanes_0_may_fire;
  wire                lanes_0_due_out;
  wire       [23:0]   lanes_0_membrane_out;
  wire       [23:0]   lanes_0_current_out;
  wire       [0:0]    lanes_0_waiting_out;
  wire       [0:0]    lanes_0_spikes_out;
  wire                lanes_1_may_fire;
  wire                lanes_1_due_out;
  wire       [23:0]   lanes_1_membrane_out;
  wire       [23:0]   lanes_1_current_out;
  wire       [0:0]    lanes_1_waiting_out;
  wire       [0:0]    lanes_1_spikes_out;
  wire                lanes_2_may_fire;
  wire                lanes_2_due_out;
  wire       [23:0]   lanes_2_membrane_out;
  wire       [23:0]   lanes_2_current_out;
  wire       [0:0]    lanes_2_waiting_out;
  wire       [0:0]    lanes_2_spikes_out;
  wire                lanes_3_may_fire;
  wire                lanes_3_due_out;
  wire       [23:0]   lanes_3_membrane_out;
  wire       [23:0]   lanes_3_current_out;
  wire       [0:0]    lanes_3_waiting_out;
  wire       [0:0]    lanes_3_spikes_out;
  wire                pending;
  wire       [2:0]    parameter_index_write_data;
  wire       [3:0]    parameter_index_write_address;
  wire       [391:0]  parameters_write_data;
  wire       [2:0]    parameters_write_address;
  reg                 running;
  reg        [3:0]    group_number;
  reg        [3:0]    groups_left;
  reg                 valid_f;
  wire                fire_again;
  wire                advance;
  wire                parameter_index_read_enable;
  wire       [2:0]    parameters_read_address;
  reg                 valid_read;
  reg        [3:0]    group_read;
  wire                reads;
  wire       [3:0]    state_address;
  wire                state_read;
  wire       [391:0]  parameters_read_data;
  wire       [95:0]   membrane_states_read_data;
  wire       [7:0]    waits_read_data;
  wire       [95:0]   current_states_read_data;
  reg                 valid_data;
  reg        [3:0]    group_data;
  reg                 valid_a;
  reg        [3:0]    group_a;
  reg                 valid_b;
  reg        [3:0]    group_b;
  reg                 valid_c;
  reg        [3:0]    group_c;
  reg                 valid_d;
  reg        [3:0]    group_d;
  reg        [3:0]    group_f;
  reg                 valid_g;
  reg        [3:0]    group_g;
  wire       [3:0]    write_group;
  wire                write_states;
  wire       [95:0]   membranes_g;
  wire       [95:0]   membrane_states_write_data;
  wire       [7:0]    waits_g;
  wire       [7:0]    waits_write_data;
  wire                write_currents;
  wire       [95:0]   currents_g;
  wire       [95:0]   current_states_write_data;
  wire       [3:0]    spikes_g;
  (* no_rw_check *) reg [2:0] parameter_index [0:15];
  (* no_rw_check *) reg [391:0] parameters [0:7];
  (* no_rw_check *) reg [95:0] membrane_states [0:15];
  (* no_rw_check *) reg [95:0] current_states [0:15];
  (* no_rw_check *) reg [7:0] waits [0:15];

  always @(posedge clk) begin
    if(load_index) begin
      parameter_index[parameter_index_write_address] <= parameter_index_write_data;
    end
  end

  always @(posedge clk) begin
    if(parameter_index_read_enable) begin
      parameter_index_spinal_port1 <= parameter_index[group_number];
    end
  end

  always @(posedge clk) begin
    if(load_parameters) begin
      parameters[parameters_write_address] <= parameters_write_data;
    end
  end

  always @(posedge clk) begin
    if(reads) begin
      parameters_spinal_port1 <= parameters[parameters_read_address];
    end
  end

  always @(posedge clk) begin
    if(state_read) begin
      membrane_states_spinal_port0 <= membrane_states[state_address];
    end
  end

  always @(posedge clk) begin
    if(write_states) begin
      membrane_states[write_group] <= membrane_states_write_data;
    end
  end

  always @(posedge clk) begin
    if(state_read) begin
      current_states_spinal_port0 <= current_states[state_address];
    end
  end

  always @(posedge clk) begin
    if(write_currents) begin
      current_states[write_group] <= current_states_write_data;
    end
  end

  always @(posedge clk) begin
    if(reads) begin
      waits_spinal_port0 <= waits[state_address];
    end
  end

  always @(posedge clk) begin
    if(write_states) begin
      waits[write_group] <= waits_write_data;
    end
  end

  spiking4_NeuronLane lanes_0 (
    .due             (lanes_0_due               ), //i
    .contract_fields (contract_fields[25:0]     ), //i
    .synapse         (synapse                   ), //i
    .fires           (fires                     ), //i
    .threshold       (threshold                 ), //i
    .advance         (advance                   ), //i
    .fire_again      (fire_again                ), //i
    .may_fire        (lanes_0_may_fire          ), //o
    .due_out         (lanes_0_due_out           ), //o
    .sum             (lanes_0_sum[23:0]         ), //i
    .membrane        (lanes_0_membrane[23:0]    ), //i
    .current         (lanes_0_current[23:0]     ), //i
    .waiting         (1'b0                      ), //i
    .parameters      (lanes_0_parameters[97:0]  ), //i
    .membrane_out    (lanes_0_membrane_out[23:0]), //o
    .current_out     (lanes_0_current_out[23:0] ), //o
    .waiting_out     (lanes_0_waiting_out       ), //o
    .spikes_out      (lanes_0_spikes_out        ), //o
    .clk             (clk                       ), //i
    .reset           (reset                     )  //i
  );
  spiking4_NeuronLane lanes_1 (
    .due             (lanes_1_due               ), //i
    .contract_fields (contract_fields[25:0]     ), //i
    .synapse         (synapse                   ), //i
    .fires           (fires                     ), //i
    .threshold       (threshold                 ), //i
    .advance         (advance                   ), //i
    .fire_again      (fire_again                ), //i
    .may_fire        (lanes_1_may_fire          ), //o
    .due_out         (lanes_1_due_out           ), //o
    .sum             (lanes_1_sum[23:0]         ), //i
    .membrane        (lanes_1_membrane[23:0]    ), //i
    .current         (lanes_1_current[23:0]     ), //i
    .waiting         (1'b0                      ), //i
    .parameters      (lanes_1_parameters[97:0]  ), //i
    .membrane_out    (lanes_1_membrane_out[23:0]), //o
    .current_out     (lanes_1_current_out[23:0] ), //o
    .waiting_out     (lanes_1_waiting_out       ), //o
    .spikes_out      (lanes_1_spikes_out        ), //o
    .clk             (clk                       ), //i
    .reset           (reset                     )  //i
  );
  spiking4_NeuronLane lanes_2 (
    .due             (lanes_2_due               ), //i
    .contract_fields (contract_fields[25:0]     ), //i
    .synapse         (synapse                   ), //i
    .fires           (fires                     ), //i
    .threshold       (threshold                 ), //i
    .advance         (advance                   ), //i
    .fire_again      (fire_again                ), //i
    .may_fire        (lanes_2_may_fire          ), //o
    .due_out         (lanes_2_due_out           ), //o
    .sum             (lanes_2_sum[23:0]         ), //i
    .membrane        (lanes_2_membrane[23:0]    ), //i
    .current         (lanes_2_current[23:0]     ), //i
    .waiting         (1'b0                      ), //i
    .parameters      (lanes_2_parameters[97:0]  ), //i
    .membrane_out    (lanes_2_membrane_out[23:0]), //o
    .current_out     (lanes_2_current_out[23:0] ), //o
    .waiting_out     (lanes_2_waiting_out       ), //o
    .spikes_out      (lanes_2_spikes_out        ), //o
    .clk             (clk                       ), //i
    .reset           (reset                     )  //i
  );
  spiking4_NeuronLane lanes_3 (
    .due             (lanes_3_due               ), //i
    .contract_fields (contract_fields[25:0]     ), //i
    .synapse         (synapse                   ), //i
    .fires           (fires                     ), //i
    .threshold       (threshold                 ), //i
    .advance         (advance                   ), //i
    .fire_again      (fire_again                ), //i
    .may_fire        (lanes_3_may_fire          ), //o
    .due_out         (lanes_3_due_out           ), //o
    .sum             (lanes_3_sum[23:0]         ), //i
    .membrane        (lanes_3_membrane[23:0]    ), //i
    .current         (lanes_3_current[23:0]     ), //i
    .waiting         (1'b0                      ), //i
    .parameters      (lanes_3_parameters[97:0]  ), //i
    .membrane_out    (lanes_3_membrane_out[23:0]), //o
    .current_out     (lanes_3_current_out[23:0] ), //o
    .waiting_out     (lanes_3_waiting_out       ), //o
    .spikes_out      (lanes_3_spikes_out        ), //o
    .clk             (clk                       ), //i
    .reset           (reset                     )  //i
  );
  assign parameter_index_write_data = load_data[2 : 0];
  assign parameter_index_write_address = load_address[3 : 0];
  assign parameters_write_data = load_data[391 : 0];
  assign parameters_write_address = load_address[2 : 0];
  assign fire_again = ((valid_f && (((lanes_0_may_fire || lanes_1_may_fire) || lanes_2_may_fire) || lanes_3_may_fire)) && (! (contract_fields[17 : 10] == 8'h01)));
  assign advance = (! fire_again);
  assign parameter_index_read_enable = (running && advance);
  assign parameters_read_address = parameter_index_spinal_port1;
  assign reads = (valid_read && advance);
  assign state_address = (show ? show_group : group_read);
  assign state_read = (reads || show);
  assign take = reads;
  assign take_group = group_read;
  assign parameters_read_data = parameters_spinal_port1;
  assign membrane_states_read_data = membrane_states_spinal_port0;
  assign waits_read_data = waits_spinal_port0;
  assign current_states_read_data = current_states_spinal_port0;
  assign membranes = membrane_states_read_data;
  assign currents = current_states_read_data;
  assign clear_sums = (valid_data && advance);
  assign clear_sums_group = group_data;
  assign lanes_0_sum = taken[23 : 0];
  assign lanes_0_membrane = membrane_states_read_data[23 : 0];
  assign lanes_0_current = current_states_read_data[23 : 0];
  assign lanes_0_due = waits_read_data[1];
  assign lanes_0_parameters = parameters_read_data[97 : 0];
  assign lanes_1_sum = taken[47 : 24];
  assign lanes_1_membrane = membrane_states_read_data[47 : 24];
  assign lanes_1_current = current_states_read_data[47 : 24];
  assign lanes_1_due = waits_read_data[3];
  assign lanes_1_parameters = parameters_read_data[195 : 98];
  assign lanes_2_sum = taken[71 : 48];
  assign lanes_2_membrane = membrane_states_read_data[71 : 48];
  assign lanes_2_current = current_states_read_data[71 : 48];
  assign lanes_2_due = waits_read_data[5];
  assign lanes_2_parameters = parameters_read_data[293 : 196];
  assign lanes_3_sum = taken[95 : 72];
  assign lanes_3_membrane = membrane_states_read_data[95 : 72];
  assign lanes_3_current = current_states_read_data[95 : 72];
  assign lanes_3_due = waits_read_data[7];
  assign lanes_3_parameters = parameters_read_data[391 : 294];
  assign pending = (((((valid_read || valid_data) || valid_a) || valid_b) || valid_c) || valid_d);
  assign write_group = (clear ? clear_group : group_g);
  assign write_states = (valid_g || clear);
  assign membranes_g = ({lanes_3_membrane_out,lanes_2_membrane_out,lanes_1_membrane_out,lanes_0_membrane_out} & {96{(! clear)}});
  assign membrane_states_write_data = membranes_g;
  assign waits_g = ({lanes_3_due_out,lanes_3_waiting_out,lanes_2_due_out,lanes_2_waiting_out,lanes_1_due_out,lanes_1_waiting_out,lanes_0_due_out,lanes_0_waiting_out} & {8{(! clear)}});
  assign waits_write_data = waits_g;
  assign write_currents = ((valid_g && synapse) || clear);
  assign currents_g = ({lanes_3_current_out,lanes_2_current_out,lanes_1_current_out,lanes_0_current_out} & {96{(! clear)}});
  assign current_states_write_data = currents_g;
  assign spikes_g = {lanes_3_spikes_out,lanes_2_spikes_out,lanes_1_spikes_out,lanes_0_spikes_out};
  assign fired = (valid_g && (|spikes_g));
  assign fired_group = group_g;
  assign spikes = spikes_g;
  assign busy = (((((running || valid_read) || valid_d) || valid_f) || valid_g) || pending);
  always @(posedge clk) begin
    if(reset) begin
      running <= 1'b0;
      valid_f <= 1'b0;
      valid_read <= 1'b0;
      valid_data <= 1'b0;
      valid_a <= 1'b0;
      valid_b <= 1'b0;
      valid_c <= 1'b0;
      valid_d <= 1'b0;
      valid_g <= 1'b0;
    end else begin
      if(start) begin
        running <= 1'b1;
      end
      if((running && advance)) begin
        running <= (|groups_left);
      end
      if(advance) begin
        valid_read <= running;
      end
      if(advance) begin
        valid_data <= valid_read;
      end
      if(advance) begin
        valid_a <= valid_data;
      end
      if(advance) begin
        valid_b <= valid_a;
      end
      if(advance) begin
        valid_c <= valid_b;
      end
      if(advance) begin
        valid_d <= valid_c;
      end
      if(advance) begin
        valid_f <= valid_d;
      end
      valid_g <= (valid_f && advance);
    end
  end

  always @(posedge clk) begin
    if(start) begin
      group_number <= first_group;
      groups_left <= more_groups;
    end
    if((running && advance)) begin
      group_number <= (group_number + 4'b0001);
      groups_left <= (groups_left - 4'b0001);
    end
    if(advance) begin
      group_read <= group_number;
    end
    if(advance) begin
      group_data <= group_read;
    end
    if(advance) begin
      group_a <= group_data;
    end
    if(advance) begin
      group_b <= group_a;
    end
    if(advance) begin
      group_c <= group_b;
    end
    if(advance) begin
      group_d <= group_c;
    end
    if(advance) begin
      group_f <= group_d;
    end
    if(advance) begin
      group_g <= group_f;
    end
  end

endmodule

// Adds the weights of a source's synapses to the sums of the neurons behind them, a word of lanes a cycle.
// in:  event_source, event_value with event_valid and event_ready: a source sends a value. slot: the slot of the
//      sums of this tick. taking, take_group with take: the sums of a group in this tick's slot are on taken one
//      cycle later and held until the next take; taking begins only while idle, and no row is added until it ends. clear_sums with clear_at: the word is 0 after;
//      only while idle.
//      load_weights, load_sources, load_rows, load_walks with load_address: load_data is stored.
//      turn (pulse): slot is that of the next tick from the next cycle on; only while idle.
//      walk_start (pulse) with walk_first: the clock-driven connections from that one on are added; only while
//      idle, and no event until it is idle again. clear_values with clear_value_at: what is kept for them is 0, and nothing waits for a tick.
// out: idle: nothing is under way. added: a word of weights is added in this cycle. lost (pulse): a value for a
//      clock-driven connection was too large together with one that came before it in the tick, or a row with a
//      long delay found no place to wait.
// The words of weights lie in walk_sources banks, word by word. A row is fetched while the one before it is added; words of one row, and of rows that wait, follow each other
// cycle by cycle. Sums are two's complement and wrap; a program's sums fit.
// Reset: idle; the memories keep their words.
module spiking4_SynapseEngine (
  input  wire          event_valid,
  output wire          event_ready,
  input  wire          taking,
  input  wire          take,
  input  wire          clear_sums,
  input  wire          load_weights,
  input  wire          load_sources,
  input  wire          load_rows,
  input  wire [19:0]   load_address,
  input  wire          walk_start,
  input  wire          turn,
  input  wire          clear_values,
  input  wire          load_walks,
  output wire          idle,
  output wire          added,
  output wire          lost,
  input  wire [6:0]    event_source,
  input  wire [0:0]    event_value,
  input  wire [0:0]    slot,
  input  wire [3:0]    take_group,
  output wire [95:0]   taken,
  input  wire [4:0]    clear_at,
  input  wire [415:0]  load_data,
  input  wire [0:0]    walk_first,
  input  wire [6:0]    clear_value_at,
  input  wire          clk,
  input  wire          reset
);

  wire                queue_push;
  wire       [19:0]   queue_pushed;
  reg        [59:0]   weights_0_spinal_port1;
  reg        [11:0]   sources_spinal_port1;
  reg        [19:0]   rows_spinal_port1;
  reg        [95:0]   sums_spinal_port0;
  wire                queue_ready;
  wire                queue_valid;
  wire       [19:0]   queue_data;
  wire       [2:0]    queue_level;
  wire                fetching;
  wire       [59:0]   weights_0_write_data;
  wire       [9:0]    weights_0_write_address;
  wire       [11:0]   sources_write_data;
  wire       [6:0]    sources_write_address;
  wire       [19:0]   rows_write_data;
  wire       [6:0]    rows_write_address;
  reg                 at_source;
  reg                 at_row;
  reg        [0:0]    value;
  reg        [3:0]    first_group;
  reg        [6:0]    row_address;
  wire                free;
  wire                accept;
  wire       [11:0]   sources_read_data;
  wire                row_taken;
  wire                starts;
  wire                push;
  wire       [6:0]    next_row;
  wire       [6:0]    row_read_address;
  wire                rows_read_enable;
  wire       [19:0]   rows_read_data;
  wire       [3:0]    row_group;
  wire                over;
  wire       [18:0]   row_entry;
  wire       [0:0]    row_slot;
  reg                 active;
  reg        [9:0]    weight_address;
  reg        [3:0]    group_number;
  reg        [3:0]    groups_left;
  reg        [0:0]    executed_slot;
  reg        [0:0]    executed_value;
  wire                row_ends;
  wire                pop;
  wire                reads;
  reg                 read;
  reg        [4:0]    read_at;
  reg        [0:0]    row_value;
  wire       [59:0]   weights_0_read_data;
  reg        [14:0]   product_0;
  reg        [14:0]   product_1;
  reg        [14:0]   product_2;
  reg        [14:0]   product_3;
  reg                 adds;
  reg        [4:0]    add_at;
  wire       [4:0]    sum_read_address;
  wire                sums_read_enable;
  wire       [95:0]   sums_read_data;
  reg                 added_before;
  reg        [4:0]    added_at;
  reg        [95:0]   added_sums;
  wire                same_sums;
  wire       [95:0]   sums_before;
  wire       [23:0]   sum_0;
  wire       [23:0]   sum_1;
  wire       [23:0]   sum_2;
  wire       [23:0]   sum_3;
  wire       [95:0]   sums_after;
  wire       [4:0]    sum_write_address;
  wire       [95:0]   sum_written;
  wire                sums_write_enable;
  wire       [95:0]   sums_write_data;
  (* no_rw_check *) reg [59:0] weights_0 [0:1023];
  (* no_rw_check *) reg [11:0] sources [0:127];
  (* no_rw_check *) reg [19:0] rows [0:127];
  (* no_rw_check *) reg [95:0] sums [0:31];

  always @(posedge clk) begin
    if(load_weights) begin
      weights_0[weights_0_write_address] <= weights_0_write_data;
    end
  end

  always @(posedge clk) begin
    if(reads) begin
      weights_0_spinal_port1 <= weights_0[weight_address];
    end
  end

  always @(posedge clk) begin
    if(load_sources) begin
      sources[sources_write_address] <= sources_write_data;
    end
  end

  always @(posedge clk) begin
    if(accept) begin
      sources_spinal_port1 <= sources[event_source];
    end
  end

  always @(posedge clk) begin
    if(load_rows) begin
      rows[rows_write_address] <= rows_write_data;
    end
  end

  always @(posedge clk) begin
    if(rows_read_enable) begin
      rows_spinal_port1 <= rows[row_read_address];
    end
  end

  always @(posedge clk) begin
    if(sums_read_enable) begin
      sums_spinal_port0 <= sums[sum_read_address];
    end
  end

  always @(posedge clk) begin
    if(sums_write_enable) begin
      sums[sum_write_address] <= sums_write_data;
    end
  end

  spiking4_Fifo queue (
    .push   (queue_push        ), //i
    .ready  (queue_ready       ), //o
    .valid  (queue_valid       ), //o
    .pop    (pop               ), //i
    .pushed (queue_pushed[19:0]), //i
    .data   (queue_data[19:0]  ), //o
    .level  (queue_level[2:0]  ), //o
    .clk    (clk               ), //i
    .reset  (reset             )  //i
  );
  assign weights_0_write_data = load_data[59 : 0];
  assign weights_0_write_address = load_address[9 : 0];
  assign sources_write_data = load_data[11 : 0];
  assign sources_write_address = load_address[6 : 0];
  assign rows_write_data = load_data[19 : 0];
  assign rows_write_address = load_address[6 : 0];
  assign lost = 1'b0;
  assign event_ready = free;
  assign accept = (free && event_valid);
  assign sources_read_data = sources_spinal_port1;
  assign starts = (at_source && sources_read_data[0]);
  assign push = (at_row && row_taken);
  assign next_row = (row_address + 7'h01);
  assign row_read_address = (at_row ? next_row : sources_read_data[7 : 1]);
  assign rows_read_enable = (starts || push);
  assign rows_read_data = rows_spinal_port1;
  assign row_group = (rows_read_data[13 : 10] + first_group);
  assign over = (at_source ? (! sources_read_data[0]) : (push && rows_read_data[19]));
  assign free = ((! (at_source || at_row)) || over);
  assign row_entry = {value,rows_read_data[17 : 14],row_group,rows_read_data[9 : 0]};
  assign row_slot = (rows_read_data[18 : 18] + slot);
  assign row_taken = queue_ready;
  assign queue_push = (at_row && queue_ready);
  assign queue_pushed = {row_slot,row_entry};
  assign fetching = (at_source || at_row);
  assign row_ends = (active && (! (|groups_left)));
  assign pop = ((queue_valid && ((! active) || row_ends)) && (! taking));
  assign reads = active;
  assign weights_0_read_data = weights_0_spinal_port1;
  assign sum_read_address = (taking ? {slot,take_group} : read_at);
  assign sums_read_enable = (taking ? take : read);
  assign sums_read_data = sums_spinal_port0;
  assign taken = sums_read_data;
  assign same_sums = (added_before && (added_at == add_at));
  assign sums_before = (same_sums ? added_sums : sums_read_data);
  assign sum_0 = (sums_before[23 : 0] + {{9{product_0[14]}},product_0});
  assign sum_1 = (sums_before[47 : 24] + {{9{product_1[14]}},product_1});
  assign sum_2 = (sums_before[71 : 48] + {{9{product_2[14]}},product_2});
  assign sum_3 = (sums_before[95 : 72] + {{9{product_3[14]}},product_3});
  assign sums_after = {sum_3,sum_2,sum_1,sum_0};
  assign sum_write_address = (clear_sums ? clear_at : add_at);
  assign sum_written = (sums_after & {96{(! clear_sums)}});
  assign sums_write_enable = (adds || clear_sums);
  assign sums_write_data = sum_written;
  assign added = adds;
  assign idle = (! ((((fetching || (|queue_level)) || active) || read) || adds));
  always @(posedge clk) begin
    if(reset) begin
      at_source <= 1'b0;
      at_row <= 1'b0;
      active <= 1'b0;
      read <= 1'b0;
      adds <= 1'b0;
      added_before <= 1'b0;
    end else begin
      if(at_source) begin
        at_source <= 1'b0;
        at_row <= sources_read_data[0];
      end
      if(push) begin
        at_row <= (! rows_read_data[19]);
      end
      if(accept) begin
        at_source <= 1'b1;
      end
      if(row_ends) begin
        active <= 1'b0;
      end
      if(pop) begin
        active <= 1'b1;
      end
      read <= reads;
      adds <= read;
      added_before <= adds;
    end
  end

  always @(posedge clk) begin
    if(at_source) begin
      first_group <= sources_read_data[11 : 8];
      row_address <= sources_read_data[7 : 1];
    end
    if(push) begin
      row_address <= next_row;
    end
    if(accept) begin
      value <= event_value;
    end
    if(active) begin
      weight_address <= (weight_address + 10'h001);
      group_number <= (group_number + 4'b0001);
      groups_left <= (groups_left - 4'b0001);
    end
    if(pop) begin
      weight_address <= queue_data[9 : 0];
      group_number <= queue_data[13 : 10];
      groups_left <= queue_data[17 : 14];
      executed_value <= queue_data[18 : 18];
      executed_slot <= queue_data[19 : 19];
    end
    read_at <= {executed_slot,group_number};
    row_value <= executed_value;
    product_0 <= weights_0_read_data[14 : 0];
    product_1 <= weights_0_read_data[29 : 15];
    product_2 <= weights_0_read_data[44 : 30];
    product_3 <= weights_0_read_data[59 : 45];
    add_at <= read_at;
    added_at <= add_at;
    added_sums <= sums_after;
  end

endmodule

// Makes words of the program's memories from beats, low beats first.
// in:  start with memory, address: a load begins; its first beat is the number of words. beat with take: while busy.
// out: busy. write_<i> with write_address: word is for memory i; data: the word in its low bits.
//      failed (pulse): the load reaches beyond its memory, or there is no such memory in this engine; its words are not
//      written.
// Reset: not busy.
module spiking4_MemoryLoader (
  input  wire          start,
  input  wire [7:0]    memory,
  input  wire [19:0]   address,
  input  wire [31:0]   beat,
  input  wire          take,
  output wire          busy,
  output wire [19:0]   write_address,
  output wire          failed,
  output wire [415:0]  data,
  output wire          write_weights,
  output wire          write_sources,
  output wire          write_rows,
  output wire          write_parameter_index,
  output wire          write_parameters,
  output wire          write_populations,
  input  wire          clk,
  input  wire          reset
);

  reg                 counting;
  reg                 loading;
  reg                 allowed;
  reg        [7:0]    target;
  reg        [19:0]   at;
  reg        [20:0]   words_left;
  reg        [3:0]    beats_left;
  reg        [383:0]  beats_kept;
  wire       [415:0]  beats_joined;
  wire                is_weights;
  wire       [20:0]   room_to_0;
  wire       [3:0]    needed_to_0;
  wire       [415:0]  aligned_to_0;
  wire                is_sources;
  wire       [20:0]   room_to_1;
  wire       [3:0]    needed_to_1;
  wire       [415:0]  aligned_to_1;
  wire                is_rows;
  wire       [20:0]   room_to_2;
  wire       [3:0]    needed_to_2;
  wire       [415:0]  aligned_to_2;
  wire                is_parameter_index;
  wire       [20:0]   room_to_3;
  wire       [3:0]    needed_to_3;
  wire       [415:0]  aligned_to_3;
  wire                is_parameters;
  wire       [20:0]   room_to_4;
  wire       [3:0]    needed_to_4;
  wire       [415:0]  aligned_to_4;
  wire                is_populations;
  wire       [20:0]   room_to_5;
  wire       [3:0]    needed_to_5;
  wire       [415:0]  aligned_to_5;
  wire       [21:0]   load_end;
  wire                fits;
  wire                counted;
  wire                moved;
  wire                complete;

  assign beats_joined = {beat,beats_kept};
  assign is_weights = (target == 8'h0);
  assign room_to_0 = (21'h000400 & {21{is_weights}});
  assign needed_to_0 = (4'b0001 & {4{is_weights}});
  assign aligned_to_0 = ({352'h0,beats_joined[415 : 352]} & {416{is_weights}});
  assign is_sources = (target == 8'h01);
  assign room_to_1 = (room_to_0 | (21'h000080 & {21{is_sources}}));
  assign needed_to_1 = (needed_to_0 | (4'b0000 & {4{is_sources}}));
  assign aligned_to_1 = (aligned_to_0 | ({384'h0,beats_joined[415 : 384]} & {416{is_sources}}));
  assign is_rows = (target == 8'h02);
  assign room_to_2 = (room_to_1 | (21'h000080 & {21{is_rows}}));
  assign needed_to_2 = (needed_to_1 | (4'b0000 & {4{is_rows}}));
  assign aligned_to_2 = (aligned_to_1 | ({384'h0,beats_joined[415 : 384]} & {416{is_rows}}));
  assign is_parameter_index = (target == 8'h03);
  assign room_to_3 = (room_to_2 | (21'h000010 & {21{is_parameter_index}}));
  assign needed_to_3 = (needed_to_2 | (4'b0000 & {4{is_parameter_index}}));
  assign aligned_to_3 = (aligned_to_2 | ({384'h0,beats_joined[415 : 384]} & {416{is_parameter_index}}));
  assign is_parameters = (target == 8'h04);
  assign room_to_4 = (room_to_3 | (21'h000008 & {21{is_parameters}}));
  assign needed_to_4 = (needed_to_3 | (4'b1100 & {4{is_parameters}}));
  assign aligned_to_4 = (aligned_to_3 | (beats_joined & {416{is_parameters}}));
  assign is_populations = (target == 8'h05);
  assign room_to_5 = (room_to_4 | (21'h000002 & {21{is_populations}}));
  assign needed_to_5 = (needed_to_4 | (4'b0000 & {4{is_populations}}));
  assign aligned_to_5 = (aligned_to_4 | ({384'h0,beats_joined[415 : 384]} & {416{is_populations}}));
  assign load_end = ({1'd0, 1'b0,at} + {1'b0,beat[20 : 0]});
  assign fits = (((load_end < {1'b0,room_to_5}) || (load_end == {1'b0,room_to_5})) && (! (|beat[31 : 21])));
  assign counted = (take && counting);
  assign moved = (take && loading);
  assign complete = (moved && (! (|beats_left)));
  assign busy = (counting || loading);
  assign write_address = at;
  assign data = aligned_to_5;
  assign write_weights = ((complete && allowed) && (target == 8'h0));
  assign write_sources = ((complete && allowed) && (target == 8'h01));
  assign write_rows = ((complete && allowed) && (target == 8'h02));
  assign write_parameter_index = ((complete && allowed) && (target == 8'h03));
  assign write_parameters = ((complete && allowed) && (target == 8'h04));
  assign write_populations = ((complete && allowed) && (target == 8'h05));
  assign failed = (counted && (! fits));
  always @(posedge clk) begin
    if(reset) begin
      counting <= 1'b0;
      loading <= 1'b0;
      allowed <= 1'b0;
    end else begin
      if(start) begin
        counting <= 1'b1;
      end
      if(counted) begin
        counting <= 1'b0;
        loading <= (|beat[20 : 0]);
        allowed <= fits;
      end
      if(complete) begin
        loading <= (! (words_left == 21'h000001));
      end
    end
  end

  always @(posedge clk) begin
    if(start) begin
      target <= memory;
      at <= address;
    end
    if(counted) begin
      words_left <= beat[20 : 0];
      beats_left <= needed_to_5;
    end
    if(moved) begin
      beats_kept <= beats_joined[415 : 32];
    end
    if(moved) begin
      beats_left <= (beats_left - 4'b0001);
    end
    if(complete) begin
      beats_left <= needed_to_5;
      at <= (at + 20'h00001);
      words_left <= (words_left - 21'h000001);
    end
  end

endmodule

// Queue of words in a memory.
// in:  pushed with push, ignored while ready is 0; pop, only while valid is 1.
// out: ready: there is room; data, valid: the oldest word; level: words in the queue, up to the depth and one.
// One word a cycle in and one out; a word is offered two cycles after its push. Reset empties the queue.
module spiking4_Fifo_1 (
  input  wire          push,
  output wire          ready,
  output wire          valid,
  input  wire          pop,
  input  wire [7:0]    pushed,
  output wire [7:0]    data,
  output wire [4:0]    level,
  input  wire          clk,
  input  wire          reset
);

  reg        [7:0]    words_spinal_port1;
  reg        [3:0]    write_at;
  reg        [3:0]    read_at;
  reg        [4:0]    stored;
  reg                 fetched;
  wire                accept;
  wire                fetch;
  wire       [7:0]    words_write_data;
  wire       [7:0]    words_read_data;
  (* no_rw_check *) reg [7:0] words [0:15];

  always @(posedge clk) begin
    if(accept) begin
      words[write_at] <= words_write_data;
    end
  end

  always @(posedge clk) begin
    if(fetch) begin
      words_spinal_port1 <= words[read_at];
    end
  end

  assign accept = (push && ready);
  assign fetch = ((|stored) && ((! fetched) || pop));
  assign ready = (stored < 5'h10);
  assign words_write_data = pushed;
  assign words_read_data = words_spinal_port1;
  assign data = words_read_data;
  assign valid = fetched;
  assign level = (stored + {4'b0000,fetched});
  always @(posedge clk) begin
    if(reset) begin
      write_at <= 4'b0000;
      read_at <= 4'b0000;
      stored <= 5'h0;
      fetched <= 1'b0;
    end else begin
      if(accept) begin
        write_at <= (write_at + 4'b0001);
      end
      if(pop) begin
        fetched <= 1'b0;
      end
      if(fetch) begin
        read_at <= (read_at + 4'b0001);
        fetched <= 1'b1;
      end
      if((accept && (! fetch))) begin
        stored <= (stored + 5'h01);
      end
      if((fetch && (! accept))) begin
        stored <= (stored - 5'h01);
      end
    end
  end

endmodule

// The neuron of one lane, in stages a to g; all but f take one cycle, f one more for each further spike.
// in:  sum, membrane, current, waiting (refractory ticks left), due (a reset is to come), parameters; flags of
//      the population: synapse, fires, threshold; the contract's fields; advance: stages a to e move on and f
//      takes what e has; fire_again: f stays.
// out: of stage f: may_fire: this neuron fires now. Of stage g: membrane_out, current_out, waiting_out,
//      due_out, spikes_out.
// Numbers are two's complement, states saturate. There is no reset.
module spiking4_NeuronLane (
  input  wire          due,
  input  wire [25:0]   contract_fields,
  input  wire          synapse,
  input  wire          fires,
  input  wire          threshold,
  input  wire          advance,
  input  wire          fire_again,
  output wire          may_fire,
  output wire          due_out,
  input  wire [23:0]   sum,
  input  wire [23:0]   membrane,
  input  wire [23:0]   current,
  input  wire [0:0]    waiting,
  input  wire [97:0]   parameters,
  output wire [23:0]   membrane_out,
  output wire [23:0]   current_out,
  output wire [0:0]    waiting_out,
  output wire [0:0]    spikes_out,
  input  wire          clk,
  input  wire          reset
);

  wire       [1:0]    decayedState_rounding;
  wire       [1:0]    decayedState_1_rounding;
  wire       [23:0]   decayedState_decayed;
  wire       [23:0]   decayedState_1_decayed;
  reg        [23:0]   x_a;
  reg        [12:0]   membrane_decay_a;
  reg        [23:0]   membrane_a;
  reg        [0:0]    waiting_a;
  reg                 due_a;
  reg        [23:0]   leak_a;
  reg        [23:0]   threshold_a;
  reg        [23:0]   reset_a;
  reg        [23:0]   x_b;
  reg        [23:0]   membrane_b;
  reg        [0:0]    waiting_b;
  reg                 due_b;
  reg        [23:0]   leak_b;
  reg        [23:0]   threshold_b;
  reg        [23:0]   reset_b;
  wire       [24:0]   exact_current_and_sum;
  wire       [1:0]    current_and_sum_above;
  wire                current_and_sum_fits;
  wire       [23:0]   current_and_sum;
  wire                decays_input;
  reg        [23:0]   presum_a;
  reg        [23:0]   current_a;
  reg        [23:0]   current_b;
  reg        [12:0]   synapse_decay_a;
  wire       [23:0]   added_b;
  wire       [24:0]   exact_fresh_current;
  wire       [1:0]    fresh_current_above;
  wire                fresh_current_fits;
  wire       [23:0]   fresh_current;
  wire       [23:0]   kept_current;
  reg        [23:0]   current_c;
  reg        [23:0]   current_d;
  reg        [23:0]   current_f;
  reg        [23:0]   current_g;
  wire       [23:0]   seen_current;
  reg        [23:0]   seen_c;
  reg        [23:0]   decayed_membrane_c;
  reg        [23:0]   membrane_c;
  reg        [0:0]    waiting_c;
  reg                 due_c;
  reg        [23:0]   leak_c;
  reg        [23:0]   threshold_c;
  reg        [23:0]   reset_c;
  wire       [24:0]   left_and_seen;
  wire       [25:0]   driven;
  wire                holds;
  wire       [2:0]    integrated_above;
  wire                integrated_fits;
  wire       [23:0]   integrated;
  reg        [23:0]   integrated_d;
  reg        [23:0]   membrane_d;
  reg        [0:0]    waiting_d;
  reg                 due_d;
  reg        [23:0]   leak_d;
  reg        [23:0]   threshold_d;
  reg        [23:0]   reset_d;
  wire                reset_now;
  wire       [24:0]   late_exact_subtracted;
  wire       [1:0]    late_subtracted_above;
  wire                late_subtracted_fits;
  wire       [23:0]   late_subtracted;
  wire       [23:0]   late_reset;
  wire       [23:0]   ready_e;
  reg        [23:0]   value_f;
  reg        [0:0]    count_f;
  reg        [23:0]   membrane_f;
  reg        [0:0]    waiting_f;
  reg                 due_f;
  reg        [23:0]   leak_f;
  reg        [23:0]   threshold_f;
  reg        [23:0]   reset_f;
  wire                holds_f;
  wire                compares_old;
  wire       [23:0]   compared;
  wire                above;
  wire                at_threshold;
  wire                more_may_come;
  wire                fires_now;
  wire                resets;
  wire       [24:0]   now_exact_subtracted;
  wire       [1:0]    now_subtracted_above;
  wire                now_subtracted_fits;
  wire       [23:0]   now_subtracted;
  wire       [23:0]   now_reset;
  wire       [23:0]   value_after;
  wire       [0:0]    counted;
  reg        [23:0]   value_g;
  reg        [23:0]   lowest_g;
  reg                 clamps_g;
  reg        [0:0]    spikes_g;
  reg        [0:0]    waiting_g;
  reg                 due_g;
  wire                fired;

  spiking4_DecayedState decayedState (
    .rounding (decayedState_rounding[1:0]), //i
    .advance  (advance                   ), //i
    .state    (membrane_a[23:0]          ), //i
    .factor   (membrane_decay_a[12:0]    ), //i
    .decayed  (decayedState_decayed[23:0]), //o
    .clk      (clk                       ), //i
    .reset    (reset                     )  //i
  );
  spiking4_DecayedState decayedState_1 (
    .rounding (decayedState_1_rounding[1:0]), //i
    .advance  (advance                     ), //i
    .state    (presum_a[23:0]              ), //i
    .factor   (synapse_decay_a[12:0]       ), //i
    .decayed  (decayedState_1_decayed[23:0]), //o
    .clk      (clk                         ), //i
    .reset    (reset                       )  //i
  );
  assign decayedState_rounding = contract_fields[9 : 8];
  assign exact_current_and_sum = ({current[23],current} + {sum[23],sum});
  assign current_and_sum_above = exact_current_and_sum[24 : 23];
  assign current_and_sum_fits = ((! (|current_and_sum_above)) || (! (|(~ current_and_sum_above))));
  assign current_and_sum = (current_and_sum_fits ? exact_current_and_sum[23 : 0] : (exact_current_and_sum[24] ? 24'h800000 : 24'h7fffff));
  assign decays_input = (contract_fields[1 : 0] == 2'b10);
  assign decayedState_1_rounding = contract_fields[9 : 8];
  assign added_b = (x_b & {24{(! decays_input)}});
  assign exact_fresh_current = ({decayedState_1_decayed[23],decayedState_1_decayed} + {added_b[23],added_b});
  assign fresh_current_above = exact_fresh_current[24 : 23];
  assign fresh_current_fits = ((! (|fresh_current_above)) || (! (|(~ fresh_current_above))));
  assign fresh_current = (fresh_current_fits ? exact_fresh_current[23 : 0] : (exact_fresh_current[24] ? 24'h800000 : 24'h7fffff));
  assign kept_current = (synapse ? fresh_current : current_b);
  assign current_out = current_g;
  assign seen_current = ((contract_fields[1 : 0] == 2'b01) ? current_b : fresh_current);
  assign left_and_seen = ({decayed_membrane_c[23],decayed_membrane_c} + {seen_c[23],seen_c});
  assign driven = ({left_and_seen[24],left_and_seen} + {{2{leak_c[23]}},leak_c});
  assign holds = (|waiting_c);
  assign integrated_above = driven[25 : 23];
  assign integrated_fits = ((! (|integrated_above)) || (! (|(~ integrated_above))));
  assign integrated = (integrated_fits ? driven[23 : 0] : (driven[25] ? 24'h800000 : 24'h7fffff));
  assign reset_now = (due_d && (! (|waiting_d)));
  assign late_exact_subtracted = ({integrated_d[23],integrated_d} - {threshold_d[23],threshold_d});
  assign late_subtracted_above = late_exact_subtracted[24 : 23];
  assign late_subtracted_fits = ((! (|late_subtracted_above)) || (! (|(~ late_subtracted_above))));
  assign late_subtracted = (late_subtracted_fits ? late_exact_subtracted[23 : 0] : (late_exact_subtracted[24] ? 24'h800000 : 24'h7fffff));
  assign late_reset = ((contract_fields[5 : 4] == 2'b00) ? reset_d : ((contract_fields[5 : 4] == 2'b01) ? reset_d : ((contract_fields[5 : 4] == 2'b10) ? late_subtracted : integrated_d)));
  assign ready_e = (reset_now ? late_reset : integrated_d);
  assign holds_f = (|waiting_f);
  assign compares_old = (contract_fields[2] && (! threshold));
  assign compared = (compares_old ? membrane_f : value_f);
  assign above = ({(! threshold_f[23]),threshold_f[22 : 0]} < {(! compared[23]),compared[22 : 0]});
  assign at_threshold = (((threshold_f == compared) && contract_fields[3]) && (! threshold));
  assign more_may_come = (threshold ? (! (|count_f)) : (count_f < contract_fields[10 : 10]));
  assign fires_now = (((fires && (! holds_f)) && (above || at_threshold)) && more_may_come);
  assign resets = ((fires_now && (! contract_fields[6])) && (! threshold));
  assign now_exact_subtracted = ({value_f[23],value_f} - {threshold_f[23],threshold_f});
  assign now_subtracted_above = now_exact_subtracted[24 : 23];
  assign now_subtracted_fits = ((! (|now_subtracted_above)) || (! (|(~ now_subtracted_above))));
  assign now_subtracted = (now_subtracted_fits ? now_exact_subtracted[23 : 0] : (now_exact_subtracted[24] ? 24'h800000 : 24'h7fffff));
  assign now_reset = ((contract_fields[5 : 4] == 2'b00) ? reset_f : ((contract_fields[5 : 4] == 2'b01) ? reset_f : ((contract_fields[5 : 4] == 2'b10) ? now_subtracted : value_f)));
  assign value_after = (resets ? now_reset : value_f);
  assign counted = (count_f + fires_now);
  assign may_fire = fires_now;
  assign fired = ((|counted) && (! threshold));
  assign membrane_out = ((clamps_g && ({(! value_g[23]),value_g[22 : 0]} < {(! lowest_g[23]),lowest_g[22 : 0]})) ? lowest_g : value_g);
  assign waiting_out = waiting_g;
  assign due_out = due_g;
  assign spikes_out = spikes_g;
  always @(posedge clk) begin
    if(advance) begin
      x_a <= sum;
    end
    if(advance) begin
      membrane_decay_a <= parameters[25 : 13];
    end
    if(advance) begin
      membrane_a <= membrane;
    end
    if(advance) begin
      waiting_a <= waiting;
    end
    if(advance) begin
      leak_a <= parameters[49 : 26];
    end
    if(advance) begin
      threshold_a <= parameters[73 : 50];
    end
    if(advance) begin
      reset_a <= parameters[97 : 74];
    end
    if(advance) begin
      x_b <= x_a;
    end
    if(advance) begin
      membrane_b <= membrane_a;
    end
    if(advance) begin
      waiting_b <= waiting_a;
    end
    if(advance) begin
      leak_b <= leak_a;
    end
    if(advance) begin
      threshold_b <= threshold_a;
    end
    if(advance) begin
      reset_b <= reset_a;
    end
    if(advance) begin
      presum_a <= (decays_input ? current_and_sum : current);
    end
    if(advance) begin
      current_a <= current;
    end
    if(advance) begin
      current_b <= current_a;
    end
    if(advance) begin
      synapse_decay_a <= parameters[12 : 0];
    end
    if(advance) begin
      current_c <= kept_current;
    end
    if(advance) begin
      current_d <= current_c;
    end
    if(advance) begin
      current_f <= current_d;
    end
    if(advance) begin
      current_g <= current_f;
    end
    if(advance) begin
      seen_c <= (synapse ? seen_current : x_b);
    end
    if(advance) begin
      decayed_membrane_c <= decayedState_decayed;
    end
    if(advance) begin
      membrane_c <= membrane_b;
    end
    if(advance) begin
      waiting_c <= waiting_b;
    end
    if(advance) begin
      leak_c <= leak_b;
    end
    if(advance) begin
      threshold_c <= threshold_b;
    end
    if(advance) begin
      reset_c <= reset_b;
    end
    if(advance) begin
      integrated_d <= (holds ? membrane_c : integrated);
    end
    if(advance) begin
      membrane_d <= membrane_c;
    end
    if(advance) begin
      waiting_d <= waiting_c;
    end
    if(advance) begin
      leak_d <= leak_c;
    end
    if(advance) begin
      threshold_d <= threshold_c;
    end
    if(advance) begin
      reset_d <= reset_c;
    end
    if(advance) begin
      membrane_f <= membrane_d;
    end
    if(advance) begin
      waiting_f <= waiting_d;
    end
    if(advance) begin
      leak_f <= leak_d;
    end
    if(advance) begin
      threshold_f <= threshold_d;
    end
    if(advance) begin
      reset_f <= reset_d;
    end
    if(advance) begin
      value_f <= ready_e;
      count_f <= 1'b0;
    end
    if(fire_again) begin
      value_f <= value_after;
      count_f <= counted;
    end
    if(advance) begin
      value_g <= value_after;
      lowest_g <= ((~ threshold_f) + 24'h000001);
      spikes_g <= counted;
      waiting_g <= 1'b0;
    end
  end

  always @(posedge clk) begin
    if(reset) begin
      due_a <= 1'b0;
      due_b <= 1'b0;
      due_c <= 1'b0;
      due_d <= 1'b0;
      due_f <= 1'b0;
      clamps_g <= 1'b0;
      due_g <= 1'b0;
    end else begin
      if(advance) begin
        due_a <= due;
      end
      if(advance) begin
        due_b <= due_a;
      end
      if(advance) begin
        due_c <= due_b;
      end
      if(advance) begin
        due_d <= due_c;
      end
      if(advance) begin
        due_f <= due_d;
      end
      if(advance) begin
        clamps_g <= (((contract_fields[7] && fires) && (! threshold)) && (! holds_f));
        due_g <= (contract_fields[6] && (holds_f ? due_f : fired));
      end
    end
  end

endmodule

// Queue of words in a memory.
// in:  pushed with push, ignored while ready is 0; pop, only while valid is 1.
// out: ready: there is room; data, valid: the oldest word; level: words in the queue, up to the depth and one.
// One word a cycle in and one out; a word is offered two cycles after its push. Reset empties the queue.
module spiking4_Fifo (
  input  wire          push,
  output wire          ready,
  output wire          valid,
  input  wire          pop,
  input  wire [19:0]   pushed,
  output wire [19:0]   data,
  output wire [2:0]    level,
  input  wire          clk,
  input  wire          reset
);

  reg        [19:0]   words_spinal_port1;
  reg        [1:0]    write_at;
  reg        [1:0]    read_at;
  reg        [2:0]    stored;
  reg                 fetched;
  wire                accept;
  wire                fetch;
  wire       [19:0]   words_write_data;
  wire       [19:0]   words_read_data;
  (* no_rw_check *) reg [19:0] words [0:3];

  always @(posedge clk) begin
    if(accept) begin
      words[write_at] <= words_write_data;
    end
  end

  always @(posedge clk) begin
    if(fetch) begin
      words_spinal_port1 <= words[read_at];
    end
  end

  assign accept = (push && ready);
  assign fetch = ((|stored) && ((! fetched) || pop));
  assign ready = (stored < 3'b100);
  assign words_write_data = pushed;
  assign words_read_data = words_spinal_port1;
  assign data = words_read_data;
  assign valid = fetched;
  assign level = (stored + {2'b00,fetched});
  always @(posedge clk) begin
    if(reset) begin
      write_at <= 2'b00;
      read_at <= 2'b00;
      stored <= 3'b000;
      fetched <= 1'b0;
    end else begin
      if(accept) begin
        write_at <= (write_at + 2'b01);
      end
      if(pop) begin
        fetched <= 1'b0;
      end
      if(fetch) begin
        read_at <= (read_at + 2'b01);
        fetched <= 1'b1;
      end
      if((accept && (! fetch))) begin
        stored <= (stored + 3'b001);
      end
      if((fetch && (! accept))) begin
        stored <= (stored - 3'b001);
      end
    end
  end

endmodule

// A state, two's complement, times a decay factor of 0 to 1; the result comes one enabled cycle later.
// in:  state; factor: unsigned with the point decay_bits from the right (or, where states decay by shifts, the
//      places of the shift); rounding: 0 to the nearest even, 1 toward minus infinity, 2 toward zero; advance.
// out: decayed, as wide as state. By shifts: state - (state >>> factor), and one toward zero where that is 0; with all ones as factor state itself.
// There is no reset.
module spiking4_DecayedState (
  input  wire [1:0]    rounding,
  input  wire          advance,
  input  wire [23:0]   state,
  input  wire [12:0]   factor,
  output wire [23:0]   decayed,
  input  wire          clk,
  input  wire          reset
);

  reg        [37:0]   product;
  wire       [23:0]   whole;
  wire       [11:0]   rest;
  wire                half;
  wire                more_than_half;
  wire                nearest_up;
  wire                toward_zero_up;
  wire                up;
  wire       [23:0]   rounded_state;

  assign whole = product[35 : 12];
  assign rest = product[11 : 0];
  assign half = rest[11];
  assign more_than_half = (|rest[10 : 0]);
  assign nearest_up = (half && (more_than_half || whole[0]));
  assign toward_zero_up = (product[37] && (|rest));
  assign up = ((rounding == 2'b00) ? nearest_up : ((rounding == 2'b10) && toward_zero_up));
  assign rounded_state = (whole + {23'h0,up});
  assign decayed = rounded_state;
  always @(posedge clk) begin
    if(advance) begin
      product <= ($signed(state) * $signed({1'b0,factor}));
    end
  end

endmodule
