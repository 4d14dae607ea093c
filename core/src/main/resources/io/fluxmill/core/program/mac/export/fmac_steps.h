/* SPDX-License-Identifier: Apache-2.0 */
/* Steps of a program that the processor computes, one sample at a time. */
#ifndef FMAC_STEPS_H
#define FMAC_STEPS_H

#include "fmac.h"

/* Maximum or average (exact, rounded once) of windows, channel by channel. */
void fmac_pool(
    const struct fmac_step *step, const struct fmac_value *in, const uint16_t *from, const struct fmac_value *out,
    uint16_t *to);

/* Sum of two values element by element, exact, rounded once. */
void fmac_add(
    const struct fmac_step *step, const struct fmac_value *left, const uint16_t *from, const struct fmac_value *right,
    const uint16_t *other, const struct fmac_value *out, uint16_t *to);

/* Product of two values less their zero points, element by element, exact, rounded once. */
void fmac_multiply(
    const struct fmac_step *step, const struct fmac_value *left, const uint16_t *from, const struct fmac_value *right,
    const uint16_t *other, const struct fmac_value *out, uint16_t *to);

/* Of so many moved codes those that come from one input, whose first code has the number first among all. */
void fmac_move(
    const struct fmac_step *step, uint32_t first, uint32_t length, const uint16_t *from, uint32_t count, uint16_t *to);

/* The result of each code by a table, or constant codes. */
void fmac_look_up(
    const struct fmac_step *step, const struct fmac_value *in, const uint16_t *from, const struct fmac_value *out,
    uint16_t *to);

/* The integers of struct fmac_quantized. */
void fmac_quantized(
    const struct fmac_step *step, const struct fmac_value *in, const uint16_t *from, const struct fmac_value *right,
    const uint16_t *other, const struct fmac_value *out, uint16_t *to);

#endif
