/* Design sfq_counter, generated. */
#ifndef SFQ_COUNTER_H
#define SFQ_COUNTER_H

/* Configuration hash, as in register CONFIG_HASH. */
#define SFQ_COUNTER_HASH 0x77b70e47u

/* Sizes of the design. */
#define SFQ_COUNTER_INPUTS 2u
#define SFQ_COUNTER_OUTPUTS 5u
#define SFQ_COUNTER_INSTANCES 27u
#define SFQ_COUNTER_FLAGS 39u
#define SFQ_COUNTER_GATES 0u
#define SFQ_COUNTER_QUANTUM_FEMTOSECONDS 100u
#define SFQ_COUNTER_QUEUE_WORDS 1024u

/* Bits of tdata. */
#define SFQ_COUNTER_S_AXIS_STIM_BITS 64u
#define SFQ_COUNTER_M_AXIS_PULS_BITS 64u

/* ro: identification, "FSFQ" */
#define SFQ_COUNTER_ID_OFFSET 0x00u

/* ro: version of this register map */
#define SFQ_COUNTER_VERSION_OFFSET 0x04u

/* ro: hash of the configuration, as in the manifest */
#define SFQ_COUNTER_CONFIG_HASH_OFFSET 0x08u

/* rw: control of a run */
#define SFQ_COUNTER_CONTROL_OFFSET 0x0cu
#define SFQ_COUNTER_CONTROL_RUN_SHIFT 0u
#define SFQ_COUNTER_CONTROL_RUN_MASK 0x00000001u
#define SFQ_COUNTER_CONTROL_INTERRUPT_ENABLE_SHIFT 1u
#define SFQ_COUNTER_CONTROL_INTERRUPT_ENABLE_MASK 0x00000002u
#define SFQ_COUNTER_CONTROL_CLEAR_SHIFT 2u
#define SFQ_COUNTER_CONTROL_CLEAR_MASK 0x00000004u

/* ro: state of the run */
#define SFQ_COUNTER_STATUS_OFFSET 0x10u
#define SFQ_COUNTER_STATUS_DONE_SHIFT 0u
#define SFQ_COUNTER_STATUS_DONE_MASK 0x00000001u
#define SFQ_COUNTER_STATUS_STARVED_SHIFT 1u
#define SFQ_COUNTER_STATUS_STARVED_MASK 0x00000002u
#define SFQ_COUNTER_STATUS_FULL_SHIFT 2u
#define SFQ_COUNTER_STATUS_FULL_MASK 0x00000004u
#define SFQ_COUNTER_STATUS_VIOLATED_SHIFT 3u
#define SFQ_COUNTER_STATUS_VIOLATED_MASK 0x00000008u
#define SFQ_COUNTER_STATUS_LATE_SHIFT 4u
#define SFQ_COUNTER_STATUS_LATE_MASK 0x00000010u

/* ro: records in the event queue */
#define SFQ_COUNTER_EVENTS_OFFSET 0x14u

/* ro: records that the stimulus queue can take */
#define SFQ_COUNTER_ROOM_OFFSET 0x18u

/* rw: which word of violation flags FLAGS shows */
#define SFQ_COUNTER_FLAG_INDEX_OFFSET 0x1cu
#define SFQ_COUNTER_FLAG_INDEX_WORD_SHIFT 0u
#define SFQ_COUNTER_FLAG_INDEX_WORD_MASK 0x0000ffffu

/* ro: 32 sticky violation flags */
#define SFQ_COUNTER_FLAGS_OFFSET 0x20u

/* rw: which instance with a gate THRESHOLD and SEED set */
#define SFQ_COUNTER_SETTING_INDEX_OFFSET 0x24u
#define SFQ_COUNTER_SETTING_INDEX_INSTANCE_SHIFT 0u
#define SFQ_COUNTER_SETTING_INDEX_INSTANCE_MASK 0x0000ffffu

/* wo: sets a threshold */
#define SFQ_COUNTER_THRESHOLD_OFFSET 0x28u
#define SFQ_COUNTER_THRESHOLD_THRESHOLD_SHIFT 0u
#define SFQ_COUNTER_THRESHOLD_THRESHOLD_MASK 0x0001ffffu

/* wo: sets a seed, effective at the next clear */
#define SFQ_COUNTER_SEED_OFFSET 0x2cu

/* ro: time in quanta, bits 31..0; reading latches the high word */
#define SFQ_COUNTER_NOW_LOW_OFFSET 0x30u

/* ro: time in quanta, bits 63..32 */
#define SFQ_COUNTER_NOW_HIGH_OFFSET 0x34u

/* ro: time of the first violation; meaningful while STATUS.violated, bits 31..0; reading latches the high word */
#define SFQ_COUNTER_FIRST_VIOLATION_LOW_OFFSET 0x38u

/* ro: time of the first violation; meaningful while STATUS.violated, bits 63..32 */
#define SFQ_COUNTER_FIRST_VIOLATION_HIGH_OFFSET 0x3cu

/* ro: event records since clear, bits 31..0; reading latches the high word */
#define SFQ_COUNTER_PULSES_LOW_OFFSET 0x40u

/* ro: event records since clear, bits 63..32 */
#define SFQ_COUNTER_PULSES_HIGH_OFFSET 0x44u

/* ro: running clocks since clear in which time stood still, bits 31..0; reading latches the high word */
#define SFQ_COUNTER_STALLS_LOW_OFFSET 0x48u

/* ro: running clocks since clear in which time stood still, bits 63..32 */
#define SFQ_COUNTER_STALLS_HIGH_OFFSET 0x4cu

#endif
