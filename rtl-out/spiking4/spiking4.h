/* Design spiking4, generated. */
#ifndef SPIKING4_H
#define SPIKING4_H

/* Configuration hash, as in register CONFIG_HASH. */
#define SPIKING4_HASH 0x76745e62u

/* Sizes of the design. */
#define SPIKING4_LANES 4u
#define SPIKING4_NEURONS 64u
#define SPIKING4_SOURCES 128u
#define SPIKING4_WEIGHT_WORDS 1024u
#define SPIKING4_ROW_WORDS 128u
#define SPIKING4_PARAMETER_WORDS 8u
#define SPIKING4_POPULATIONS 2u
#define SPIKING4_WEIGHT_BITS 15u
#define SPIKING4_ACCUMULATOR_BITS 24u
#define SPIKING4_GUARD_BITS 0u
#define SPIKING4_STATE_BITS 24u
#define SPIKING4_DECAY_BITS 12u
#define SPIKING4_DELAY_SLOTS 2u
#define SPIKING4_VALUE_BITS 1u
#define SPIKING4_REFRACTORY_BITS 0u
#define SPIKING4_CURRENTS 1u
#define SPIKING4_SHIFTS 0u
#define SPIKING4_CLOCK_DRIVEN 0u
#define SPIKING4_WALK_SOURCES 1u
#define SPIKING4_DELAY_QUEUE 0u
#define SPIKING4_RANDOM_WEIGHTS 0u
#define SPIKING4_CORES 1u
#define SPIKING4_ENCODER_BITS 0u
#define SPIKING4_READ_OUTS 0u
#define SPIKING4_QUEUE_WORDS 512u

/* Bits of tdata. */
#define SPIKING4_S_AXIS_EVT_BITS 32u
#define SPIKING4_M_AXIS_EVT_BITS 32u

/* ro: identification, "FSPK" */
#define SPIKING4_ID_OFFSET 0x00u

/* ro: version of this register map */
#define SPIKING4_VERSION_OFFSET 0x04u

/* ro: hash of the configuration, as in the manifest */
#define SPIKING4_CONFIG_HASH_OFFSET 0x08u

/* rw: interrupt and counters */
#define SPIKING4_CONTROL_OFFSET 0x0cu
#define SPIKING4_CONTROL_INTERRUPT_ENABLE_SHIFT 0u
#define SPIKING4_CONTROL_INTERRUPT_ENABLE_MASK 0x00000001u
#define SPIKING4_CONTROL_CLEAR_COUNTERS_SHIFT 1u
#define SPIKING4_CONTROL_CLEAR_COUNTERS_MASK 0x00000002u

/* ro: state of the engine */
#define SPIKING4_STATUS_OFFSET 0x10u
#define SPIKING4_STATUS_IDLE_SHIFT 0u
#define SPIKING4_STATUS_IDLE_MASK 0x00000001u
#define SPIKING4_STATUS_FULL_SHIFT 1u
#define SPIKING4_STATUS_FULL_MASK 0x00000002u
#define SPIKING4_STATUS_ERROR_SHIFT 2u
#define SPIKING4_STATUS_ERROR_MASK 0x00000004u

/* ro: words in the queue out */
#define SPIKING4_EVENTS_OFFSET 0x14u

/* ro: words that the queue in can take */
#define SPIKING4_ROOM_OFFSET 0x18u

/* rw: what a tick does to a neuron */
#define SPIKING4_CONTRACT_OFFSET 0x1cu
#define SPIKING4_CONTRACT_SYNAPSE_SHIFT 0u
#define SPIKING4_CONTRACT_SYNAPSE_MASK 0x00000003u
#define SPIKING4_CONTRACT_SPIKE_OLD_SHIFT 2u
#define SPIKING4_CONTRACT_SPIKE_OLD_MASK 0x00000004u
#define SPIKING4_CONTRACT_AT_LEAST_SHIFT 3u
#define SPIKING4_CONTRACT_AT_LEAST_MASK 0x00000008u
#define SPIKING4_CONTRACT_RESET_SHIFT 4u
#define SPIKING4_CONTRACT_RESET_MASK 0x00000030u
#define SPIKING4_CONTRACT_RESET_NEXT_SHIFT 6u
#define SPIKING4_CONTRACT_RESET_NEXT_MASK 0x00000040u
#define SPIKING4_CONTRACT_CLAMP_SHIFT 7u
#define SPIKING4_CONTRACT_CLAMP_MASK 0x00000080u
#define SPIKING4_CONTRACT_ROUNDING_SHIFT 8u
#define SPIKING4_CONTRACT_ROUNDING_MASK 0x00000300u
#define SPIKING4_CONTRACT_SPIKES_SHIFT 16u
#define SPIKING4_CONTRACT_SPIKES_MASK 0x00ff0000u
#define SPIKING4_CONTRACT_REFRACTORY_SHIFT 24u
#define SPIKING4_CONTRACT_REFRACTORY_MASK 0xff000000u

/* rw: inputs of the network */
#define SPIKING4_INPUTS_OFFSET 0x20u
#define SPIKING4_INPUTS_INPUTS_SHIFT 0u
#define SPIKING4_INPUTS_INPUTS_MASK 0x000fffffu

/* rw: populations of the network */
#define SPIKING4_POPULATIONS_OFFSET 0x24u
#define SPIKING4_POPULATIONS_POPULATIONS_SHIFT 0u
#define SPIKING4_POPULATIONS_POPULATIONS_MASK 0x000000ffu

/* rw: first tick in which the second constant source is active */
#define SPIKING4_LATE_TICK_OFFSET 0x28u
#define SPIKING4_LATE_TICK_TICK_SHIFT 0u
#define SPIKING4_LATE_TICK_TICK_MASK 0x0fffffffu

/* ro: cycles of spikes that came and of ticks, without loads and states that are shown, bits 31..0; reading latches the high word */
#define SPIKING4_CYCLES_LOW_OFFSET 0x2cu

/* ro: cycles of spikes that came and of ticks, without loads and states that are shown, bits 63..32 */
#define SPIKING4_CYCLES_HIGH_OFFSET 0x30u

/* ro: spikes of all neurons, their values added, bits 31..0; reading latches the high word */
#define SPIKING4_SPIKES_LOW_OFFSET 0x34u

/* ro: spikes of all neurons, their values added, bits 63..32 */
#define SPIKING4_SPIKES_HIGH_OFFSET 0x38u

/* ro: words of weights that were added to sums, bits 31..0; reading latches the high word */
#define SPIKING4_WORDS_LOW_OFFSET 0x3cu

/* ro: words of weights that were added to sums, bits 63..32 */
#define SPIKING4_WORDS_HIGH_OFFSET 0x40u

/* ro: spikes and values for inputs that the network does not have, bits 31..0; reading latches the high word */
#define SPIKING4_DROPPED_LOW_OFFSET 0x44u

/* ro: spikes and values for inputs that the network does not have, bits 63..32 */
#define SPIKING4_DROPPED_HIGH_OFFSET 0x48u

#endif
