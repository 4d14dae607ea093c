/* SPDX-License-Identifier: Apache-2.0 */
/* Runs samples of network @NETWORK@ on the engine and compares every word of the results with the bit-exact reference. */
#include "@PROGRAM@.h"
#include "fmac.h"
#include "port.h"

/* Samples that run at the same time: more use the array's rows better, and need more memory. */
#ifndef BATCH
#define BATCH 1u
#endif

static uint16_t work[BATCH * @UPPER@_WORK_CODES + 1u];
static uint16_t output[BATCH * @UPPER@_OUTPUT_CODES];

static void compare(struct port_check *check, uint32_t first, uint32_t samples)
{
    uint32_t from = first * @UPPER@_OUTPUT_CODES;
    for (uint32_t i = 0; i < samples * @UPPER@_OUTPUT_CODES; i++) {
        uint16_t expected = @PROGRAM@_expected[from + i];
        check->words++;
        if (output[i] != expected && check->mismatches++ == 0) {
            check->first = from + i;
            check->found = output[i];
            check->expected = expected;
        }
    }
}

int main(void)
{
    struct fmac_engine engine;
    struct port_check check = {FMAC_OK, 0, 0, 0, 0, 0};
    check.status = fmac_open(&engine, &port, &@PROGRAM@);
    for (uint32_t first = 0; check.status == FMAC_OK && first < @UPPER@_SAMPLES; first += BATCH) {
        uint32_t left = @UPPER@_SAMPLES - first;
        uint32_t samples = left < BATCH ? left : BATCH;
        check.status = fmac_run(&engine, @PROGRAM@_input + first * @UPPER@_INPUT_CODES, samples, output, work);
        if (check.status == FMAC_OK) {
            compare(&check, first, samples);
        }
    }
    port_report(&check);
    return check.status == FMAC_OK && check.words != 0 && check.mismatches == 0 ? 0 : 1;
}
