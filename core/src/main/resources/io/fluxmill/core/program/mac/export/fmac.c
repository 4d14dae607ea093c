/* SPDX-License-Identifier: Apache-2.0 */
/* The driver of fmac.h: jobs on the engine. Steps without weights are in fmac_steps.c. */
#include "fmac.h"
#include "fmac_steps.h"

/* 16-bit words of activations or results that are handed over in one call. */
#define CHUNK_WORDS 256u

/* Samples of a batch in flight: where each value's codes are. */
struct batch {
    const struct fmac_program *program;
    const uint16_t *input;
    uint16_t *output;
    uint16_t *work;
    uint32_t samples;
};

/* A row of a matrix product: position (y, x) of the output, as number `position`, of a sample. */
struct row {
    uint32_t sample, position, y, x;
};

/* Results of a job come as [row tile][column tile][row of the tile][array column]; the next beat is that of (row, tile). */
struct results {
    const struct fmac_step *step;
    const struct fmac_job *job;
    const struct fmac_value *value;
    uint16_t *target;
    uint32_t rows, columns; /* of the array */
    uint32_t total;         /* rows of the job */
    uint32_t first;         /* row of the current row tile */
    uint32_t tile, in_tile; /* column tile; rows that come before in the row tile */
    struct row tile_start, row;
    uint32_t positions, value_codes;
};

/* The window that an array row computes now. */
struct window_row {
    const uint16_t *codes; /* of the sample, from the window's first channel on; NULL beyond the last row */
    int32_t y, x;          /* of the window's first element */
    int inside;            /* whether no element lies outside the input */
};

static uint32_t codes(const struct fmac_value *value)
{
    return value->channels * value->height * value->width;
}

static const uint16_t *source(const struct batch *batch, uint32_t value)
{
    if (value == 0) {
        return batch->input;
    }
    if (value == batch->program->output) {
        return batch->output;
    }
    return batch->work + (size_t)batch->program->values[value].place * batch->samples;
}

static uint16_t *target(const struct batch *batch, uint32_t value)
{
    if (value == batch->program->output) {
        return batch->output;
    }
    return batch->work + (size_t)batch->program->values[value].place * batch->samples;
}

static uint32_t read(const struct fmac_engine *engine, uint32_t offset)
{
    return engine->port->read(engine->port->context, offset);
}

static void write(const struct fmac_engine *engine, uint32_t offset, uint32_t value)
{
    engine->port->write(engine->port->context, offset, value);
}

static void idle(const struct fmac_engine *engine)
{
    if (engine->port->idle) {
        engine->port->idle(engine->port->context);
    }
}

/* Waits until bits of STATUS are as wanted. */
static enum fmac_status await(const struct fmac_engine *engine, uint32_t mask, uint32_t wanted)
{
    for (uint32_t polls = 0; polls < FMAC_PATIENCE; polls++) {
        if ((read(engine, FMAC_STATUS_OFFSET) & mask) == wanted) {
            return FMAC_OK;
        }
        idle(engine);
    }
    return FMAC_TIMEOUT;
}

/* Whether the engine reported an error, which is then cleared. */
static int has_error(const struct fmac_engine *engine)
{
    int error = (read(engine, FMAC_STATUS_OFFSET) & FMAC_STATUS_ERROR) != 0;
    if (error) {
        write(engine, FMAC_STATUS_OFFSET, FMAC_STATUS_ERROR);
    }
    return error;
}

static enum fmac_status load_image(
    const struct fmac_engine *engine, uint32_t what, uint32_t address, const uint16_t *image, uint32_t beats)
{
    uint32_t fruitless = 0;
    write(engine, FMAC_LOAD_ADDRESS_OFFSET, address);
    write(engine, FMAC_LOAD_BEATS_OFFSET, beats);
    write(engine, FMAC_LOAD_CONTROL_OFFSET, what);
    if (has_error(engine)) {
        return FMAC_REFUSED;
    }
    while (beats) {
        size_t taken = engine->port->send(engine->port->context, FMAC_WEIGHTS, image, beats);
        beats -= (uint32_t)taken;
        image += taken * engine->program->columns;
        fruitless = taken ? 0 : fruitless + 1;
        if (fruitless > FMAC_PATIENCE) {
            return FMAC_TIMEOUT;
        }
    }
    return await(engine, FMAC_STATUS_LOADING, 0);
}

static enum fmac_status load(const struct fmac_engine *engine, const struct fmac_job *job)
{
    enum fmac_status status =
        load_image(engine, FMAC_LOAD_CONTROL_WEIGHTS, job->weight_base, job->weights, job->weight_beats);
    if (status != FMAC_OK) {
        return status;
    }
    return load_image(
        engine, FMAC_LOAD_CONTROL_PARAMETERS, job->parameter_base, job->parameters, job->parameter_beats);
}

static void advance(struct row *row, const struct fmac_window *window)
{
    row->position++;
    if (++row->x == window->out_width) {
        row->x = 0;
        if (++row->y == window->out_height) {
            row->y = 0;
            row->position = 0;
            row->sample++;
        }
    }
}

/* A beat of results goes to [sample][channel][position] of the output value. */
static void scatter(struct results *at, const uint16_t *beat)
{
    uint32_t channel = at->tile * at->columns;
    uint32_t left = at->job->columns - channel;
    uint32_t rows = at->total - at->first < at->rows ? at->total - at->first : at->rows;
    uint16_t *to = at->target + (size_t)at->row.sample * at->value_codes + at->row.position;
    to += (size_t)(at->job->output_channel + channel) * at->positions;
    for (uint32_t c = 0; c < at->columns && c < left; c++) {
        *to = beat[c];
        to += at->positions;
    }
    advance(&at->row, &at->step->window);
    if (++at->in_tile == rows) {
        at->in_tile = 0;
        if (left > at->columns) {
            at->tile++;
            at->row = at->tile_start;
        } else {
            at->tile = 0;
            at->first += at->rows;
            at->tile_start = at->row;
        }
    }
}

/* Takes results that are there; answers whether there were some. */
static int take(const struct fmac_engine *engine, struct results *at)
{
    uint16_t words[CHUNK_WORDS];
    size_t beats;
    if (at->first >= at->total) {
        return 0;
    }
    beats = engine->port->receive(engine->port->context, words, CHUNK_WORDS / at->columns);
    for (size_t i = 0; i < beats; i++) {
        scatter(at, words + i * at->columns);
    }
    return beats != 0;
}

/* Sends activations, and takes results meanwhile: a full result queue stops the engine. */
static enum fmac_status feed(
    const struct fmac_engine *engine, struct results *at, const uint16_t *words, size_t beats)
{
    uint32_t fruitless = 0;
    while (beats) {
        size_t taken = engine->port->send(engine->port->context, FMAC_ACTIVATIONS, words, beats);
        int moved = take(engine, at);
        words += taken * at->rows;
        beats -= taken;
        if (taken || moved) {
            fruitless = 0;
        } else if (++fruitless > FMAC_PATIENCE) {
            return FMAC_TIMEOUT;
        } else {
            idle(engine);
        }
    }
    return FMAC_OK;
}

/* The next rows of a job, one for each row of the array. */
static void seek(
    struct window_row *rows, const struct results *at, const struct fmac_value *value, const uint16_t *input,
    struct row *row, uint32_t left)
{
    const struct fmac_window *window = &at->step->window;
    int32_t reach_y = (int32_t)(window->kernel_height - 1) * window->dilation_y;
    int32_t reach_x = (int32_t)(window->kernel_width - 1) * window->dilation_x;
    for (uint32_t r = 0; r < at->rows; r++) {
        rows[r].codes = NULL;
        if (r < left) {
            int32_t y = (int32_t)row->y * window->stride_y - window->pad_top;
            int32_t x = (int32_t)row->x * window->stride_x - window->pad_left;
            rows[r].codes = input + (size_t)row->sample * codes(value)
                + (size_t)window->first_channel * value->height * value->width;
            rows[r].y = y;
            rows[r].x = x;
            rows[r].inside = y >= 0 && x >= 0 && y + reach_y < (int32_t)value->height
                && x + reach_x < (int32_t)value->width;
            advance(row, window);
        }
    }
}

/* Where the elements of a window are: channel c, row j, column i; their distance from the first in the input. */
struct element {
    uint32_t c, j, i;
    int32_t dy, dx;
    uint32_t plane; /* first code of the channel */
};

static void next_element(struct element *e, const struct fmac_window *window, const struct fmac_value *value)
{
    e->dx += window->dilation_x;
    if (++e->i == window->kernel_width) {
        e->i = 0;
        e->dx = 0;
        e->dy += window->dilation_y;
        if (++e->j == window->kernel_height) {
            e->j = 0;
            e->dy = 0;
            e->c++;
            e->plane += value->height * value->width;
        }
    }
}

/* Puts element e of each row's window into its word, at a bit. */
static void gather(
    const struct results *at, const struct fmac_value *value, const struct window_row *rows, const struct element *e,
    uint32_t bit, uint16_t *beat)
{
    uint32_t mask = (1u << value->format.width) - 1u;
    int32_t width = (int32_t)value->width;
    for (uint32_t r = 0; r < at->rows && rows[r].codes; r++) {
        int32_t y = rows[r].y + e->dy;
        int32_t x = rows[r].x + e->dx;
        uint32_t code = at->step->pad_code;
        if (rows[r].inside || (y >= 0 && y < (int32_t)value->height && x >= 0 && x < width)) {
            code = rows[r].codes[e->plane + (uint32_t)(y * width + x)];
        }
        beat[r] = (uint16_t)(beat[r] | (code & mask) << bit);
    }
}

/* The beats of one row tile: for each operand word of the depth, that word of each row. */
static enum fmac_status send_tile(
    const struct fmac_engine *engine, struct results *at, const struct fmac_value *value, const struct window_row *rows)
{
    const struct fmac_matrix *matrix = at->step->matrix;
    uint32_t lane_bits = 16u / matrix->lanes;
    uint32_t capacity = CHUNK_WORDS / at->rows;
    uint32_t beats = 0;
    uint32_t k = 0;
    struct element element = {0, 0, 0, 0, 0, 0};
    uint16_t words[CHUNK_WORDS];
    for (uint32_t word = 0; word < matrix->depth_words; word++) {
        uint16_t *beat = words + beats * at->rows;
        for (uint32_t r = 0; r < at->rows; r++) {
            beat[r] = 0;
        }
        for (uint32_t lane = 0; lane < matrix->lanes && k < matrix->depth; lane++, k++) {
            gather(at, value, rows, &element, lane * lane_bits, beat);
            next_element(&element, &at->step->window, value);
        }
        if (++beats == capacity || word + 1 == matrix->depth_words) {
            enum fmac_status status = feed(engine, at, words, beats);
            if (status != FMAC_OK) {
                return status;
            }
            beats = 0;
        }
    }
    return FMAC_OK;
}

/* The results that are still to come, and the end of the job. */
static enum fmac_status finish(const struct fmac_engine *engine, struct results *at)
{
    enum fmac_status status;
    uint32_t fruitless = 0;
    while (at->first < at->total) {
        if (take(engine, at)) {
            fruitless = 0;
        } else if (++fruitless > FMAC_PATIENCE) {
            return FMAC_TIMEOUT;
        } else {
            idle(engine);
        }
    }
    status = await(engine, FMAC_STATUS_DONE, FMAC_STATUS_DONE);
    if (status == FMAC_OK && has_error(engine)) {
        status = FMAC_FAILED;
    }
    write(engine, FMAC_STATUS_OFFSET, FMAC_STATUS_DONE);
    return status;
}

static enum fmac_status run_job(
    const struct fmac_engine *engine, const struct batch *batch, const struct fmac_step *step, const struct fmac_job *job)
{
    const struct fmac_program *program = engine->program;
    const struct fmac_value *value = &program->values[step->input];
    const uint16_t *input = source(batch, step->input);
    const struct fmac_matrix *matrix = step->matrix;
    struct window_row rows[FMAC_MAX_ARRAY];
    struct row row = {0, 0, 0, 0};
    struct results at = {step, job, &program->values[step->output], target(batch, step->output),
                         program->rows, program->columns, 0, 0, 0, 0, row, row, 0, 0};
    at.positions = step->window.out_height * step->window.out_width;
    at.total = batch->samples * at.positions;
    at.value_codes = codes(at.value);
    write(engine, FMAC_FORMAT_OFFSET, matrix->format);
    write(engine, FMAC_ROWS_OFFSET, at.total);
    write(engine, FMAC_COLUMNS_OFFSET, job->columns);
    write(engine, FMAC_DEPTH_OFFSET, matrix->depth);
    write(engine, FMAC_DEPTH_WORDS_OFFSET, matrix->depth_words);
    write(engine, FMAC_WEIGHT_BASE_OFFSET, job->weight_base);
    write(engine, FMAC_PARAMETER_BASE_OFFSET, job->parameter_base);
    write(engine, FMAC_BIAS_SHIFT_OFFSET, matrix->bias_shift);
    write(engine, FMAC_CLIP_OFFSET, matrix->clip);
    if (program->has_output_zero) {
        write(engine, FMAC_OUTPUT_ZERO_OFFSET, matrix->output_zero);
    }
    write(engine, FMAC_CONTROL_OFFSET, FMAC_CONTROL_START | FMAC_CONTROL_INTERRUPT_ENABLE);
    if (has_error(engine)) {
        return FMAC_REFUSED;
    }
    for (uint32_t first = 0; first < at.total; first += program->rows) {
        enum fmac_status status;
        seek(rows, &at, value, input, &row, at.total - first);
        status = send_tile(engine, &at, value, rows);
        if (status != FMAC_OK) {
            return status;
        }
    }
    return finish(engine, &at);
}

static enum fmac_status run_matrix(
    const struct fmac_engine *engine, const struct batch *batch, const struct fmac_step *step)
{
    for (uint32_t i = 0; i < step->matrix->job_count; i++) {
        const struct fmac_job *job = &step->matrix->jobs[i];
        enum fmac_status status = engine->program->resident ? FMAC_OK : load(engine, job);
        if (status == FMAC_OK) {
            status = run_job(engine, batch, step, job);
        }
        if (status != FMAC_OK) {
            return status;
        }
    }
    return FMAC_OK;
}

/* Codes moved, input after input. */
static void move(const struct batch *batch, const struct fmac_step *step, uint32_t sample, uint16_t *to)
{
    uint32_t count = codes(&batch->program->values[step->output]);
    uint32_t first = 0;
    for (uint32_t i = 0; i < step->move->input_count; i++) {
        uint32_t value = step->move->inputs[i];
        uint32_t length = codes(&batch->program->values[value]);
        fmac_move(step, first, length, source(batch, value) + (size_t)sample * length, count, to);
        first += length;
    }
}

/* The value of a step's second operand; its first where it has one only. */
static uint32_t second_value(const struct fmac_step *step)
{
    switch (step->kind) {
    case FMAC_ADD:
        return step->add->right;
    case FMAC_MULTIPLY:
        return step->multiply->right;
    case FMAC_QUANTIZED_ADD:
    case FMAC_QUANTIZED_MULTIPLY:
    case FMAC_QUANTIZED_PRELU:
        return step->quantized->other;
    default:
        return step->input;
    }
}

/* Steps that the processor computes, sample by sample. */
static void run_here(const struct batch *batch, const struct fmac_step *step)
{
    const struct fmac_value *in = &batch->program->values[step->input];
    const struct fmac_value *out = &batch->program->values[step->output];
    uint32_t number = second_value(step);
    const struct fmac_value *right = &batch->program->values[number];
    for (uint32_t sample = 0; sample < batch->samples; sample++) {
        const uint16_t *from = source(batch, step->input) + (size_t)sample * codes(in);
        const uint16_t *other = source(batch, number) + (size_t)sample * codes(right);
        uint16_t *to = target(batch, step->output) + (size_t)sample * codes(out);
        switch (step->kind) {
        case FMAC_POOL:
            fmac_pool(step, in, from, out, to);
            break;
        case FMAC_ADD:
            fmac_add(step, in, from, right, other, out, to);
            break;
        case FMAC_MULTIPLY:
            fmac_multiply(step, in, from, right, other, out, to);
            break;
        case FMAC_MOVE:
            move(batch, step, sample, to);
            break;
        case FMAC_TABLE:
        case FMAC_CONSTANT:
            fmac_look_up(step, in, from, out, to);
            break;
        default:
            fmac_quantized(step, in, from, right, other, out, to);
        }
    }
}

enum fmac_status fmac_open(struct fmac_engine *engine, const struct fmac_port *port, const struct fmac_program *program)
{
    engine->port = port;
    engine->program = program;
    if (read(engine, FMAC_ID_OFFSET) != FMAC_ID || read(engine, FMAC_VERSION_OFFSET) != FMAC_VERSION) {
        return FMAC_NO_ENGINE;
    }
    if (read(engine, FMAC_CONFIG_HASH_OFFSET) != program->hash) {
        return FMAC_OTHER_DESIGN;
    }
    write(engine, FMAC_STATUS_OFFSET, FMAC_STATUS_DONE | FMAC_STATUS_ERROR);
    for (uint32_t s = 0; program->resident && s < program->step_count; s++) {
        const struct fmac_step *step = &program->steps[s];
        for (uint32_t i = 0; step->kind == FMAC_MATRIX && i < step->matrix->job_count; i++) {
            enum fmac_status status = load(engine, &step->matrix->jobs[i]);
            if (status != FMAC_OK) {
                return status;
            }
        }
    }
    return FMAC_OK;
}

enum fmac_status fmac_run(
    const struct fmac_engine *engine, const uint16_t *input, uint32_t samples, uint16_t *output, uint16_t *work)
{
    struct batch batch = {engine->program, input, output, work, samples};
    for (uint32_t s = 0; samples && s < engine->program->step_count; s++) {
        const struct fmac_step *step = &engine->program->steps[s];
        enum fmac_status status = FMAC_OK;
        if (step->kind == FMAC_MATRIX) {
            status = run_matrix(engine, &batch, step);
        } else {
            run_here(&batch, step);
        }
        if (status != FMAC_OK) {
            return status;
        }
    }
    return FMAC_OK;
}
