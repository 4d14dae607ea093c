/* SPDX-License-Identifier: Apache-2.0 */
/* A job on the matrix co-processor, as a program for the processor beside it: docs/soc.md. The job is in job.h. */
#include <stdint.h>

#include "job.h"
#include "soc_under_test.h"

#define REGISTER(name) (*(volatile uint32_t *)(SOC_UNDER_TEST_##name##_ADDRESS))
#define PROGRAM_HANDLER (*(volatile uint32_t *)0x1FFC)

/* Numbers of interrupts: the firmware needs 1 and 3; 5 is the engine's. */
#define FIRMWARE_INTERRUPTS (1u << 1 | 1u << 3)
#define ENGINE_INTERRUPT (1u << 5)

/* What the test reads: how often the engine has interrupted, what was pending, results. */
struct report {
    uint32_t interrupts;
    uint32_t pending;
    uint32_t lasts;
    uint32_t result[RESULT_WORDS];
};
#define REPORT ((volatile struct report *)REPORT_ADDRESS)

static void set_interrupt_mask(uint32_t mask)
{
    register uint32_t a0 __asm__("a0") = mask;
    __asm__ volatile("nop; nop; nop; .word 0x0405000B" : : "r"(a0));
}

static void on_interrupt(uint32_t pending)
{
    REPORT->interrupts++;
    REPORT->pending = pending;
    REGISTER(ENGINE_STATUS) = SOC_UNDER_TEST_ENGINE_STATUS_DONE_MASK;
}

static void load(uint32_t target, const uint32_t *words, uint32_t count, uint32_t beat_words)
{
    REGISTER(ENGINE_LOAD_ADDRESS) = 0;
    REGISTER(ENGINE_LOAD_BEATS) = count / beat_words;
    REGISTER(ENGINE_LOAD_CONTROL) = target;
    while (count) {
        uint32_t room = REGISTER(S_AXIS_WGT_STATUS) & SOC_UNDER_TEST_S_AXIS_WGT_STATUS_ROOM_MASK;
        for (; room && count; room--, count--) {
            REGISTER(S_AXIS_WGT_DATA) = *words++;
        }
    }
    while (REGISTER(ENGINE_STATUS) & SOC_UNDER_TEST_ENGINE_STATUS_LOADING_MASK) {
    }
}

__attribute__((section(".entry"))) uint32_t program(void)
{
    REPORT->interrupts = 0;
    REPORT->lasts = 0;
    load(SOC_UNDER_TEST_ENGINE_LOAD_CONTROL_WEIGHTS_MASK, weights, WEIGHT_WORDS, 2);
    load(SOC_UNDER_TEST_ENGINE_LOAD_CONTROL_PARAMETERS_MASK, parameters, PARAMETER_WORDS, 2);
    PROGRAM_HANDLER = (uint32_t)on_interrupt;
    set_interrupt_mask(FIRMWARE_INTERRUPTS | ENGINE_INTERRUPT);
    REGISTER(ENGINE_FORMAT) = SOC_UNDER_TEST_FORMAT_INT8 | SOC_UNDER_TEST_FORMAT_INT16
                                                               << SOC_UNDER_TEST_ENGINE_FORMAT_RESULT_SHIFT;
    REGISTER(ENGINE_ROWS) = JOB_ROWS;
    REGISTER(ENGINE_COLUMNS) = JOB_COLUMNS;
    REGISTER(ENGINE_DEPTH) = JOB_DEPTH;
    REGISTER(ENGINE_DEPTH_WORDS) = JOB_DEPTH_WORDS;
    REGISTER(ENGINE_CLIP) = 0x7FFF8000u;
    REGISTER(ENGINE_CONTROL) =
        SOC_UNDER_TEST_ENGINE_CONTROL_START_MASK | SOC_UNDER_TEST_ENGINE_CONTROL_INTERRUPT_ENABLE_MASK;
    uint32_t sent = 0;
    uint32_t taken = 0;
    while (taken < RESULT_WORDS) {
        if (sent < ACTIVATION_WORDS && REGISTER(S_AXIS_ACT_STATUS) & SOC_UNDER_TEST_S_AXIS_ACT_STATUS_ROOM_MASK) {
            REGISTER(S_AXIS_ACT_DATA) = activations[sent++];
        }
        uint32_t status = REGISTER(M_AXIS_RES_STATUS);
        if (status & SOC_UNDER_TEST_M_AXIS_RES_STATUS_WORDS_MASK) {
            REPORT->lasts += (status & SOC_UNDER_TEST_M_AXIS_RES_STATUS_LAST_MASK) != 0;
            REPORT->result[taken++] = REGISTER(M_AXIS_RES_DATA);
        }
    }
    while (!REPORT->interrupts) {
    }
    return taken;
}
