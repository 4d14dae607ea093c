/* SPDX-License-Identifier: Apache-2.0 */
/* Number formats, exact sums, and the steps without weights. Sums are two's complement in as many 32-bit limbs as they need. */
#include "fmac_steps.h"

/* A code taken apart: (-1)^negative * significand * 2^exponent. */
struct unpacked {
    int negative;
    uint32_t significand;
    int32_t exponent;
};

/* Exact: limb[i] counts 2^(unit + 32 i). */
struct sum {
    uint32_t limb[FMAC_MAX_LIMBS];
    uint32_t limbs;
    int32_t unit;
};

/* The highest bit of a code: the sign, but of unsigned floats. */
static uint32_t top(struct fmac_format format)
{
    return 1u << (format.width - 1u);
}

/* Codes of one sign of a float. */
static uint32_t magnitudes(struct fmac_format format)
{
    return 1u << (format.exponent_bits + format.mantissa_bits);
}

static uint32_t nar(struct fmac_format format)
{
    return format.kind == FMAC_FLOAT ? format.nar : top(format);
}

static uint32_t code_mask(struct fmac_format format)
{
    return (1u << format.width) - 1u;
}

/* NaR, NaN, infinities. */
static int is_nar(struct fmac_format format, uint32_t code)
{
    if (format.kind == FMAC_FLOAT) {
        return (code & (magnitudes(format) - 1u)) > format.largest
            || (format.minus_zero_is_nan && code == magnitudes(format));
    }
    return format.kind == FMAC_POSIT && code == nar(format);
}

int32_t fmac_order(struct fmac_format format, uint16_t code)
{
    uint32_t bits = code & code_mask(format);
    if (format.kind == FMAC_BINARY) {
        return (int32_t)bits;
    }
    if (format.kind == FMAC_FLOAT) {
        uint32_t magnitude = bits & (magnitudes(format) - 1u);
        if (is_nar(format, bits)) {
            return -(int32_t)magnitudes(format);
        }
        return bits & magnitudes(format) ? -(int32_t)magnitude : (int32_t)magnitude;
    }
    return (int32_t)bits - (int32_t)((bits & top(format)) << 1);
}

/* ---- From codes ---- */

static int32_t float_exponent(struct fmac_format format, uint32_t magnitude)
{
    uint32_t field = magnitude >> format.mantissa_bits;
    return (int32_t)(field ? field : 1u) - format.bias;
}

static struct unpacked unpack_float(struct fmac_format format, uint32_t code)
{
    struct unpacked result;
    uint32_t magnitude = code & (magnitudes(format) - 1u);
    uint32_t mantissa = magnitude & ((1u << format.mantissa_bits) - 1u);
    result.negative = code > magnitudes(format);
    result.significand = magnitude >> format.mantissa_bits ? mantissa | 1u << format.mantissa_bits : mantissa;
    result.exponent = float_exponent(format, magnitude) - format.mantissa_bits;
    return result;
}

static struct unpacked unpack_posit(struct fmac_format format, uint32_t code)
{
    struct unpacked result = {0, 0, 0};
    uint32_t bits = format.width - 1u; /* after the sign */
    uint32_t body, first, run = 1, rest, exponent_bits, exponent;
    if (code == 0) {
        return result;
    }
    result.negative = code > top(format);
    body = (result.negative ? 0u - code : code) & (top(format) - 1u);
    first = body >> (bits - 1u) & 1u;
    while (run < bits && (body >> (bits - 1u - run) & 1u) == first) {
        run++;
    }
    rest = run < bits ? bits - 1u - run : 0u; /* exponent and fraction bits; missing exponent bits are zero */
    exponent_bits = rest < format.exponent_bits ? rest : format.exponent_bits;
    exponent = (body & ((1u << rest) - 1u)) >> (rest - exponent_bits);
    exponent <<= format.exponent_bits - exponent_bits;
    rest -= exponent_bits;
    result.significand = 1u << rest | (body & ((1u << rest) - 1u));
    result.exponent = (first ? (int32_t)run - 1 : -(int32_t)run) * (1 << format.exponent_bits);
    result.exponent += (int32_t)exponent - (int32_t)rest;
    return result;
}

static struct unpacked unpack(struct fmac_format format, uint32_t code)
{
    if (format.kind == FMAC_INTEGER) {
        int32_t value = fmac_order(format, (uint16_t)code);
        struct unpacked result = {value < 0, (uint32_t)(value < 0 ? -value : value), 0};
        return result;
    }
    if (format.kind == FMAC_BINARY) {
        struct unpacked result = {code == 0, 1u, 0};
        return result;
    }
    return format.kind == FMAC_FLOAT ? unpack_float(format, code) : unpack_posit(format, code);
}

/* ---- To codes: to nearest, ties to even ---- */

/* Right shift, to nearest, ties to even. */
static uint64_t shift_rounded(uint64_t value, int32_t places)
{
    uint64_t result, rest, half;
    if (places <= 0) {
        return value;
    }
    if (places > 64) {
        return 0;
    }
    half = (uint64_t)1 << (places - 1);
    if (places == 64) {
        return value > half;
    }
    result = value >> places;
    rest = value & ((half << 1) - 1u);
    return result + (rest > half || (rest == half && (result & 1u)));
}

static int32_t bit_length(uint64_t value)
{
    int32_t length = 0;
    while (value) {
        value >>= 1;
        length++;
    }
    return length;
}

static uint32_t round_integer(struct fmac_format format, int negative, uint64_t significand, int32_t exponent)
{
    uint64_t limit = top(format) - (negative ? 0u : 1u);
    uint64_t magnitude = limit;
    if (exponent < 0) {
        magnitude = shift_rounded(significand, -exponent);
    } else if (bit_length(significand) + exponent <= 16) {
        magnitude = significand << exponent;
    }
    if (magnitude > limit) {
        magnitude = limit;
    }
    return (negative ? 0u - (uint32_t)magnitude : (uint32_t)magnitude) & code_mask(format);
}

/* The last bit of the code decides ties: without mantissa that of the exponent, which therefore goes through the rounding. */
static uint32_t round_float(struct fmac_format format, int negative, uint64_t significand, int32_t exponent)
{
    int32_t least_exponent = 1 - format.bias;
    int32_t leading = bit_length(significand) - 1 + exponent;
    uint64_t magnitude = format.largest;
    int is_signed = format.width > format.exponent_bits + format.mantissa_bits;
    if (negative && !is_signed) {
        return 0;
    }
    if (significand >> 63) { /* room for one more bit */
        significand = significand >> 1 | (significand & 1u);
        exponent++;
    }
    if (leading <= float_exponent(format, format.largest)) {
        int32_t binade = leading > least_exponent ? leading : least_exponent;
        int32_t drop = binade - format.mantissa_bits - exponent;
        uint64_t base = (uint64_t)(binade - least_exponent) << format.mantissa_bits;
        uint64_t odd = base & 1u;
        uint64_t result = drop <= 0 ? (significand << -drop) + odd
                                    : shift_rounded(drop < 64 ? significand + (odd << drop) : significand, drop);
        result += base - odd;
        magnitude = result < magnitude ? result : magnitude;
    }
    return (uint32_t)magnitude | (negative && magnitude ? magnitudes(format) : 0u);
}

static uint32_t round_posit(struct fmac_format format, int negative, uint64_t significand, int32_t exponent)
{
    int32_t largest = (format.width - 2) * (1 << format.exponent_bits);
    int32_t length = bit_length(significand);
    int32_t scale = length - 1 + exponent;
    uint32_t magnitude;
    if (scale >= largest) {
        magnitude = top(format) - 1u;
    } else if (scale < -largest) {
        magnitude = 1u;
    } else {
        /* Regime, exponent and 40 bits of fraction as one string, whose first bits are the code. */
        int32_t step = 1 << format.exponent_bits;
        int32_t regime = scale >= 0 ? scale / step : -((step - 1 - scale) / step);
        int32_t regime_bits = regime < 0 ? 1 - regime : regime + 2;
        uint64_t string = regime < 0 ? 1u : ((uint64_t)2 << (regime + 1)) - 2u;
        uint64_t fraction = significand & ~((uint64_t)1 << (length - 1));
        int32_t places = 40 - (length - 1);
        if (places >= 0) {
            fraction <<= places;
        } else {
            uint64_t dropped = fraction & (((uint64_t)1 << -places) - 1u);
            fraction = fraction >> -places | (dropped != 0);
        }
        string = string << format.exponent_bits | (uint32_t)(scale - regime * step);
        string = string << 40 | fraction;
        magnitude = (uint32_t)shift_rounded(string, regime_bits + format.exponent_bits + 40 - (format.width - 1));
    }
    return (negative ? 0u - magnitude : magnitude) & code_mask(format);
}

/* A significand of 18 bits or more whose last bit stands for all below it rounds as the exact value. */
static uint32_t rounded(struct fmac_format format, int negative, uint64_t significand, int32_t exponent)
{
    if (format.kind == FMAC_BINARY) {
        return !(negative && significand);
    }
    if (significand == 0) {
        return 0;
    }
    switch (format.kind) {
    case FMAC_INTEGER:
        return round_integer(format, negative, significand, exponent);
    case FMAC_FLOAT:
        return round_float(format, negative, significand, exponent);
    default:
        return round_posit(format, negative, significand, exponent);
    }
}

/* ---- Exact sums ---- */

static void clear(struct sum *sum, int32_t unit, uint32_t limbs)
{
    sum->unit = unit;
    sum->limbs = limbs;
    for (uint32_t i = 0; i < limbs; i++) {
        sum->limb[i] = 0;
    }
}

static void add_limb(struct sum *sum, uint32_t at, uint32_t value)
{
    while (value && at < sum->limbs) {
        uint32_t before = sum->limb[at];
        sum->limb[at] += value;
        value = sum->limb[at++] < before;
    }
}

static void subtract_limb(struct sum *sum, uint32_t at, uint32_t value)
{
    while (value && at < sum->limbs) {
        uint32_t before = sum->limb[at];
        sum->limb[at] -= value;
        value = sum->limb[at++] > before;
    }
}

/* Adds (-1)^negative * value * 2^exponent; exponents are not below the unit. */
static void add_word(struct sum *sum, int negative, uint32_t value, int32_t exponent)
{
    uint32_t places = (uint32_t)(exponent - sum->unit);
    uint64_t shifted = (uint64_t)value << places % 32u;
    if (negative) {
        subtract_limb(sum, places / 32u, (uint32_t)shifted);
        subtract_limb(sum, places / 32u + 1u, (uint32_t)(shifted >> 32));
    } else {
        add_limb(sum, places / 32u, (uint32_t)shifted);
        add_limb(sum, places / 32u + 1u, (uint32_t)(shifted >> 32));
    }
}

/* Adds a code times a factor of at most 64 bits. */
static void add_product(struct sum *sum, struct unpacked code, const struct fmac_number *factor)
{
    int negative = code.negative != factor->negative;
    int32_t exponent = code.exponent + factor->exponent;
    uint64_t low = (factor->significand & 0xFFFFFFFFu) * code.significand;
    uint64_t high = (factor->significand >> 32) * code.significand;
    if (code.significand == 0 || factor->significand == 0) {
        return;
    }
    add_word(sum, negative, (uint32_t)low, exponent);
    add_word(sum, negative, (uint32_t)(low >> 32), exponent + 32);
    add_word(sum, negative, (uint32_t)high, exponent + 32);
    add_word(sum, negative, (uint32_t)(high >> 32), exponent + 64);
}

/* Makes a negative sum positive; answers whether it was negative. */
static int magnitude(struct sum *sum)
{
    uint32_t carry = 1;
    if (!(sum->limb[sum->limbs - 1u] >> 31)) {
        return 0;
    }
    for (uint32_t i = 0; i < sum->limbs; i++) {
        sum->limb[i] = ~sum->limb[i] + carry;
        carry = carry && sum->limb[i] == 0;
    }
    return 1;
}

/* A magnitude, rounded once. */
static uint32_t round_sum(struct fmac_format format, int negative, const struct sum *sum)
{
    uint32_t top = sum->limbs;
    uint64_t significand;
    int more = 0;
    while (top && sum->limb[top - 1u] == 0) {
        top--;
    }
    if (top < 2u) {
        return rounded(format, negative, top ? sum->limb[0] : 0, sum->unit);
    }
    significand = (uint64_t)sum->limb[top - 1u] << 32 | sum->limb[top - 2u];
    for (uint32_t i = 0; i + 2u < top; i++) {
        more |= sum->limb[i] != 0;
    }
    return rounded(format, negative, significand | (uint32_t)more, sum->unit + 32 * ((int32_t)top - 2));
}

/* Divides a magnitude; the remainder is dropped. */
static void divide(struct sum *sum, uint32_t divisor)
{
    uint64_t rest = 0;
    for (uint32_t i = sum->limbs; i-- > 0;) {
        uint64_t part = rest << 32 | sum->limb[i];
        sum->limb[i] = (uint32_t)(part / divisor);
        rest = part % divisor;
    }
}

/* ---- The steps ---- */

static uint32_t clipped(struct fmac_format format, uint32_t code, uint16_t low, uint16_t high)
{
    int32_t order = fmac_order(format, (uint16_t)code);
    if (order < fmac_order(format, low)) {
        return low;
    }
    return order > fmac_order(format, high) ? high : code;
}

void fmac_add(
    const struct fmac_step *step, const struct fmac_value *left, const uint16_t *from, const struct fmac_value *right,
    const uint16_t *other, const struct fmac_value *out, uint16_t *to)
{
    const struct fmac_add *add = step->add;
    uint32_t count = out->channels * out->height * out->width;
    struct unpacked one = {0, 1, 0};
    struct sum sum;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t a = from[i] & code_mask(left->format);
        uint32_t b = other[i] & code_mask(right->format);
        if (is_nar(left->format, a) || is_nar(right->format, b)) {
            to[i] = (uint16_t)nar(out->format);
        } else {
            int negative;
            clear(&sum, add->unit, add->limbs);
            add_product(&sum, unpack(left->format, a), &add->left_scale);
            add_product(&sum, unpack(right->format, b), &add->right_scale);
            add_product(&sum, one, &add->offset);
            negative = magnitude(&sum);
            to[i] = (uint16_t)clipped(
                out->format, round_sum(out->format, negative, &sum), add->clip_low, add->clip_high);
        }
    }
}

/* Exponent of the smallest code of a format that is not zero. */
static int32_t least_exponent(struct fmac_format format)
{
    if (format.kind == FMAC_INTEGER || format.kind == FMAC_BINARY) {
        return 0;
    }
    if (format.kind == FMAC_FLOAT) {
        return 1 - format.bias - format.mantissa_bits;
    }
    return -(format.width - 2) * (1 << format.exponent_bits);
}

/* One window: the codes of its positions in the input, one after the other. */
struct cursor {
    const struct fmac_step *step;
    const struct fmac_value *value;
    const uint16_t *plane;
    int32_t y, x; /* of the window's first element */
    uint32_t j, i;
};

/* The next code that takes part; 0 at the end. */
static int next_code(struct cursor *at, uint32_t *code)
{
    const struct fmac_window *window = &at->step->window;
    while (at->j < window->kernel_height) {
        int32_t y = at->y + (int32_t)at->j * window->dilation_y;
        int32_t x = at->x + (int32_t)at->i * window->dilation_x;
        if (++at->i == window->kernel_width) {
            at->i = 0;
            at->j++;
        }
        if (y >= 0 && y < (int32_t)at->value->height && x >= 0 && x < (int32_t)at->value->width) {
            *code = at->plane[(uint32_t)y * at->value->width + (uint32_t)x] & code_mask(at->value->format);
            return 1;
        }
        if (at->step->pool->average && at->step->pool->count_include_pad) {
            *code = at->step->pad_code;
            return 1;
        }
    }
    return 0;
}

static uint32_t maximum(struct cursor *at)
{
    struct fmac_format format = at->value->format;
    uint32_t code, largest;
    int32_t order;
    if (!next_code(at, &largest)) {
        return at->step->pad_code;
    }
    order = fmac_order(format, (uint16_t)largest);
    while (next_code(at, &code)) {
        int32_t other = fmac_order(format, (uint16_t)code);
        if (other > order) {
            order = other;
            largest = code;
        }
    }
    return largest;
}

static uint32_t average(struct cursor *at)
{
    /*
     * A code has at most 261 bits above its unit (BF16), a count 32. Two limbs below are for the quotient: a remainder leaves a bit
     * among the first 32 after any place, so that what is dropped below them decides nothing.
     */
    enum { LIMBS = 12 };
    struct fmac_format format = at->value->format;
    struct fmac_number unit = {0, 1, 0};
    struct sum sum;
    uint32_t code, count = 0;
    int negative;
    clear(&sum, least_exponent(format) - 64, LIMBS);
    while (next_code(at, &code)) {
        if (is_nar(format, code)) {
            return nar(format);
        }
        add_product(&sum, unpack(format, code), &unit);
        count++;
    }
    if (count == 0) {
        return at->step->pad_code;
    }
    negative = magnitude(&sum);
    divide(&sum, count);
    return round_sum(format, negative, &sum);
}

void fmac_pool(
    const struct fmac_step *step, const struct fmac_value *in, const uint16_t *from, const struct fmac_value *out,
    uint16_t *to)
{
    const struct fmac_window *window = &step->window;
    for (uint32_t channel = 0; channel < out->channels; channel++) {
        for (uint32_t y = 0; y < out->height; y++) {
            for (uint32_t x = 0; x < out->width; x++) {
                struct cursor at = {step, in, from + (size_t)channel * in->height * in->width, 0, 0, 0, 0};
                at.y = (int32_t)y * window->stride_y - window->pad_top;
                at.x = (int32_t)x * window->stride_x - window->pad_left;
                *to++ = (uint16_t)(step->pool->average ? average(&at) : maximum(&at));
            }
        }
    }
}

static struct unpacked integer(int64_t value)
{
    struct unpacked result = {value < 0, (uint32_t)(value < 0 ? -value : value), 0};
    return result;
}

static struct unpacked product(struct unpacked a, struct unpacked b)
{
    struct unpacked result = {a.negative != b.negative, a.significand * b.significand, a.exponent + b.exponent};
    return result;
}

void fmac_multiply(
    const struct fmac_step *step, const struct fmac_value *left, const uint16_t *from, const struct fmac_value *right,
    const uint16_t *other, const struct fmac_value *out, uint16_t *to)
{
    const struct fmac_multiply *multiply = step->multiply;
    uint32_t count = out->channels * out->height * out->width;
    struct sum sum;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t a = from[i] & code_mask(left->format);
        uint32_t b = other[i] & code_mask(right->format);
        if (is_nar(left->format, a) || is_nar(right->format, b)) {
            to[i] = (uint16_t)nar(out->format);
        } else {
            int negative;
            struct unpacked x = unpack(left->format, a);
            struct unpacked y = unpack(right->format, b);
            clear(&sum, multiply->unit, multiply->limbs);
            add_product(&sum, product(x, y), &multiply->scale);
            add_product(&sum, product(x, integer(-(int64_t)multiply->right_zero)), &multiply->scale);
            add_product(&sum, product(integer(-(int64_t)multiply->left_zero), y), &multiply->scale);
            add_product(
                &sum, product(integer(multiply->left_zero), integer(multiply->right_zero)), &multiply->scale);
            add_product(&sum, integer(1), &multiply->offset);
            negative = magnitude(&sum);
            to[i] = (uint16_t)clipped(
                out->format, round_sum(out->format, negative, &sum), multiply->clip_low, multiply->clip_high);
        }
    }
}

void fmac_move(
    const struct fmac_step *step, uint32_t first, uint32_t length, const uint16_t *from, uint32_t count, uint16_t *to)
{
    for (uint32_t i = 0; i < count; i++) {
        int32_t at = step->move->from[i];
        if (at < 0) {
            to[i] = step->move->fill;
        } else if ((uint32_t)at >= first && (uint32_t)at - first < length) {
            to[i] = from[(uint32_t)at - first];
        }
    }
}

void fmac_look_up(
    const struct fmac_step *step, const struct fmac_value *in, const uint16_t *from, const struct fmac_value *out,
    uint16_t *to)
{
    uint32_t count = out->channels * out->height * out->width;
    for (uint32_t i = 0; i < count; i++) {
        to[i] = step->codes[step->kind == FMAC_TABLE ? from[i] & code_mask(in->format) : i];
    }
}

/* ---- Integers of int8 inference ---- */

/* Right shift that rounds down, negative numbers too. */
static int64_t shifted(int64_t value, int32_t places)
{
    return value >= 0 ? value >> places : ~(~value >> places);
}

static int32_t times(int32_t x, const struct fmac_factor *factor, uint8_t single)
{
    int64_t result;
    if (single) {
        int32_t shift = 31 - factor->exponent;
        result = shifted((int64_t)x * factor->multiplier + ((int64_t)1 << (shift - 1)), shift);
    } else {
        int32_t left = factor->exponent > 0 ? factor->exponent : 0;
        int32_t right = factor->exponent > 0 ? 0 : -factor->exponent;
        int64_t wide = (int64_t)(int32_t)((uint32_t)x << left) * factor->multiplier;
        int64_t half = (int64_t)1 << 30;
        int64_t high = (wide + (wide >= 0 ? half : 1 - half)) / ((int64_t)1 << 31);
        int64_t mask = ((int64_t)1 << right) - 1;
        result = shifted(high, right);
        result += high - result * (mask + 1) > (mask >> 1) + (high < 0);
    }
    return (int32_t)result;
}

static uint16_t ended(const struct fmac_quantized *step, struct fmac_format format, int32_t y)
{
    int32_t number = y + step->zero_point;
    number = number > step->high ? step->high : number;
    number = number < step->low ? step->low : number;
    return (uint16_t)((uint32_t)number & code_mask(format));
}

static int32_t element(const struct fmac_step *step, int32_t a, int32_t b)
{
    const struct fmac_quantized *q = step->quantized;
    int32_t x = a - q->zero;
    int32_t y = b - q->other_zero;
    if (step->kind == FMAC_QUANTIZED_MULTIPLY) {
        return times((int32_t)((uint32_t)x * (uint32_t)y), &q->first, q->single);
    }
    if (step->kind == FMAC_QUANTIZED_PRELU) {
        return x >= 0 ? times(x, &q->first, q->single) :
            times((int32_t)((uint32_t)x * (uint32_t)y), &q->second, q->single);
    }
    x = times((int32_t)((uint32_t)x << q->shift), &q->first, q->single);
    y = times((int32_t)((uint32_t)y << q->shift), &q->second, q->single);
    return times(q->subtract ? x - y : x + y, &q->last, q->single);
}

/* The sum of a window or a channel; answers the number of elements. */
static int32_t window_sum(const struct fmac_step *step, const struct fmac_value *in, const uint16_t *plane,
    uint32_t out_y, uint32_t out_x, int32_t *sum)
{
    const struct fmac_window *window = &step->window;
    int32_t count = 0;
    *sum = 0;
    for (uint32_t j = 0; j < window->kernel_height; j++) {
        int32_t y = (int32_t)out_y * window->stride_y - window->pad_top + (int32_t)j * window->dilation_y;
        for (uint32_t i = 0; i < window->kernel_width; i++) {
            int32_t x = (int32_t)out_x * window->stride_x - window->pad_left + (int32_t)i * window->dilation_x;
            if (y >= 0 && y < (int32_t)in->height && x >= 0 && x < (int32_t)in->width) {
                *sum += fmac_order(in->format, plane[(uint32_t)y * in->width + (uint32_t)x]);
                count++;
            }
        }
    }
    return count;
}

static void reduced(
    const struct fmac_step *step, const struct fmac_value *in, const uint16_t *from, const struct fmac_value *out,
    uint16_t *to)
{
    const struct fmac_quantized *q = step->quantized;
    for (uint32_t channel = 0; channel < in->channels; channel++) {
        const uint16_t *plane = from + (size_t)channel * in->height * in->width;
        for (uint32_t y = 0; y < step->window.out_height; y++) {
            for (uint32_t x = 0; x < step->window.out_width; x++) {
                int32_t sum;
                int32_t count = window_sum(step, in, plane, y, x, &sum);
                if (step->kind == FMAC_QUANTIZED_MEAN) {
                    sum = times(sum - q->zero * count, &q->first, q->single);
                } else if (count > 0) {
                    sum = (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
                }
                *to++ = ended(q, out->format, sum);
            }
        }
    }
}

void fmac_quantized(
    const struct fmac_step *step, const struct fmac_value *in, const uint16_t *from, const struct fmac_value *right,
    const uint16_t *other, const struct fmac_value *out, uint16_t *to)
{
    uint32_t count = out->channels * out->height * out->width;
    if (step->kind == FMAC_QUANTIZED_AVERAGE || step->kind == FMAC_QUANTIZED_MEAN) {
        reduced(step, in, from, out, to);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        int32_t a = fmac_order(in->format, from[i]);
        int32_t b = fmac_order(right->format, other[i]);
        to[i] = ended(step->quantized, out->format, element(step, a, b));
    }
}
